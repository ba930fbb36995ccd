// Good files, cut off at every byte and with every bit turned over: whatever is read then must be tensors
// whose bytes fit their shapes, or be refused with a DataError. Built with sanitizers this also shows that
// nothing is read or written beyond its end.

#include <catch2/catch.hpp>

#include "core/error.h"
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
      {{"state_dict", test::dict({{"a", test::TensorPickle{}.str() + "q\x01"},
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

}  // namespace
}  // namespace hybrid::weights
