#include "weights/wrappers.h"

#include <catch2/catch.hpp>
#include <cstring>

#include "arch/catalog.h"
#include "core/error.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"
#include "unit/weights/file_builders.h"
#include "weights/dialects.h"
#include "weights/match.h"
#include "weights/safetensors.h"

namespace hybrid::weights {
namespace {

using Catch::Matchers::Contains;

arch::ArchSpec spec() {
  return arch::find_arch("mobilenet-v3-small-050", {3, 32, 32}, 10).value();
}

/// timm's weights of the network; every number is another.
TensorMap plain() {
  TensorMap map;
  float next = 0;
  const std::vector<TensorName> names = tensor_names(Dialect::timm, spec()).value();
  for (const TensorName& name : names) {
    std::vector<float> values(static_cast<std::size_t>(claimed_bytes(TensorType::u8, name.their_shape)));
    for (float& value : values) value = next++;
    map.tensors.push_back(name.is_counter
                              ? NamedTensor{name.theirs, TensorType::i64, {}, std::vector<std::byte>(8)}
                              : make_tensor(name.theirs, name.their_shape, values));
  }
  return map;
}

/// The same with every name changed.
template <class Rename>
TensorMap renamed(const Rename& rename) {
  TensorMap map = plain();
  for (NamedTensor& tensor : map.tensors) tensor.name = rename(tensor.name);
  return map;
}

void append(TensorMap& map, const TensorMap& more) {
  map.tensors.insert(map.tensors.end(), more.tensors.begin(), more.tensors.end());
}

/// Requires that the file's network is the plain one. Returns what was said.
std::vector<std::string> notes_of(const TensorMap& file) {
  const TensorMap matched = match_weights(file, spec(), "w");
  REQUIRE(matched.tensors == match_weights(plain(), spec(), "w").tensors);
  return matched.notes;
}

std::string refusal(const TensorMap& file) {
  return test::error_message<DataError>([&] { match_weights(file, spec(), "w.pth"); });
}

NamedTensor number(const std::string& name, TensorShape shape = {}) {
  return make_tensor(name, std::move(shape), {7});
}

TEST_CASE("weights without wrappers stay as they are, without a word", "[weights]") {
  REQUIRE(unwrap(plain(), "w").tensors == plain().tensors);
  REQUIRE(notes_of(plain()).empty());
  const TensorMap unknown{{make_tensor("module.conv1.weight", {1}, {1})}, {}};
  REQUIRE(unwrap(unknown, "w").tensors == unknown.tensors);
}

TEST_CASE("a prefix before all names is taken off, whatever it is, and said", "[weights]") {
  for (const std::string prefix :
       {"module.", "model.", "net.", "ema.", "module.ema.", "averaged_model.module.", "student.backbone."}) {
    INFO(prefix);
    REQUIRE(notes_of(renamed([&](const std::string& name) { return prefix + name; })) ==
            std::vector<std::string>{"took '" + prefix + "' off all names"});
  }
}

TEST_CASE("torch.compile's part is taken out wherever it is", "[weights]") {
  const std::size_t count = plain().tensors.size();
  const std::string note = "took '_orig_mod.' out of " + std::to_string(count) + " names";
  REQUIRE(notes_of(renamed([](const std::string& name) { return "_orig_mod." + name; })) ==
          std::vector{note});
  REQUIRE(notes_of(renamed([](const std::string& name) { return "module._orig_mod." + name; })) ==
          std::vector<std::string>{note, "took 'module.' off all names"});
  REQUIRE(notes_of(renamed([](const std::string& name) { return "_orig_mod.module." + name; })) ==
          std::vector<std::string>{note, "took 'module.' off all names"});
  // Only the blocks were compiled, or checkpointed, each by itself.
  const auto notes = notes_of(renamed([](const std::string& name) {
    return name.starts_with("blocks.") ? "blocks._orig_mod." + name.substr(7) : name;
  }));
  REQUIRE(notes.size() == 1);
  REQUIRE_THAT(notes.front(), Contains("took '_orig_mod.' out of"));
  REQUIRE_THAT(
      notes_of(renamed([](const std::string& name) { return "_fsdp_wrapped_module." + name; })).front(),
      Contains("_fsdp_wrapped_module"));
}

TEST_CASE("averaged copies and counters beside the network are left aside, and said", "[weights]") {
  TensorMap file = renamed([](const std::string& name) { return "model." + name; });
  const std::string count = std::to_string(file.tensors.size());
  append(file, renamed([](const std::string& name) { return "ema.module." + name; }));
  file.tensors.push_back(number("n_averaged"));
  file.tensors.push_back(make_tensor("model_ema.conv_stemweight", {2}, {1, 2}));  // as LitEma writes them
  const auto notes = notes_of(file);
  REQUIRE(notes == std::vector<std::string>{
                       "left aside " + count + " tensors: averaged weights under 'ema.module.'",
                       "left aside 1 tensor: averaged weights under 'model_ema.'",
                       "left aside 1 tensor: the counter n_averaged", "took 'model.' off all names"});
  TensorMap bare = plain();
  append(bare, renamed([](const std::string& name) { return "ema_model." + name; }));
  REQUIRE(notes_of(bare) ==
          std::vector<std::string>{"left aside " + count + " tensors: averaged weights under 'ema_model.'"});
  TensorMap averaged = renamed([](const std::string& name) { return "module." + name; });
  averaged.tensors.insert(averaged.tensors.begin(),
                          {"n_averaged", TensorType::i64, {}, std::vector<std::byte>(8)});
  REQUIRE(notes_of(averaged).size() == 2);
}

TEST_CASE("a profiler's counters are left aside", "[weights]") {
  TensorMap file = plain();
  for (const std::string module : {"", "conv_stem.", "bn1.", "blocks.0.0.conv_dw."})
    for (const std::string counter : {"total_ops", "total_params"})
      file.tensors.push_back({module + counter, TensorType::f64, {1}, std::vector<std::byte>(8)});
  REQUIRE(notes_of(file) == std::vector<std::string>{
                                "left aside 8 tensors: counters of a profiler, total_ops and total_params"});
  file.tensors.push_back(make_tensor("conv_stem.total_ops", {2}, {1, 2}));
  REQUIRE_THAT(refusal(file), Contains("surplus: 'conv_stem.total_ops' [2]"));
}

TEST_CASE("step counters of any type are converted, and said", "[weights]") {
  const auto with_counters = [](TensorType type, std::vector<std::byte> bytes, TensorShape shape = {}) {
    TensorMap file = plain();
    for (NamedTensor& tensor : file.tensors)
      if (tensor.name.ends_with(kStepCounter)) tensor = {tensor.name, type, shape, bytes};
    return match_weights(file, spec(), "w");
  };
  const auto steps_of = [](const TensorMap& matched) {
    for (const NamedTensor& tensor : matched.tensors)
      if (tensor.name.ends_with(kStepCounter)) {
        REQUIRE(tensor.type == TensorType::i64);
        REQUIRE(tensor.shape.empty());
        std::int64_t steps = -1;
        std::memcpy(&steps, tensor.bytes.data(), sizeof steps);
        return steps;
      }
    return std::int64_t{-1};
  };
  const TensorMap half = with_counters(TensorType::f16, {std::byte{0x00}, std::byte{0x64}});
  REQUIRE(steps_of(half) == 1024);
  REQUIRE(half.notes.size() == 1);
  REQUIRE_THAT(half.notes.front(), Contains("converted 34 counters num_batches_tracked, which are f16"));
  REQUIRE(steps_of(with_counters(TensorType::f16, {std::byte{0x00}, std::byte{0x7c}})) == 0);  // infinite
  REQUIRE(steps_of(with_counters(TensorType::bf16, {std::byte{0x80}, std::byte{0x44}}, {1})) == 1024);
  REQUIRE(steps_of(with_counters(TensorType::i32, {std::byte{3}, {}, {}, {}})) == 3);
  const TensorMap whole = with_counters(TensorType::i64, std::vector<std::byte>(8, std::byte{1}));
  REQUIRE(steps_of(whole) == 0x0101010101010101);
  REQUIRE(whole.notes.empty());
}

TEST_CASE("what is unknown, or not unique, is refused and listed", "[weights]") {
  TensorMap file = renamed([](const std::string& name) { return "model." + name; });
  file.tensors.push_back(make_tensor("criterion.weight", {2}, {1, 2}));
  REQUIRE(refusal(file) ==
          "w.pth: 1 tensor is not those of mobilenet-v3-small-050 for 10 classes\n"
          "  surplus: 'criterion.weight' [2]");
  TensorMap two = renamed([](const std::string& name) { return "student." + name; });
  append(two, renamed([](const std::string& name) { return "teacher." + name; }));
  REQUIRE(refusal(two) ==
          "w.pth: has 2 networks, their tensors begin with 'student.', 'teacher.'; save those of one");
  TensorMap twice = plain();
  twice.tensors.push_back(make_tensor("_orig_mod.conv_stem.weight", {1}, {1}));
  REQUIRE_THAT(refusal(twice), Contains("has the tensor 'conv_stem.weight' twice, as 'conv_stem.weight' and "
                                        "'_orig_mod.conv_stem.weight'"));
}

TEST_CASE("wrappers come off safetensors and checkpoints alike", "[weights]") {
  const test::TemporaryFolder folder;
  write_safetensors(folder / "w", renamed([](const std::string& name) { return "module." + name; }));
  const TensorMap safe = read_weights_for(spec(), folder / "w");
  REQUIRE(safe.tensors == match_weights(plain(), spec(), "w").tensors);
  REQUIRE(safe.notes == std::vector<std::string>{"took 'module.' off all names"});

  std::vector<std::pair<std::string, std::string>> items;
  std::vector<std::string> storages;
  for (const NamedTensor& tensor : plain().tensors) {
    test::TensorPickle pickle{.key = std::to_string(storages.size()),
                              .shape = {tensor.shape.begin(), tensor.shape.end()},
                              .strides = {},
                              .storage = tensor.type == TensorType::i64 ? "LongStorage" : "FloatStorage"};
    std::int32_t stride = 1;
    for (auto size = tensor.shape.rbegin(); size != tensor.shape.rend(); ++size) {
      pickle.strides.insert(pickle.strides.begin(), stride);
      stride *= static_cast<std::int32_t>(*size);
    }
    items.emplace_back("model._orig_mod." + tensor.name, pickle.str());
    storages.emplace_back(reinterpret_cast<const char*>(tensor.bytes.data()), tensor.bytes.size());
  }
  const std::string body = test::dict({{"epoch", "K\x03"},
                                       {"hyper_parameters", test::object("argparse", "Namespace", "}")},
                                       {"state_dict", test::dict(items)}});
  const TensorMap torch = read_weights_for(spec(), folder.file("w.ckpt", test::torch_zip(body, storages)));
  REQUIRE(torch.tensors == safe.tensors);
  REQUIRE(torch.notes ==
          std::vector<std::string>{"took the tensors under 'state_dict', left aside epoch, hyper_parameters",
                                   "took '_orig_mod.' out of " + std::to_string(items.size()) + " names",
                                   "took 'model.' off all names"});
}

}  // namespace
}  // namespace hybrid::weights
