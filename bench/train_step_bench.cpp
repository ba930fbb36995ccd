// Fine-tuning MCUNet-5FPS at 96 pixels, batches of 128, as `hybrid train` does it, augmentation and resizing
// included. Prints images per second. bench/train_step_bench.py is its twin in PyTorch eager; bench/in_turn
// runs both.

#include <torch/torch.h>

#include <cstdio>
#include <cstdlib>
#include <numeric>

#include "arch/catalog.h"
#include "core/progress.h"
#include "images/memory_source.h"
#include "nets/device.h"
#include "training/sgd_trainer.h"

using namespace hybrid;

int main(int argc, char** argv) {
  const int threads = argc > 1 ? std::atoi(argv[1]) : 2;
  const std::size_t steps = argc > 2 ? static_cast<std::size_t>(std::atoi(argv[2])) : 12;
  constexpr int kBatch = 128;
  Logger log(Verbosity::quiet);
  nets::set_up_torch(threads, log);
  images::ImageDataset images{.name = "noise", .channels = 3, .height = 32, .width = 32, .classes = 100};
  Rng rng(1);
  const std::size_t n = steps * kBatch;
  images.images.resize(n * images.pixels());
  for (auto& pixel : images.images) pixel = static_cast<std::uint8_t>(rng.below(256));
  images.labels.resize(n);
  for (auto& label : images.labels) label = static_cast<std::int32_t>(rng.below(100));
  std::vector<std::size_t> rows(n);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  const auto source = source_of(images, "train");
  const transforms::Preprocessing input = transforms::preprocessing_of({.size = 96}, *source, rows);

  nets::Network network =
      nets::build_network(arch::find_arch("mcunet-5fps", {3, 96, 96}, 100).value(), SeedTree(1));
  const config::SgdConfig sgd{
      .learning_rate = 1e-3, .batch = kBatch, .augment = config::Augment::flip_shift, .shift = 4};
  training::SgdTrainer trainer("bench", network, {*source, rows, input}, sgd, 2, config::Precision::fp32, 0.0,
                               SeedTree(2), log);
  trainer.run_epoch(0);  // warms up
  const auto start = std::chrono::steady_clock::now();
  trainer.run_epoch(1);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::printf("%.1f\n", static_cast<double>(n) / seconds);
}
