#pragma once
// Reviews in the layout of IMDb's data set: a folder per split with a folder per class and a text file per
// review. They are only counted and checked; there are no networks for text.

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace hybrid::datasets {

struct ReviewCount {
  std::string folder;  ///< "train/neg"
  std::size_t reviews = 0;
  std::vector<std::string> broken;  ///< files that are empty or not UTF-8, with the reason
};

/// Returns whether the folder has train/pos or test/pos.
bool holds_reviews(const std::filesystem::path& root);

/// Counts the reviews in the existing folders of train and test, neg and pos.
/// @throws DataError if one has no reviews
std::vector<ReviewCount> count_reviews(const std::filesystem::path& root);

}  // namespace hybrid::datasets
