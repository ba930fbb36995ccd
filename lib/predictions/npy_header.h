#pragma once
// The header of NumPy's .npy format, versions 1 to 3: a magic string, a length and a Python dict literal
// {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }. Supported are little-endian arrays of plain
// numbers and text; for others the error message says how to save the array. Format:
// numpy.lib.format. Tested against files written by NumPy.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "predictions/byte_source.h"

namespace hybrid::predictions {

enum class DType {
  boolean,
  int8,
  int16,
  int32,
  int64,
  uint8,
  uint16,
  uint32,
  uint64,
  float16,
  float32,
  float64,
  utf32,  ///< NumPy's '<U': fixed-width text, four bytes per code point
  bytes,  ///< NumPy's '|S': fixed-width bytes
};

/// Returns NumPy's name: "float32", "str", "bytes".
std::string_view name(DType dtype);
/// Returns whether the type is a signed or unsigned integer or bool.
bool is_integer(DType dtype);
bool is_float(DType dtype);
bool is_text(DType dtype);

struct NpyHeader {
  DType dtype = DType::float64;
  std::size_t item_bytes = 8;
  std::vector<std::size_t> shape;  ///< empty for a scalar
  bool fortran_order = false;      ///< stored column by column; false if that is the same as by row

  std::size_t count() const;  ///< number of elements
  std::size_t data_bytes() const { return count() * item_bytes; }
  bool operator==(const NpyHeader&) const = default;
};

/// Returns, for example, "float32 [5, 3]".
std::string to_string(const NpyHeader& header);

/// Reads the header and leaves the source at the first element.
/// @throws DataError if it is not a .npy file, the type of array is not supported, or the size differs from
/// the source's
NpyHeader read_npy_header(ByteSource& source);

/// Returns magic, version 1.0 and dict of an array in C order, padded so that the data begins at a multiple
/// of 64 bytes.
std::string format_npy_header(const NpyHeader& header);

}  // namespace hybrid::predictions
