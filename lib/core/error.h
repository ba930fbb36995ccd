#pragma once
// Two kinds of fault, never mixed. The user's (a typo, a missing file, a budget that cannot be met) are the
// Error subclasses below: explained, located, with an exit code. Ours are InternalError, thrown by
// HYBRID_CHECK. The library throws; only run_main (cli/command.h) catches and prints.

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

/// "file:line:column", or just the file where no line is known.
std::string to_string(const Location& location);

/// One finding about a config file.
struct Diagnostic {
  Location where;
  std::string message;
  auto operator<=>(const Diagnostic&) const = default;
};

/// A fault of the user's: `what()` says what is wrong, where, and what to do about it.
class Error : public std::runtime_error {
 public:
  Error(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  ExitCode code() const { return code_; }

 private:
  ExitCode code_;
};

/// A wrong command line: exit 2.
class UsageError : public Error {
 public:
  explicit UsageError(const std::string& message) : Error(ExitCode::usage, message) {}
};

/// A wrong config file: exit 3. Holds every finding of the one pass over the file, sorted by place.
class ConfigError : public Error {
 public:
  explicit ConfigError(std::vector<Diagnostic> diagnostics);
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  std::vector<Diagnostic> diagnostics_;
};

/// A bad or missing artefact, an unwritable place, a full disk: exit 4. `what()` is "path: message".
class DataError : public Error {
 public:
  DataError(const std::filesystem::path& path, const std::string& message)
      : Error(ExitCode::data, path.string() + ": " + message) {}
};

/// Something well-formed that cannot be met (a budget below the base's own cost): exit 5.
class Infeasible : public Error {
 public:
  explicit Infeasible(const std::string& message) : Error(ExitCode::infeasible, message) {}
};

/// The user asked us to stop (Ctrl-C, SIGTERM): exit 130.
class Interrupted : public Error {
 public:
  explicit Interrupted(const std::string& message) : Error(ExitCode::interrupted, message) {}
};

/// A fault of ours. Deliberately not an `Error`.
class InternalError : public std::logic_error {
  using std::logic_error::logic_error;
};

[[noreturn]] void throw_internal_error(const char* file, int line, const char* condition,
                                       const std::string& message);

}  // namespace hybrid

/// Checks what must hold unless the program is wrong: HYBRID_CHECK(a == b, "{} rows, {} labels", a, b).
#define HYBRID_CHECK(condition, ...)                                                                   \
  do {                                                                                                 \
    if (!(condition))                                                                                  \
      ::hybrid::throw_internal_error(__FILE_NAME__, __LINE__, #condition, ::fmt::format(__VA_ARGS__)); \
  } while (false)
