#include "weights/match.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "arch/catalog.h"
#include "core/error.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"
#include "weights/safetensors.h"

namespace hybrid::weights {
namespace {

using Catch::Matchers::Contains;

/// Weights of the model as the library has them; every number is another.
TensorMap weights_in(Dialect dialect, const arch::ArchSpec& spec) {
  TensorMap map;
  float next = 0;
  const std::vector<TensorName> names = tensor_names(dialect, spec).value();
  for (const TensorName& name : names) {
    if (name.is_counter) {
      map.tensors.push_back({name.theirs, TensorType::i64, {}, std::vector<std::byte>(8, std::byte{1})});
      continue;
    }
    std::vector<float> values(static_cast<std::size_t>(claimed_bytes(TensorType::u8, name.their_shape)));
    for (float& value : values) value = next++;
    map.tensors.push_back(make_tensor(name.theirs, name.their_shape, values));
  }
  return map;
}

arch::ArchSpec model(const std::string& name, int classes = 10) {
  return arch::find_arch(name, arch::find_arch(name).value().input, classes).value();
}

std::string refusal(const TensorMap& file, const arch::ArchSpec& spec) {
  return test::error_message<DataError>([&] { match_weights(file, spec, "w.pth"); });
}

NamedTensor& tensor(TensorMap& map, const std::string& name) {
  for (NamedTensor& tensor : map.tensors)
    if (tensor.name == name) return tensor;
  throw InternalError("no tensor " + name);
}

TEST_CASE("weights of every dialect arrive in our order, names and shapes", "[weights]") {
  const auto [dialect, name] =
      GENERATE(table<Dialect, std::string>({{Dialect::ours, "mobilenet-v3-small-050"},
                                            {Dialect::timm, "mobilenet-v3-small-050"},
                                            {Dialect::torchvision, "mobilenet-v3-small-050"},
                                            {Dialect::mcunet, "mcunet-5fps"},
                                            {Dialect::ours, "resnet-20"}}));
  const arch::ArchSpec spec = model(name);
  REQUIRE(match_weights(weights_in(dialect, spec), spec, "w").tensors ==
          weights_in(Dialect::ours, spec).tensors);
}

TEST_CASE("renaming and matching undo each other", "[weights]") {
  const arch::ArchSpec spec = model("mobilenet-v3-small-050");
  const TensorMap ours = weights_in(Dialect::ours, spec);
  for (const Dialect dialect : {Dialect::ours, Dialect::timm, Dialect::torchvision}) {
    const TensorMap theirs = rename_weights(ours, spec, dialect, "w");
    REQUIRE(theirs.tensors == weights_in(dialect, spec).tensors);
    REQUIRE(match_weights(theirs, spec, "w").tensors == ours.tensors);
  }
  REQUIRE_THROWS_AS(rename_weights(ours, spec, Dialect::mcunet, "w"), InvalidArgument);
}

TEST_CASE("a network with the other library's epsilon is refused, and the right one named", "[weights]") {
  const arch::ArchSpec timms = model("mobilenet-v3-large-100"),
                       torchvisions = model("mobilenet-v3-large-100-tv");
  const auto match = [](Dialect dialect, const arch::ArchSpec& spec) {
    return match_weights(weights_in(dialect, spec), spec, "w");
  };
  REQUIRE_NOTHROW(match(Dialect::timm, timms));
  REQUIRE_NOTHROW(match(Dialect::torchvision, torchvisions));
  REQUIRE_THROWS_WITH(match(Dialect::torchvision, timms), Contains("ask for mobilenet-v3-large-100-tv"));
  REQUIRE_THROWS_WITH(match(Dialect::timm, torchvisions), Contains("ask for it without '-tv'"));
}

TEST_CASE("the order in the file does not matter", "[weights]") {
  const arch::ArchSpec spec = model("mcunet-5fps");
  TensorMap file = weights_in(Dialect::mcunet, spec);
  std::reverse(file.tensors.begin(), file.tensors.end());
  REQUIRE(match_weights(file, spec, "w").tensors == weights_in(Dialect::ours, spec).tensors);
}

TEST_CASE("the zoo's classifier may stand without its layer class", "[weights]") {
  const arch::ArchSpec spec = model("mcunet-5fps");
  TensorMap file = weights_in(Dialect::mcunet, spec);
  tensor(file, "classifier.linear.weight").name = "classifier.weight";
  tensor(file, "classifier.linear.bias").name = "classifier.bias";
  REQUIRE(match_weights(file, spec, "w").tensors == weights_in(Dialect::ours, spec).tensors);
}

TEST_CASE("step counters may be missing and are 0 then", "[weights]") {
  const arch::ArchSpec spec = model("resnet-20");
  TensorMap file = weights_in(Dialect::ours, spec);
  std::erase_if(file.tensors, [](const NamedTensor& t) { return t.name.ends_with(kStepCounter); });
  TensorMap matched = match_weights(file, spec, "w");
  REQUIRE(tensor(matched, "layers.0.norm.num_batches_tracked").bytes == std::vector<std::byte>(8));
  REQUIRE(matched.tensors.size() == weights_in(Dialect::ours, spec).tensors.size());
}

TEST_CASE("half and double precision become f32", "[weights]") {
  const arch::ArchSpec spec = model("linear");
  TensorMap file = weights_in(Dialect::ours, spec);
  NamedTensor& bias = tensor(file, "layers.0.bias");
  bias = {bias.name, TensorType::f16, bias.shape, std::vector<std::byte>(20, std::byte{0x3c})};
  TensorMap matched = match_weights(file, spec, "w");
  REQUIRE(tensor(matched, "layers.0.bias").type == TensorType::f32);
  REQUIRE(to_floats(tensor(matched, "layers.0.bias")) == std::vector<float>(10, 1.05859375f));
}

TEST_CASE("missing, surplus and wrong tensors are all listed, with both shapes", "[weights]") {
  const arch::ArchSpec spec = model("mcunet-5fps");
  TensorMap file = weights_in(Dialect::mcunet, spec);
  const std::string block = "blocks.3.mobile_inverted_conv.depth_conv.";
  std::erase_if(file.tensors, [&](const NamedTensor& t) { return t.name == block + "conv.weight"; });
  tensor(file, block + "bn.bias") = make_tensor(block + "bn.bias", {2}, {1, 2});
  tensor(file, block + "bn.weight").type = TensorType::i32;
  file.tensors.push_back(make_tensor("aux.weight", {1, 3}, {1, 2, 3}));
  REQUIRE(refusal(file, spec) ==
          "w.pth: 4 tensors are not those of mcunet-5fps for 10 classes\n"
          "  missing: '" +
              block +
              "conv.weight' [48, 1, 7, 7]\n"
              "  wrong: '" +
              block +
              "bn.weight' is i32 [48], expected floating point [48]\n"
              "  wrong: '" +
              block +
              "bn.bias' is f32 [2], expected floating point [48]\n"
              "  surplus: 'aux.weight' [1, 3]");
}

TEST_CASE("another number of classes is said in one line with both", "[weights]") {
  for (const Dialect dialect : {Dialect::ours, Dialect::mcunet})
    REQUIRE(refusal(weights_in(dialect, model("mcunet-5fps", 100)), model("mcunet-5fps", 1000)) ==
            "w.pth: has 100 classes, mcunet-5fps is to have 1000; ask for mcunet-5fps with 100 classes");
  TensorMap more = weights_in(Dialect::ours, model("mcunet-5fps", 100));
  more.tensors.push_back(make_tensor("more", {1}, {1}));
  REQUIRE_THAT(refusal(more, model("mcunet-5fps", 1000)),
               Contains("surplus: 'more' [1]") && Contains("[100]"));
}

TEST_CASE("the same number of elements in another shape is wrong", "[weights]") {
  const arch::ArchSpec spec = model("resnet-20");
  TensorMap file = weights_in(Dialect::ours, spec);
  NamedTensor& weight = tensor(file, "layers.0.conv.weight");
  weight.shape = {3, 16, 3, 3};
  REQUIRE_THAT(refusal(file, spec), Contains("is f32 [3, 16, 3, 3], expected floating point [16, 3, 3, 3]"));
}

TEST_CASE("names of no library, or of one without such a network, are refused", "[weights]") {
  const arch::ArchSpec spec = model("resnet-20");
  REQUIRE_THAT(
      refusal({{make_tensor("conv1.weight", {1}, {1})}, {}}, spec),
      Contains("names of no library we know (ours, mcunet, timm, torchvision); the first is 'conv1.weight'"));
  REQUIRE_THAT(refusal({}, spec), Contains("there are none"));
  REQUIRE_THAT(refusal({{make_tensor("conv_stem.weight", {1}, {1})}, {}}, spec),
               Contains("names of timm, which has no network like resnet-20"));
}

TEST_CASE("a file is read and matched in one step", "[weights]") {
  const test::TemporaryFolder folder;
  const arch::ArchSpec spec = model("mobilenet-v3-small-050");
  write_safetensors(folder / "w", weights_in(Dialect::timm, spec));
  REQUIRE(read_weights_for(spec, folder / "w").tensors == weights_in(Dialect::ours, spec).tensors);
}

}  // namespace
}  // namespace hybrid::weights
