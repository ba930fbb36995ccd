// Certified accuracies against MAPIE and zugzwang, on the examples of tests/peers/guarantees/certify.py.

#include <catch2/catch.hpp>
#include <cmath>

#include "core/files.h"
#include "core/text.h"
#include "eval/certified_tuning.h"

using namespace hybrid;
using namespace hybrid::eval;

namespace {

RoutingProblem problem_of(std::size_t n, bool perfect_cloud) {
  RoutingProblem problem{.classes = 2, .variants = {{}}};
  Method method{.measure = "max_prob"};
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t score = (i * 7919 + 13) % 10007;
    method.tune.push_back(double(score));
    problem.variants[0].tune.base_value.push_back((i * 31 + 7) % 101 >= score * 70 / 10007 ? 1 : 0);
    problem.variants[0].tune.cloud_value.push_back(perfect_cloud || (i * 57 + 3) % 100 >= 8 ? 1 : 0);
  }
  method.test = {1};
  problem.variants[0].test = {{1}, {1}};
  problem.methods = {method};
  return problem;
}

/// Returns the number of kept examples, -1 if nothing can be certified.
long kept(std::size_t n, bool perfect_cloud, double accuracy, double delta) {
  const RoutingProblem problem = problem_of(n, perfect_cloud);
  const Tuning tuning =
      tune({.budgets = {}, .accuracy = accuracy}, problem, problem.methods[0], {}, {.confidence = 1 - delta});
  const auto* tuned = std::get_if<TunedPoint>(&tuning);
  return tuned == nullptr ? -1 : std::lround(tuned->point.tuned_coverage * double(n));
}

}  // namespace

TEST_CASE("an accuracy is certified up to the same example as by MAPIE and zugzwang", "[certified]") {
  const auto lines =
      split(read_file(std::filesystem::path(HYBRID_TEST_DATA) / "peers/data/certified_accuracy.csv"), '\n');
  std::size_t rows = 0;
  for (const auto& line : lines) {
    const auto cells = split(line, ',');
    if (cells.size() != 5 || cells[0] == "n") continue;
    INFO(line);
    const auto n = static_cast<std::size_t>(std::stoul(cells[0]));
    const double accuracy = std::stod(cells[1]), delta = std::stod(cells[2]);
    CHECK(kept(n, false, accuracy, delta) == std::stol(cells[3]));
    CHECK(kept(n, true, accuracy, delta) == std::stol(cells[4]));
    ++rows;
  }
  CHECK(rows == 48);
}
