// Good files, cut off at every byte and with every bit turned over: whatever is read then must be tensors
// whose bytes fit their shapes, or be refused with a DataError. Built with sanitizers this also shows that
// nothing is read or written beyond its end.

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/seed.h"
#include "unit/weights/file_builders.h"
#include "weights/safetensors.h"
#include "weights/torch_file.h"

namespace hybrid::weights {
namespace {

using Parse = TensorMap (*)(std::string_view, const std::filesystem::path&);

struct Good {
  std::string layout, file;
  Parse parse;
};

std::vector<Good> good_files() {
  const std::string storage = test::bytes_of_floats({0, 1, 2, 3, 4, 5});
  const std::string body = test::dict(
      {{"args", test::object("argparse", "Namespace", test::dict({{"lr", "K\x01"}}))},
       {"seen", "\x8f(K\x01\x90"},
       {"out", test::call("pathlib", "PosixPath", {test::text("/")})},
       {"state_dict", test::dict({{"a", test::TensorPickle{}.str() + "q\x01"},
                                  {"b", test::TensorPickle{.shape = {3, 2}, .strides = {1, 3}}.str()},
                                  {"c", "h\x01"}})}});
  const TensorMap map{{make_tensor("a", {2, 3}, {0, 1, 2, 3, 4, 5}), make_tensor("b", {}, {1})}, {}};
  return {{"safetensors", format_safetensors(map), parse_safetensors},
          {"zip", test::torch_zip(body, {storage}), parse_torch_zip},
          {"legacy", test::legacy_torch_file(body, {storage}), parse_legacy_torch_file}};
}

/// Whether it could be read.
bool parses_cleanly(const Good& good, const std::string& file) {
  if (good.parse == parse_legacy_torch_file && !is_legacy_torch_file(file)) return false;
  try {
    for (const NamedTensor& tensor : good.parse(file, "w").tensors)
      REQUIRE(claimed_bytes(tensor.type, tensor.shape) == static_cast<std::int64_t>(tensor.bytes.size()));
    return true;
  } catch (const DataError&) {
    return false;
  }
}

TEST_CASE("a file that ends anywhere too early is refused", "[weights]") {
  for (const Good& good : good_files()) {
    INFO(good.layout);
    REQUIRE(parses_cleanly(good, good.file));
    for (std::size_t length = 0; length < good.file.size(); ++length) {
      INFO(length << " of " << good.file.size() << " bytes");
      REQUIRE(!parses_cleanly(good, good.file.substr(0, length)));
    }
  }
}

TEST_CASE("no single wrong bit makes a file do anything but load or be refused", "[weights]") {
  for (const Good& good : good_files()) {
    INFO(good.layout);
    std::size_t refused = 0;
    for (std::size_t i = 0; i < good.file.size(); ++i)
      for (int bit = 0; bit < 8; ++bit) {
        std::string file = good.file;
        file[i] = static_cast<char>(static_cast<unsigned char>(file[i]) ^ (1u << bit));
        if (!parses_cleanly(good, file)) ++refused;
      }
    REQUIRE(refused > good.file.size());
  }
}

TEST_CASE("wrong bytes in a row do no harm either", "[weights]") {
  for (const Good& good : good_files())
    for (const char filler : {'\0', '\xff', '(', 'R', '\x7f'})
      for (std::size_t i = 0; i + 8 <= good.file.size(); ++i) {
        std::string file = good.file;
        file.replace(i, 8, 8, filler);
        parses_cleanly(good, file);
      }
  SUCCEED();
}

TEST_CASE("random programs of pickle's instructions do no harm", "[weights]") {
  // Instructions whose operands are short, and pieces of real files, so that most programs run for a while.
  const std::vector<std::string> pieces{"N",
                                        "\x88",
                                        "K\x01",
                                        "(",
                                        ")",
                                        "t",
                                        "\x85",
                                        "\x86",
                                        "]",
                                        "a",
                                        "e",
                                        "}",
                                        "s",
                                        "u",
                                        "\x8f",
                                        "\x90",
                                        "\x91",
                                        "q\x01",
                                        "h\x01",
                                        "\x94",
                                        "R",
                                        "b",
                                        "Q",
                                        "o",
                                        "\x81",
                                        "\x92",
                                        "\x93",
                                        "0",
                                        "1",
                                        test::text("model"),
                                        test::text("state_dict"),
                                        test::text("storage"),
                                        test::global("collections", "OrderedDict"),
                                        test::global("torch", "FloatStorage"),
                                        test::global("argparse", "Namespace"),
                                        test::global("torch._utils", "_rebuild_tensor_v2"),
                                        test::global("torch._tensor", "_rebuild_from_type_v2"),
                                        test::global("torch._utils", "_rebuild_parameter"),
                                        test::TensorPickle{}.str(),
                                        test::dict({{"a", test::TensorPickle{}.str()}})};
  const std::string storage = test::bytes_of_floats({0, 1, 2, 3, 4, 5});
  Rng rng = SeedTree(15).rng();
  std::size_t read = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string body = i % 2 == 0 ? "}(" + test::text("a") + test::TensorPickle{}.str() : "";
    for (auto left = 1 + rng.below(12); left > 0; --left) body += pieces[rng.below(pieces.size())];
    if (i % 2 == 0) body += "u";
    const Good good{"zip", test::torch_zip(body, {storage}), parse_torch_zip};
    if (parses_cleanly(good, good.file)) ++read;
  }
  REQUIRE(read > 20);  // else nothing beyond the first instructions was tried
}

}  // namespace
}  // namespace hybrid::weights
