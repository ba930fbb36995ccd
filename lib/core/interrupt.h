#pragma once
// Ctrl-C and SIGTERM ask; the work looks at safe points (between batches) and stops there. A signal can only
// reach a global flag: the one piece of global state there is.

#include <string_view>

namespace hybrid {

/// From now on SIGINT and SIGTERM set the flag; a second one ends the process at once. SIGXFSZ is ignored.
void catch_interrupts();
bool interrupted();
/// @throws Interrupted with that explanation if the user asked to stop.
void throw_if_interrupted(std::string_view what_is_kept);

}  // namespace hybrid
