#pragma once

#include <string>
#include <string_view>

namespace hybrid::reproduce {

/// Text as HTML shows it, in elements and in quoted attributes: & < > " ' are escaped.
std::string html_escaped(std::string_view text);

/// The same, where what stands between `backticks` becomes <code>.
std::string html_with_code(std::string_view text);

/// gnuplot's picture as an element of a page: without what only a file of its own has, its ids beginning with
/// `name`, so that several pictures fit on one page, and with a label for those who cannot see it.
std::string inline_svg(std::string_view svg, std::string_view name, std::string_view label);

}  // namespace hybrid::reproduce
