#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>

namespace hybrid::cli {

/// Returns what was probably meant by an option that the command does not have: one of its own in another
/// spelling or under the name that other programs give it, a nearly equal one, or an option of another
/// command; each as "; ...". Empty if nothing is probable.
/// @param name without dashes
std::string option_hint(const CLI::App& app, std::string_view name);

}  // namespace hybrid::cli
