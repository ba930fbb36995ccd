#include "image_index/indexed_images.h"

#include "core/error.h"
#include "core/sha256.h"
#include "image_index/image_bytes.h"
#include "images/image_files.h"
#include "images/middle_square.h"

namespace hybrid::image_index {
namespace {

class IndexedImages final : public images::ImageSource {
 public:
  IndexedImages(ImageIndex index, std::size_t count, int size)
      : index_(std::move(index)), bytes_(index_), count_(count), size_(size) {}

  std::string name() const override { return "image_folder"; }
  std::string fingerprint() const override {
    return sha256(fmt::format("{} {} {}", index_.fingerprint(), count_, size_));
  }
  std::size_t size() const override { return count_; }
  int classes() const override { return static_cast<int>(index_.class_names.size()); }
  const std::vector<std::string>& class_names() const override { return index_.class_names; }
  std::int32_t label(std::size_t i) const override { return index_.labels[row(i)]; }
  std::string id(std::size_t i) const override { return std::string(index_.path(row(i))); }
  images::Image image(std::size_t i) const override {
    const images::Image image = decoded(i, {});
    return size_ == 0 ? image : images::middle_square(image, size_);
  }
  images::Image reduced_image(std::size_t i, const images::NeededSide& needed) const override {
    return size_ == 0 ? decoded(i, needed) : image(i);
  }

 private:
  images::Image decoded(std::size_t i, const images::NeededSide& needed) const {
    return images::decode_image(bytes_.read(row(i)), index_.name(row(i)).string(), needed);
  }
  std::size_t row(std::size_t i) const {
    HYBRID_CHECK(i < count_, "image {} of {}", i, count_);
    return i * index_.size() / count_;
  }

  ImageIndex index_;
  ImageBytes bytes_;  ///< of index_
  std::size_t count_;
  int size_;  ///< side of the squares made of the images; 0: images are unchanged
};

}  // namespace

std::unique_ptr<images::ImageSource> indexed_images(ImageIndex index, std::size_t limit, int size) {
  const std::size_t count = limit == 0 || limit > index.size() ? index.size() : limit;
  return std::make_unique<IndexedImages>(std::move(index), count, size);
}

}  // namespace hybrid::image_index
