#pragma once
// Errors of the user (a typo, a missing file, a budget that cannot be met) are subclasses of Error with an
// explanation, a location and an exit code. Errors of the program are InternalError, thrown by HYBRID_CHECK.
// The library throws; only run_main (cli/command.h) catches and prints.

#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace hybrid {

/// Exit codes of every program. They are part of the public contract (tests/cli).
enum class ExitCode : int {
  ok = 0,
  usage = 2,
  config = 3,
  data = 4,
  infeasible = 5,
  internal = 70,
  interrupted = 130,
};

/// A place in a text file, 1-based. Line 0 means "no place in a file" (a value from the command line).
struct Location {
  std::string file;
  int line = 0;
  int column = 0;
  auto operator<=>(const Location&) const = default;
};

/// Returns "file:line:column", or only the file if the line is unknown.
std::string to_string(const Location& location);

/// One finding about a config file.
struct Diagnostic {
  Location where;
  std::string message;
  auto operator<=>(const Diagnostic&) const = default;
};

/// An error of the user; `what()` says what is wrong, where, and what to do about it.
class Error : public std::runtime_error {
 public:
  Error(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  ExitCode code() const { return code_; }

 private:
  ExitCode code_;
};

/// Invalid command line; exit code 2.
class UsageError : public Error {
 public:
  explicit UsageError(const std::string& message) : Error(ExitCode::usage, message) {}
};

/// An argument that a library function does not accept, such as an unknown method name; exit code 2, since it
/// usually comes from the command line.
class InvalidArgument : public Error {
 public:
  explicit InvalidArgument(const std::string& message) : Error(ExitCode::usage, message) {}
};

/// Invalid config file; exit code 3. Holds all findings about the file, sorted by location.
class ConfigError : public Error {
 public:
  explicit ConfigError(std::vector<Diagnostic> diagnostics);
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  std::vector<Diagnostic> diagnostics_;
};

/// Invalid or missing file, unwritable path or full disk; exit code 4. `what()` is "path: message".
class DataError : public Error {
 public:
  DataError(const std::filesystem::path& path, const std::string& message)
      : Error(ExitCode::data, path.string() + ": " + message) {}
};

/// A valid request that cannot be met, such as a budget below the base's own cost; exit code 5.
class Infeasible : public Error {
 public:
  explicit Infeasible(const std::string& message) : Error(ExitCode::infeasible, message) {}
};

/// The user interrupted the program (Ctrl-C, SIGTERM); exit code 130.
class Interrupted : public Error {
 public:
  explicit Interrupted(const std::string& message) : Error(ExitCode::interrupted, message) {}
};

/// An error of the program itself; deliberately not an `Error`.
class InternalError : public std::logic_error {
  using std::logic_error::logic_error;
};

[[noreturn]] void throw_internal_error(const char* file, int line, const char* condition,
                                       const std::string& message);

}  // namespace hybrid

/// Checks an invariant of the program: HYBRID_CHECK(a == b, "{} rows, {} labels", a, b).
#define HYBRID_CHECK(condition, ...)                                                                   \
  do {                                                                                                 \
    if (!(condition))                                                                                  \
      ::hybrid::throw_internal_error(__FILE_NAME__, __LINE__, #condition, ::fmt::format(__VA_ARGS__)); \
  } while (false)
