#pragma once
// Reads the data in Python's pickles. A pickle is a program for a small stack machine and may call any Python
// function. This machine executes only the instructions that build data and never calls anything: calls of
// functions that the reader interprets are recorded with their arguments, and what any other function or
// class would make is an opaque value that has only its name. Values are stored in one flat list and refer to
// each other by index, so that a deeply nested or recursive pickle can neither overflow the stack nor leak
// memory. Time and memory are linear in the pickle's length.

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
    call,           ///< of the interpreted function named `text`
    opaque,         ///< an object that only Python could make; items[0] is the global, see Pickle::maker
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
  /// Returns the name of the class or function that would make an opaque value: "argparse.Namespace".
  const std::string& maker(const PickleValue& opaque) const { return values_[opaque.items.front()].text; }

 private:
  std::vector<PickleValue> values_;
  PickleValue::Index root_;
};

/// Reads one pickle (protocols 2 to 5) and removes it from the front of `bytes`. Sets are lists;
/// "collections.OrderedDict" and "collections.defaultdict" are dicts, "torch.Size" is a tuple. `path` is for
/// messages only.
/// @param interpreted names of the functions whose calls are recorded with their arguments
/// @throws DataError naming the byte position and the error; also for functions that run programs
/// (os.system, eval), which would do harm if the file were loaded in Python
Pickle read_pickle(std::string_view& bytes, std::span<const std::string_view> interpreted,
                   const std::filesystem::path& path);

}  // namespace hybrid::weights
