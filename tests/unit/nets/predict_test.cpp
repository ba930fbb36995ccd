#include "nets/predict.h"

#include <catch2/catch.hpp>
#include <numeric>

#include "arch/catalog.h"
#include "data/synthetic.h"
#include "nets/tensors.h"

using namespace hybrid;

namespace {

/// A network of random weights, images for it, and rows in an order of their own.
struct Setting {
  ImageDataset dataset = make_synthetic(1203, SeedTree(1)).dataset;
  Network network = build_network(*find_arch("separable-tiny", {1, 12, 12}, 10), SeedTree(1));
  std::vector<std::size_t> rows = std::vector<std::size_t>(1203);
  Normalization normalization;

  Setting() {
    std::iota(rows.rbegin(), rows.rend(), std::size_t{0});
    normalization = mean_std(dataset, rows);
  }
  std::vector<float> predict(Precision precision = Precision::fp32) {
    return predict_logits(network, dataset, rows, normalization, precision);
  }
};

}  // namespace

TEST_CASE("predictions are the logits of each row, whatever batch it is in", "[nets]") {
  Setting s;
  const std::vector<float> all = s.predict();
  REQUIRE(all.size() == 1203 * 10);
  s.network->eval();
  const torch::NoGradGuard no_grad;
  for (const std::size_t i : {0UL, 499UL, 500UL, 999UL, 1202UL}) {
    const std::vector<std::size_t> row{s.rows[i]};
    const auto logits =
        s.network(image_tensor(s.dataset, row, s.normalization, Augment::none, SeedTree(9), torch::kCPU));
    for (std::size_t k = 0; k < 10; ++k)
      REQUIRE(all[i * 10 + k] == Approx(logits[0][static_cast<std::int64_t>(k)].item<double>()).margin(1e-5));
  }
}

TEST_CASE("predicting twice gives the same bits and leaves the network as it was", "[nets]") {
  Setting s;
  s.network->train();
  const auto mean_before = s.network->buffers().front().clone();
  REQUIRE(s.predict() == s.predict());
  REQUIRE(s.network->is_training());
  REQUIRE(torch::equal(s.network->buffers().front(), mean_before));
  s.network->eval();
  s.predict();
  REQUIRE_FALSE(s.network->is_training());
}

TEST_CASE("predictions in bf16 are near those in fp32, but not the same", "[nets]") {
  Setting s;
  const std::vector<float> exact = s.predict();
  const std::vector<float> rough = s.predict(Precision::bf16);
  REQUIRE(rough.size() == exact.size());
  double largest = 0.0;
  double scale = 0.0;
  for (std::size_t i = 0; i < exact.size(); ++i) {
    largest = std::max(largest, std::abs(double{exact[i]} - double{rough[i]}));
    scale = std::max(scale, std::abs(double{exact[i]}));
  }
  REQUIRE(largest > 0.0);
  REQUIRE(largest < 0.1 * scale);
}

TEST_CASE("no rows give no predictions", "[nets]") {
  Setting s;
  s.rows.clear();
  REQUIRE(s.predict().empty());
}
