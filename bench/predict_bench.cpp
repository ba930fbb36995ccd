// The C++ half of predict_bench.py: for each line on standard input, one round of forward passes over the
// images in memory, and images per second on standard output. The first line out is the largest difference of
// a logit from the reference's.
//
//   predict_bench MODEL FOLDER BATCH THREADS fp32|bf16
//
// FOLDER holds weights.pth, images.npy [n, channels, side, side] and logits.npy [n, classes].

#include <torch/torch.h>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <string>

#include "cli/find_model.h"
#include "core/log.h"
#include "nets/device.h"
#include "nets/inference_model.h"
#include "nets/weights.h"
#include "predictions/array_store.h"

namespace {

using namespace hybrid;

torch::Tensor read_tensor(const predictions::ArrayStore& store, const std::string& name) {
  const auto shape = store.open(name).header().shape;
  const auto values = store.read<float>(name);
  return torch::tensor(values).view(std::vector<std::int64_t>(shape.begin(), shape.end()));
}

double images_per_second(const nets::InferenceModel& model, const torch::Tensor& images, std::int64_t batch) {
  const auto start = std::chrono::steady_clock::now();
  for (const torch::Tensor& part : images.split(batch)) model.forward(part);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  return static_cast<double>(images.size(0)) / seconds.count();
}

int run(const std::string& name, const std::filesystem::path& folder, std::int64_t batch, int threads,
        const std::string& precision) {
  Logger log;
  nets::set_up_torch(threads, log);
  const predictions::NpyFolder store(folder);
  const torch::Tensor images = read_tensor(store, "images");
  const torch::Tensor reference = read_tensor(store, "logits");
  nets::Network network = nets::build_network(
      cli::find_model(name, static_cast<int>(images.size(2)), static_cast<int>(reference.size(1))),
      SeedTree(0));
  nets::load_weights(network, folder / "weights.pth");
  const nets::InferenceModel model =
      nets::inference_model(network, precision == "bf16" ? config::Precision::bf16 : config::Precision::fp32);
  std::cout << (model.forward(images) - reference).abs().max().item<float>() << std::endl;
  for (std::string line; std::getline(std::cin, line);)
    std::cout << images_per_second(model, images, batch) << std::endl;
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) {
    std::cerr << "usage: predict_bench MODEL FOLDER BATCH THREADS fp32|bf16\n";
    return 2;
  }
  return run(argv[1], argv[2], std::stoll(argv[3]), std::stoi(argv[4]), argv[5]);
}
