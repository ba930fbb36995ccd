#include "nets/torchscript.h"  // before everything that might define CHECK

#include "torchscript_file.h"

#include <catch2/catch.hpp>
#include <cstdio>
#include <memory>

#include "core/error.h"
#include "core/files.h"
#include "nets/torch_error.h"
#include "nets/torchscript_archive.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using namespace hybrid::nets;
using Catch::Contains;
using test::error_message;
using test::script;

namespace {

namespace fs = std::filesystem;
using Folder = test::TemporaryFolder;

/// What was read, and what was said of it.
struct Read {
  InferenceModel model;
  std::vector<std::string> warnings;
  std::string said;  ///< all lines
};

Read read(const fs::path& path, const arch::Shape& input = test::kScriptInput) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> lines(std::tmpfile(), &std::fclose);
  Logger log(Verbosity::normal, lines.get());
  Read result{read_torchscript(path, input, log), log.warnings(), std::string(10'000, ' ')};
  std::rewind(lines.get());
  result.said.resize(std::fread(result.said.data(), 1, result.said.size(), lines.get()));
  return result;
}

const std::string kLogits = "torch.matmul(torch.flatten(x, 1), self.weight)";

torch::Tensor logits_of(const torch::Tensor& images) {
  return images.flatten(1).matmul(torch::linspace(-1, 1, 48 * 5).view({48, 5}));
}

/// Whether two results agree but for rounding.
bool same(const torch::Tensor& a, const torch::Tensor& b) {
  return a.sizes() == b.sizes() && torch::allclose(a, b, 1e-4, 1e-4);
}

std::string refusal(const fs::path& path, const arch::Shape& input = test::kScriptInput) {
  Logger log(Verbosity::quiet);
  const auto message = error_message<DataError>([&] { read_torchscript(path, input, log); });
  // A program in its own process fails with the same words.
  REQUIRE(message == error_message<DataError>([&] {
            read_torchscript(path, input, log, config::Precision::fp32, torch::kCPU, Isolation::none);
          }));
  REQUIRE_THAT(message, Contains(path.string()) && !Contains("\n"));
  return message;
}

}  // namespace

TEST_CASE("a TorchScript file runs as it is, and one image tells its classes", "[nets]") {
  const Folder folder;
  const auto path = script(folder, "return torch.matmul(torch.flatten(x, 1), self.weight)");
  REQUIRE(looks_like_torchscript(path));
  const auto [model, warnings, said] = read(path);
  REQUIRE(said.empty());
  REQUIRE(model.name == "net.ts.pt");
  REQUIRE(model.classes == 5);
  REQUIRE(model.input == test::kScriptInput);
  REQUIRE_FALSE(model.macs);
  const auto images = torch::randn({6, 3, 4, 4});
  const auto logits = model.forward(images);
  REQUIRE(same(logits, logits_of(images)));
  REQUIRE_FALSE(logits.requires_grad());
}

TEST_CASE("a TorchScript network answers in evaluation mode", "[nets]") {
  const Folder folder;
  const auto path = script(
      folder, "return torch.matmul(torch.flatten(torch.dropout(x, 0.5, self.training), 1), self.weight)");
  const InferenceModel model = read(path).model;
  const auto images = torch::ones({2, 3, 4, 4});
  REQUIRE(torch::equal(model.forward(images), model.forward(images)));
}

TEST_CASE("what is no classifier of images of that shape is refused in a line", "[nets]") {
  const Folder folder;
  REQUIRE_THAT(refusal(script(folder, "return (x, x)")),
               Contains("gives a Tuple, expected one tensor [images, classes]"));
  REQUIRE_THAT(refusal(script(folder, "return x")),
               Contains("[1, 3, 4, 4] for one image, expected [1, classes]"));
  REQUIRE_THAT(refusal(script(folder, "return torch.flatten(x)")),
               Contains("[48] for one image, expected [1, classes]"));
  REQUIRE_THAT(refusal(script(folder, "return torch.matmul(x, self.weight)")),
               Contains("cannot run on one image"));
  REQUIRE_THAT(refusal(script(folder, "return torch.reshape(x, [5, 5])")),
               Contains("cannot run on one image"));
  REQUIRE_THAT(refusal(script(folder, "return x + y", "forward(self, x, y)")),
               Contains("cannot run on one image"));
  REQUIRE_THAT(refusal(script(folder, "return x", "other(self, x)")), Contains("without a method 'forward'"));
}

TEST_CASE("a missing, foreign, truncated or altered file is refused in a line", "[nets]") {
  const Folder folder;
  REQUIRE_THAT(refusal(folder / "none.pt"), Contains("is no file"));
  REQUIRE_THAT(refusal(folder.path()), Contains("is no file"));
  REQUIRE_THAT(refusal(folder.file("empty.pt", "")), Contains("is no TorchScript file"));
  REQUIRE_THAT(refusal(folder.file("text.pt", "PK is how zip begins")), Contains("is no TorchScript file"));
  REQUIRE_THAT(refusal(folder.file("zip.pt", "PK\x03\x04 and no more")), Contains("damaged"));
  const std::string whole =
      read_file(script(folder, "return torch.matmul(torch.flatten(x, 1), self.weight)"));
  for (std::size_t length = 4; length < whole.size(); length += whole.size() / 13)
    refusal(folder.file("cut.pt", whole.substr(0, length)));
  for (std::size_t at = 40; at < whole.size(); at += whole.size() / 29) {
    std::string altered = whole;
    altered[at] = static_cast<char>(altered[at] ^ 0x55);
    try {
      read(folder.file("altered.pt", altered));  // padding may be altered unseen
    } catch (const DataError& error) {
      REQUIRE_THAT(error.what(), Contains("altered.pt"));
    }
  }
}

TEST_CASE("altered weights do not pass unseen", "[nets]") {
  const Folder folder;
  std::string file = read_file(script(folder, "return torch.matmul(torch.flatten(x, 1), self.weight)"));
  const float first = -1.0F;
  const std::string bytes(reinterpret_cast<const char*>(&first), sizeof(first));
  const auto at = file.find(bytes);
  REQUIRE(at != std::string::npos);
  file[at] ^= 1;
  REQUIRE_THAT(refusal(folder.file("altered.pt", file)), Contains("damaged"));
}

TEST_CASE("a fault of a TorchScript program is told by its cause, with what helps", "[nets]") {
  const Folder folder;
  const std::string answer = "return " + kLogits;
  REQUIRE_THAT(refusal(script(folder, answer), {3, 5, 5}),
               Contains("one image of 3x5x5 (mat1 and mat2 shapes cannot be multiplied (1x75 and 48x5)") &&
                   Contains("resolution; in a config input.size"));
  REQUIRE_THAT(refusal(script(folder, "return torch.reshape(x, [8, 48])")),
               Contains("(shape '[8, 48]' is invalid for input of size 48;") &&
                   Contains("traced with several images at once, trace it with one"));
  REQUIRE_THAT(refusal(script(folder, "return x + y", "forward(self, x, y)")),
               Contains("missing value for argument 'y'") && Contains("forward takes the images alone"));
  REQUIRE_THAT(refusal(script(folder, "assert x.size(2) == 32, 'only 32 pixels'\n  return x")),
               Contains("(AssertionError: only 32 pixels)"));
  REQUIRE_THAT(refusal(script(folder, "return torch.matmul(torch.flatten(x, 1).to(7), self.weight)")),
               Contains("expected scalar type Double but found Float") &&
                   Contains("save it in float32, after model.float()"));
  REQUIRE_THAT(refusal(script(folder, answer + " + torch.zeros([1], device=torch.device('cuda:0'))")),
               Contains("CUDA") && Contains("save it after model.cpu()"));
  REQUIRE_THAT(refusal(script(folder, "return {'logits': x}")), Contains("gives a GenericDict"));
}

TEST_CASE("the cause stands in the last line that names an error, else in the first", "[nets]") {
  REQUIRE(
      cause_in(
          "The following operation failed.\nTraceback:\n  File \"a.py\", line 3\nRuntimeError: bad\n\n") ==
      "bad");
  REQUIRE(
      cause_in("Traceback\nRuntimeError: first\nmore\nbuiltins.ValueError: last\nCPU: registered at x\n") ==
      "last");
  REQUIRE(cause_in("RuntimeError: AssertionError: 32 pixels please") == "AssertionError: 32 pixels please");
  REQUIRE(cause_in("\nUnknown builtin op: torchvision::nms.\nCould not find any\n") ==
          "Unknown builtin op: torchvision::nms.");
  REQUIRE(cause_in("This is no Error: of a name") == "This is no Error: of a name");
  REQUIRE(cause_in("") == "");
  REQUIRE(cause_in(std::string(1000, 'x')) == std::string(300, 'x') + " ...");
  REQUIRE(cause_in("RuntimeError: No backend. " + std::string(1000, 'x')) == "No backend ...");
  REQUIRE(
      explain(std::runtime_error("RuntimeError: Unknown builtin op: torchvision::nms.")) ==
      "Unknown builtin op: torchvision::nms.; it uses operators of torchvision, which are not in LibTorch; "
      "save it without them");
}

TEST_CASE("a network that takes one image at a time answers each as it does alone, and says so", "[nets]") {
  const Folder folder;
  const auto images = torch::randn({6, 3, 4, 4});
  {
    const auto [model, warnings, said] =
        read(script(folder, "return torch.matmul(torch.reshape(x, [1, 48]), self.weight)"));
    REQUIRE(warnings.size() == 1);
    REQUIRE_THAT(warnings.front(),
                 Contains("net.ts.pt: runs one image at a time") &&
                     Contains("shape '[1, 48]' is invalid for input of size 144, with 3 images"));
    REQUIRE(same(model.forward(images), logits_of(images)));
  }
  {  // traced where flattening ended at the batch: gives one row for all
    const Read read_one =
        read(script(folder, "return torch.matmul(torch.reshape(x, [-1, 48])[:1], self.weight)"));
    REQUIRE_THAT(read_one.said, Contains("gives [1, 5] for 3 images"));
    REQUIRE(same(read_one.model.forward(images), logits_of(images)));
  }
  {  // traced in training mode, so that batch norm uses the batch
    const auto [model, warnings, said] = read(script(
        folder,
        "x = torch.batch_norm(x, None, None, None, None, True, 0.1, 1e-5, False)\n  return " + kLogits));
    REQUIRE(warnings.size() == 1);
    REQUIRE_THAT(warnings.front(),
                 Contains("changes with the others of its batch") && Contains("model.eval()"));
    const auto alone = model.forward(images.narrow(0, 4, 1));
    REQUIRE(same(model.forward(images).narrow(0, 4, 1), alone));
  }
}

TEST_CASE("a network whose answers are random is refused", "[nets]") {
  const Folder folder;
  REQUIRE_THAT(
      refusal(
          script(folder, "return torch.matmul(torch.flatten(torch.dropout(x, 0.5, True), 1), self.weight)")),
      Contains("two answers for the same image") && Contains("model.eval()"));
}

TEST_CASE("a softmax at a network's end is recognised, and its logits are the logarithms", "[nets]") {
  const Folder folder;
  const auto images = torch::randn({6, 3, 4, 4}) / 4;
  const auto expected = logits_of(images).softmax(1);
  for (const std::string end : {"torch.softmax(", "100 * torch.softmax(", "torch.log_softmax("}) {
    INFO(end);
    const auto [model, warnings, said] = read(script(folder, "return " + end + kLogits + ", 1)"));
    REQUIRE(model.gives_probabilities);
    REQUIRE(warnings.empty());
    REQUIRE_THAT(said, Contains("probabilities") && Contains("net.ts.pt"));
    REQUIRE(model.adapted == (end == "torch.log_softmax(" ? "" : " log"));
    REQUIRE(torch::allclose(model.forward(images).softmax(1), expected, 1e-4, 1e-6));
  }
  const auto certain =
      read(script(folder, "return torch.softmax(1000 * " + kLogits + ", 1)")).model.forward(images);
  REQUIRE(certain.isfinite().all().item<bool>());
}

TEST_CASE("outputs like a sigmoid's are warned of, and used as they are", "[nets]") {
  const Folder folder;
  const auto images = torch::randn({6, 3, 4, 4}) / 4;
  const auto [model, warnings, said] = read(script(folder, "return torch.sigmoid(" + kLogits + ")"));
  REQUIRE(warnings.size() == 1);
  REQUIRE_THAT(warnings.front(), Contains("without the sigmoid"));
  REQUIRE_FALSE(model.gives_probabilities);
  REQUIRE(same(model.forward(images), logits_of(images).sigmoid()));
}

TEST_CASE("a program that fails only at some images is the file's fault, not ours", "[nets]") {
  const Folder folder;
  const InferenceModel model =
      read(script(folder, "assert bool(x.max() < 100), 'too bright'\n  return " + kLogits)).model;
  REQUIRE_THAT(error_message<DataError>([&] {
                 model.forward(torch::full({2, 3, 4, 4}, 101.0F));
               }),
               Contains("net.ts.pt: fails on 2 images (AssertionError: too bright)"));
  const InferenceModel short_one =
      read(script(folder, "y = " + kLogits + "\n  if bool(x.max() > 100):\n    y = y[:, 1:]\n  return y"))
          .model;
  REQUIRE_THAT(error_message<DataError>([&] {
                 short_one.forward(torch::full({2, 3, 4, 4}, 101.0F));
               }),
               Contains("gives [2, 4] for 2 images, expected [2, 5]"));
}
