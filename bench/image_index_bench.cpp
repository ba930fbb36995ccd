// The index of a data set of ImageNet's size, made up: how long it takes to load and how much memory it
// holds.
//
//   image_index_bench FOLDER      makes the index's file there
//   image_index_bench FOLDER      loads and removes it
//
// No twin: this is measured against limits of its own (bench/README.md).

#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <filesystem>

#include "core/error.h"
#include "core/files.h"
#include "image_index/index_cache.h"

namespace {

using namespace hybrid;

constexpr std::size_t kImages = 1'281'167;
constexpr std::size_t kClasses = 1000;

image_index::ImageIndex make_index() {
  image_index::ImageIndex index{.folder = "/data/imagenet", .archives = {"ILSVRC2012_img_train.tar"}};
  for (std::size_t c = 0; c < kClasses; ++c) index.class_names.push_back(fmt::format("class {}", c));
  for (std::size_t i = 0; i < kImages; ++i) {
    const std::size_t c = i * kClasses / kImages;
    index.add(fmt::format("n{0:08}/n{0:08}_{1}.JPEG", 1'440'764 + 7 * c, i % 30'000),
              static_cast<std::int32_t>(c), {.offset = 110'000 * i, .size = 109'000, .archive = 0});
  }
  return index;
}

/// Peak memory of this process so far, in MB.
long peak_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

void run(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / "image_index_bench.index";
  if (!std::filesystem::exists(path)) {
    write_file_atomically(path, image_index::to_bytes(make_index()));
    fmt::print("made {}, {} MB; once more to load it\n", path.string(),
               std::filesystem::file_size(path) / 1'000'000);
    return;  // another process, so that the peak is that of loading
  }
  const auto start = std::chrono::steady_clock::now();
  const auto index = image_index::index_from_bytes(read_file(path));
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  HYBRID_CHECK(index && index->size() == kImages, "not what was written");
  std::filesystem::remove(path);
  fmt::print("{} images: loaded in {:.2f} s, peak memory {} MB\n", index->size(), seconds.count(),
             peak_memory());
}

}  // namespace

int main(int argc, char** argv) {
  run(argc > 1 ? argv[1] : ".");
}
