#include "predictions/output_summary.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "core/seed.h"

using namespace hybrid;
using namespace hybrid::predictions;

namespace {

/// The naive twin: softmax in long double, a full sort, -sum p ln p.
OutputSummary naive_summary(std::vector<long double> p) {
  OutputSummary summary;
  summary.predicted = static_cast<std::int32_t>(std::max_element(p.begin(), p.end()) - p.begin());
  long double entropy = 0;
  for (const long double x : p) entropy -= x > 0 ? x * std::log(x) : 0.0L;
  summary.entropy = static_cast<double>(entropy);
  std::sort(p.begin(), p.end(), std::greater<>());
  for (std::size_t i = 0; i < std::min<std::size_t>(p.size(), kTopK); ++i)
    summary.top[i] = static_cast<double>(p[i]);
  return summary;
}

std::vector<long double> softmax(const std::vector<double>& logits) {
  const long double max = *std::max_element(logits.begin(), logits.end());
  std::vector<long double> p;
  long double sum = 0;
  for (const double z : logits) {
    p.push_back(std::exp(static_cast<long double>(z) - max));
    sum += p.back();
  }
  for (auto& x : p) x /= sum;
  return p;
}

void require_close(const OutputSummary& fast, const OutputSummary& naive) {
  REQUIRE(fast.predicted == naive.predicted);
  // The twin forms 1 - p, so its entropies of very sure rows are only this good; another test looks at those.
  REQUIRE(fast.entropy == Approx(naive.entropy).epsilon(1e-12).margin(1e-15));
  for (std::size_t i = 0; i < kTopK; ++i)
    REQUIRE(fast.top[i] == Approx(naive.top[i]).epsilon(1e-12).margin(1e-300));
}

}  // namespace

TEST_CASE("rows of every width agree with a full softmax and sort", "[predictions]") {
  Rng rng = SeedTree(1).at("rows").rng();
  for (const std::size_t classes : {1U, 2U, 3U, 9U, 10U, 11U, 37U, 1000U})
    for (const double scale : {0.01, 1.0, 10.0, 200.0})
      for (int repeat = 0; repeat < 20; ++repeat) {
        std::vector<double> logits(classes);
        for (double& z : logits) z = scale * rng.normal();
        require_close(summarize_logits(logits), naive_summary(softmax(logits)));
        std::vector<double> p;
        for (const long double x : softmax(logits)) p.push_back(static_cast<double>(x));
        require_close(summarize_probabilities(p), naive_summary({p.begin(), p.end()}));
      }
}

TEST_CASE("every small row of ties agrees with the naive twin", "[predictions]") {
  for (int code = 0; code < 3 * 3 * 3 * 3; ++code) {
    const std::vector<double> logits = {double(code % 3), double(code / 3 % 3), double(code / 9 % 3),
                                        double(code / 27)};
    // The twin's max_element takes the lowest index too; it looks at the logits, where ties are exact.
    auto naive = naive_summary(softmax(logits));
    naive.predicted =
        static_cast<std::int32_t>(std::max_element(logits.begin(), logits.end()) - logits.begin());
    require_close(summarize_logits(logits), naive);
  }
}

TEST_CASE("equal logits give the uniform distribution and class 0", "[predictions]") {
  const OutputSummary summary = summarize_logits(std::vector<double>(20, -3.5));
  REQUIRE(summary.predicted == 0);
  REQUIRE(summary.entropy == Approx(std::log(20.0)));
  for (const double p : summary.top) REQUIRE(p == Approx(0.05));
}

TEST_CASE("the entropies of very sure rows keep their order", "[predictions]") {
  const auto entropy = [](double margin) { return summarize_logits(std::vector<double>{margin, 0}).entropy; };
  for (int margin = 40; margin < 700; ++margin) REQUIRE(entropy(margin) > entropy(margin + 1));
  REQUIRE(entropy(40) == Approx(41 * std::exp(-40.0)));
}

TEST_CASE("logits at the ends of double overflow nothing", "[predictions]") {
  const OutputSummary summary = summarize_logits(std::vector<double>{-1.7e308, 1.7e308, 0});
  REQUIRE(summary.predicted == 1);
  REQUIRE(summary.entropy == 0);
  REQUIRE(summary.top == std::array<double, kTopK>{1});
}

TEST_CASE("classes with a logit of -inf count as if they were not there", "[predictions]") {
  constexpr double kInf = std::numeric_limits<double>::infinity();
  Rng rng = SeedTree(4).at("impossible").rng();
  for (const std::size_t classes : {1U, 2U, 3U, 12U, 100U})
    for (int repeat = 0; repeat < 30; ++repeat) {
      std::vector<double> possible, logits;
      std::vector<std::int32_t> places;
      for (std::size_t i = 0; i < classes; ++i) {
        possible.push_back(3 * rng.normal());
        while (rng.uniform() < 0.5) logits.push_back(-kInf);
        places.push_back(static_cast<std::int32_t>(logits.size()));
        logits.push_back(possible.back());
      }
      const OutputSummary summary = summarize_logits(logits), expected = summarize_logits(possible);
      REQUIRE(summary.predicted == places[static_cast<std::size_t>(expected.predicted)]);
      REQUIRE(summary.entropy == Approx(expected.entropy).epsilon(1e-12));
      REQUIRE(summary.log_sum_exp == Approx(expected.log_sum_exp).epsilon(1e-12));
      for (std::size_t i = 0; i < kTopK; ++i) REQUIRE(summary.top[i] == Approx(expected.top[i]));
      if (classes > 1)
        REQUIRE(summary.runner_up == places[static_cast<std::size_t>(expected.runner_up)]);
      else if (logits.size() > 1)
        REQUIRE(summary.runner_up == (summary.predicted == 0 ? 1 : 0));
    }
}

TEST_CASE("a one-hot row has entropy 0", "[predictions]") {
  const OutputSummary summary = summarize_probabilities(std::vector<double>{0, 0, 1, 0});
  REQUIRE(summary.predicted == 2);
  REQUIRE(summary.entropy == 0);
  REQUIRE(summary.top == std::array<double, kTopK>{1});
  // A rounding above 1 must not make it negative.
  REQUIRE(summarize_probabilities(std::vector<double>{1.0005, 0}).entropy == 0);
}
