#include "cli/ignored_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>

#include "core/error.h"
#include "core/text.h"

namespace hybrid::cli {

namespace {

/// Returns "--run", "--run and --seed" or "--run, --seed and --utility".
std::string in_words(const std::vector<std::string>& options, const char* last) {
  if (options.size() == 1) return options.front();
  const std::span<const std::string> all(options);
  return fmt::format("{} {} {}", join(all.first(all.size() - 1)), last, options.back());
}

}  // namespace

bool is_given(const CLI::App& app, std::string_view option) {
  return app.get_option(std::string(option))->count() > 0;
}

void refuse_ignored_options(const CLI::App& app, std::initializer_list<IgnoredOptions> rules) {
  const auto given = [&](std::string_view option) { return is_given(app, option); };
  for (const IgnoredOptions& rule : rules) {
    const bool acts = std::ranges::none_of(rule.beside, given) &&
                      (rule.without.empty() || std::ranges::any_of(rule.without, given));
    if (acts) continue;
    std::vector<std::string> ignored;
    for (const std::string_view option : rule.options)
      if (given(option)) ignored.emplace_back(option);
    if (ignored.empty()) continue;
    const std::vector<std::string> missing(rule.without.begin(), rule.without.end());
    throw UsageError(
        fmt::format("{}: leave out {}{}", rule.why, in_words(ignored, "and"),
                    missing.empty() ? "" : fmt::format(", or give {}", in_words(missing, "or"))));
  }
}

}  // namespace hybrid::cli
