#pragma once
// NumPy arrays, streamed: elements come in C order, converted to the type asked for, through a buffer of
// fixed size.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "predictions/byte_source.h"
#include "predictions/npy_header.h"

namespace hybrid {

/// Reads one array front to back.
class NpyReader {
 public:
  /// Reads the header. @throws DataError as read_npy_header does.
  explicit NpyReader(std::unique_ptr<ByteSource> source);

  const NpyHeader& header() const { return header_; }
  /// For messages.
  const std::string& name() const { return source_->name(); }
  std::size_t remaining() const { return remaining_; }

  /// The next values.size() elements as double, float, int64_t, int32_t or uint8_t. Integer targets take
  /// integer and bool arrays only. @throws DataError for another kind of array, a value that does not fit
  /// (named), or a source that ends early or is found damaged.
  template <class T>
  void read(std::span<T> values);
  /// The next element of a text array as UTF-8, without trailing NULs ('|S' bytes come as they are).
  std::string read_text();

 private:
  std::span<const std::byte> take(std::size_t most_items);
  void refill();
  void check_end();

  std::unique_ptr<ByteSource> source_;
  NpyHeader header_;
  std::size_t remaining_;  // elements not handed out yet
  std::vector<std::byte> buffer_;
  std::span<const std::byte> unread_;  // in the buffer, whole elements
};

/// Everything that remains of the array, in C order. @throws DataError as NpyReader::read does.
template <class T>
std::vector<T> read_all(NpyReader& reader);
/// Of a text array, or of an integer array as decimal numbers. @throws DataError for other kinds.
std::vector<std::string> read_all_text(NpyReader& reader);

}  // namespace hybrid
