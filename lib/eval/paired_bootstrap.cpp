#include "eval/paired_bootstrap.h"

#include <algorithm>
#include <numeric>

#include "core/error.h"
#include "core/interrupt.h"

namespace hybrid {

void BootstrapAccuracies::add(double weight, const BootstrapAccuracies& other) {
  HYBRID_CHECK(values_.size() == other.values_.size(), "{} values and {}", values_.size(),
               other.values_.size());
  for (std::size_t i = 0; i < values_.size(); ++i) values_[i] += weight * other.values_[i];
}

std::vector<double> BootstrapAccuracies::differences(std::size_t method, std::size_t against,
                                                     std::size_t coverage) const {
  std::vector<double> result(resamples_);
  for (std::size_t r = 0; r < resamples_; ++r) {
    const double* row = values_.data() + r * methods_ * coverages_;
    result[r] = row[method * coverages_ + coverage] - row[against * coverages_ + coverage];
  }
  return result;
}

namespace {

/// How often each of the examples is in the resample of that number.
void draw(SeedTree seed, std::size_t resample, std::vector<std::uint16_t>& counts) {
  Rng rng = seed.at("bootstrap", resample).rng();
  std::ranges::fill(counts, std::uint16_t{0});
  for (std::size_t i = 0; i < counts.size(); ++i) ++counts[rng.below(counts.size())];
}

/// A method's examples from the highest score down.
struct Ranked {
  struct Entry {
    std::uint32_t example;
    bool last_of_group;  ///< the next score differs
    double gain;         ///< what the cloud's answer is worth more than the base's
  };
  std::vector<Entry> entries;
  const std::vector<double>* base_value = nullptr;
};

Ranked rank(const ScoredOutcomes& method) {
  const auto& outcomes = *method.outcomes;
  const std::size_t n = method.scores.size();
  HYBRID_CHECK(outcomes.size() == n, "{} scores, {} outcomes", n, outcomes.size());
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, [&](auto a, auto b) { return method.scores[a] > method.scores[b]; });
  Ranked ranked{.base_value = &outcomes.base_value};
  ranked.entries.reserve(n);
  for (std::size_t i = 0; i < n; ++i) {
    const auto example = order[i];
    const bool last = i + 1 == n || method.scores[order[i + 1]] != method.scores[example];
    ranked.entries.push_back({example, last, outcomes.cloud_value[example] - outcomes.base_value[example]});
  }
  return ranked;
}

/// Matched accuracy of one resample at every sent share, given in ascending order.
void walk(const Ranked& ranked, std::span<const std::uint16_t> counts, std::span<const double> ascending_sent,
          std::span<double> accuracies) {
  const auto n = static_cast<double>(counts.size());
  double base = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) base += counts[i] * (*ranked.base_value)[i];
  std::int64_t sent = 0, group_sent = 0;
  double gain = 0, group_gain = 0;
  std::size_t next = 0;
  for (const auto& entry : ranked.entries) {
    const auto count = static_cast<std::int64_t>(counts[entry.example]);
    group_sent += count;
    group_gain += static_cast<double>(count) * entry.gain;
    if (!entry.last_of_group) continue;
    // Within a group the gain grows linearly with the share of it that is sent.
    while (next < ascending_sent.size() &&
           ascending_sent[next] * n <= static_cast<double>(sent + group_sent)) {
      const double part = ascending_sent[next] * n - static_cast<double>(sent);
      const double extra = group_sent > 0 ? part * group_gain / static_cast<double>(group_sent) : 0.0;
      accuracies[next++] = (base + gain + extra) / n;
    }
    if (next == ascending_sent.size()) return;
    sent += group_sent;
    gain += group_gain;
    group_sent = 0, group_gain = 0;
  }
  for (; next < ascending_sent.size(); ++next) accuracies[next] = (base + gain) / n;
}

}  // namespace

BootstrapAccuracies paired_bootstrap(std::span<const ScoredOutcomes> methods,
                                     std::span<const double> coverages, std::size_t resamples,
                                     SeedTree seed) {
  BootstrapAccuracies result(resamples, methods.size(), coverages.size());
  if (methods.empty() || coverages.empty()) return result;
  const std::size_t n = methods.front().scores.size();
  std::vector<Ranked> ranked;
  for (const auto& method : methods) {
    HYBRID_CHECK(method.scores.size() == n, "{} scores, others have {}", method.scores.size(), n);
    ranked.push_back(rank(method));
  }
  std::vector<std::size_t> by_sent(coverages.size());
  std::iota(by_sent.begin(), by_sent.end(), std::size_t{0});
  std::ranges::sort(by_sent, [&](auto a, auto b) { return coverages[a] > coverages[b]; });
  std::vector<double> ascending_sent;
  for (const auto c : by_sent) ascending_sent.push_back(1 - coverages[c]);

  std::vector<std::uint16_t> counts(n);
  std::vector<double> accuracies(coverages.size());
  for (std::size_t r = 0; r < resamples; ++r) {
    throw_if_interrupted("the evaluation starts again when the command is repeated");
    draw(seed, r, counts);
    for (std::size_t m = 0; m < ranked.size(); ++m) {
      walk(ranked[m], counts, ascending_sent, accuracies);
      for (std::size_t c = 0; c < by_sent.size(); ++c) result.at(r, m, by_sent[c]) = accuracies[c];
    }
  }
  return result;
}

std::vector<Interval> bootstrap_means(std::span<const std::vector<double>> values, std::size_t resamples,
                                      SeedTree seed) {
  if (values.empty()) return {};
  const std::size_t n = values.front().size();
  for (const auto& v : values) HYBRID_CHECK(n > 0 && v.size() == n, "{} values, others have {}", v.size(), n);
  std::vector<std::uint16_t> counts(n);
  std::vector<std::vector<double>> means(values.size(), std::vector<double>(resamples));
  for (std::size_t r = 0; r < resamples; ++r) {
    draw(seed, r, counts);
    for (std::size_t v = 0; v < values.size(); ++v)
      means[v][r] =
          std::inner_product(counts.begin(), counts.end(), values[v].begin(), 0.0) / static_cast<double>(n);
  }
  std::vector<Interval> intervals;
  for (auto& m : means) intervals.push_back(central_95(std::move(m)));
  return intervals;
}

}  // namespace hybrid
