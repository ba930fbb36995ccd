#pragma once
// Reviews as IMDb's data set has them: a folder per split, in it a folder per class with a text file per
// review. They are counted and checked; networks that read text are not built.

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace hybrid {

struct ReviewCount {
  std::string folder;  ///< "train/neg"
  std::size_t reviews = 0;
  std::vector<std::string> broken;  ///< files that are empty or not UTF-8, with the reason
};

/// Whether the folder has train/pos or test/pos.
bool holds_reviews(const std::filesystem::path& root);

/// Of train and test, neg and pos, where they are there. @throws DataError if one has no reviews
std::vector<ReviewCount> count_reviews(const std::filesystem::path& root);

}  // namespace hybrid
