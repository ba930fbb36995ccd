#include "eval/cross_fitting.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "core/error.h"
#include "eval/certification_part.h"
#include "eval/own_methods.h"

namespace hybrid::eval {

namespace {

/// Takes each row from the half it belongs to.
template <class T>
std::vector<T> interleaved(const std::vector<T>& zeros, const std::vector<T>& ones,
                           const std::vector<std::uint8_t>& half) {
  HYBRID_CHECK(zeros.size() + ones.size() == half.size(), "{} and {} rows, {} in halves", zeros.size(),
               ones.size(), half.size());
  std::vector<T> all;
  auto zero = zeros.begin();
  auto one = ones.begin();
  for (const auto which : half) all.push_back(which == 0 ? *zero++ : *one++);
  return all;
}

routing::Outcomes interleaved(const routing::Outcomes& zeros, const routing::Outcomes& ones,
                              const std::vector<std::uint8_t>& half) {
  return {interleaved(zeros.base_value, ones.base_value, half),
          interleaved(zeros.cloud_value, ones.cloud_value, half)};
}

cost::MeasuredInputs interleaved(const cost::MeasuredInputs& zeros, const cost::MeasuredInputs& ones,
                                 const std::vector<std::uint8_t>& half) {
  const auto rows = [&](std::vector<double> cost::MeasuredInputs::*values) {
    return (zeros.*values).empty() ? std::vector<double>{} : interleaved(zeros.*values, ones.*values, half);
  };
  return {rows(&cost::MeasuredInputs::payload_bytes), rows(&cost::MeasuredInputs::device_latency_ms),
          rows(&cost::MeasuredInputs::cloud_latency_ms)};
}

std::vector<std::size_t> rows_of(const std::vector<std::uint8_t>& half, std::uint8_t which) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < half.size(); ++i)
    if (half[i] == which) rows.push_back(i);
  return rows;
}

}  // namespace

std::vector<std::uint8_t> halves_by_id(std::span<const std::int32_t> labels, std::span<const std::string> ids,
                                       SeedTree seed) {
  const SeedTree halves = seed.at("halves");
  std::vector<std::uint64_t> hash;
  for (std::size_t i = 0; i < labels.size(); ++i)
    hash.push_back(halves.at(ids.empty() ? std::to_string(i) : ids[i]).value());
  std::vector<std::size_t> order(labels.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t row) { return std::tuple(labels[row], hash[row], row); });
  std::vector<std::uint8_t> half(labels.size());
  for (std::size_t place = 0; place < order.size(); ++place)
    half[order[place]] = static_cast<std::uint8_t>(place % 2);
  return half;
}

std::vector<std::uint8_t> half_of_rows(std::size_t n, std::span<const std::size_t> second) {
  std::vector<std::uint8_t> half(n, 0);
  for (const auto row : second) half.at(row) = 1;
  return half;
}

RoutingProblem cross_fitted(const RoutingProblem& first, const RoutingProblem& second,
                            std::vector<std::uint8_t> half) {
  HYBRID_CHECK(
      first.methods.size() == second.methods.size() && first.variants.size() == second.variants.size(),
      "{} and {} methods, {} and {} base variants", first.methods.size(), second.methods.size(),
      first.variants.size(), second.variants.size());
  RoutingProblem problem = first;
  for (std::size_t v = 0; v < problem.variants.size(); ++v) {
    problem.variants[v].tune = interleaved(second.variants[v].tune, first.variants[v].tune, half);
    problem.variants[v].test = interleaved(first.variants[v].test, second.variants[v].test, half);
  }
  problem.tune_inputs = interleaved(second.tune_inputs, first.tune_inputs, half);
  problem.test_inputs = interleaved(first.test_inputs, second.test_inputs, half);
  for (std::size_t m = 0; m < problem.methods.size(); ++m) {
    Method& method = problem.methods[m];
    HYBRID_CHECK(method.name() == second.methods[m].name(), "{} and {}", method.name(),
                 second.methods[m].name());
    if (method.kind != MethodKind::scored) continue;
    method.tune = interleaved(second.methods[m].tune, first.methods[m].tune, half);
    method.test = interleaved(first.methods[m].test, second.methods[m].test, half);
  }
  problem.half = std::move(half);
  // The choices made on the two halves may differ.
  for (auto& [method, note] : problem.notes)
    note =
        fmt::format("first half by the second: {}; second by the first: {}", note, second.notes.at(method));
  problem.auto_router.reset();
  problem.temperature.reset();
  return problem;
}

RoutingProblem make_cross_fitted_problem(const predictions::PredictionPair& pair,
                                         const std::vector<std::uint8_t>& half, const MethodOptions& options,
                                         SeedTree seed, Logger& log) {
  HYBRID_CHECK(half.size() == pair.size(), "{} rows, {} in halves", pair.size(), half.size());
  const auto zeros = rows_of(half, 0), ones = rows_of(half, 1);
  if (zeros.empty() || ones.empty())
    throw DataError(pair.base.source,
                    fmt::format("too few examples ({}) for two halves that tune each other", pair.size()));
  const predictions::PredictionPair first = predictions::select(pair, zeros),
                                    second = predictions::select(pair, ones);
  RoutingProblem problem = cross_fitted(make_routing_problem(second, first, options, seed, log),
                                        make_routing_problem(first, second, options, seed, log), half);
  // Recomputed on all examples, because classes and weights of the halves may differ.
  BaseVariant& variant = problem.variants.front();
  variant.tune = variant.test = outcomes_of(pair, options.utility);
  problem.examples = fingerprint(pair);
  return problem;
}

RoutingProblem make_problem(const predictions::PredictionPair& tune, const predictions::PredictionPair& test,
                            const std::vector<std::uint8_t>& half, const MethodOptions& options,
                            SeedTree seed, Logger& log) {
  RoutingProblem problem = !half.empty()     ? make_cross_fitted_problem(test, half, options, seed, log)
                           : options.certify ? make_certified_problem(tune, test, options, seed, log)
                                             : make_routing_problem(tune, test, options, seed, log);
  warn_of_own_scores(problem, log);
  return problem;
}

}  // namespace hybrid::eval
