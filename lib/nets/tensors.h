#pragma once

#include <torch/torch.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include "transforms/multi_transform.h"

namespace hybrid::nets {

/// Converts 8-bit images [n, channels, height, width] to a network's input: float32 of the same shape on
/// `device`, normalised on as many threads as LibTorch uses.
torch::Tensor image_tensor(std::span<const std::uint8_t> pixels, const arch::Shape& shape,
                           const transforms::Normalization& normalization, const torch::Device& device);

/// Reads and transforms the images of these rows immediately; for a few images.
/// @throws DataError
torch::Tensor image_tensor(const images::ImageSource& images, std::span<const std::size_t> rows,
                           const transforms::Transform& transform, const torch::Device& device);

/// Returns the labels of these rows: int64 [rows] on `device`.
torch::Tensor label_tensor(const images::ImageSource& images, std::span<const std::size_t> rows,
                           const torch::Device& device);

}  // namespace hybrid::nets
