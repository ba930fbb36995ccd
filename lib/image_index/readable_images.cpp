#include "image_index/readable_images.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/json.h"
#include "core/json_number.h"
#include "core/progress.h"
#include "core/sha256.h"
#include "core/text.h"
#include "image_index/unreadable_images.h"

namespace hybrid::image_index {

namespace fs = std::filesystem;

namespace {

/// Selected rows of a source.
class ChosenImages final : public images::ImageSource {
 public:
  ChosenImages(std::unique_ptr<images::ImageSource> images, std::vector<std::size_t> rows)
      : images_(std::move(images)), rows_(std::move(rows)) {}

  std::string name() const override { return images_->name(); }
  std::size_t size() const override { return rows_.size(); }
  int classes() const override { return images_->classes(); }
  const std::vector<std::string>& class_names() const override { return images_->class_names(); }
  std::int32_t label(std::size_t i) const override { return images_->label(rows_[i]); }
  std::string id(std::size_t i) const override { return images_->id(rows_[i]); }
  std::string fingerprint() const override {
    std::string text = images_->fingerprint();
    for (const auto row : rows_) text += fmt::format(" {}", row);
    return sha256(text);
  }
  images::Image image(std::size_t i) const override { return images_->image(rows_[i]); }
  images::Image reduced_image(std::size_t i, const images::NeededSide& needed) const override {
    return images_->reduced_image(rows_[i], needed);
  }

 private:
  std::unique_ptr<images::ImageSource> images_;
  std::vector<std::size_t> rows_;
};

std::vector<UnreadableImage> find_unreadable(const images::ImageSource& images, int threads, Logger& log) {
  const auto n = static_cast<std::int64_t>(images.size());
  log.info("{}: each of {} images is read once, to find those that cannot be", images.name(),
           with_thousands(n));
  Progress progress(log, "checking images", n, "images");
  return unreadable_images(images, images::all_rows(images), threads, [&] { progress.advance(1); });
}

/// Returns the images of an earlier list that still cannot be read, because files may have been downloaded
/// again.
std::vector<UnreadableImage> still_unreadable(const images::ImageSource& images,
                                              const std::vector<UnreadableImage>& earlier, int threads) {
  std::vector<std::size_t> rows;
  for (const auto& image : earlier)
    if (image.row < images.size()) rows.push_back(image.row);
  std::ranges::sort(rows);  // the file may be anybody's
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return unreadable_images(images, rows, threads, [] {});
}

/// Stores the list for later runs; an unwritable folder only costs time.
void keep(const fs::path& file, const std::vector<UnreadableImage>& unreadable) {
  auto list = nlohmann::json::array();
  for (const auto& image : unreadable) list.push_back({{"row", image.row}, {"reason", image.reason}});
  try {
    create_folders(file.parent_path());
    write_file_atomically(file, list.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
  } catch (const DataError&) {
  }
}

std::vector<UnreadableImage> read_kept(const fs::path& file) {
  std::vector<UnreadableImage> unreadable;
  try {
    for (const auto& entry : parse_json(read_file(file), file))
      unreadable.push_back({.row = whole_number<std::size_t>(entry.at("row")), .reason = entry.at("reason")});
  } catch (const nlohmann::json::exception& error) {
    throw DataError(file, fmt::format("is damaged ({}); delete it, it is made again", error.what()));
  }
  return unreadable;
}

std::vector<UnreadableImage> cached_unreadable(const images::ImageSource& images, const fs::path& cache,
                                               int threads, Logger& log) {
  if (cache.empty()) return find_unreadable(images, threads, log);
  constexpr std::size_t kNameLength = 16;
  const fs::path file =
      cache / fmt::format("unreadable-{}.json", sha256(images.fingerprint()).substr(0, kNameLength));
  if (!fs::exists(file)) {
    auto unreadable = find_unreadable(images, threads, log);
    keep(file, unreadable);
    return unreadable;
  }
  const auto earlier = read_kept(file);
  auto unreadable = still_unreadable(images, earlier, threads);
  if (unreadable != earlier) keep(file, unreadable);
  return unreadable;
}

}  // namespace

ReadableImages readable_images(std::unique_ptr<images::ImageSource> images, const fs::path& cache,
                               int threads, Logger& log) {
  ReadableImages result;
  for (const auto& [row, reason] : cached_unreadable(*images, cache, threads, log)) {
    HYBRID_CHECK(row < images->size(), "image {} of {} cannot be read", row, images->size());
    result.skipped.push_back({row, images->label(row), images->id(row), reason});
  }
  constexpr std::size_t kMaxWarnings = 10;
  for (std::size_t i = 0; i < std::min(kMaxWarnings, result.skipped.size()); ++i)
    log.warn("left out: {}", result.skipped[i].reason);
  if (result.skipped.size() > kMaxWarnings)
    log.warn("left out: {} more images of {}", result.skipped.size() - kMaxWarnings, images->name());
  if (result.skipped.size() == images->size())
    throw DataError(images->name(), fmt::format("none of its {} images can be read; the first: {}",
                                                images->size(), result.skipped.front().reason));
  if (!result.skipped.empty()) {
    std::vector<std::size_t> rows = images::all_rows(*images);
    std::erase_if(rows, [&](std::size_t row) {
      return std::ranges::binary_search(result.skipped, row, {}, &SkippedImage::row);
    });
    images = std::make_unique<ChosenImages>(std::move(images), std::move(rows));
  }
  result.images = std::move(images);
  return result;
}

}  // namespace hybrid::image_index
