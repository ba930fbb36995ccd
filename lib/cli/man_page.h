#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace hybrid::cli {

/// The manual page of a program or command in roff (man(7)), from what --help prints, with its subcommands'
/// options. `name` as one types it: "hybrid tune". `see_also`: names of other pages.
std::string man_page(const CLI::App& app, const std::string& name, const std::vector<std::string>& see_also);

/// The page's name: "hybrid-tune".
std::string page_name(const std::string& name);

}  // namespace hybrid::cli
