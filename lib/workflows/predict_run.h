#pragma once
// One model's outputs on one data set, as a prediction set.

#include <torch/torch.h>  // before everything that might define CHECK

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "arch/arch_spec.h"
#include "config/data.h"
#include "config/experiment.h"
#include "config/input.h"
#include "core/log.h"
#include "cost/payload.h"
#include "nets/predict.h"

namespace hybrid::workflows {

struct PredictModel {
  /// The network for images of so many pixels a side and so many classes; empty: `weights` is TorchScript.
  std::function<arch::ArchSpec(int side, int classes)> network;
  std::filesystem::path weights;  ///< safetensors or .pth; with TorchScript the whole program
  config::Precision precision = config::Precision::fp32;
  bool int8 = false;    ///< answer in 8-bit integers, quantised after training; on the CPU, in fp32 otherwise
  int calibrate = 512;  ///< training images that give ranges, with int8 or features
};

struct PredictRequest {
  PredictModel model;
  config::DataConfig data;
  config::DataSplit split = config::DataSplit::test;
  config::InputConfig input;  ///< size 0: the images' own
  std::optional<cost::Payload>
      payload;           ///< the model sees what arrives of this; empty: the images as they are
  int payload_size = 0;  ///< side of the square that is sent, pixels; 0: the model's, or the image's if less
  config::Compute compute = config::Compute::cpu;
  int threads = 0;            ///< 0: all cores
  int batch = 0;              ///< 0: default_batch
  std::filesystem::path out;  ///< the .npz file, replaced if it is there
};

/// What sending took.
struct SentPayload {
  cost::Payload payload;
  int side = 0;          ///< of the square image that was sent, or of the model's input, pixels
  arch::Shape features;  ///< that were sent, of one image; of images empty
  cost::BytesSummary bytes;
  std::optional<cost::BytesSummary> least_bytes;  ///< of features: what an order-0 code needs
};

struct PredictResult {
  std::string model;
  nets::PredictionTotals totals;
  std::optional<SentPayload> sent;
};

/// Runs the model on every image of the split and writes its outputs with what made them.
/// @throws InvalidArgument for a layer that is no split point, DataError for data, weights or a program that
/// cannot be read or do not fit each other, Infeasible for features that are not finite or what the network
/// cannot do, Interrupted
PredictResult predict_run(const PredictRequest& request, Logger& log);

}  // namespace hybrid::workflows
