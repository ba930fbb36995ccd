#include "core/log.h"

#include <unistd.h>

#include "core/printable.h"

namespace hybrid {

Logger::Logger(Verbosity verbosity, std::FILE* sink)
    : verbosity_(verbosity),
      sink_(sink),
      interactive_(verbosity != Verbosity::quiet && ::isatty(::fileno(sink)) != 0) {}

void Logger::write(std::string_view line) {
  // One call per line, so that lines of several processes do not interleave.
  write_message(sink_, printable(line) + "\n");
}

void Logger::add_warning(std::string message) {
  write("warning: " + message);
  warnings_.push_back(std::move(message));
}

}  // namespace hybrid
