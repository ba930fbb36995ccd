#pragma once
// Messages that are not results go to stderr through a Logger that is passed as an argument; there is no
// global logger.

#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace hybrid {

enum class Verbosity { quiet, normal, verbose };

class Logger {
 public:
  explicit Logger(Verbosity verbosity = Verbosity::normal, std::FILE* sink = stderr);

  template <class... Args>
  void info(fmt::format_string<Args...> format, Args&&... args) {
    if (verbosity_ != Verbosity::quiet) write(fmt::format(format, std::forward<Args>(args)...));
  }
  /// Printed only with Verbosity::verbose: how a fit went, which a user rarely needs.
  template <class... Args>
  void detail(fmt::format_string<Args...> format, Args&&... args) {
    if (verbosity_ == Verbosity::verbose) write(fmt::format(format, std::forward<Args>(args)...));
  }
  /// Printed even when quiet, and stored for the run's manifest, which lists all warnings.
  template <class... Args>
  void warn(fmt::format_string<Args...> format, Args&&... args) {
    add_warning(fmt::format(format, std::forward<Args>(args)...));
  }

  const std::vector<std::string>& warnings() const { return warnings_; }
  Verbosity verbosity() const { return verbosity_; }
  /// Returns whether progress may redraw a line: the sink is a terminal and the logger is not quiet.
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
