#pragma once
// A network that no training changes answers the same every time, and a large one takes minutes to answer
// about a whole data set. So its answers are computed once and kept in files, from round to round, seed to
// seed and run to run.

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/log.h"
#include "images/image_source.h"
#include "loading/batches.h"
#include "nets/inference_model.h"
#include "transforms/augment.h"
#include "transforms/preprocess.h"

namespace hybrid {

struct FixedNetwork {
  InferenceModel model;
  Preprocessing input;
  std::string sha256;           ///< of its file
  std::filesystem::path cache;  ///< folder of its answers; may be deleted at any time
};

/// The file with its logits about those rows' images, a prediction set. It is in the network's cache, under a
/// name that follows from everything that decides the answers, and is made if it is not there.
/// @throws DataError if it cannot be written, Interrupted
std::filesystem::path cached_logits(const FixedNetwork& network, const ImageSource& images,
                                    const std::string& part, std::span<const std::size_t> rows,
                                    const SeededAugmentation& augmentation, Logger& log);

}  // namespace hybrid
