#pragma once
// Streamed reading of NumPy arrays: elements in C order, converted to the requested type. The buffer has 256
// KiB; for a matrix in Fortran (column) order it holds the rows that fit into 256 MiB, gathered by one pass
// over all columns; a larger matrix takes several passes.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "predictions/byte_source.h"
#include "predictions/npy_header.h"

namespace hybrid::predictions {

/// The memory for rows of a matrix in Fortran order.
inline constexpr std::size_t kGatheredBytes = std::size_t{1} << 28;

/// Reads one array front to back.
class NpyReader {
 public:
  /// Reads the header.
  /// @throws DataError as read_npy_header
  /// @param gathered_bytes memory for rows of a matrix in Fortran order; one row is always held
  explicit NpyReader(std::unique_ptr<ByteSource> source, std::size_t gathered_bytes = kGatheredBytes);

  const NpyHeader& header() const { return header_; }
  /// The source's name, for messages.
  const std::string& name() const { return source_->name(); }
  std::size_t remaining() const { return remaining_; }

  /// Reads the next values.size() elements as double, float, int64_t, int32_t or uint8_t. Integer types
  /// accept integer and bool arrays only.
  /// @throws DataError for another type of array, a value out of range, more than two dimensions in Fortran
  /// order, or a source that ends early or is damaged
  template <class T>
  void read(std::span<T> values);
  /// Reads the next element of a text array as UTF-8, without trailing NULs; the bytes of '|S' are not
  /// converted.
  std::string read_text();

 private:
  std::span<const std::byte> take(std::size_t most_items);
  void refill();
  void gather_rows();
  void check_end();

  std::unique_ptr<ByteSource> source_;
  NpyHeader header_;
  std::size_t remaining_;   // number of unread elements
  std::size_t first_byte_;  // of the elements in the source
  std::size_t gathered_bytes_;
  std::vector<std::byte> buffer_;
  std::span<const std::byte> unread_;  // whole elements in the buffer
};

/// Reads the rest of the array, in C order.
/// @throws DataError as NpyReader::read
template <class T>
std::vector<T> read_all(NpyReader& reader);
/// Reads a text array, or an integer array as decimal numbers.
/// @throws DataError for other types
std::vector<std::string> read_all_text(NpyReader& reader);

}  // namespace hybrid::predictions
