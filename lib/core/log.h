#pragma once
// Everything that is not a result goes to stderr through a Logger that is passed down; there is no global
// one.

#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace hybrid {

enum class Verbosity { quiet, normal };

class Logger {
 public:
  explicit Logger(Verbosity verbosity = Verbosity::normal, std::FILE* sink = stderr);

  template <class... Args>
  void info(fmt::format_string<Args...> format, Args&&... args) {
    if (verbosity_ != Verbosity::quiet) write(fmt::format(format, std::forward<Args>(args)...));
  }
  /// Printed even when quiet, and kept: the run's manifest lists all warnings.
  template <class... Args>
  void warn(fmt::format_string<Args...> format, Args&&... args) {
    add_warning(fmt::format(format, std::forward<Args>(args)...));
  }

  const std::vector<std::string>& warnings() const { return warnings_; }
  Verbosity verbosity() const { return verbosity_; }
  /// Whether progress may redraw a line: the sink is a terminal and the user did not ask for quiet.
  bool interactive() const { return interactive_; }
  std::FILE* sink() const { return sink_; }

 private:
  void write(std::string_view line);
  void add_warning(std::string message);

  Verbosity verbosity_;
  std::FILE* sink_;
  bool interactive_;
  std::vector<std::string> warnings_;
};

}  // namespace hybrid
