#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "config/network.h"
#include "data/batches.h"
#include "data/image_dataset.h"
#include "nets/network.h"

namespace hybrid {

/// Logits [rows, classes], row by row, of the network in evaluation mode without augmentation, on the device
/// its parameters are on. The mode it was in is restored. @throws Interrupted between batches
std::vector<float> predict_logits(Network network, const ImageDataset& dataset,
                                  std::span<const std::size_t> rows, const Normalization& normalization,
                                  Precision precision);

}  // namespace hybrid
