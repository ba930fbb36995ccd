#pragma once
// A process that gives up its rights, before it runs code that is not trusted.

namespace hybrid {

/// Limits the calling process, and all its later threads, for good: it can compute, read files and use the
/// descriptors that it has, but neither write nor create files, nor use the network, start programs, or send
/// signals to others. It gets at most as much memory as the machine has, and is the first to be ended when
/// memory runs out. Other system calls fail with "Operation not permitted". The process must have one thread.
/// @return false where the system cannot filter system calls (seccomp): only the limits of memory, of the
/// size of files and of core dumps then hold
bool give_up_rights();

}  // namespace hybrid
