#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/csv.h"

namespace hybrid::test {

/// All records of a CSV file, the header first.
inline std::vector<std::vector<std::string>> csv_records(const std::filesystem::path& path) {
  CsvReader csv(path);
  std::vector<std::vector<std::string>> records;
  for (auto fields = csv.next(); !fields.empty(); fields = csv.next())
    records.emplace_back(fields.begin(), fields.end());
  return records;
}

/// Names as users have them that would break a CSV file, or be a formula in it, were they written as they
/// are.
inline const std::vector<std::string> kAwkwardNames{
    "img, 0", "say \"so\"", "two\nlines", "\"", ",", "two\r\nlines", "=1+1", "-a", "@b,c", "'=1"};

}  // namespace hybrid::test
