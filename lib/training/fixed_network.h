#pragma once
// The outputs of a fixed network never change, and a large one takes minutes for a whole data set. So they
// are computed once and cached in files for all rounds, seeds and runs.

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/log.h"
#include "images/image_source.h"
#include "nets/inference_model.h"
#include "transforms/augment.h"
#include "transforms/preprocess.h"

namespace hybrid::training {

struct FixedNetwork {
  nets::InferenceModel model;
  transforms::Preprocessing input;
  std::string sha256;           ///< SHA-256 of its file
  std::filesystem::path cache;  ///< folder of its cached outputs; may be deleted at any time
};

/// Returns the file with the network's logits for these rows, a prediction set in its cache. The file name
/// depends on everything that determines the logits. The file is made if it does not exist.
/// @throws DataError if it cannot be written, Interrupted
std::filesystem::path cached_logits(const FixedNetwork& network, const images::ImageSource& images,
                                    const std::string& part, std::span<const std::size_t> rows,
                                    const transforms::SeededAugmentation& augmentation, Logger& log);

}  // namespace hybrid::training
