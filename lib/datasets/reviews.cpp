#include "datasets/reviews.h"

#include <algorithm>

#include "core/error.h"
#include "core/files.h"
#include "core/unicode.h"

namespace hybrid::datasets {

namespace fs = std::filesystem;

namespace {

ReviewCount count_in(const fs::path& root, const std::string& folder) {
  ReviewCount count{.folder = folder};
  for (const auto& entry : fs::directory_iterator(root / folder)) {
    if (!entry.is_regular_file() || entry.path().extension() != ".txt") continue;
    ++count.reviews;
    const std::string text = read_file(entry.path());
    if (text.empty())
      count.broken.push_back(entry.path().string() + ": is empty");
    else if (!decode_utf8(text))
      count.broken.push_back(entry.path().string() + ": is not UTF-8");
  }
  if (count.reviews == 0) throw DataError(root / folder, "holds no reviews (.txt)");
  std::ranges::sort(count.broken);
  return count;
}

}  // namespace

bool holds_reviews(const fs::path& root) {
  return fs::is_directory(root / "train/pos") || fs::is_directory(root / "test/pos");
}

std::vector<ReviewCount> count_reviews(const fs::path& root) {
  std::vector<ReviewCount> counts;
  for (const char* folder : {"train/neg", "train/pos", "test/neg", "test/pos"})
    if (fs::is_directory(root / folder)) counts.push_back(count_in(root, folder));
  return counts;
}

}  // namespace hybrid::datasets
