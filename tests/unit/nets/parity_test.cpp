// The published networks on the first 512 test images of CIFAR-100, beside the logits their origin gives.

#include <torch/torch.h>

#include <catch2/catch.hpp>

#include "arch/catalog.h"
#include "datasets/datasets.h"
#include "nets/inference_model.h"
#include "nets/torchscript.h"
#include "nets/weights.h"
#include "predictions/npz.h"
#include "transforms/preprocess.h"

using namespace hybrid;
using namespace hybrid::nets;

namespace {

namespace fs = std::filesystem;

const fs::path kData = HYBRID_REAL_DATA;
const fs::path kModels = HYBRID_REAL_MODELS;
constexpr std::int64_t kImages = 512;
constexpr std::int64_t kClasses = 100;

bool have_real_files() {
  if (!kData.empty() && !kModels.empty()) return true;
  WARN("skipped: configure with HYBRID_REAL_DATA and HYBRID_REAL_MODELS");
  return false;
}

/// The first images as a network of that input side takes them; 0: as they are.
torch::Tensor preprocessed_images(int side) {
  Logger quiet(Verbosity::quiet);
  const auto source =
      datasets::open_images({.dataset = config::DatasetName::cifar100, .root = kData / "cifar-100-binary"},
                            config::DataSplit::test, quiet)
          .images;
  const transforms::Preprocessing preprocessing{
      .input = {.size = side}, .normalization = {{0.5071F, 0.4867F, 0.4408F}, {0.2675F, 0.2565F, 0.2761F}}};
  const arch::Shape shape = transforms::preprocessed_shape(preprocessing.input, {3, 32, 32});
  auto images = torch::empty({kImages, 3, shape.height, shape.width});
  const auto elements = static_cast<std::size_t>(shape.elements());
  for (std::size_t i = 0; i < kImages; ++i)
    transforms::preprocess_image(source->image(i), preprocessing,
                                 {images.data_ptr<float>() + i * elements, elements});
  return images;
}

torch::Tensor reference(const std::string& name) {
  auto values = predictions::NpzFile(kModels / "parity_cifar100_first512.npz").read<float>(name + "_logits");
  return torch::tensor(values).view({kImages, kClasses});
}

torch::Tensor answers(const InferenceModel& model, const torch::Tensor& images) {
  std::vector<torch::Tensor> parts;
  for (const torch::Tensor& part : images.split(32)) parts.push_back(model.forward(part));
  return torch::cat(parts);
}

void require_parity(const torch::Tensor& logits, const torch::Tensor& expected) {
  REQUIRE((logits - expected).abs().max().item<float>() < 1e-3F);
  REQUIRE(torch::equal(logits.argmax(1), expected.argmax(1)));
}

}  // namespace

TEST_CASE("the published MCUNets give their origin's logits", "[nets]") {
  if (!have_real_files()) return;
  for (const auto& [name, side] :
       {std::pair("mcunet-5fps", 96), {"mcunet-256kb", 160}, {"mcunet-320kb", 176}}) {
    INFO(name);
    Network network = build_network(*arch::find_arch(name, {3, side, side}, kClasses), SeedTree(1));
    load_weights(network, kModels / "mcunet" / (std::string(name) + "_cifar100.safetensors"));
    require_parity(answers(inference_model(network), preprocessed_images(side)), reference(name));
  }
}

TEST_CASE("the TorchScript networks give their origin's logits", "[nets]") {
  if (!have_real_files()) return;
  const torch::Tensor images = preprocessed_images(0);
  for (const std::string name : {"exit", "main"}) {
    INFO(name);
    Logger log(Verbosity::quiet);
    const InferenceModel model =
        read_torchscript(kModels / ("micronet_" + name + "_cifar100.ts.pt"), {3, 32, 32}, log);
    REQUIRE(model.classes == kClasses);
    require_parity(answers(model, images), reference("micronet_" + name));
  }
}
