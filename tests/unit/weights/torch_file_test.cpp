#include "weights/torch_file.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "support/error_message.h"
#include "unit/weights/file_builders.h"

namespace hybrid::weights {
namespace {

using Catch::Matchers::Contains;
using test::TensorPickle;

const std::string kSix = test::bytes_of_floats({0, 1, 2, 3, 4, 5});

/// Both layouts must agree on everything.
TensorMap parse(const std::string& body, const std::vector<std::string>& storages = {kSix}) {
  const TensorMap zip = parse_torch_zip(test::torch_zip(body, storages), "w.pth");
  const TensorMap legacy = parse_legacy_torch_file(test::legacy_torch_file(body, storages), "w.pth");
  REQUIRE(zip.tensors == legacy.tensors);
  REQUIRE(zip.notes == legacy.notes);
  return zip;
}

std::string refusal(const std::string& body, const std::vector<std::string>& storages = {kSix}) {
  const std::string zip =
      test::error_message<DataError>([&] { parse_torch_zip(test::torch_zip(body, storages), "w.pth"); });
  REQUIRE_THROWS_AS(parse_legacy_torch_file(test::legacy_torch_file(body, storages), "w.pth"), DataError);
  return zip;
}

std::string zip_refusal(const std::string& file) {
  return test::error_message<DataError>([&] { parse_torch_zip(file, "w.pth"); });
}

std::string one(const TensorPickle& tensor) {
  return test::dict({{"a", tensor.str()}});
}

TEST_CASE("a state dict's tensors come in its order", "[weights]") {
  const TensorMap map =
      parse(test::dict({{"b", TensorPickle{}.str()},
                        {"a", TensorPickle{.key = "1", .elements = 1, .shape = {}, .strides = {}}.str()}}),
            {kSix, test::bytes_of_floats({7})});
  REQUIRE(map.tensors ==
          std::vector{make_tensor("b", {2, 3}, {0, 1, 2, 3, 4, 5}), make_tensor("a", {}, {7})});
  REQUIRE(map.notes.empty());
}

TEST_CASE("strided views of shared storages are made contiguous", "[weights]") {
  const TensorMap map = parse(test::dict({
      {"transposed", TensorPickle{.shape = {3, 2}, .strides = {1, 3}}.str()},
      {"column", TensorPickle{.offset = 1, .shape = {2}, .strides = {3}}.str()},
      {"channels last", TensorPickle{.shape = {1, 2, 3, 1}, .strides = {6, 1, 2, 2}}.str()},
      {"empty", TensorPickle{.offset = 6, .shape = {0, 3}, .strides = {3, 1}}.str()},
  }));
  REQUIRE(map.tensors == std::vector{make_tensor("transposed", {3, 2}, {0, 3, 1, 4, 2, 5}),
                                     make_tensor("column", {2}, {1, 4}),
                                     make_tensor("channels last", {1, 2, 3, 1}, {0, 2, 4, 1, 3, 5}),
                                     make_tensor("empty", {0, 3}, {})});
}

TEST_CASE("parameters are the tensors they wrap", "[weights]") {
  const std::string parameter = test::global("torch._utils", "_rebuild_parameter") +
                                test::tuple({TensorPickle{}.str(), "\x88", "}"}) + "R";
  REQUIRE(parse(test::dict({{"a", parameter}})).tensors.front().shape == TensorShape{2, 3});
}

TEST_CASE("an ordered dict with attributes is a state dict", "[weights]") {
  const std::string body = test::global("collections", "OrderedDict") + ")R(" + test::text("a") +
                           TensorPickle{}.str() + "u" + test::dict({{"_metadata", "}"}}) + "b";
  REQUIRE(parse(body).tensors.size() == 1);
}

TEST_CASE("a nested checkpoint is unwrapped, and said to be", "[weights]") {
  const std::string inner = one({});
  REQUIRE(parse(test::dict({{"state_dict", inner}})).notes ==
          std::vector<std::string>{"took the tensors under 'state_dict'"});
  REQUIRE(parse(test::dict({{"epoch", "K\x03"}, {"model", inner}, {"optimizer", "}"}})).notes ==
          std::vector<std::string>{"took the tensors under 'model', left aside epoch, optimizer"});
}

TEST_CASE("the legacy layout is read in every protocol", "[weights]") {
  std::string file = test::legacy_torch_file(one({}), {kSix});
  file[1] = '\x03';
  REQUIRE(parse_legacy_torch_file(file, "w.pth").tensors.size() == 1);
  file[1] = '\x04';
  file.insert(2, "\x95" + test::bytes_of(std::uint64_t{13}));  // a frame
  REQUIRE(is_legacy_torch_file(file));
  REQUIRE(parse_legacy_torch_file(file, "w.pth").tensors.size() == 1);
  REQUIRE_FALSE(is_legacy_torch_file("\x80\x04\x95"));
}

TEST_CASE("a tensor beside the nested state dict does not hide it", "[weights]") {
  const std::string inner = one({}), accuracy = TensorPickle{.shape = {}, .strides = {}}.str();
  const TensorMap map =
      parse(test::dict({{"best_acc", accuracy}, {"state_dict", inner}, {"mean", accuracy}}));
  REQUIRE(map.tensors.size() == 1);
  REQUIRE(map.tensors.front().name == "a");
  REQUIRE(map.notes ==
          std::vector<std::string>{"took the tensors under 'state_dict', left aside best_acc, mean"});
}

TEST_CASE("a state dict is found under usual and unusual names, and deeper", "[weights]") {
  const std::string inner = test::dict({{"a", TensorPickle{}.str()}, {"b", TensorPickle{}.str()}});
  const std::string other = one({});
  const auto taken = [&](const std::vector<std::pair<std::string, std::string>>& items) {
    const TensorMap map = parse(test::dict(items));
    REQUIRE(map.tensors.size() == 2);
    return map.notes.front();
  };
  REQUIRE(taken({{"checkpoint", inner}}) == "took the tensors under 'checkpoint'");
  REQUIRE(taken({{"model", test::dict({{"state_dict", inner}, {"name", test::text("x")}})}}) ==
          "took the tensors under 'model' in 'state_dict'");
  REQUIRE(taken({{"model_ema", inner}, {"model", inner}}) ==
          "took the tensors under 'model', left aside model_ema");
  REQUIRE(taken({{"model", test::dict({{"type", test::text("x")}})}, {"my_net", inner}, {"lr", "K\x01"}}) ==
          "took the tensors under 'my_net', left aside model, lr");
  REQUIRE(taken({{"optimizer", inner}, {"backbone_weights", inner}}) ==
          "took the tensors under 'backbone_weights', left aside optimizer");
  REQUIRE_THAT(
      refusal(test::dict({{"generator", inner}, {"discriminator", other}})),
      Contains("several dicts of tensors") && Contains("generator (2 tensors), discriminator (1 tensor)"));
  // A dict within itself ends, and so does one named by many.
  REQUIRE_THAT(refusal("}q\x01(" + test::text("model") + "h\x01" + test::text("net") + "h\x01u", {}),
               Contains("its keys are: model, net"));
}

TEST_CASE("objects beside the tensors do not hinder, and are named", "[weights]") {
  const std::string arguments = test::object("argparse", "Namespace", test::dict({{"lr", "K\x01"}}));
  const std::string path = test::call("pathlib", "PosixPath", {test::text("/")});
  const TensorMap nested =
      parse(test::dict({{"args", arguments}, {"state_dict", one({})}, {"out", path}, {"seen", "\x8f"}}));
  REQUIRE(nested.tensors.size() == 1);
  REQUIRE(nested.notes ==
          std::vector<std::string>{"took the tensors under 'state_dict', left aside args, out, seen"});
  const TensorMap flat = parse(test::dict(
      {{"a", TensorPickle{}.str()}, {"epoch", "K\x03"}, {"args", arguments}, {"_extra_state", "N"}}));
  REQUIRE(flat.tensors.size() == 1);
  REQUIRE(flat.notes == std::vector<std::string>{"left aside what is no tensor: epoch, args, _extra_state"});
  std::vector<std::pair<std::string, std::string>> many{{"a", TensorPickle{}.str()}};
  for (int i = 0; i < 20; ++i) many.emplace_back("k" + std::to_string(i), arguments);
  REQUIRE_THAT(parse(test::dict(many)).notes.front(), Contains("k0, k1") && Contains("k11 and 8 more"));
}

TEST_CASE("tensors with Python attributes or a state are tensors", "[weights]") {
  const std::string call = TensorPickle{}.str();
  const std::string arguments = call.substr(call.find('('), call.size() - call.find('(') - 1);  // no R
  const std::string typed =
      test::call("torch._tensor", "_rebuild_from_type_v2",
                 {test::global("torch._utils", "_rebuild_tensor_v2"), test::global("torch", "Tensor"),
                  arguments, test::dict({{"tag", "K\x01"}})});
  REQUIRE(parse(test::dict({{"a", typed}})).tensors.front().shape == TensorShape{2, 3});
  const std::string parameter =
      test::call("torch._utils", "_rebuild_parameter_with_state", {call, "\x88", "}", "}"});
  REQUIRE(parse(test::dict({{"a", parameter}})).tensors.front().shape == TensorShape{2, 3});
}

TEST_CASE("what holds no tensors, or tensors that are not read, is refused", "[weights]") {
  REQUIRE_THAT(refusal("]", {}), Contains("no dict of tensors"));
  REQUIRE_THAT(refusal(test::dict({{"epoch", "K\x03"}, {"args", "}"}}), {}),
               Contains("its keys are: epoch, args"));
  REQUIRE_THAT(
      refusal(test::object("models", "Net", "}"), {}),
      Contains("holds an object of models.Net, whose code is needed") && Contains("save model.state_dict()"));
  // The legacy layout stores the source of a model's classes.
  const std::string source = test::tuple({test::text("module"), test::global("models", "Net"),
                                          test::text("net.py"), test::text("class Net: ...")}) +
                             "Q";
  REQUIRE_THAT(test::error_message<DataError>([&] {
                 parse_legacy_torch_file(test::legacy_torch_file(source + ")\x81}b", {}), "w.pth");
               }),
               Contains("holds a whole model, whose code is needed"));
  REQUIRE_THAT(refusal(test::dict({{"epoch", "K\x03"}, {"model", test::object("models", "Net", "}")}}), {}),
               Contains("its keys are: epoch, model (an object of models.Net)"));
  const std::string quantised = test::call("torch._utils", "_rebuild_qtensor", {"K\x01"});
  REQUIRE_THAT(
      refusal(test::dict({{"a", TensorPickle{}.str()}, {"b", quantised}})),
      Contains("tensors of a kind that is not read, or without a name: b (torch._utils._rebuild_qtensor)"));
  REQUIRE_THAT(refusal("}(K\x01" + TensorPickle{}.str() + "u"),
               Contains("without a name: (a key that is no text)"));
  REQUIRE_THAT(refusal(test::dict({{"a", TensorPickle{}.str()}, {"a", TensorPickle{}.str()}})),
               Contains("'a' twice"));
  REQUIRE_THAT(refusal(test::dict({{"a", TensorPickle{}.str()}, {"\xe1", TensorPickle{}.str()}})),
               Contains("the name of entry 2 of its state dict is not UTF-8"));
}

TEST_CASE("a view that its storage is too short for is refused", "[weights]") {
  const std::vector<TensorPickle> views{
      {.shape = {7}, .strides = {1}},
      {.offset = 1},
      {.offset = 7, .shape = {0}, .strides = {1}},
      {.shape = {2, 3}, .strides = {4, 1}},
      {.shape = {2'000'000'000, 2'000'000'000, 2'000'000'000}, .strides = {2'000'000'000, 2'000'000'000, 1}},
      {.shape = {2, 2}, .strides = {2'147'483'647, 2'147'483'647}},
      {.shape = {1'000'000'000}, .strides = {0}},
      {.shape = {4, 4}, .strides = {1, 1}},
  };
  for (const TensorPickle& view : views) {
    INFO(view.str());
    REQUIRE_THAT(refusal(one(view)), Contains("tensor 'a' is [") && Contains("in a storage of 6 elements"));
  }
}

TEST_CASE("a tensor that is described in another way than torch's is refused", "[weights]") {
  REQUIRE_THAT(refusal(one({.shape = {-1, 3}})), Contains("not described as torch does it"));
  REQUIRE_THAT(refusal(one({.shape = {2, 3}, .strides = {1}})), Contains("not described"));
  REQUIRE_THAT(refusal(one({.offset = -1})), Contains("not described"));
  REQUIRE_THAT(refusal(one({.storage = "QInt8Storage"})),
               Contains("holds tensors of torch.QInt8Storage, which are not read"));
  REQUIRE_THAT(refusal(test::dict({{"a", test::global("torch._utils", "_rebuild_tensor_v2") + ")R"}}), {}),
               Contains("not described"));
  const std::string recursive = test::global("torch._utils", "_rebuild_parameter") + ")R";
  REQUIRE_THAT(refusal(test::dict({{"a", recursive}}), {}), Contains("not described"));
}

TEST_CASE("tensors that share one storage without end are refused", "[weights]") {
  std::vector<std::pair<std::string, std::string>> items;
  std::string many = TensorPickle{.elements = 100'000, .shape = {100'000}, .strides = {1}}.str() + "q\x01";
  for (int i = 0; i < 100; ++i) {
    items.emplace_back(std::to_string(i), many);
    many = "h\x01";
  }
  REQUIRE_THAT(refusal(test::dict(items), {std::string(400'000, '\0')}), Contains("share storages so often"));
}

TEST_CASE("code in a weights file is refused by name", "[weights]") {
  REQUIRE_THAT(refusal(test::global("os", "system") + test::text("true") + "\x85R", {}),
               Contains("would run os.system"));
}

TEST_CASE("a zip archive that torch.save did not write is refused", "[weights]") {
  const std::string pickle = test::pickled(one({}));
  REQUIRE_THAT(zip_refusal(test::zip_file({{"a.npy", "x"}})),
               Contains("no data.pkl (its first entry is 'a.npy')"));
  REQUIRE_THAT(zip_refusal(test::zip_file({{"net/data.pkl", pickle}})), Contains("no entry 'net/data/0'"));
  REQUIRE_THAT(zip_refusal(test::zip_file({{"net/data.pkl", pickle}, {"net/byteorder", "big"}})),
               Contains("big-endian"));
  REQUIRE_THAT(zip_refusal(test::zip_file({{"net/data.pkl", pickle}, {"net/constants.pkl", ""}})),
               Contains("TorchScript"));
  REQUIRE_THAT(zip_refusal("PK\x03\x04 and no more"), Contains("damaged zip archive"));
  REQUIRE_THAT(zip_refusal(test::torch_zip(one({}), {kSix.substr(0, 8)})),
               Contains("a storage of 2 elements"));
}

TEST_CASE("a storage whose check sum is wrong is refused", "[weights]") {
  std::string file = test::torch_zip(one({}), {kSix});
  file[file.find(kSix) + 5] ^= 1;
  REQUIRE_THAT(zip_refusal(file), Contains("entry 'net/data/0' is damaged"));
}

TEST_CASE("a legacy file is refused where its storages are not what its tensors say", "[weights]") {
  const auto refused = [](const std::string& file) {
    return test::error_message<DataError>([&] { parse_legacy_torch_file(file, "w.pth"); });
  };
  const std::string good = test::legacy_torch_file(one({}), {kSix});
  REQUIRE_THAT(refused(good.substr(0, good.size() - 1)),
               Contains("ends inside storage '0': 6 elements of 4 bytes"));
  REQUIRE_THAT(refused(good + "x"), Contains("1 bytes at its end belong to no tensor"));
  std::string huge = good;
  huge.replace(good.size() - kSix.size() - 8, 8, "\xff\xff\xff\xff\xff\xff\xff\x7f");
  REQUIRE_THAT(refused(huge), Contains("9223372036854775807 elements"));
  REQUIRE_THAT(refused(test::legacy_torch_file(one({}), {})), Contains("has no storage '0'"));
  REQUIRE_THAT(refused(test::legacy_torch_file(one({}), {kSix, kSix})),
               Contains("storage '1' belongs to no tensor"));
  REQUIRE_THAT(
      refused(test::legacy_torch_file(
          test::dict({{"a", TensorPickle{}.str()}, {"b", TensorPickle{.storage = "LongStorage"}.str()}}),
          {kSix})),
      Contains("storage '0' has two types"));
}

}  // namespace
}  // namespace hybrid::weights
