#include "predictions/prediction_pair.h"

#include <algorithm>

#include "core/error.h"

namespace hybrid::predictions {

namespace {

/// Returns whether both hold the same ids, in any order.
bool is_permutation(std::vector<std::string> a, std::vector<std::string> b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  return a == b;
}

template <class T>
void check_equal(const PredictionSet& base, const PredictionSet& cloud, const char* what,
                 const std::vector<T>& in_base, const std::vector<T>& in_cloud,
                 const std::string& next_step) {
  const auto [b, c] = std::mismatch(in_base.begin(), in_base.end(), in_cloud.begin());
  if (b == in_base.end()) return;
  throw DataError(cloud.source, fmt::format("row {} has {} '{}', {} has '{}'{}", b - in_base.begin(), what,
                                            *c, base.source, *b, next_step));
}

}  // namespace

PredictionPair pair_predictions(PredictionSet base, PredictionSet cloud) {
  if (base.size() != cloud.size())
    throw DataError(cloud.source,
                    fmt::format("{} rows, {} has {}; both models must predict the same examples",
                                cloud.size(), base.source, base.size()));
  if (!base.ids.empty() && !cloud.ids.empty() && base.ids != cloud.ids)
    check_equal(base, cloud, "id", base.ids, cloud.ids,
                is_permutation(base.ids, cloud.ids)
                    ? "; the ids are the same in another order: sort both by id"
                    : "");
  check_equal(base, cloud, "label", base.labels, cloud.labels, "; are the rows in the same order?");
  if (!base.weight.empty() && !cloud.weight.empty())
    check_equal(base, cloud, "weight", base.weight, cloud.weight, "; leave it out of one of them");
  return {std::move(base), std::move(cloud)};
}

PredictionPair select(const PredictionPair& pair, std::span<const std::size_t> rows) {
  return {select(pair.base, rows), select(pair.cloud, rows)};
}

}  // namespace hybrid::predictions
