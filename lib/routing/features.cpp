#include "routing/features.h"

#include <algorithm>

#include "core/error.h"

namespace hybrid::routing {

FeatureLayout layout_of(config::RouterFeatures features, config::PairFeatures pairs,
                        const predictions::PredictionSet& base) {
  HYBRID_CHECK(base.has_outputs(), "{} has no outputs", base.source);
  return {.features = features,
          .pairs = pairs,
          .top_k = static_cast<std::size_t>(base.top_k),
          .classes = config::has_class(features) ? static_cast<std::size_t>(base.classes) : 0};
}

std::size_t full_size(const FeatureLayout& layout) {
  const std::size_t k = layout.top_k;
  return config::has_pairs(layout.features) ? 1 + k * k + layout.classes : compact_size(layout);
}

std::size_t compact_size(const FeatureLayout& layout) {
  switch (layout.features) {
    case config::RouterFeatures::entropy:
      return 1;
    case config::RouterFeatures::top10:
      return layout.top_k;
    case config::RouterFeatures::entropy_pairs:
    case config::RouterFeatures::entropy_pairs_class:
      return 1 + layout.top_k + layout.classes;
  }
  HYBRID_CHECK(false, "router features {}", static_cast<int>(layout.features));
}

bool folds(const FeatureLayout& layout) {
  return config::has_pairs(layout.features) && layout.pairs == config::PairFeatures::difference;
}

CompactFeatures compact_features(const predictions::PredictionSet& base, config::RouterFeatures features,
                                 config::PairFeatures pairs) {
  const FeatureLayout layout = layout_of(features, pairs, base);
  const std::size_t k = layout.top_k;
  Matrix values(base.size(), compact_size(layout));
  for (std::size_t i = 0; i < values.rows; ++i) {
    auto at = values.row(i).begin();
    if (features != config::RouterFeatures::top10) *at++ = base.entropy[i];
    if (features != config::RouterFeatures::entropy)
      at = std::copy_n(base.top.begin() + static_cast<std::ptrdiff_t>(i * k), k, at);
    if (config::has_class(features)) at[base.predicted[i]] = 1;
  }
  return {layout, std::move(values)};
}

Matrix full_features(const CompactFeatures& compact) {
  const FeatureLayout& layout = compact.layout;
  if (!config::has_pairs(layout.features)) return compact.values;
  const std::size_t k = layout.top_k;
  const bool difference = layout.pairs == config::PairFeatures::difference;
  Matrix full(compact.values.rows, full_size(layout));
  for (std::size_t r = 0; r < full.rows; ++r) {
    const auto u = compact.values.row(r);
    const auto x = full.row(r);
    x[0] = u[0];
    for (std::size_t i = 0; i < k; ++i)
      for (std::size_t j = 0; j < k; ++j)
        x[1 + i * k + j] = difference ? u[1 + i] - u[1 + j] : u[1 + i] * u[1 + j];
    std::ranges::copy(u.subspan(1 + k), x.begin() + static_cast<std::ptrdiff_t>(1 + k * k));
  }
  return full;
}

Matrix expansion(const FeatureLayout& layout) {
  HYBRID_CHECK(folds(layout), "these features are no linear image of fewer numbers");
  const std::size_t k = layout.top_k;
  Matrix l(full_size(layout), compact_size(layout));
  l(0, 0) = 1;
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < k; ++j) {
      l(1 + i * k + j, 1 + i) += 1;
      l(1 + i * k + j, 1 + j) -= 1;
    }
  for (std::size_t c = 0; c < layout.classes; ++c) l(1 + k * k + c, 1 + k + c) = 1;
  return l;
}

}  // namespace hybrid::routing
