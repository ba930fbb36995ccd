#include "training/data_parts.h"

#include "core/error.h"
#include "eval/split.h"

namespace hybrid {

namespace {

template <class T>
std::vector<T> pick(const std::vector<T>& items, const std::vector<std::size_t>& rows) {
  std::vector<T> picked;
  picked.reserve(rows.size());
  for (const auto row : rows) picked.push_back(items[row]);
  return picked;
}

}  // namespace

DataParts share_out(const ImageDataset& images, const DataConfig& config, SeedTree seed) {
  const bool wants_tune = config.tune_on == TuneOn::train;
  const double tune_fraction = wants_tune ? config.tune_fraction : 0.0;
  const Split tune = stratified_split(images.labels, tune_fraction, seed.at("tune"));
  // The oracle's share is of all images; what is left is split once more.
  const double left = 1 - tune_fraction;
  const Split oracle =
      stratified_split(pick(images.labels, tune.second), config.oracle_fraction / left, seed.at("oracle"));
  DataParts parts{.train = pick(tune.second, oracle.second),
                  .oracle = pick(tune.second, oracle.first),
                  .tune = tune.first};
  const bool wants_oracle = config.oracle_fraction > 0;
  if (parts.train.empty() || (wants_tune && parts.tune.empty()) || (wants_oracle && parts.oracle.empty()))
    throw DataError(images.name,
                    fmt::format("{} images are too few to share out: {} to train, {} for the oracle, {} "
                                "for thresholds; raise data.train_limit or the fractions",
                                images.size(), parts.train.size(), parts.oracle.size(), parts.tune.size()));
  return parts;
}

}  // namespace hybrid
