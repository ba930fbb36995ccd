#pragma once
// Ctrl-C and SIGTERM set a flag, which long computations check at safe points (between batches). The flag is
// the only global state, because a signal handler can access nothing else.

#include <string_view>

namespace hybrid {

/// Installs the handlers: SIGINT and SIGTERM set the flag, and a second signal ends the process at once.
/// Ignores SIGXFSZ.
void catch_interrupts();
bool interrupted();
/// @throws Interrupted with this explanation if the flag is set
void throw_if_interrupted(std::string_view what_is_kept);

}  // namespace hybrid
