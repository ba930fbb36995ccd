#include "eval/decision_sums.h"

#include <algorithm>

#include "core/error.h"

namespace hybrid::eval {

namespace {

/// All sums except n, which is the same in a mixture.
constexpr double DecisionSums::*kSums[] = {
    &DecisionSums::kept,        &DecisionSums::sent,          &DecisionSums::kept_value,
    &DecisionSums::sent_value,  &DecisionSums::squared_value, &DecisionSums::agreeing,
    &DecisionSums::missed_help, &DecisionSums::useless_send,  &DecisionSums::harmful_send};

void add_kept(double base, double cloud, DecisionSums& sums) {
  sums.kept += 1;
  sums.kept_value += base;
  sums.squared_value += base * base;
  sums.agreeing += cloud > base ? 0 : 1;
  sums.missed_help += std::max(0.0, cloud - base);
}

void add_sent(double base, double cloud, DecisionSums& sums) {
  sums.sent += 1;
  sums.sent_value += cloud;
  sums.squared_value += cloud * cloud;
  sums.agreeing += cloud > base ? 1 : 0;
  sums.useless_send += cloud == base ? 1 : 0;
  sums.harmful_send += std::max(0.0, base - cloud);
}

}  // namespace

DecisionSums& DecisionSums::operator+=(const DecisionSums& other) {
  n += other.n;
  for (const auto sum : kSums) this->*sum += other.*sum;
  zero_one = zero_one && other.zero_one;
  return *this;
}

DecisionSums decision_sums(std::span<const double> scores, double threshold,
                           const routing::Outcomes& outcomes) {
  HYBRID_CHECK(scores.size() == outcomes.size(), "{} scores, {} outcomes", scores.size(), outcomes.size());
  DecisionSums sums{.n = static_cast<double>(scores.size()), .zero_one = routing::is_zero_one(outcomes)};
  for (std::size_t i = 0; i < scores.size(); ++i)
    (scores[i] > threshold ? add_sent : add_kept)(outcomes.base_value[i], outcomes.cloud_value[i], sums);
  return sums;
}

DecisionSums mixed(const DecisionSums& first, const DecisionSums& second, double share) {
  HYBRID_CHECK(first.n == second.n && share >= 0 && share <= 1, "{} and {} examples, share {}", first.n,
               second.n, share);
  DecisionSums mixture{.n = first.n, .zero_one = first.zero_one && second.zero_one};
  for (const auto sum : kSums) mixture.*sum = (1 - share) * (first.*sum) + share * (second.*sum);
  return mixture;
}

stats::Interval accuracy_interval(const DecisionSums& sums) {
  // Expected counts may exceed n by rounding.
  if (sums.zero_one) return stats::wilson(std::min(sums.value(), sums.n), sums.n);
  return stats::normal_mean_interval(sums.value(), sums.squared_value, sums.n);
}

}  // namespace hybrid::eval
