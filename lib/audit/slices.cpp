#include "audit/slices.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "core/error.h"
#include "stats/distributions.h"
#include "stats/two_samples.h"

namespace hybrid::audit {

namespace {

Slicing by_class(const char* kind, std::span<const std::int32_t> classes,
                 std::span<const std::string> class_names) {
  Slicing slicing{.kind = kind};
  std::map<std::int32_t, std::int32_t> place;
  for (const auto c : classes) place.emplace(c, 0);
  for (auto& [c, index] : place) {
    index = static_cast<std::int32_t>(slicing.names.size());
    const auto at = static_cast<std::size_t>(c);
    slicing.names.push_back(at < class_names.size() ? class_names[at] : std::to_string(c));
  }
  for (const auto c : classes) slicing.slice.push_back(place.at(c));
  return slicing;
}

/// Returns fifths by rank; equal confidences are in the same fifth.
Slicing by_confidence(std::span<const double> confidence) {
  constexpr std::size_t kParts = 5;
  const std::size_t n = confidence.size();
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return confidence[i]; });
  Slicing slicing{.kind = "confidence", .slice = std::vector<std::int32_t>(n)};
  for (std::size_t first = 0; first < n;) {
    // All that begin in the same fifth, and all that equal the last of them.
    const std::size_t part = first * kParts / n;
    std::size_t end = first;
    while (end < n && (end * kParts / n == part || confidence[order[end]] == confidence[order[end - 1]]))
      ++end;
    for (std::size_t i = first; i < end; ++i)
      slicing.slice[order[i]] = static_cast<std::int32_t>(slicing.names.size());
    slicing.names.push_back(
        fmt::format("{:.3g} to {:.3g}", confidence[order[first]], confidence[order[end - 1]]));
    first = end;
  }
  return slicing;
}

double gains_minus_harms(const VerdictCounts& verdicts) {
  return static_cast<double>(verdicts[Verdict::sent_helped]) -
         static_cast<double>(verdicts[Verdict::harmful_send]);
}

double lost_by_missing(const SliceResult& result) {
  return *result.excess_missed * static_cast<double>(result.n());
}

template <class Wanted, class Loss>
std::vector<const SliceResult*> sorted(const std::vector<SliceResult>& results, Wanted wanted, Loss loss) {
  std::vector<const SliceResult*> chosen;
  for (const auto& result : results)
    if (wanted(result)) chosen.push_back(&result);
  std::ranges::stable_sort(chosen, std::ranges::greater{}, [&](const auto* result) { return loss(*result); });
  return chosen;
}

}  // namespace

std::vector<Slicing> default_slicings(const predictions::PredictionSet& base,
                                      std::span<const std::string> class_names) {
  std::vector<Slicing> slicings{by_class("class", base.labels, class_names),
                                by_class("base answer", base.predicted, class_names)};
  if (!base.confidence.empty()) slicings.push_back(by_confidence(base.confidence));
  return slicings;
}

std::vector<const SliceResult*> SliceAudit::by_harm() const {
  return sorted(
      results, [](const SliceResult& r) { return r.net < 0; },
      [](const SliceResult& r) { return -gains_minus_harms(r.verdicts); });
}

std::vector<const SliceResult*> SliceAudit::by_missed_help() const {
  return sorted(
      results, [](const SliceResult& r) { return r.excess_missed && *r.excess_missed > 0; }, lost_by_missing);
}

SliceAudit audit_slices(std::span<const Slicing> slicings, std::span<const Decision> decisions) {
  SliceAudit audit;
  const VerdictCounts all = count(decisions);
  for (const auto& slicing : slicings) {
    HYBRID_CHECK(slicing.slice.size() == decisions.size(), "{} examples in slices, {} decisions",
                 slicing.slice.size(), decisions.size());
    std::vector<VerdictCounts> counts(slicing.names.size());
    for (std::size_t i = 0; i < decisions.size(); ++i)
      if (slicing.slice[i] >= 0)
        counts.at(static_cast<std::size_t>(slicing.slice[i])).add(decisions[i].verdict);
    for (std::size_t s = 0; s < counts.size(); ++s)
      if (counts[s].total() > 0)
        audit.results.push_back({.kind = slicing.kind, .name = slicing.names[s], .verdicts = counts[s]});
  }
  const auto differing = [](const VerdictCounts& v) {
    return v[Verdict::sent_helped] + v[Verdict::harmful_send];
  };
  for (const auto& result : audit.results)
    audit.questions += (differing(result.verdicts) > 0 ? 1U : 0U) + (result.n() < all.total() ? 1U : 0U);
  if (audit.questions == 0) return audit;
  const double z = stats::normal_quantile(1 - 0.05 / 2 / static_cast<double>(audit.questions));

  for (auto& result : audit.results) {
    const auto n = static_cast<double>(result.n());
    result.net = gains_minus_harms(result.verdicts) / n;
    if (const auto d = static_cast<double>(differing(result.verdicts)); d > 0) {
      const stats::Interval gains =
          stats::wilson(static_cast<double>(result.verdicts[Verdict::sent_helped]), d, z);
      result.net_interval = {(2 * gains.low - 1) * d / n, (2 * gains.high - 1) * d / n};
    }
    const auto rest = static_cast<double>(all.total()) - n;
    if (rest <= 0) continue;
    const auto missed = static_cast<double>(result.verdicts[Verdict::missed_help]);
    const stats::Proportion here{missed, n};
    const stats::Proportion elsewhere{static_cast<double>(all[Verdict::missed_help]) - missed, rest};
    result.excess_missed = here.share() - elsewhere.share();
    result.excess_interval = stats::share_difference_interval(here, elsewhere, z);
  }
  return audit;
}

}  // namespace hybrid::audit
