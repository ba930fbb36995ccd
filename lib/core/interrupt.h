#pragma once
// Ctrl-C and SIGTERM end a command with exit code 130: at once, or, where something is to be kept or removed
// first (StopsWhenSafe), at the next safe point, such as between two batches. The state is global, because a
// signal handler can access nothing else.

#include <string_view>

namespace hybrid {

/// Installs the handlers of SIGINT and SIGTERM; a second signal ends the process without delay. Ignores
/// SIGXFSZ.
/// @param program name at the beginning of the line that says that the process was interrupted
void catch_interrupts(std::string_view program = "");

/// While one exists, a first signal only sets the flag, which the work looks at. A process that does not stop
/// within `kSecondsToStop` is ended like any other: the work may be in a library's loop.
class StopsWhenSafe {
 public:
  StopsWhenSafe();
  ~StopsWhenSafe();
  StopsWhenSafe(const StopsWhenSafe&) = delete;
  StopsWhenSafe& operator=(const StopsWhenSafe&) = delete;
};

/// As long as Docker waits between SIGTERM and SIGKILL.
inline constexpr unsigned kSecondsToStop = 10;

bool interrupted();
/// @throws Interrupted with this explanation if the flag is set
void throw_if_interrupted(std::string_view what_is_kept);

}  // namespace hybrid
