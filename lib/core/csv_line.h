#pragma once

#include <span>
#include <string>

namespace hybrid {

/// A record of a CSV file (RFC 4180) with its line end: fields that hold commas, quotes or line breaks are
/// quoted.
std::string csv_line(std::span<const std::string> fields);

}  // namespace hybrid
