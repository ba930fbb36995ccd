#include "eval/decision_costs.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "core/seed.h"

using namespace hybrid;
using namespace hybrid::eval;

namespace {

/// 200 ms for all, 2000 ms on top if sent.
MethodCosts lumps() {
  return {.mean = {.profile = "lumps", .items = {{"lump", cost::Resource::latency, 200, 2000, "paper"}}}};
}

MethodCosts single() {
  MethodCosts costs = lumps();
  costs.test[cost::Resource::latency] = {.per_input = {100, 200, 300, 400},
                                         .per_offload = {1000, 2000, 3000, 4000}};
  return costs;
}

Decisions share(double sent, std::size_t n) {
  return {.sent = std::vector<double>(n, sent), .coverage = 1 - sent};
}

}  // namespace

TEST_CASE("lumps are a mixture of two latencies, whatever their mean", "[eval]") {
  Decisions decisions{.sent = std::vector<double>(10, 0.0), .coverage = 0.8};
  decisions.sent[3] = decisions.sent[7] = 1;
  REQUIRE(mean_cost(lumps(), cost::Resource::latency, decisions) == Approx(600));
  const LatencyTail tail = *latency_tail(lumps(), decisions, 600.0);
  REQUIRE((tail.p50_ms == 200 && tail.p95_ms == 2200 && tail.p99_ms == 2200));
  REQUIRE(tail.deadline_misses == Approx(0.2));
}

TEST_CASE("a quantile is the smallest latency that its share does not exceed", "[eval]") {
  REQUIRE(latency_tail(lumps(), share(0.05, 100), {})->p95_ms == 200);
  REQUIRE(latency_tail(lumps(), share(0.051, 100), {})->p95_ms == 2200);
  REQUIRE(latency_tail(lumps(), share(0.5, 3), {})->p50_ms == 200);
  REQUIRE(latency_tail(lumps(), share(0.01, 7), {})->p99_ms == 200);
}

TEST_CASE("an input that takes just as long as the deadline meets it", "[eval]") {
  REQUIRE(latency_tail(lumps(), share(0.25, 4), 2200.0)->deadline_misses == 0);
  REQUIRE(latency_tail(lumps(), share(0.25, 4), 2199.0)->deadline_misses == Approx(0.25));
  REQUIRE_FALSE(latency_tail(lumps(), share(0.25, 4), {})->deadline_misses);
}

TEST_CASE("inputs with costs of their own pay for the decisions made on them", "[eval]") {
  const Decisions cheap{.sent = {1, 0, 0, 0}, .coverage = 0.75};
  const Decisions dear{.sent = {0, 0, 0, 1}, .coverage = 0.75};
  REQUIRE(mean_cost(single(), cost::Resource::latency, cheap) == Approx(500));
  REQUIRE(mean_cost(single(), cost::Resource::latency, dear) == Approx(1250));
  REQUIRE(latency_tail(single(), cheap, 1000.0)->p50_ms == 300);
  REQUIRE(latency_tail(single(), dear, 1000.0)->p99_ms == 4400);
  REQUIRE(latency_tail(single(), dear, 1000.0)->deadline_misses == 0.25);
}

TEST_CASE("a random share spreads every input over both its latencies", "[eval]") {
  // Each input weighs 0.75 kept and 0.25 sent: kept ones fill the first three quarters of all.
  const LatencyTail tail = *latency_tail(single(), share(0.25, 4), 1100.0);
  REQUIRE(tail.p50_ms == 300);
  REQUIRE(tail.p95_ms == 4400);
  REQUIRE(tail.deadline_misses == Approx(3 * 0.25 / 4));
}

TEST_CASE("what goes to the cloud unseen does not pay for the device", "[eval]") {
  Decisions all = share(1, 4);
  all.device_runs = false;
  REQUIRE(mean_cost(lumps(), cost::Resource::latency, all) == 2000.0);
  REQUIRE(mean_cost(single(), cost::Resource::latency, all) == 2500.0);
  REQUIRE(latency_tail(single(), all, {})->p50_ms == 2000);
  REQUIRE(latency_tail(lumps(), all, {})->p50_ms == 2000);
}

TEST_CASE("without a price there is neither a mean nor a tail", "[eval]") {
  REQUIRE_FALSE(mean_cost({}, cost::Resource::latency, share(0.5, 4)));
  REQUIRE_FALSE(latency_tail({}, share(0.5, 4), 100.0));
}

TEST_CASE("quantiles of decisions are order statistics of their latencies", "[eval]") {
  Rng rng = SeedTree(1).at("tail").rng();
  for (const std::size_t n : {1UL, 19UL, 20UL, 100UL, 101UL}) {
    MethodCosts costs = lumps();
    cost::InputCost& latency = costs.test[cost::Resource::latency];
    Decisions decisions;
    std::vector<double> taken;
    for (std::size_t i = 0; i < n; ++i) {
      latency.per_input.push_back(static_cast<double>(rng.below(30)));
      latency.per_offload.push_back(static_cast<double>(rng.below(300)));
      decisions.sent.push_back(rng.below(2) == 1 ? 1 : 0);
      taken.push_back(latency.per_input[i] + decisions.sent[i] * latency.per_offload[i]);
    }
    std::ranges::sort(taken);
    // The ceil(q n)-th smallest, in whole numbers.
    const auto order_statistic = [&](std::size_t per_cent) { return taken[(per_cent * n + 99) / 100 - 1]; };
    const LatencyTail tail = *latency_tail(costs, decisions, {});
    REQUIRE(tail.p50_ms == order_statistic(50));
    REQUIRE(tail.p95_ms == order_statistic(95));
    REQUIRE(tail.p99_ms == order_statistic(99));
  }
}
