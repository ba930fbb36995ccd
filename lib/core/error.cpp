#include "core/error.h"

#include <algorithm>

namespace hybrid {

std::string to_string(const Location& location) {
  if (location.line == 0) return location.file;
  return fmt::format("{}:{}:{}", location.file, location.line, location.column);
}

namespace {

std::string join(std::vector<Diagnostic>& diagnostics) {
  std::sort(diagnostics.begin(), diagnostics.end());
  std::string text;
  for (const auto& d : diagnostics) text += fmt::format("{}: error: {}\n", to_string(d.where), d.message);
  const auto count = diagnostics.size();
  // Findings about `--set` values have no line, so prefer one that is in the file.
  const auto in_file =
      std::ranges::find_if(diagnostics, [](const Diagnostic& d) { return d.where.line > 0; });
  const std::string file = in_file != diagnostics.end() ? in_file->where.file
                           : diagnostics.empty()        ? "the configuration"
                                                        : diagnostics.front().where.file;
  text += fmt::format("{} error{} in {}; nothing was run", count, count == 1 ? "" : "s", file);
  return text;
}

}  // namespace

ConfigError::ConfigError(std::vector<Diagnostic> diagnostics)
    : Error(ExitCode::config, join(diagnostics)), diagnostics_(std::move(diagnostics)) {}

void throw_internal_error(const char* file, int line, const char* condition, const std::string& message) {
  throw InternalError(fmt::format("{} ({} failed at {}:{})", message, condition, file, line));
}

}  // namespace hybrid
