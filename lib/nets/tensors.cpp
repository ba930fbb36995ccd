#include "nets/tensors.h"

#include "core/error.h"

namespace hybrid {

torch::Tensor image_tensor(const ImageDataset& dataset, std::span<const std::size_t> rows,
                           const Preparation& preparation, const Augmentation& augmentation, SeedTree seed,
                           const torch::Device& device) {
  const Shape shape = prepared_shape(preparation.input, {dataset.channels, dataset.height, dataset.width});
  auto images = torch::empty(
      {static_cast<std::int64_t>(rows.size()), shape.channels, shape.height, shape.width}, torch::kFloat32);
  fill_images(dataset, rows, preparation, augmentation, seed,
              {images.data_ptr<float>(), rows.size() * static_cast<std::size_t>(shape.elements())});
  return images.to(device);
}

torch::Tensor label_tensor(const ImageDataset& dataset, std::span<const std::size_t> rows,
                           const torch::Device& device) {
  auto labels = torch::empty({static_cast<std::int64_t>(rows.size())}, torch::kInt64);
  auto* out = labels.data_ptr<std::int64_t>();
  for (const std::size_t row : rows) {
    HYBRID_CHECK(row < dataset.size(), "label {} of {}", row, dataset.size());
    *out++ = dataset.labels[row];
  }
  return labels.to(device);
}

}  // namespace hybrid
