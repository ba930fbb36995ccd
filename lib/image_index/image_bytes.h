#pragma once

#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "archives/file_bytes.h"
#include "image_index/image_index.h"

namespace hybrid::image_index {

/// Reads the encoded images of an index, from individual files or in place from tar files. At most
/// `most_open` tar files are kept open; the one that was opened first is closed first.
class ImageBytes {
 public:
  static constexpr std::size_t kMaxOpen = 64;
  /// `index` must outlive this.
  explicit ImageBytes(const ImageIndex& index, std::size_t most_open = kMaxOpen);

  /// Returns the image's file content. Thread-safe.
  /// @throws DataError if it cannot be read, or the tar file has been truncated
  std::string read(std::size_t i) const;

 private:
  std::shared_ptr<const archives::FileBytes> archive(std::size_t number) const;

  const ImageIndex& index_;
  std::size_t most_open_;
  mutable std::mutex mutex_;                                               ///< guards the members below
  mutable std::vector<std::shared_ptr<const archives::FileBytes>> files_;  ///< [archives], null while closed
  mutable std::deque<std::size_t> open_;                                   ///< in the order of opening
};

}  // namespace hybrid::image_index
