#pragma once

#include <torch/torch.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/seed.h"
#include "data/batches.h"
#include "data/image_dataset.h"

namespace hybrid {

/// Those rows' images as fill_images (data/batches.h) makes them: float32 [rows, channels, height, width] on
/// `device`, the shape being prepared_shape (data/prepare.h) of the data set's.
torch::Tensor image_tensor(const ImageDataset& dataset, std::span<const std::size_t> rows,
                           const Preparation& preparation, const Augmentation& augmentation, SeedTree seed,
                           const torch::Device& device);

/// Those rows' labels: int64 [rows] on `device`.
torch::Tensor label_tensor(const ImageDataset& dataset, std::span<const std::size_t> rows,
                           const torch::Device& device);

}  // namespace hybrid
