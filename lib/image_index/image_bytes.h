#pragma once

#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "archives/file_bytes.h"
#include "image_index/image_index.h"

namespace hybrid {

/// The encoded images of an index, from files of their own or in place from tar files. Of those so many at
/// most are kept open; the one that was opened first is closed for another.
class ImageBytes {
 public:
  static constexpr std::size_t kMostOpen = 64;
  /// Of an index that outlives this.
  explicit ImageBytes(const ImageIndex& index, std::size_t most_open = kMostOpen);

  /// The image's file content. May be called from several threads. @throws DataError if it cannot be read, or
  /// the tar file has become shorter
  std::string read(std::size_t i) const;

 private:
  std::shared_ptr<const FileBytes> archive(std::size_t number) const;

  const ImageIndex& index_;
  std::size_t most_open_;
  mutable std::mutex mutex_;                                     ///< over both
  mutable std::vector<std::shared_ptr<const FileBytes>> files_;  ///< [archives], null while closed
  mutable std::deque<std::size_t> open_;                         ///< in the order in which they were opened
};

}  // namespace hybrid
