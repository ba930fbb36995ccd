#pragma once
// Python's pickles, as far as they are plain data. A pickle is a program for a small stack machine, and may
// call any function of Python's: this machine knows the instructions that build data, and of functions only
// the names that its caller allows, which it writes down instead of calling. Everything else is refused by
// name. Values lie in one flat list and refer to each other by index, so that a pickle that is deeply nested,
// or holds itself, can overflow no stack and leak nothing. Work and memory are linear in the pickle's length.

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hybrid {

struct PickleValue {
  enum class Kind {
    none,
    boolean,
    integer,
    big_integer,  ///< of more than 64 bits
    real,
    text,
    bytes,
    tuple,
    list,
    dict,
    global,         ///< `text` is its name: "torch.FloatStorage"
    call,           ///< of the global named `text`
    persistent_id,  ///< something stored elsewhere; items[0] says what
  };
  using Index = std::uint32_t;

  Kind kind = Kind::none;
  std::int64_t integer = 0;  ///< of boolean and integer
  double real = 0;
  std::string text;  ///< of text, bytes, big_integer (little-endian), global and call
  std::vector<Index>
      items;  ///< of tuple and list; of a dict key, value, key, value ...; of a call its arguments
};

/// What a pickle holds: a root and all it refers to.
class Pickle {
 public:
  Pickle(std::vector<PickleValue> values, PickleValue::Index root)
      : values_(std::move(values)), root_(root) {}
  const PickleValue& root() const { return values_[root_]; }
  const PickleValue& at(PickleValue::Index index) const { return values_[index]; }
  std::span<const PickleValue> values() const { return values_; }

 private:
  std::vector<PickleValue> values_;
  PickleValue::Index root_;
};

/// Reads one pickle (protocols 2 to 5) and takes it off the front of `bytes`. "collections.OrderedDict"
/// called without arguments is a dict, "torch.Size" a tuple, where allowed. `path` is for messages only.
/// @throws DataError naming the byte and the offence.
Pickle read_pickle(std::string_view& bytes, std::span<const std::string_view> allowed_globals,
                   const std::filesystem::path& path);

}  // namespace hybrid
