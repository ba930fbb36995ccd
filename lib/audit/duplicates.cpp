#include "audit/duplicates.h"

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace hybrid::audit {

namespace {

const std::vector<std::string>& ids_of(const predictions::PredictionPair& pair) {
  return pair.base.ids.empty() ? pair.cloud.ids : pair.base.ids;
}

bool has_outputs(const predictions::PredictionPair& pair) {
  return pair.base.has_outputs() && pair.cloud.has_outputs();
}

/// Returns a 64-bit hash of one model's outputs for one example. Collisions in both models at once are
/// negligible.
std::size_t fingerprint_of(const predictions::PredictionSet& set, std::size_t row) {
  const auto k = static_cast<std::size_t>(set.top_k);
  std::string bytes(reinterpret_cast<const char*>(set.top.data() + row * k), k * sizeof(double));
  bytes.append(reinterpret_cast<const char*>(&set.entropy[row]), sizeof(double));
  bytes.append(reinterpret_cast<const char*>(&set.predicted[row]), sizeof(std::int32_t));
  return std::hash<std::string_view>()(bytes);
}

struct Fingerprints {
  std::size_t base = 0, cloud = 0;
  std::int32_t label = 0;
  bool saturated = false;
};

std::vector<Fingerprints> fingerprints_of(const predictions::PredictionPair& pair) {
  std::vector<Fingerprints> rows(pair.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows[i] = {.base = fingerprint_of(pair.base, i),
               .cloud = fingerprint_of(pair.cloud, i),
               .label = pair.base.labels[i],
               .saturated = pair.base.entropy[i] == 0 || pair.cloud.entropy[i] == 0};
  return rows;
}

/// Returns the fingerprints of one model that occur with different labels or different predictions of the
/// other model.
std::unordered_set<std::size_t> ambiguous(const std::vector<Fingerprints>& tune,
                                          const std::vector<Fingerprints>& test,
                                          std::size_t Fingerprints::*own, std::size_t Fingerprints::*other) {
  std::unordered_map<std::size_t, const Fingerprints*> first;
  std::unordered_set<std::size_t> found;
  first.reserve(tune.size() + test.size());
  for (const auto* part : {&tune, &test})
    for (const auto& row : *part) {
      const auto [seen, is_new] = first.emplace(row.*own, &row);
      if (!is_new && (seen->second->label != row.label || seen->second->*other != row.*other))
        found.insert(row.*own);
    }
  return found;
}

void find_by_id(const predictions::PredictionPair& tune, const predictions::PredictionPair& test,
                Duplicates& found) {
  std::unordered_map<std::string_view, std::size_t> tune_rows;
  for (std::size_t i = 0; i < tune.size(); ++i) tune_rows.emplace(ids_of(tune)[i], i);
  for (std::size_t i = 0; i < test.size(); ++i)
    if (const auto same = tune_rows.find(ids_of(test)[i]); same != tune_rows.end()) {
      const bool same_label = tune.base.labels[same->second] == test.base.labels[i];
      (same_label ? found.same_id : found.reused_id).push_back({same->second, i});
    }
}

void find_by_outputs(const predictions::PredictionPair& tune, const predictions::PredictionPair& test,
                     Duplicates& found) {
  const auto tune_rows = fingerprints_of(tune), test_rows = fingerprints_of(test);
  const auto ambiguous_base = ambiguous(tune_rows, test_rows, &Fingerprints::base, &Fingerprints::cloud);
  const auto ambiguous_cloud = ambiguous(tune_rows, test_rows, &Fingerprints::cloud, &Fingerprints::base);
  std::unordered_map<std::size_t, std::size_t> by_base;
  for (std::size_t i = 0; i < tune_rows.size(); ++i) by_base.emplace(tune_rows[i].base, i);
  std::unordered_set<std::size_t> known;
  for (const auto& duplicate : found.same_id) known.insert(duplicate.test_row);
  for (std::size_t i = 0; i < test_rows.size(); ++i) {
    const auto& row = test_rows[i];
    if (row.saturated || known.contains(i) || ambiguous_base.contains(row.base) ||
        ambiguous_cloud.contains(row.cloud))
      continue;
    if (const auto same = by_base.find(row.base); same != by_base.end())
      found.same_outputs.push_back({same->second, i});
  }
}

}  // namespace

Duplicates find_duplicates(const predictions::PredictionPair& tune, const predictions::PredictionPair& test) {
  Duplicates found{.ids_known = !ids_of(tune).empty() && !ids_of(test).empty(),
                   .outputs_known = has_outputs(tune) && has_outputs(test)};
  if (found.ids_known) find_by_id(tune, test, found);
  if (found.outputs_known) find_by_outputs(tune, test, found);
  return found;
}

}  // namespace hybrid::audit
