#include "config/network.h"

#include <fmt/format.h>

#include "config/fields.h"
#include "core/folders.h"

namespace hybrid::config {

void describe(Fields& f, PretrainConfig& c) {
  f.field("epochs", c.epochs, {.doc = "passes over the training images", .min = 1});
  describe(f, c.sgd);
  f.field("label_smoothing", c.label_smoothing,
          {.doc = "share of each label that is spread over all classes", .min = 0, .below = 1});
}

void describe(Fields& f, NetworkConfig& c) {
  f.field(
      "network", c.network,
      {.doc = "name of the architecture (`hybrid model list`), or torchscript for the network in `weights`, "
              "a program, which runs in a sandbox",
       .paper = "MCUNet, MobileNetV3 (A.4.2)",
       .required = true});
  f.field("weights", c.weights,
          {.doc = "file of published weights to start from: safetensors, .pth, or TorchScript; looked for "
                  "as written, beside the config, and below $HYBRID_DATA. Empty: the network is "
                  "pre-trained first",
           .paper = "published weights (A.4.1)"});
  f.section("input", c.input, {.doc = "How images become this network's input."});
  f.choice(
      "precision", c.precision, kPrecisionNames,
      {.doc =
           "arithmetic of training and prediction: fp32, or bf16 in the layers where it is safe (autocast)"});
  f.field("int8_calibration", c.int8_calibration,
          {.doc = "of the base: also evaluate it in 8-bit integers, as a microcontroller runs it, "
                  "quantised with the ranges its activations take on so many training images; 0 for not",
           .unit = "images",
           .min = 0});
  f.section("pretrain", c.pretrain,
            {.doc = "Standard training before the hybrid phase, for a network without published weights."});
}

void validate(const NetworkConfig& c, const Findings& findings) {
  if (c.network == kTorchScript && c.weights.empty())
    findings.add({"weights", "network"}, "network is torchscript, so weights must name the TorchScript file");
  validate(c.input, findings.in("input"));
  validate(c.pretrain.sgd, findings.in("pretrain"));
}

std::filesystem::path find_weights(const std::string& weights, const std::filesystem::path& folder) {
  return find_in_data(
      weights, {weights, folder / weights},
      [](const std::filesystem::path& place) { return std::filesystem::is_regular_file(place); },
      "weights not found; looked for {}; configs/README.md says where published ones are");
}

}  // namespace hybrid::config
