#include "image_index/image_bytes.h"

#include "core/error.h"
#include "core/files.h"
#include "core/limited_file.h"

namespace hybrid::image_index {

namespace fs = std::filesystem;

ImageBytes::ImageBytes(const ImageIndex& index, std::size_t most_open)
    : index_(index), most_open_(most_open), files_(index.archives.size()) {
  HYBRID_CHECK(most_open > 0, "no file may be open");
}

std::string ImageBytes::read(std::size_t i) const {
  if (index_.places.empty()) {
    require_regular_file(index_.name(i));
    return read_file(index_.name(i));
  }
  HYBRID_CHECK(i < index_.size(), "image {} of {}", i, index_.size());
  const ImagePlace& place = index_.places[i];
  const auto file = archive(place.archive);
  const std::uint64_t there = file->size();
  std::string bytes;
  if (place.offset <= there && place.size <= there - place.offset) bytes.resize(place.size);
  if (bytes.size() != place.size || file->read(place.offset, bytes) != bytes.size())
    throw DataError(index_.name(i),
                    "is no longer there: the tar file has become shorter since it was listed");
  return bytes;
}

/// Returns an open archive. A file remains open while any thread reads from it.
std::shared_ptr<const archives::FileBytes> ImageBytes::archive(std::size_t number) const {
  const std::scoped_lock lock(mutex_);
  if (files_[number]) return files_[number];
  if (open_.size() == most_open_) {
    files_[open_.front()].reset();
    open_.pop_front();
  }
  files_[number] =
      std::make_shared<const archives::FileBytes>(fs::path(index_.folder) / index_.archives[number]);
  open_.push_back(number);
  return files_[number];
}

}  // namespace hybrid::image_index
