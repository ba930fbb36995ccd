#pragma once
// Inference of one model on one data set, written as a prediction set.

#include <torch/torch.h>  // must precede all headers that may define CHECK

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
#include "nets/torchscript_program.h"

namespace hybrid::workflows {

struct PredictModel {
  /// Returns the network for a given side (pixels) and number of classes; empty: `weights` is TorchScript.
  std::function<arch::ArchSpec(int side, int classes)> network;
  std::filesystem::path weights;  ///< safetensors or .pth; for TorchScript the entire program
  nets::Isolation isolation = nets::Isolation::sandbox;  ///< of a TorchScript program
  config::Precision precision = config::Precision::fp32;
  bool int8 = false;    ///< predict in 8-bit integers, quantised after training, on the CPU; false: fp32
  int calibrate = 512;  ///< number of training images for the ranges of int8 or features
};

struct PredictRequest {
  PredictModel model;
  config::DataConfig data;
  config::DataSplit split = config::DataSplit::test;
  config::InputConfig input;  ///< size 0: the images' own
  /// The model's input is what the cloud receives; std::nullopt: the images without sending.
  std::optional<cost::Payload> payload;
  /// Side of the sent square, pixels; 0: the model's, or the image's if smaller.
  int payload_size = 0;
  config::Compute compute = config::Compute::cpu;
  int threads = 0;            ///< 0: as many as can run (core/cpus.h)
  int batch = 0;              ///< 0: default_batch
  std::filesystem::path out;  ///< the .npz file; overwritten if it exists
};

/// The payload of one input.
struct SentPayload {
  cost::Payload payload;
  int side = 0;          ///< side of the sent square image or of the model's input, pixels
  arch::Shape features;  ///< shape of one image's sent features; empty for images
  cost::BytesSummary bytes;
  std::optional<cost::BytesSummary> least_bytes;  ///< for features: minimum size of an order-0 code
};

struct PredictResult {
  std::string model;
  nets::PredictionTotals totals;
  std::optional<SentPayload> sent;
};

/// Runs the model on every image of the split and writes its outputs and metadata.
/// @throws InvalidArgument for a layer that is not a split point
/// @throws DataError for data, weights or a program that cannot be read or do not match each other
/// @throws Infeasible for features that are not finite or operations that the network does not support
/// @throws Interrupted if the user interrupts
PredictResult predict_run(const PredictRequest& request, Logger& log);

}  // namespace hybrid::workflows
