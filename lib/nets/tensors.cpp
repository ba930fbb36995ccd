#include "nets/tensors.h"

#include <ATen/Parallel.h>

#include "core/error.h"

namespace hybrid::nets {

torch::Tensor image_tensor(std::span<const std::uint8_t> pixels, const arch::Shape& shape,
                           const transforms::Normalization& normalization, const torch::Device& device) {
  const auto size = static_cast<std::size_t>(shape.elements());
  HYBRID_CHECK(pixels.size() % size == 0, "{} pixels for images of {}", pixels.size(), to_string(shape));
  const auto n = static_cast<std::int64_t>(pixels.size() / size);
  auto images = torch::empty({n, shape.channels, shape.height, shape.width}, torch::kFloat32);
  const std::span<float> numbers(images.data_ptr<float>(), pixels.size());
  const std::size_t plane = size / static_cast<std::size_t>(shape.channels);
  const transforms::Normalizer normalize(normalization);
  at::parallel_for(0, n, 1, [&](std::int64_t from, std::int64_t to) {
    const std::size_t begin = static_cast<std::size_t>(from) * size;
    const std::size_t count = static_cast<std::size_t>(to - from) * size;
    normalize(pixels.subspan(begin, count), plane, numbers.subspan(begin, count));
  });
  return images.to(device);
}

torch::Tensor image_tensor(const images::ImageSource& images, std::span<const std::size_t> rows,
                           const transforms::Transform& transform, const torch::Device& device) {
  const std::span transforms(&transform, 1);
  const arch::Shape shape = transforms::transformed_shapes(images, transforms).front();
  transforms::MultiTransform make(images, transforms, std::span(&shape, 1));
  const auto size = static_cast<std::size_t>(shape.elements());
  std::vector<std::uint8_t> pixels(rows.size() * size);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto out = std::span(pixels).subspan(i * size, size);
    make(rows[i], std::span(&out, 1));
  }
  return image_tensor(pixels, shape, transform.preprocessing.normalization, device);
}

torch::Tensor label_tensor(const images::ImageSource& images, std::span<const std::size_t> rows,
                           const torch::Device& device) {
  auto labels = torch::empty({static_cast<std::int64_t>(rows.size())}, torch::kInt64);
  auto* out = labels.data_ptr<std::int64_t>();
  for (const std::size_t row : rows) *out++ = images.label(row);
  return labels.to(device);
}

}  // namespace hybrid::nets
