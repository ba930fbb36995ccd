#pragma once
// An option that cannot act is refused: a result that it did not change would be taken for one that it did.

#include <CLI/CLI.hpp>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace hybrid::cli {

/// Options that have no effect beside some others, or without any of some others.
struct IgnoredOptions {
  std::vector<std::string_view> options;       ///< "--run"
  std::vector<std::string_view> beside = {};   ///< no effect if one of these is given
  std::vector<std::string_view> without = {};  ///< no effect unless one of these is given
  std::string_view why;                        ///< "--ledger itemises the profile without any data"
};

/// Whether the command line gives the option.
bool is_given(const CLI::App& app, std::string_view option);

/// @throws UsageError if one of the options is given in vain: "<why>: leave out --run and --seed"
void refuse_ignored_options(const CLI::App& app, std::initializer_list<IgnoredOptions> rules);

}  // namespace hybrid::cli
