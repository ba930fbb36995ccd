#pragma once
// Ends or stops this process at its nth system call that changes files. system_calls.cpp defines the
// functions of the C library that make these calls, in place of the library's own, for the whole test
// program.

namespace hybrid::test {

enum class At { end, stop };

/// The exit code of a process that was ended.
inline constexpr int kEnded = 137;

/// From now on, before the nth call (from 1) that creates, writes, renames, deletes or locks a file, the
/// process exits with kEnded, as if killed, or stops itself until SIGCONT. Calls of fsync are counted and not
/// made.
void interrupt_at_call(int n, At what);

/// From now on, flock fails with this errno; 0: no more.
void fail_locks(int error);

}  // namespace hybrid::test
