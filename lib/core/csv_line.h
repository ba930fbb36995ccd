#pragma once

#include <span>
#include <string>

namespace hybrid {

/// Returns one CSV record (RFC 4180) including the line end. Fields with commas, quotes or line breaks are
/// quoted.
std::string csv_line(std::span<const std::string> fields);

}  // namespace hybrid
