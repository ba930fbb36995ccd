#include "training/data_parts.h"

#include <algorithm>

#include "core/error.h"
#include "eval/split.h"

namespace hybrid::training {

namespace {

template <class T>
std::vector<T> pick(const std::vector<T>& items, const std::vector<std::size_t>& rows) {
  std::vector<T> picked;
  picked.reserve(rows.size());
  for (const auto row : rows) picked.push_back(items[row]);
  return picked;
}

/// Converts rows of the whole data set to rows of the remaining images, both ascending.
void leave_out(std::span<const image_index::SkippedImage> skipped, std::vector<std::size_t>& rows) {
  std::erase_if(rows, [&](std::size_t row) {
    return std::ranges::binary_search(skipped, row, {}, &image_index::SkippedImage::row);
  });
  for (auto& row : rows)
    row -= static_cast<std::size_t>(
        std::ranges::lower_bound(skipped, row, {}, &image_index::SkippedImage::row) - skipped.begin());
}

}  // namespace

std::vector<std::int32_t> labels_of(const images::ImageSource& images) {
  std::vector<std::int32_t> labels;
  labels.reserve(images.size());
  for (std::size_t i = 0; i < images.size(); ++i) labels.push_back(images.label(i));
  return labels;
}

DataParts split_training_images(const images::ImageSource& images, const config::DataConfig& config,
                                SeedTree seed, std::span<const image_index::SkippedImage> skipped) {
  std::vector<std::int32_t> labels = labels_of(images);  // of the whole data set
  for (const auto& image : skipped)
    labels.insert(labels.begin() + static_cast<std::ptrdiff_t>(image.row), image.label);
  const bool wants_tune = config.tune_on == config::TuneOn::train;
  const double tune_fraction = wants_tune ? config.tune_fraction : 0.0;
  const eval::Split tune = eval::stratified_split(labels, tune_fraction, seed.at("tune"));
  // The oracle's share refers to all images, so convert it to a share of the remaining ones.
  const double left = 1 - tune_fraction;
  const eval::Split oracle =
      eval::stratified_split(pick(labels, tune.second), config.oracle_fraction / left, seed.at("oracle"));
  DataParts parts{.train = pick(tune.second, oracle.second),
                  .oracle = pick(tune.second, oracle.first),
                  .tune = tune.first};
  for (auto* part : {&parts.train, &parts.oracle, &parts.tune}) leave_out(skipped, *part);
  const bool wants_oracle = config.oracle_fraction > 0;
  if (parts.train.empty() || (wants_tune && parts.tune.empty()) || (wants_oracle && parts.oracle.empty()))
    throw DataError(images.name(),
                    fmt::format("{} images are too few to share out: {} to train, {} for the oracle, {} "
                                "for thresholds; raise data.train_limit or the fractions",
                                images.size(), parts.train.size(), parts.oracle.size(), parts.tune.size()));
  return parts;
}

}  // namespace hybrid::training
