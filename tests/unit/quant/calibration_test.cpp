#include "quant/calibration.h"

#include <catch2/catch.hpp>

#include <cmath>

#include "core/error.h"
#include "support/error_message.h"
#include "unit/quant/random_network.h"

using namespace hybrid;
using namespace hybrid::quant;
using namespace hybrid::test;

namespace {

/// One number in, twice that out.
const arch::ArchSpec kTwice{
    .name = "twice", .input = {1, 1, 1}, .classes = 1, .layers = {arch::LinearSpec{.outputs = 1}}};
const Graph kGraph = lower(kTwice);
const std::vector<FoldedConvolution> kFolded =
    fold(kGraph, {{"layers.0.weight", {2}}, {"layers.0.bias", {0}}});

std::vector<Range> calibrated(std::span<const float> images, const Calibration& calibration = {}) {
  return calibrate(kGraph, kFolded, images, calibration);
}

}  // namespace

TEST_CASE("the plain rule's range is what was seen, and 0", "[quant]") {
  REQUIRE(calibrated(std::vector<float>{1, -3, 2}) == std::vector<Range>{{-3, 2}, {-6, 4}});
  REQUIRE(calibrated(std::vector<float>{1, 3}) == std::vector<Range>{{0, 3}, {0, 6}});
  REQUIRE(calibrated(std::vector<float>{0}) == std::vector<Range>{{0, 0}, {0, 0}});
}

TEST_CASE("percentile and least error give up outliers", "[quant]") {
  Rng rng(1);
  std::vector<float> images = draw_numbers(rng, 500'000, 0, 1);
  images.push_back(1000);
  const Range percentile = calibrated(images, {.rule = RangeRule::percentile, .percentile = 99})[0];
  REQUIRE(percentile.highest > 2.5);  // 2.6 standard deviations; the bins are 0.5 wide
  REQUIRE(percentile.highest < 3.2);
  REQUIRE(percentile.lowest < 0);
  const Range whole = calibrated(images, {.rule = RangeRule::percentile, .percentile = 100})[0];
  REQUIRE(whole.highest == Approx(1000));
  // To `highest`: steps cost 5e5 ((highest + 4.8) / 255)^2 / 12, the outlier (30 - highest)^2; together least
  // at 16.4.
  images.back() = 30;
  const Range least = calibrated(images, {.rule = RangeRule::least_error})[0];
  REQUIRE(least.highest == Approx(16.4).margin(1));
  REQUIRE(least.lowest < -3);
}

TEST_CASE("percentiles count values other than 0", "[quant]") {
  std::vector<float> images(10'000, 0.0F);
  for (int i = 1; i <= 100; ++i) images.push_back(static_cast<float>(i));
  const Range range = calibrated(images, {.rule = RangeRule::percentile, .percentile = 80})[0];
  REQUIRE(range.lowest == 0);
  REQUIRE(range.highest == Approx(90).margin(0.2));
}

TEST_CASE("ranges of the same values are alike by all rules", "[quant]") {
  const std::vector<float> images(100, 5.0F);
  for (const RangeRule rule : {RangeRule::min_max, RangeRule::percentile, RangeRule::least_error}) {
    const Range range = calibrated(images, {.rule = rule})[0];
    REQUIRE(range.lowest == 0);
    REQUIRE(range.highest == Approx(5));
    REQUIRE(calibrated(std::vector<float>{0, 0}, {.rule = rule})[0] == Range{});
  }
}

TEST_CASE("ranges do not depend on the number of threads", "[quant]") {
  Rng rng(2);
  const arch::ArchSpec spec = draw_network(rng);
  const Graph graph = lower(spec);
  const auto folded = fold(graph, draw_weights(rng, spec));
  const std::vector<float> images = draw_numbers(rng, 11 * spec.input.elements(), 0, 1);
  for (const RangeRule rule : {RangeRule::min_max, RangeRule::percentile, RangeRule::least_error}) {
    const auto ranges = calibrate(graph, folded, images, {.rule = rule});
    REQUIRE(ranges.size() == graph.tensors.size());
    for (const int threads : {2, 16})
      REQUIRE(calibrate(graph, folded, images, {.rule = rule, .threads = threads}) == ranges);
  }
}

TEST_CASE("a network that gives no finite numbers cannot be calibrated", "[quant]") {
  REQUIRE(error_message<Infeasible>([] {
            calibrated(std::vector<float>{1, std::nanf("")}, {.threads = 2});
          }) == "calibration gave nan in tensor 0 (1x1x1); are these the network's weights?");
  REQUIRE_THROWS_AS(calibrated(std::vector<float>{3e38F}), Infeasible);  // twice that
  REQUIRE_THROWS_AS(calibrated({}), InternalError);
  REQUIRE_THROWS_AS(calibrated(std::vector<float>{1}, {.threads = 0}), InternalError);
}
