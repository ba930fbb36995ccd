#pragma once

#include <torch/torch.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include "config/optimizer.h"
#include "core/seed.h"
#include "data/batches.h"
#include "data/image_dataset.h"

namespace hybrid {

/// Those rows' images as fill_images (data/batches.h) makes them: float32 [rows, channels, height, width] on
/// `device`.
torch::Tensor image_tensor(const ImageDataset& dataset, std::span<const std::size_t> rows,
                           const Normalization& normalization, Augment augment, SeedTree seed,
                           const torch::Device& device);

/// Those rows' labels: int64 [rows] on `device`.
torch::Tensor label_tensor(const ImageDataset& dataset, std::span<const std::size_t> rows,
                           const torch::Device& device);

}  // namespace hybrid
