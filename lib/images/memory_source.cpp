#include "images/memory_source.h"

#include <fmt/format.h>

#include "core/error.h"

namespace hybrid::images {
namespace {

class MemorySource final : public ImageSource {
 public:
  MemorySource(ImageDataset dataset, std::vector<std::string> ids)
      : dataset_(std::move(dataset)), ids_(std::move(ids)) {}

  std::string name() const override { return dataset_.name; }
  std::string fingerprint() const override { return dataset_.fingerprint(); }
  std::size_t size() const override { return dataset_.size(); }
  int classes() const override { return dataset_.classes; }
  const std::vector<std::string>& class_names() const override { return dataset_.class_names; }
  std::int32_t label(std::size_t i) const override {
    HYBRID_CHECK(i < size(), "label {} of {}", i, size());
    return dataset_.labels[i];
  }
  std::string id(std::size_t i) const override {
    HYBRID_CHECK(i < size(), "id {} of {}", i, size());
    return ids_[i];
  }
  Image image(std::size_t i) const override {
    const auto pixels = dataset_.image(i);
    return {.channels = dataset_.channels,
            .height = dataset_.height,
            .width = dataset_.width,
            .pixels = {pixels.begin(), pixels.end()}};
  }

 private:
  ImageDataset dataset_;
  std::vector<std::string> ids_;
};

}  // namespace

std::unique_ptr<ImageSource> source_of(ImageDataset dataset, const std::string& id_prefix) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < dataset.size(); ++i) ids.push_back(fmt::format("{}/{}", id_prefix, i));
  return std::make_unique<MemorySource>(std::move(dataset), std::move(ids));
}

std::unique_ptr<ImageSource> in_memory(const ImageSource& source) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < source.size(); ++i) ids.push_back(source.id(i));
  return std::make_unique<MemorySource>(read_all(source, source.name()), std::move(ids));
}

ImageDataset read_all(const ImageSource& source, std::string name) {
  ImageDataset dataset{
      .name = std::move(name), .classes = source.classes(), .class_names = source.class_names()};
  for (std::size_t i = 0; i < source.size(); ++i) {
    const Image image = source.image(i);
    if (i == 0) {
      dataset.channels = image.channels;
      dataset.height = image.height;
      dataset.width = image.width;
      dataset.images.reserve(source.size() * image.pixels.size());
    }
    if (image.channels != dataset.channels || image.height != dataset.height || image.width != dataset.width)
      throw DataError(
          source.id(i),
          fmt::format("is {}x{}x{}, the images before it {}x{}x{}; images in memory must be of one size",
                      image.channels, image.height, image.width, dataset.channels, dataset.height,
                      dataset.width));
    dataset.images.insert(dataset.images.end(), image.pixels.begin(), image.pixels.end());
    dataset.labels.push_back(source.label(i));
  }
  return dataset;
}

}  // namespace hybrid::images
