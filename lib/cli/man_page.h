#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace hybrid::cli {

/// Returns the manual page of a program or command in roff (man(7)), generated from the descriptions that
/// --help prints, with its subcommands' options.
/// @param name as typed: "hybrid tune"
/// @param see_also names of other pages
std::string man_page(const CLI::App& app, const std::string& name, const std::vector<std::string>& see_also);

/// Returns the page's name: "hybrid-tune".
std::string page_name(const std::string& name);

}  // namespace hybrid::cli
