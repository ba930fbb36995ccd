#pragma once
// Reads Python's pickles that hold plain data only. A pickle is a program for a small stack machine and may
// call any Python function. This machine executes only the instructions that build data; calls of functions
// that the caller allows are recorded, not executed. Everything else is refused with its name. Values are
// stored in one flat list and refer to each other by index, so that a deeply nested or recursive pickle can
// neither overflow the stack nor leak memory. Time and memory are linear in the pickle's length.

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hybrid::weights {

struct PickleValue {
  enum class Kind {
    none,
    boolean,
    integer,
    big_integer,  ///< more than 64 bits
    real,
    text,
    bytes,
    tuple,
    list,
    dict,
    global,         ///< `text` is its name: "torch.FloatStorage"
    call,           ///< of the global named `text`
    persistent_id,  ///< reference to an object stored elsewhere; items[0] describes it
  };
  using Index = std::uint32_t;

  Kind kind = Kind::none;
  std::int64_t integer = 0;  ///< of boolean and integer
  double real = 0;
  std::string text;  ///< of text, bytes, big_integer (little-endian), global and call
  /// Of tuple and list; of a dict key, value, key, value ...; of a call its arguments.
  std::vector<Index> items;
};

/// The content of a pickle: a root and all values it refers to.
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

/// Reads one pickle (protocols 2 to 5) and removes it from the front of `bytes`. If allowed,
/// "collections.OrderedDict" called without arguments becomes a dict, "torch.Size" a tuple. `path` is for
/// messages only.
/// @throws DataError naming the byte position and the error
Pickle read_pickle(std::string_view& bytes, std::span<const std::string_view> allowed_globals,
                   const std::filesystem::path& path);

}  // namespace hybrid::weights
