#pragma once

#include <string>
#include <string_view>

namespace hybrid::reproduce {

/// Escapes & < > " ' for HTML elements and quoted attributes.
std::string html_escaped(std::string_view text);

/// Escapes the text and converts `backticks` to <code>.
std::string html_with_code(std::string_view text);

/// Returns gnuplot's SVG as an element of a page: without the parts of a stand-alone file, with ids prefixed
/// by `name`, so that one page can contain several figures, and with a label for screen readers.
std::string inline_svg(std::string_view svg, std::string_view name, std::string_view label);

}  // namespace hybrid::reproduce
