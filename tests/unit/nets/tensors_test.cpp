#include "nets/tensors.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "datasets/synthetic.h"
#include "support/dataset_source.h"

using namespace hybrid;
using namespace hybrid::nets;

TEST_CASE("image and label tensors hold the rows asked for, in their order", "[nets]") {
  const images::ImageDataset dataset = datasets::make_synthetic(30, SeedTree(1)).dataset;
  const test::DatasetSource source(dataset);
  const transforms::Preprocessing input{.normalization = {.mean = {0.25F}, .stddev = {0.5F}}};
  const std::vector<std::size_t> rows{17, 3, 17};
  const auto images = image_tensor(source, rows, {input}, torch::kCPU);
  REQUIRE(images.sizes() == torch::IntArrayRef({3, 1, 12, 12}));
  REQUIRE(images.scalar_type() == torch::kFloat32);
  for (int i = 0; i < 3; ++i)
    for (int p = 0; p < 144; ++p) {
      const double pixel = dataset.image(rows[static_cast<std::size_t>(i)])[static_cast<std::size_t>(p)];
      REQUIRE(images[i][0][p / 12][p % 12].item<double>() == Approx((pixel / 255 - 0.25) / 0.5).margin(1e-6));
    }
  const auto labels = label_tensor(source, rows, torch::kCPU);
  REQUIRE(labels.scalar_type() == torch::kInt64);
  REQUIRE(torch::equal(labels, torch::tensor({7, 3, 7}, torch::kInt64)));
}

TEST_CASE("no rows give empty tensors, and rows outside the data set are a fault of ours", "[nets]") {
  const images::ImageDataset dataset = datasets::make_synthetic(10, SeedTree(1)).dataset;
  const test::DatasetSource source(dataset);
  const std::vector<std::size_t> none;
  const std::vector<std::size_t> outside{10};
  const transforms::Preprocessing input{.normalization = {.mean = {0.0F}, .stddev = {1.0F}}};
  REQUIRE(image_tensor(source, none, {input}, torch::kCPU).size(0) == 0);
  REQUIRE(label_tensor(source, none, torch::kCPU).size(0) == 0);
  REQUIRE_THROWS_AS(image_tensor(source, outside, {input}, torch::kCPU), InternalError);
  REQUIRE_THROWS_AS(label_tensor(source, outside, torch::kCPU), InternalError);
}
