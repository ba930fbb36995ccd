#include "routing/fusion.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "core/error.h"
#include "core/seed.h"

using namespace hybrid;
using namespace hybrid::routing;

namespace {

/// Two networks that see the label through noise of their own: logits are scale * (5 at the label + noise).
struct Sample {
  static constexpr std::size_t kClasses = 4;
  std::vector<float> base, cloud;
  std::vector<std::int32_t> labels;

  Sample(std::size_t n, double base_noise, double cloud_noise, double base_scale = 1,
         double cloud_scale = 1) {
    Rng rng(3);
    for (std::size_t i = 0; i < n; ++i) {
      labels.push_back(static_cast<std::int32_t>(rng.below(kClasses)));
      for (std::size_t k = 0; k < kClasses; ++k) {
        const double signal = static_cast<std::int32_t>(k) == labels.back() ? 5.0 : 0.0;
        base.push_back(static_cast<float>(base_scale * (signal + base_noise * rng.normal())));
        cloud.push_back(static_cast<float>(cloud_scale * (signal + cloud_noise * rng.normal())));
      }
    }
  }
  Fusion fit() const { return fit_fusion(base, cloud, labels, kClasses); }
};

double cross_entropy(const Fusion& fusion, const Sample& s) {
  const auto logits = fuse(fusion, s.base, s.cloud);
  double sum = 0;
  for (std::size_t i = 0; i < s.labels.size(); ++i) {
    double total = 0;
    for (std::size_t k = 0; k < Sample::kClasses; ++k)
      total += std::exp(static_cast<double>(logits[i * Sample::kClasses + k]));
    sum += std::log(total) -
           static_cast<double>(logits[i * Sample::kClasses + static_cast<std::size_t>(s.labels[i])]);
  }
  return sum / static_cast<double>(s.labels.size());
}

double accuracy(const std::vector<float>& logits, const Sample& s) {
  double right = 0;
  for (std::size_t i = 0; i < s.labels.size(); ++i) {
    const auto row = logits.begin() + static_cast<std::ptrdiff_t>(i * Sample::kClasses);
    right += std::max_element(row, row + Sample::kClasses) - row == s.labels[i] ? 1 : 0;
  }
  return right / static_cast<double>(s.labels.size());
}

}  // namespace

TEST_CASE("fused answers of two independent networks are right more often than either", "[routing]") {
  const Sample s(4000, 4.0, 3.0);
  const Fusion fusion = s.fit();
  const double fused = accuracy(fuse(fusion, s.base, s.cloud), s);
  REQUIRE(fused > accuracy(s.cloud, s) + 0.02);
  REQUIRE(fused > accuracy(s.base, s) + 0.02);
  REQUIRE(fusion.cloud > fusion.base);  // the better one weighs more
  REQUIRE(fusion.base > 0);
}

TEST_CASE("no nearby factors of a fusion have a smaller loss", "[routing]") {
  const Sample s(500, 3.0, 2.0);
  const Fusion fusion = s.fit();
  const double least = cross_entropy(fusion, s);
  for (const double b : {-0.01, 0.0, 0.01})
    for (const double c : {-0.01, 0.0, 0.01})
      REQUIRE(cross_entropy({fusion.base + b, fusion.cloud + c}, s) >= least - 1e-7);
}

TEST_CASE("a network's scale does not change what is fused", "[routing]") {
  const Sample plain(500, 3.0, 2.0);
  const Sample scaled(500, 3.0, 2.0, 10.0, 0.1);
  const Fusion a = plain.fit(), b = scaled.fit();
  REQUIRE(a.base == Approx(10 * b.base).epsilon(1e-3));
  REQUIRE(a.cloud == Approx(0.1 * b.cloud).epsilon(1e-3));
}

TEST_CASE("a base that knows nothing is given next to no weight", "[routing]") {
  Sample s(4000, 1.0, 2.0);
  Rng rng(9);
  for (float& x : s.base) x = static_cast<float>(rng.normal());
  REQUIRE(std::abs(s.fit().base) < 0.1);
}

TEST_CASE("equal networks and networks that are never wrong are fused without a fault", "[routing]") {
  Sample equal(200, 3.0, 2.0);
  equal.base = equal.cloud;
  const Fusion same = equal.fit();
  REQUIRE(same.base + same.cloud == Approx(Sample(200, 3.0, 2.0).fit().cloud).margin(2.0));
  REQUIRE(std::isfinite(same.base));
  const Fusion perfect = Sample(200, 0.0, 0.0).fit();
  REQUIRE((std::isfinite(perfect.base) && std::isfinite(perfect.cloud)));
  REQUIRE(perfect.cloud + perfect.base > 1);
}

TEST_CASE("logits that do not fit each other are a fault of ours", "[routing]") {
  const std::vector<float> two{1, 2}, four{1, 2, 3, 4};
  const std::vector<std::int32_t> label{0};
  REQUIRE_THROWS_AS(fit_fusion(two, four, label, 2), InternalError);
  REQUIRE_THROWS_AS(fit_fusion({}, {}, {}, 2), InternalError);
  REQUIRE_THROWS_AS(fuse({}, two, four), InternalError);
}

TEST_CASE("a class that one network excludes is excluded from the fused logits, and fits nothing",
          "[routing]") {
  const Sample s(300, 4.0, 3.0);
  Sample masked = s;  // with a fifth class of logit -inf, which is the label of one more example
  masked.base.clear(), masked.cloud.clear();
  for (std::size_t i = 0; i < s.labels.size(); ++i) {
    for (std::size_t k = 0; k < Sample::kClasses; ++k) {
      masked.base.push_back(s.base[i * Sample::kClasses + k]);
      masked.cloud.push_back(s.cloud[i * Sample::kClasses + k]);
    }
    masked.base.push_back(i % 2 == 0 ? 1.0F : -INFINITY);
    masked.cloud.push_back(-INFINITY);
  }
  const Fusion fusion = fit_fusion(masked.base, masked.cloud, masked.labels, Sample::kClasses + 1);
  REQUIRE(fusion.base == Approx(s.fit().base).epsilon(1e-9));
  REQUIRE(fusion.cloud == Approx(s.fit().cloud).epsilon(1e-9));
  masked.labels.push_back(Sample::kClasses);
  masked.base.insert(masked.base.end(), {1, 2, 3, 4, 5});
  masked.cloud.insert(masked.cloud.end(), {1, 2, 3, 4, -INFINITY});
  const Fusion same = fit_fusion(masked.base, masked.cloud, masked.labels, Sample::kClasses + 1);
  REQUIRE(same.base == Approx(fusion.base).epsilon(1e-6));
  for (const Fusion& f : {fusion, Fusion{0, 1}, Fusion{1, 0}}) {
    const auto fused = fuse(f, std::vector<float>{1, -INFINITY, 2}, std::vector<float>{1, 1, -INFINITY});
    REQUIRE(std::isfinite(fused[0]));
    REQUIRE(fused[1] == -INFINITY);
    REQUIRE(fused[2] == -INFINITY);
  }
}
