// Against TensorFlow Lite's interpreter on a published model, MCUNet-320kB for ImageNet. What it gives is
// written by tests/peers/int8/make_peer.py; HYBRID_PEER_INT8 names that file.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>

#include "arch/catalog.h"
#include "predictions/npz.h"
#include "quant/float_inference.h"
#include "quant/integer_inference.h"
#include "quant/quantize.h"

using namespace hybrid;
using namespace hybrid::quant;

namespace {

const char* peer_file() {
  const char* path = std::getenv("HYBRID_PEER_INT8");
  if (!path) WARN("skipped: HYBRID_PEER_INT8 is not set (tests/peers/int8/make_peer.py)");
  return path;
}

arch::ArchSpec architecture() {
  const std::optional<arch::ArchSpec> spec = arch::find_arch("mcunet-320kb", {3, 176, 176}, 1000);
  REQUIRE(spec.has_value());
  return *spec;
}

std::vector<std::int8_t> int8s(const predictions::ArrayStore& peer, const std::string& name) {
  const std::vector<std::int32_t> values = peer.read<std::int32_t>(name);
  std::vector<std::int8_t> result;
  for (const std::int32_t value : values) result.push_back(static_cast<std::int8_t>(value));
  return result;
}

std::vector<float> floats(const predictions::ArrayStore& peer, const std::string& name) {
  const std::vector<double> values = peer.read<double>(name);
  std::vector<float> result;
  for (const double value : values) result.push_back(static_cast<float>(value));
  return result;
}

/// The .tflite's weights and quantisation on our graph.
QuantizedNetwork published(const predictions::ArrayStore& peer) {
  QuantizedNetwork network{
      .name = "tflite", .graph = lower(architecture()), .tensors = {}, .convolutions = {}};
  const std::vector<float> scales = floats(peer, "tensors.scale");
  const auto zero_points = peer.read<std::int32_t>("tensors.zero_point");
  for (std::size_t t = 0; t < scales.size(); ++t) network.tensors.push_back({scales[t], zero_points[t]});
  int next = 0;
  for (const Operation& operation : network.graph.operations) {
    QuantizedConvolution& to = network.convolutions.emplace_back();
    if (!std::holds_alternative<Convolution>(operation)) continue;
    const std::string name = "conv." + std::to_string(next++);
    to = {int8s(peer, name + ".weights"), floats(peer, name + ".scales"),
          peer.read<std::int32_t>(name + ".biases")};
  }
  return network;
}

/// The .pth's parameters under our names: convolutions come in the same order.
FloatWeights float_weights(const predictions::ArrayStore& peer) {
  const std::vector<float> all = floats(peer, "float.weights");
  auto next = all.begin();
  FloatWeights weights;
  const auto take = [&](const std::string& name, std::int64_t size) {
    weights[name].assign(next, next + size);
    next += size;
  };
  const Graph graph = lower(architecture());
  for (const Operation& operation : graph.operations) {
    const auto* convolution = std::get_if<Convolution>(&operation);
    if (!convolution) continue;
    const arch::ConvSpec& spec = convolution->spec;
    const std::int64_t inputs = input_of(graph, *convolution).channels / spec.groups;
    const std::string name = convolution->name + (convolution->fully_connected ? "" : ".conv");
    take(name + ".weight", spec.channels * inputs * spec.kernel * spec.kernel);
    if (spec.bias) take(name + ".bias", spec.channels);
    if (!spec.batch_norm) continue;
    for (const char* what : {"weight", "bias", "running_mean", "running_var"})
      take(convolution->name + ".norm." + what, spec.channels);
  }
  REQUIRE(next == all.end());
  return weights;
}

/// [n, height, width, channels] bytes -> [n, channels, height, width] in [-1, 1].
std::vector<float> prepared(const std::vector<std::uint8_t>& images) {
  constexpr std::size_t kPixels = 176 * 176, kChannels = 3;
  std::vector<float> result(images.size());
  for (std::size_t i = 0; i < images.size(); ++i) {
    const std::size_t image = i / (kPixels * kChannels), pixel = i / kChannels % kPixels,
                      channel = i % kChannels;
    result[(image * kChannels + channel) * kPixels + pixel] =
        (static_cast<float>(images[i]) / 255 - 0.5F) / 0.5F;
  }
  return result;
}

std::vector<std::ptrdiff_t> argmax_rows(const std::vector<std::int8_t>& logits, std::ptrdiff_t classes) {
  std::vector<std::ptrdiff_t> result;
  for (auto row = logits.begin(); row != logits.end(); row += classes)
    result.push_back(std::max_element(row, row + classes) - row);
  return result;
}

}  // namespace

TEST_CASE("every tensor of a published int8 model is TensorFlow Lite's, bit for bit", "[quant][peer]") {
  const char* path = peer_file();
  if (!path) return;
  const predictions::NpzFile peer(path);
  const QuantizedNetwork network = published(peer);
  IntegerInference inference(network);
  int images = 0;
  for (; peer.has("exact." + std::to_string(images) + ".tensor.0"); ++images) {
    const std::string name = "exact." + std::to_string(images) + ".tensor.";
    inference.run(int8s(peer, name + "0"));
    for (std::size_t t = 0; t < network.tensors.size(); ++t) {
      INFO("image " << images << ", tensor " << t);
      const auto ours = inference.tensor(static_cast<int>(t));
      REQUIRE(std::vector<std::int8_t>(ours.begin(), ours.end()) == int8s(peer, name + std::to_string(t)));
    }
  }
  REQUIRE(images > 0);
}

TEST_CASE("all logits of a published int8 model are TensorFlow Lite's, from the images on", "[quant][peer]") {
  const char* path = peer_file();
  if (!path) return;
  const predictions::NpzFile peer(path);
  REQUIRE(int8_logits(published(peer), prepared(peer.read<std::uint8_t>("images")), 2) ==
          int8s(peer, "logits"));
}

TEST_CASE("our quantisation of the same weights is as near to the float network as the published one",
          "[quant][peer]") {
  const char* path = peer_file();
  if (!path) return;
  const predictions::NpzFile peer(path);
  const std::vector<float> images = prepared(peer.read<std::uint8_t>("images"));
  const auto labels = peer.read<std::int64_t>("labels");
  const FloatWeights weights = float_weights(peer);
  const QuantizedNetwork network = quantize(architecture(), weights, images, {.threads = 2});
  const auto theirs = argmax_rows(int8s(peer, "logits"), 1000);
  const auto ours = argmax_rows(int8_logits(network, images, 2), 1000);
  FloatInference inference(network.graph, fold(network.graph, weights));
  const std::size_t elements = images.size() / labels.size();
  int our_right = 0, their_right = 0, float_right = 0, we_agree = 0, they_agree = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto logits = inference.run(std::span(images).subspan(i * elements, elements));
    const auto real = std::max_element(logits.begin(), logits.end()) - logits.begin();
    our_right += ours[i] == labels[i];
    their_right += theirs[i] == labels[i];
    float_right += real == labels[i];
    we_agree += ours[i] == real;
    they_agree += theirs[i] == real;
  }
  WARN("of " << labels.size() << " images right: float " << float_right << ", our int8 " << our_right
             << ", TensorFlow Lite's " << their_right << "; as the float network says: our int8 " << we_agree
             << ", TensorFlow Lite's " << they_agree);
  const int margin = static_cast<int>(labels.size()) / 50;
  REQUIRE(our_right + margin >= their_right);
  REQUIRE(we_agree + margin >= they_agree);
}
