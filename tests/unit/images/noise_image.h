#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/files.h"
#include "core/text.h"

namespace hybrid::test {

/// The image that tests/peers/data/make_fixtures.py makes of that seed; `extreme` ones are black and white.
inline std::vector<std::uint8_t> noise_pixels(std::uint32_t seed, int count, bool extreme = false) {
  std::vector<std::uint8_t> pixels;
  for (int i = 0; i < count; ++i) {
    seed = seed * 1664525U + 1013904223U;
    pixels.push_back(static_cast<std::uint8_t>(extreme ? 255 * (seed >> 31U) : seed >> 24U));
  }
  return pixels;
}

/// The rows of a fixture in tests/peers/data, without its header.
inline std::vector<std::vector<std::string>> fixture_rows(const std::string& name) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& line : split(read_file(std::string(HYBRID_TEST_DATA "/peers/data/") + name), '\n'))
    if (!line.empty()) rows.push_back(split(line, ','));
  rows.erase(rows.begin());
  return rows;
}

}  // namespace hybrid::test
