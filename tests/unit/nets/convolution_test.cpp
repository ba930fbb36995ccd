#include "nets/convolution.h"  // before everything that might define CHECK
#include "nets/batch_norm.h"
#include "nets/linear.h"

#include <catch2/catch.hpp>

#include "arch/catalog.h"
#include "nets/autocast.h"
#include "nets/network.h"
#include "nets/threads.h"

namespace hybrid::nets {
namespace {

/// Sets the number of threads during its lifetime.
class Threads {
 public:
  explicit Threads(int threads) : before_(torch::get_num_threads()) { torch::set_num_threads(threads); }
  ~Threads() { torch::set_num_threads(before_); }
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

 private:
  int before_;
};

/// The gradients of one training step, by parameter.
std::vector<torch::Tensor> gradients_of_step(Network network, const torch::Tensor& images,
                                             config::Precision precision) {
  network->zero_grad();
  network->train();
  torch::Tensor outputs;
  {
    const Autocast autocast(torch::kCPU, precision);
    outputs = network->forward(images);
  }
  outputs.to(torch::kFloat32).pow(2).mean().backward();
  std::vector<torch::Tensor> gradients;
  for (const auto& parameter : network->parameters()) gradients.push_back(parameter.grad().clone());
  return gradients;
}

TEST_CASE("the gradients of a step do not depend on the number of threads", "[nets]") {
  // With batch norm and without, strided, depthwise, 1x1, squeeze and excite, shortcuts.
  for (const std::string name : {"separable-tiny", "resnet-small", "mcunet-10fps", "mobilenet-v3-small-050"})
    for (const auto precision : {config::Precision::fp32, config::Precision::bf16})
      for (const std::int64_t n : {2, 13, 40}) {
        CAPTURE(name, static_cast<int>(precision), n);
        Network network = build_network(*arch::find_arch(name, {3, 32, 32}, 10), SeedTree(1));
        const auto images = torch::linspace(-2, 2, n * 3 * 32 * 32).view({n, 3, 32, 32}).sin();
        const auto with = [&](int threads) {
          const Threads set(threads);
          return gradients_of_step(network, images, precision);
        };
        const auto one = with(1);
        for (const int threads : {2, 3, 5}) {
          const auto several = with(threads);
          for (std::size_t i = 0; i < one.size(); ++i) {
            CAPTURE(threads, i);
            REQUIRE(torch::equal(one[i], several[i]));
          }
        }
      }
}

TEST_CASE("a convolution's outputs and gradients are LibTorch's", "[nets]") {
  namespace nn = torch::nn;
  torch::manual_seed(1);
  for (const auto& options :
       {nn::Conv2dOptions(6, 8, 3).stride(2).padding(1), nn::Conv2dOptions(6, 6, 5).groups(6).padding(2),
        nn::Conv2dOptions(6, 12, 1), nn::Conv2dOptions(6, 4, 3).dilation(2).groups(2).bias(false)})
    for (const std::int64_t n : {1, 3, 21}) {
      nn::Conv2d layer(options);
      const auto images = torch::randn({n, 6, 9, 7});
      const auto run = [&](auto forward) {
        layer->zero_grad();
        auto input = images.clone().set_requires_grad(true);
        const torch::Tensor output = forward(input);
        (output * output).sum().backward();
        return std::vector{output, input.grad(), layer->weight.grad().clone(),
                           layer->bias.defined() ? layer->bias.grad().clone() : torch::zeros(1)};
      };
      const auto ours = run([&](const torch::Tensor& x) { return convolve(layer, x); });
      const auto theirs = run([&](const torch::Tensor& x) { return layer->forward(x); });
      for (std::size_t i = 0; i < ours.size(); ++i) REQUIRE(torch::allclose(ours[i], theirs[i], 1e-4, 1e-4));
    }
}

TEST_CASE("batch norm's outputs, statistics and gradients are LibTorch's", "[nets]") {
  torch::manual_seed(1);
  for (const std::int64_t n : {2, 700})
    for (const std::int64_t size : {1, 9}) {
      torch::nn::BatchNorm2d ours(5), theirs(5);
      const auto images = torch::randn({n, 5, size, size}) * 3 + 20;
      const auto run = [&](torch::nn::BatchNorm2d& layer, auto forward) {
        layer->weight.data().fill_(1.5);
        auto input = images.contiguous(at::MemoryFormat::ChannelsLast).set_requires_grad(true);
        const torch::Tensor output = forward(layer, input);
        (output.sin() * images).sum().backward();
        return std::vector{output,
                           input.grad(),
                           layer->weight.grad(),
                           layer->bias.grad(),
                           layer->running_mean,
                           layer->running_var,
                           layer->num_batches_tracked};
      };
      const auto a = run(ours, [](auto& layer, const auto& x) { return normalize(layer, x); });
      const auto b = run(theirs, [](auto& layer, const auto& x) { return layer->forward(x); });
      for (std::size_t i = 0; i < a.size(); ++i) {
        CAPTURE(n, size, i);
        REQUIRE(torch::allclose(a[i], b[i], 2e-4, 2e-3));
      }
      ours->eval();
      REQUIRE(torch::equal(normalize(ours, images), ours->forward(images)));
    }
}

TEST_CASE("a fully connected layer's outputs and gradients are LibTorch's", "[nets]") {
  torch::manual_seed(1);
  torch::nn::Linear layer(7, 3);
  const auto run = [&](auto forward) {
    layer->zero_grad();
    auto x = torch::linspace(-1, 1, 35).view({5, 7}).set_requires_grad(true);
    const torch::Tensor output = forward(x);
    output.pow(2).sum().backward();
    return std::vector{output, x.grad(), layer->weight.grad().clone(), layer->bias.grad().clone()};
  };
  const auto ours = run([&](const torch::Tensor& x) { return linear(*layer, x); });
  const auto theirs = run([&](const torch::Tensor& x) { return layer->forward(x); });
  for (std::size_t i = 0; i < ours.size(); ++i) REQUIRE(torch::allclose(ours[i], theirs[i]));
}

TEST_CASE("weights that are not trained get no gradient", "[nets]") {
  torch::nn::Conv2d layer(torch::nn::Conv2dOptions(2, 3, 3));
  layer->weight.set_requires_grad(false);
  layer->bias.set_requires_grad(false);
  auto images = torch::ones({4, 2, 5, 5}).set_requires_grad(true);
  convolve(layer, images).sum().backward();
  REQUIRE_FALSE(layer->weight.grad().defined());
  REQUIRE(images.grad().defined());
  REQUIRE_FALSE(convolve(layer, torch::ones({4, 2, 5, 5})).requires_grad());
}

TEST_CASE("as many threads are used as other programs leave CPUs for", "[nets]") {
  REQUIRE(threads_for(2, 2, 0) == 2);
  REQUIRE(threads_for(2, 2, 0.2) == 2);   // a desktop that idles
  REQUIRE(threads_for(2, 2, 0.67) == 1);  // one busy loop beside two threads
  REQUIRE(threads_for(2, 2, 1) == 1);     // one busy loop beside one thread: none is added
  REQUIRE(threads_for(2, 2, 2) == 1);     // never none
  REQUIRE(threads_for(8, 8, 3.5) == 4);
  REQUIRE(threads_for(2, 64, 40) == 2);  // never more than asked for
  REQUIRE(threads_for(1, 64, 0) == 1);
}

TEST_CASE("a fixed number of threads is for the lifetime alone", "[nets]") {
  const Threads two(2);
  {
    const FixedThreads one(1);
    REQUIRE(torch::get_num_threads() == 1);
  }
  REQUIRE(torch::get_num_threads() == 2);
}

}  // namespace
}  // namespace hybrid::nets
