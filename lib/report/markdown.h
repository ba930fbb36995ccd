#pragma once
// Text of files and names of runs in Markdown.

#include <string>
#include <string_view>

namespace hybrid::report {

/// Returns the text as one line of Markdown: line breaks become blanks, HTML in it is shown instead of
/// obeyed, and control characters are escaped as by `printable`. Markdown in it (`code`, links) stays.
std::string markdown_line(std::string_view text);

/// Returns the text as a cell of a table: the same, with pipes escaped.
std::string markdown_cell(std::string_view text);

}  // namespace hybrid::report
