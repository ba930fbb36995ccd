#include "arch/split_points.h"

#include <catch2/catch.hpp>

#include "arch/catalog.h"
#include "arch/count.h"
#include "core/error.h"

using namespace hybrid;
using namespace hybrid::arch;

TEST_CASE("a network can be split before it and after each of its layers", "[arch]") {
  const ArchSpec spec = *find_arch("separable-tiny", {1, 28, 28}, 10);
  const auto points = split_points(spec);
  REQUIRE(points.size() == spec.layers.size() + 1);
  REQUIRE(points.front().after == "input");
  REQUIRE(points.front().output == spec.input);
  REQUIRE(points.front().macs_before == 0);
  REQUIRE(points.front().bytes_int8() == 784);
  REQUIRE(points.front().bytes_fp32() == 4 * 784);
  REQUIRE(points[1].after == "0");
  REQUIRE(points[1].output == Shape{8, 14, 14});
  REQUIRE(points[1].macs_before == 14 * 14 * 8 * 9);
  REQUIRE(points.back().output == Shape{10, 1, 1});
  REQUIRE(points.back().macs_after == 0);
}

TEST_CASE("what is before and after a split is the network, cut where it says", "[arch]") {
  for (const std::string& name : arch_names()) {
    const ArchSpec spec = *find_arch(name, {3, 40, 33}, 7);
    const auto points = split_points(spec);
    const std::int64_t macs = count(spec).macs;
    REQUIRE(points.size() == spec.layers.size() + 1);
    for (std::size_t i = 0; i < points.size(); ++i) {
      INFO(name << " after " << points[i].after);
      REQUIRE(points[i].macs_before + points[i].macs_after == macs);
      // The first i layers as a network of their own.
      ArchSpec head{.name = name, .input = spec.input, .classes = 1, .layers = {}};
      head.layers.assign(spec.layers.begin(), spec.layers.begin() + static_cast<std::ptrdiff_t>(i));
      head.layers.push_back(LinearSpec{.outputs = 1});
      const ArchCount counted = count(head);
      REQUIRE(points[i].macs_before == counted.macs - counted.layers.back().macs);
      REQUIRE(points[i].bytes_int8() == counted.layers.back().macs);  // one weight for each number
    }
  }
}

TEST_CASE("the device's part is counted as in the whole network", "[arch]") {
  const ArchSpec spec = *find_arch("resnet-small", {1, 28, 28}, 10);
  const ArchCount whole = count(spec);
  const auto points = split_points(spec);
  for (const SplitPoint& point : points) REQUIRE(device_part(whole, point).macs == point.macs_before);
  REQUIRE(device_part(whole, points.front()).layers.empty());
  REQUIRE(device_part(whole, points.back()).weight_bytes_int8 == whole.weight_bytes_int8);
  REQUIRE(device_part(whole, points.back()).sram_bytes_int8 == whole.sram_bytes_int8);
  // The first convolution: 25 x 32 weights and 32 biases; 784 numbers in, 32 x 14 x 14 out.
  REQUIRE(device_part(whole, points[1]).weight_bytes_int8 == 25 * 32 + 4 * 32);
  REQUIRE(device_part(whole, points[1]).sram_bytes_int8 == 784 + 32 * 14 * 14);
}

TEST_CASE("features are sent in a byte or four, pixels in a byte", "[arch]") {
  const auto points = split_points(*find_arch("resnet-small", {1, 28, 28}, 10));
  REQUIRE(sent_bytes(points[0], FeatureFormat::fp32) == 784);
  REQUIRE(sent_bytes(points[1], FeatureFormat::int8) == 32 * 14 * 14);
  REQUIRE(sent_bytes(points[1], FeatureFormat::fp32) == 4 * 32 * 14 * 14);
  for (const FeatureFormat format : {FeatureFormat::int8, FeatureFormat::fp32})
    REQUIRE(feature_format(name_of(format)) == format);
  REQUIRE_THROWS_AS(feature_format("int4"), InvalidArgument);
}
