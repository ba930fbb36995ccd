#pragma once
// Every case of n examples: scores in {0, 1, 2}, and each example's base and cloud right or wrong. That is
// 12^n.

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "routing/route.h"

namespace hybrid::test {

/// All digit strings of length n, first to last: visit(digits).
template <class Visit>
void for_each_number(std::size_t n, int base, Visit&& visit) {
  std::vector<int> digits(n, 0);
  for (;;) {
    visit(digits);
    std::size_t i = 0;
    while (i < n && ++digits[i] == base) digits[i++] = 0;
    if (i == n) return;
  }
}

template <class Visit>
void for_each_scores(std::size_t n, Visit&& visit) {
  for_each_number(n, 3, [&](const std::vector<int>& digits) {
    visit(routing::RoutingScores(digits.begin(), digits.end()));
  });
}

template <class Visit>
void for_each_outcomes(std::size_t n, Visit&& visit) {
  for_each_number(n, 4, [&](const std::vector<int>& digits) {
    routing::Outcomes outcomes;
    for (const int d : digits) {
      outcomes.base_value.push_back(d % 2 == 1);
      outcomes.cloud_value.push_back(d / 2 == 1);
    }
    visit(outcomes);
  });
}

/// The same with each answer worth 0, 0.5 or 2: 9^n.
template <class Visit>
void for_each_worth(std::size_t n, Visit&& visit) {
  constexpr double kWorth[] = {0, 0.5, 2};
  for_each_number(n, 9, [&](const std::vector<int>& digits) {
    routing::Outcomes outcomes;
    for (const int d : digits) {
      outcomes.base_value.push_back(kWorth[d % 3]);
      outcomes.cloud_value.push_back(kWorth[d / 3]);
    }
    visit(outcomes);
  });
}

/// visit(scores, outcomes) for n = 1, ..., largest_n.
template <class Visit>
void for_each_case(std::size_t largest_n, Visit&& visit) {
  for (std::size_t n = 1; n <= largest_n; ++n)
    for_each_scores(n, [&](const routing::RoutingScores& scores) {
      for_each_outcomes(n, [&](const routing::Outcomes& outcomes) { visit(scores, outcomes); });
    });
}

/// Shares from 0 to 1 in steps of 1/(2n): every whole count and the middles between.
inline std::vector<double> share_grid(std::size_t n) {
  std::vector<double> grid;
  for (std::size_t i = 0; i <= 2 * n; ++i)
    grid.push_back(static_cast<double>(i) / static_cast<double>(2 * n));
  return grid;
}

/// Stops the test with the case, unless `holds`. A REQUIRE per case would take longer than the cases.
inline void require_for(bool holds, const routing::RoutingScores& scores, const routing::Outcomes& outcomes,
                        double share) {
  if (holds) return;
  std::string text = "share " + std::to_string(share) + "; score, base, cloud:";
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    text += " (" + (scores.empty() ? "" : std::to_string(scores[i])) + ", " +
            std::to_string(outcomes.base_value[i]) + ", " + std::to_string(outcomes.cloud_value[i]) + ")";
  FAIL(text);
}

}  // namespace hybrid::test
