#include "nets/torchscript.h"

#include <torch/script.h>

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/files.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using namespace hybrid::nets;
using Catch::Contains;
using test::error_message;

namespace {

namespace fs = std::filesystem;
using Folder = test::TemporaryFolder;

constexpr arch::Shape kInput{3, 4, 4};

/// A TorchScript file whose forward is that body; `self.weight` is [48, 5] with values that differ.
fs::path script(const Folder& folder, const std::string& body,
                const std::string& signature = "forward(self, x)") {
  torch::jit::Module module("m");
  module.register_parameter("weight", torch::linspace(-1, 1, 48 * 5).view({48, 5}), /*is_buffer=*/false);
  module.register_attribute("training", c10::BoolType::get(), true);
  module.define("def " + signature + ":\n  " + body + "\n");
  const fs::path path = folder / "net.ts.pt";
  module.save(path.string());
  return path;
}

std::string refusal(const fs::path& path) {
  const auto message = error_message<DataError>([&] { read_torchscript(path, kInput); });
  REQUIRE_THAT(message, Contains(path.string()) && !Contains("\n"));
  return message;
}

}  // namespace

TEST_CASE("a TorchScript file runs as it is, and one image tells its classes", "[nets]") {
  const Folder folder;
  const auto path = script(folder, "return torch.matmul(torch.flatten(x, 1), self.weight)");
  REQUIRE(looks_like_torchscript(path));
  const InferenceModel model = read_torchscript(path, kInput);
  REQUIRE(model.name == "net.ts.pt");
  REQUIRE(model.classes == 5);
  REQUIRE(model.input == kInput);
  REQUIRE_FALSE(model.macs);
  const auto images = torch::randn({6, 3, 4, 4});
  const auto expected = images.flatten(1).matmul(torch::linspace(-1, 1, 48 * 5).view({48, 5}));
  const auto logits = model.forward(images);
  REQUIRE((logits - expected).abs().max().item<float>() < 1e-4F);
  REQUIRE_FALSE(logits.requires_grad());
}

TEST_CASE("a TorchScript network answers in evaluation mode", "[nets]") {
  const Folder folder;
  const auto path = script(
      folder, "return torch.matmul(torch.flatten(torch.dropout(x, 0.5, self.training), 1), self.weight)");
  const InferenceModel model = read_torchscript(path, kInput);
  const auto images = torch::ones({2, 3, 4, 4});
  REQUIRE(torch::equal(model.forward(images), model.forward(images)));
}

TEST_CASE("what is no classifier of images of that shape is refused in a line", "[nets]") {
  const Folder folder;
  REQUIRE_THAT(refusal(script(folder, "return (x, x)")), Contains("3x4x4"));
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
      read_torchscript(folder.file("altered.pt", altered), kInput);  // padding may be altered unseen
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
