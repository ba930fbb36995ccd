#pragma once
// The IDX format of MNIST and similar data sets (LeCun, "The MNIST database"): two zero bytes, the element
// type, the number of dimensions, each dimension as a big-endian 32-bit number, then the elements. Files may
// be gzipped.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace hybrid::datasets {

/// An array of bytes, the only element type of image data sets.
struct IdxArray {
  std::vector<std::size_t> dimensions;
  std::vector<std::uint8_t> values;  ///< row-major
};

/// Reads an array.
/// @throws DataError if the file is missing, damaged, of another element type or not of `rank` dimensions
IdxArray read_idx(const std::filesystem::path& path, std::size_t rank);

}  // namespace hybrid::datasets
