// The real predict-hybrid on made images and a TorchScript network of the test's own.

#include <torch/script.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "arch/catalog.h"
#include "arch/split_points.h"
#include "core/files.h"
#include "core/sha256.h"
#include "nets/network.h"
#include "nets/weights.h"
#include "predictions/prediction_set.h"
#include "support/workplace.h"
#include "weights/safetensors.h"

#include <catch2/catch.hpp>

using namespace hybrid;
using Catch::Contains;
using test::require_refusal;

namespace {

/// A folder with net.pt: 144 pixels to that many logits, by a fixed matrix.
class Bench : public test::Workplace {
 public:
  explicit Bench(int classes = 10) : classes_(classes) {
    save("return torch.matmul(torch.flatten(x, 1), self.weight)");
  }

  /// Replaces net.pt by one whose forward is that body.
  void save(const std::string& body) const {
    torch::jit::Module module("m");
    module.register_parameter("weight", torch::linspace(-1, 1, 144 * classes_).view({144, classes_}), false);
    module.define("def forward(self, x):\n  " + body + "\n");
    module.save((path() / "net.pt").string());
  }

  /// predict-hybrid on net.pt and made images; what is in `more` comes instead of a default.
  test::Outcome predict(const std::vector<std::string>& more = {},
                        const std::string& program = "predict-hybrid") const {
    std::vector<std::string> arguments;
    if (program == "hybrid") arguments.push_back("predict");
    arguments.insert(arguments.end(), more.begin(), more.end());
    const std::vector<std::pair<std::string, std::string>> defaults{
        {"--model", "net.pt"}, {"--data", "synthetic"}, {"--mean", "0.5"},
        {"--std", "0.25"},     {"--limit", "200"},      {"--out", "set.npz"}};
    for (const auto& [option, value] : defaults)
      if (std::find(more.begin(), more.end(), option) == more.end())
        arguments.insert(arguments.end(), {option, value});
    return run(program, arguments);
  }

 private:
  int classes_;
};

}  // namespace

TEST_CASE("predict writes a set that says what made it, and prints the accuracy", "[cli]") {
  const Bench bench;
  const auto outcome = bench.predict();
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  const predictions::PredictionSet set = predictions::read_prediction_set(bench / "set.npz");
  REQUIRE(set.size() == 200);
  REQUIRE(set.meta.at("model") == "net.pt");
  REQUIRE(set.meta.at("weights_sha256") == sha256_of(bench / "net.pt"));
  REQUIRE(set.meta.at("dataset") == "synthetic");
  REQUIRE(set.meta.at("split") == "test");
  REQUIRE(set.meta.at("precision") == "fp32");
  REQUIRE(set.meta.at("input_bytes") == 144);
  REQUIRE(set.meta.at("recipe").at("resolution") == 12);
  REQUIRE_FALSE(set.meta.contains("macs"));
  double right = 0;
  for (const auto one : predictions::correct(set)) right += one;
  REQUIRE_THAT(outcome.out, Contains(std::to_string(static_cast<int>(right)) + " of 200 right"));
  REQUIRE_THAT(outcome.err, Contains("images/s") && Contains("peak memory"));
}

TEST_CASE("`hybrid predict` is `predict-hybrid`, and batch and program change no byte of the labels",
          "[cli]") {
  const Bench bench;
  REQUIRE(bench.predict({"--threads", "1"}).exit_code == 0);
  REQUIRE(bench.predict({"--threads", "1", "--out", "again.npz"}, "hybrid").exit_code == 0);
  REQUIRE(read_file(bench / "set.npz") == read_file(bench / "again.npz"));
}

TEST_CASE("predict replaces a set only when asked to", "[cli]") {
  const Bench bench;
  bench.file("set.npz", "mine");
  require_refusal(bench.predict(), 4, "set.npz: is there already; give --force");
  REQUIRE(read_file(bench / "set.npz") == "mine");
  REQUIRE(bench.predict({"--force"}).exit_code == 0);
  REQUIRE(predictions::read_prediction_set(bench / "set.npz").size() == 200);
}

TEST_CASE("wrong options of predict are refused with what is right", "[cli]") {
  const Bench bench;
  require_refusal(bench.predict({"--model", "mcunet-5fbs"}), 2, "did you mean 'mcunet-5fps'?");
  require_refusal(bench.predict({"--model", "mcunet-5fps"}), 2, "give --weights");
  require_refusal(bench.predict({"--weights", "w.pth"}), 2, "leave out --weights");
  require_refusal(bench.predict({"--data", "cifar1000"}), 2, "did you mean 'cifar100'?");
  require_refusal(bench.predict({"--split", "tset"}), 2, "did you mean 'test'?");
  require_refusal(bench.predict({"--resize", "bicubic"}), 2, "pillow_bilinear");
  require_refusal(bench.predict({"--precision", "fp16"}), 2,
                  "--precision is fp16, must be one of fp32, bf16");
  require_refusal(bench.predict({"--out", "set.csv"}), 2, "must end in .npz");
  require_refusal(bench.predict({"--crop", "1.5"}), 2, "--crop is 1.5, must be in [0.1, 1]");
  require_refusal(bench.predict({"--std", "0"}), 2, "--std is 0, must be in (0, 1]");
  require_refusal(bench.predict({"--batch", "-1"}), 2, "--batch is -1");
  REQUIRE_FALSE(std::filesystem::exists(bench / "set.npz"));
}

TEST_CASE("predict refuses the preprocessing that a config refuses", "[cli]") {
  const Bench bench;
  const std::string divide = "divide what is meant for 0 to 255 by 255";
  require_refusal(bench.predict({"--mean", "123.675,116.28,103.53", "--std", "58.395,57.12,57.375"}), 2,
                  "--mean is 123.675, must be in [0, 1]; pixels are from 0 to 1 here: " + divide);
  require_refusal(bench.predict({"--mean=-0.5"}), 2, divide);
  require_refusal(bench.predict({"--std", "58.395"}), 2, "--std is 58.395, must be in (0, 1]");
  require_refusal(bench.predict({"--std", "58.395"}), 2, divide);
  require_refusal(bench.predict({"--std", "0.0009"}), 2, "was it divided by 255 twice?");
  require_refusal(bench.predict({"--std", "0.0009"}), 2, "--std has 0.0009, less than 1/255");
  require_refusal(bench.predict({"--mean", "0.5,0.5,0.5"}), 2, "--mean has 3 values and --std 1: give one");
  require_refusal(bench.predict({"--mean", "0.5", "--mean", "0.4", "--std", "0.25,0.2"}), 2,
                  "2 means and standard deviations for images of 1 channel: give one of each per channel");
  for (const std::vector<std::string>& size : {{}, std::vector<std::string>{"--resolution", "0"}}) {
    std::vector<std::string> crop{"--crop", "0.875"};
    crop.insert(crop.end(), size.begin(), size.end());
    require_refusal(bench.predict(crop), 2,
                    "--crop is below 1, but --resolution is 0: images that are not resized are not cropped");
  }
  require_refusal(bench.predict({"--resize", "pillow_bicubic"}), 2,
                  "leave out --resize, or give --resolution");
  REQUIRE_FALSE(std::filesystem::exists(bench / "set.npz"));
  REQUIRE(bench.predict({"--mean", "0", "--std", "0.00392"}).exit_code == 0);
}

TEST_CASE("a TorchScript network that takes one image at a time or ends in softmax gives the same answers",
          "[cli]") {
  const Bench bench;
  REQUIRE(bench.predict({"--out", "plain.npz"}).exit_code == 0);
  const predictions::PredictionSet plain = predictions::read_prediction_set(bench / "plain.npz");
  const auto confidences_are_plain = [&](const predictions::PredictionSet& set) {
    for (std::size_t i = 0; i < plain.size(); ++i)
      REQUIRE(set.confidence[i] == Approx(plain.confidence[i]).margin(1e-4));
  };
  bench.save("return torch.matmul(torch.reshape(x, [1, 144]), self.weight)");
  const auto singly = bench.predict({"--out", "singly.npz"});
  INFO(singly.err);
  REQUIRE(singly.exit_code == 0);
  REQUIRE_THAT(singly.err, Contains("runs one image at a time") && Contains("shape '[1, 144]' is invalid"));
  const predictions::PredictionSet set = predictions::read_prediction_set(bench / "singly.npz");
  REQUIRE(set.predicted == plain.predicted);
  confidences_are_plain(set);

  bench.save("return torch.softmax(torch.matmul(torch.flatten(x, 1), self.weight), 1)");
  const auto softmax = bench.predict({"--out", "softmax.npz"});
  INFO(softmax.err);
  REQUIRE(softmax.exit_code == 0);
  REQUIRE_THAT(softmax.err, Contains("its outputs are probabilities"));
  const predictions::PredictionSet probabilities = predictions::read_prediction_set(bench / "softmax.npz");
  REQUIRE(probabilities.warnings.empty());
  REQUIRE(probabilities.predicted == plain.predicted);
  confidences_are_plain(probabilities);
}

TEST_CASE("train says the same of a TorchScript cloud as predict, and uses its outputs alike", "[cli]") {
  const Bench bench;
  const auto train = [&](const std::string& out, const std::string& size = "0") {
    std::vector<std::string> arguments{"--config", "configs/smoke.yaml", "--out", out};
    for (const std::string set : {"data.train_limit=1000", "data.test_limit=300", "training.update=none",
                                  "router.epochs=1", "cloud.network=torchscript", "cloud.weights=net.pt",
                                  "cloud.input.mean=[0.5]", "cloud.input.stddev=[0.25]"})
      arguments.insert(arguments.end(), {"--set", set});
    arguments.insert(arguments.end(), {"--set", "cloud.input.size=" + size});
    return bench.run("train-hybrid", arguments);
  };
  require_refusal(train("run", "20"), 4,
                  "net.pt: cannot run on one image of 1x20x20 (mat1 and mat2 shapes cannot be multiplied");
  REQUIRE(train("plain").exit_code == 0);
  bench.save("return torch.softmax(torch.matmul(torch.reshape(x, [1, 144]), self.weight), 1)");
  const auto outcome = train("softmax");
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.err,
               Contains("runs one image at a time") && Contains("its outputs are probabilities"));
  const auto cloud = [&](const std::string& run) {
    return predictions::read_prediction_set(bench / (run + "/predictions/cloud-test.npz"));
  };
  const predictions::PredictionSet plain = cloud("plain"), softmax = cloud("softmax");
  REQUIRE(softmax.warnings.empty());
  REQUIRE(softmax.predicted == plain.predicted);
  for (std::size_t i = 0; i < plain.size(); ++i)
    REQUIRE(softmax.confidence[i] == Approx(plain.confidence[i]).margin(1e-4));
}

TEST_CASE("an option of predict under another name is answered with the right one", "[cli]") {
  const Bench bench;
  for (const auto& [option, hint] : {std::pair{"--batch-size", "did you mean '--batch'?"},
                                     {"--device", "did you mean '--compute'?"},
                                     {"--stddev", "did you mean '--std'?"},
                                     {"--checkpoint", "did you mean '--weights'?"},
                                     {"--coverage", "it is an option of `hybrid evaluate`"},
                                     {"--dry-run", "it is an option of `hybrid train`"}})
    require_refusal(bench.predict({option, "1"}), 2, hint);
}

TEST_CASE("a TorchScript program writes no file, and what it answers is the same without the sandbox",
          "[cli]") {
  const Bench bench;
  bench.save("torch.save(x, 'written')\n  return torch.matmul(torch.flatten(x, 1), self.weight)");
  (void)bench.predict({"--threads", "1"});  // fails or not, as LibTorch likes
  REQUIRE_FALSE(std::filesystem::exists(bench / "written"));
  bench.save("return torch.matmul(torch.flatten(x, 1), self.weight)");
  REQUIRE(bench.predict({"--threads", "1", "--force"}).exit_code == 0);
  REQUIRE(bench.predict({"--threads", "1", "--no-sandbox", "--out", "outside.npz"}).exit_code == 0);
  REQUIRE(read_file(bench / "set.npz") == read_file(bench / "outside.npz"));
  require_refusal(bench.predict({"--model", "mcunet-5fps", "--weights", "w.pth", "--no-sandbox"}), 2,
                  "--no-sandbox is for a TorchScript file");
}

TEST_CASE("train --dry-run runs no TorchScript program, and says what it did not check", "[cli]") {
  const Bench bench;
  bench.save("torch.save(x, 'written')\n  return torch.matmul(torch.flatten(x, 1), self.weight)");
  const auto train = [&](const std::vector<std::string>& more, const std::string& network = "torchscript") {
    std::vector<std::string> arguments{"--config", "configs/smoke.yaml", "--out", "run"};
    for (const std::string& set :
         {"cloud.network=" + network, std::string("cloud.weights=net.pt"),
          std::string("training.update=router"), std::string("cloud.input.mean=[0.5]"),
          std::string("cloud.input.stddev=[0.25]")})
      arguments.insert(arguments.end(), {"--set", set});
    arguments.insert(arguments.end(), more.begin(), more.end());
    return bench.run("train-hybrid", arguments);
  };
  const auto outcome = train({"--dry-run"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, Contains("Cloud `net.pt`: a program with tensors of 5,760 bytes, not run"));
  REQUIRE_FALSE(std::filesystem::exists(bench / "written"));
  require_refusal(train({"--dry-run", "--no-sandbox"}), 2, "leave out --no-sandbox or --dry-run");
  require_refusal(train({"--no-sandbox"}, "resnet-small"), 2,
                  "--no-sandbox is for cloud.network torchscript, here it is resnet-small");
  bench.file("net.pt", "PK\x03\x04 is how a zip archive begins");
  require_refusal(train({"--dry-run"}), 4, "net.pt: is a damaged zip archive");
}

TEST_CASE("a model and data that do not go together are refused with both sides", "[cli]") {
  const Bench other(7);
  require_refusal(other.predict(), 4, "net.pt: gives 7 classes, the data have 10");
  const Bench bench;
  require_refusal(bench.predict({"--resolution", "20"}), 4, "net.pt: cannot run on one image of 1x20x20");
  require_refusal(bench.predict({"--resolution", "20"}), 4,
                  "shapes cannot be multiplied (1x400 and 144x10); if it is for images of another size, give "
                  "that (resolution");
  bench.file("foreign.pt", "PK\x03\x04 is how a zip archive begins");
  require_refusal(bench.predict({"--model", "foreign.pt"}), 4, "foreign.pt: is a damaged zip archive");
  REQUIRE_FALSE(std::filesystem::exists(bench / "set.npz"));
}

TEST_CASE("predict answers on what arrives and says what sending each image takes", "[cli]") {
  const Bench bench;
  REQUIRE(bench.predict({"--out", "plain.npz"}).exit_code == 0);
  const auto raw = bench.predict({"--payload", "raw", "--out", "raw.npz"});
  INFO(raw.err);
  REQUIRE(raw.exit_code == 0);
  REQUIRE_THAT(raw.out, Contains("sent as raw at 12 x 12 pixels: 144 bytes an image"));
  const predictions::PredictionSet plain = predictions::read_prediction_set(bench / "plain.npz");
  const predictions::PredictionSet sent = predictions::read_prediction_set(bench / "raw.npz");
  REQUIRE(plain.payload_bytes.empty());
  REQUIRE(sent.payload_bytes == std::vector<double>(200, 144));
  REQUIRE(sent.predicted == plain.predicted);
  REQUIRE(sent.meta.at("payload") == "raw");
  REQUIRE(sent.meta.at("payload_side") == 12);
  REQUIRE_FALSE(sent.meta.contains("encoded_pixels"));
  REQUIRE(bench.predict({"--payload", "png", "--out", "png.npz"}).exit_code == 0);
  const predictions::PredictionSet png = predictions::read_prediction_set(bench / "png.npz");
  REQUIRE(png.predicted == plain.predicted);
  REQUIRE(png.confidence == plain.confidence);
  REQUIRE(png.meta.at("encoded_pixels") == 144);
  REQUIRE(png.payload_bytes.front() > 60);
}

TEST_CASE("predict sends features of a network's first layers, and says what they take on the device",
          "[cli]") {
  const Bench bench;
  const nets::Network network =
      nets::build_network(*arch::find_arch("separable-tiny", {1, 12, 12}, 10), SeedTree(3));
  weights::write_safetensors(bench / "net.safetensors", nets::weights_of(network));
  const auto predict = [&](std::vector<std::string> more) {
    if (std::ranges::count(more, "--payload") > 0) more.insert(more.end(), {"--calibrate", "50"});
    more.insert(more.end(),
                {"--model", "separable-tiny", "--weights", "net.safetensors", "--resolution", "12"});
    return bench.predict(more);
  };
  REQUIRE(predict({"--out", "whole.npz"}).exit_code == 0);
  const predictions::PredictionSet whole = predictions::read_prediction_set(bench / "whole.npz");
  for (const arch::SplitPoint& point : arch::split_points(network->spec())) {
    if (point.after != "0" && point.after != "4") continue;
    const auto outcome = predict({"--payload", "features:" + point.after, "--force"});
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    REQUIRE_THAT(outcome.out, Contains("sent as features after " + point.after));
    REQUIRE_THAT(outcome.err, Contains("order-0 code"));
    const predictions::PredictionSet sent = predictions::read_prediction_set(bench / "set.npz");
    REQUIRE(sent.meta.at("payload") == "features:" + point.after);
    REQUIRE(sent.meta.at("payload_side") == 12);
    REQUIRE(sent.meta.at("device_macs") == point.macs_before);
    REQUIRE(sent.meta.at("macs") == point.macs_after);
    REQUIRE(sent.meta.at("encoded_values") == point.output.elements());
    REQUIRE(sent.payload_bytes.size() == 200);
    for (const double bytes : sent.payload_bytes)
      REQUIRE((bytes > 0 && bytes <= static_cast<double>(point.output.elements()) + 10));
    std::size_t same = 0;
    for (std::size_t i = 0; i < 200; ++i)
      if (sent.predicted[i] == whole.predicted[i]) ++same;
    REQUIRE(same >= 180);
  }
  require_refusal(predict({"--payload", "features:9", "--force"}), 2,
                  "separable-tiny cannot be split after '9': both sides have work after 0, 1, 2");
  require_refusal(predict({"--payload", "features:input", "--force"}), 2, "no layers on the device");
  require_refusal(predict({"--payload", "features:", "--force"}), 2, "say after which layer: features:7");
  require_refusal(predict({"--payload", "features:2", "--payload-size", "8", "--force"}), 2, "--resolution");
  require_refusal(predict({"--payload", "features:2", "--int8", "--force"}), 2, "leave out --int8");
  require_refusal(bench.predict({"--payload", "features:2", "--force"}), 2,
                  "needs a network whose layers are known; net.pt is TorchScript");
}

TEST_CASE("predict refuses payloads that cannot be sent", "[cli]") {
  const Bench bench;
  require_refusal(bench.predict({"--payload", "jpeg"}), 2, "jpeg:75");
  require_refusal(bench.predict({"--payload", "jpeg:101"}), 2, "from 1 to 100");
  require_refusal(bench.predict({"--payload", "webp"}), 2,
                  "must be raw, png, jpeg:QUALITY or features:LAYER");
  require_refusal(bench.predict({"--payload-size", "8"}), 2, "--payload-size goes with --payload");
  require_refusal(bench.predict({"--payload", "raw", "--payload-size", "-1"}), 2, "--payload-size is -1");
  require_refusal(bench.predict({"--payload", "raw", "--payload-size", "13"}), 4, "a side of 12 pixels");
}
