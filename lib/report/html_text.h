#pragma once

#include <string>
#include <string_view>

namespace hybrid::report {

/// Escapes & < > " ' for HTML elements and quoted attributes.
std::string html_escaped(std::string_view text);

/// Escapes the text and converts `backticks` to <code>.
std::string html_with_code(std::string_view text);

/// Returns the bytes in base 64, padded (RFC 4648).
std::string base64(std::string_view bytes);

/// Returns an SVG file as a picture in a page, with a description for screen readers. It is embedded as an
/// <img>, in which scripts do not run and nothing is loaded, whatever the file holds.
std::string svg_image(std::string_view svg, std::string_view description);

}  // namespace hybrid::report
