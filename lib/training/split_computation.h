#pragma once
// Training for split computation: for one split point of the cloud model, the device's network with its exit,
// and the remaining layers in the cloud (arch/early_exit.h). The cloud model's weights do not change.

#include <optional>

#include "nets/split_network.h"
#include "training/data_parts.h"
#include "training/exit_head.h"
#include "transforms/preprocess.h"

namespace hybrid::training {

struct SplitTask {
  const images::ImageSource& images;  ///< training images
  const DataParts& parts;
  nets::Network cloud{nullptr};
  transforms::Preprocessing input;
  arch::FeatureFormat format = arch::FeatureFormat::int8;
  int epochs = 10;        ///< epochs for the exit's classifier
  int calibration = 512;  ///< number of training images for the range of int8 features
  SeedTree seed{1};
};

struct SplitModels {
  nets::Network exit{nullptr};
  ExitHead head;
  std::optional<quant::Quantization>
      quantization;            ///< of the features; std::nullopt if they are sent in fp32
  nets::InferenceModel cloud;  ///< from the image through the link to the cloud's logits
};

/// Trains the exit for one split point.
/// @throws Interrupted
SplitModels train_split(const SplitTask& task, const arch::SplitPoint& point, Logger& log);

}  // namespace hybrid::training
