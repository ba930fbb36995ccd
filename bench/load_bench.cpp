// The C++ half of load_bench.py. Prints images per second of one round through the images below a folder, as
// the loader of training and prediction makes batches of them.
//
//   load_bench imagenet THREADS ROOT [ROUNDS]    two normalised transforms of one decode, 96 and 236 pixels,
//   batches of 256 load_bench cifar100 THREADS ROOT                 32 x 32 pixels, normalised, no
//   augmentation, batches of 256

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <numeric>
#include <string>

#include "core/error.h"
#include "core/log.h"
#include "datasets/datasets.h"
#include "loading/batch_loader.h"
#include "runs/manifest.h"

using namespace hybrid;

namespace {

constexpr std::size_t kBatch = 256;

/// Both of the paper's networks at once, as A.4.2 has them.
std::vector<transforms::Transform> two_transforms() {
  const transforms::Normalization imagenet{.mean = {0.485F, 0.456F, 0.406F},
                                           .stddev = {0.229F, 0.224F, 0.225F}};
  return {{{.input = {.size = 96, .crop = 0.875}, .normalization = imagenet}},
          {{.input = {.size = 236, .crop = 0.875}, .normalization = imagenet}}};
}

/// Images per second, into normalised floats.
double speed(const images::ImageSource& images, const std::vector<transforms::Transform>& transforms,
             int threads, int rounds) {
  std::vector<std::size_t> rows;
  for (int r = 0; r < rounds; ++r)
    for (std::size_t i = 0; i < images.size(); ++i) rows.push_back(i);
  const auto start = std::chrono::steady_clock::now();
  loading::BatchLoader loader(images, loading::batches_in_order(rows, kBatch), transforms,
                              {.threads = threads});
  std::vector<transforms::Normalizer> normalizers;
  std::vector<std::vector<float>> numbers;
  for (std::size_t v = 0; v < transforms.size(); ++v) {
    normalizers.emplace_back(transforms[v].preprocessing.normalization);
    numbers.emplace_back(kBatch * static_cast<std::size_t>(loader.shapes()[v].elements()));
  }
  while (const auto batch = loader.next())
    for (std::size_t v = 0; v < transforms.size(); ++v) {
      const arch::Shape& shape = loader.shapes()[v];
      normalizers[v](batch->pixels[v],
                     static_cast<std::size_t>(shape.height) * static_cast<std::size_t>(shape.width),
                     std::span(numbers[v]).first(batch->pixels[v].size()));
    }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  return static_cast<double>(rows.size()) / seconds.count();
}

void run(int argc, char** argv) {
  if (argc < 4) throw UsageError("load_bench imagenet|cifar100 THREADS ROOT [ROUNDS]");
  const std::string data = argv[1];
  const int threads = std::atoi(argv[2]);
  Logger log(Verbosity::quiet);
  if (data == "imagenet") {
    const auto images = datasets::open_images({.dataset = config::DatasetName::image_folder, .root = argv[3]},
                                              config::DataSplit::train, log)
                            .images;
    std::cout << speed(*images, two_transforms(), threads, argc > 4 ? std::atoi(argv[4]) : 10) << '\n';
  } else {
    const auto images = datasets::open_images({.dataset = config::DatasetName::cifar100, .root = argv[3]},
                                              config::DataSplit::train, log)
                            .images;
    const std::vector<transforms::Transform> transforms{
        {{.input = {}, .normalization = {{0.5071F, 0.4867F, 0.4408F}, {0.2675F, 0.2565F, 0.2761F}}}}};
    std::cout << speed(*images, transforms, threads, 4) << '\n';
  }
  std::cerr << fmt::format("peak memory {:.0f} MB\n", runs::peak_memory_mb());
}

}  // namespace

int main(int argc, char** argv) {
  try {
    run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
