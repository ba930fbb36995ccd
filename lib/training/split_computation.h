#pragma once
// Split computation trained: for one place where the cloud's network is cut, the device's network with its
// exit and the cloud behind it (arch/early_exit.h). The cloud's weights stay as they are.

#include <optional>

#include "nets/split_network.h"
#include "training/data_parts.h"
#include "training/exit_head.h"
#include "transforms/preprocess.h"

namespace hybrid {

struct SplitTask {
  const ImageSource& images;  ///< for training
  const DataParts& parts;
  Network cloud{nullptr};
  Preprocessing input;
  FeatureFormat format = FeatureFormat::int8;
  int epochs = 10;        ///< of the exit's classifier
  int calibration = 512;  ///< training images that give the range of int8 features
  SeedTree seed{1};
};

struct SplitModels {
  Network exit{nullptr};
  ExitHead head;
  std::optional<Quantization> quantization;  ///< of the features; nothing where they are sent in fp32
  InferenceModel cloud;                      ///< the whole way of what is sent
};

/// @throws Interrupted
SplitModels train_split(const SplitTask& task, const SplitPoint& point, Logger& log);

}  // namespace hybrid
