#include "weights/pickle.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <unordered_map>

#include "core/error.h"

namespace hybrid::weights {

namespace fs = std::filesystem;
using Kind = PickleValue::Kind;
using Index = PickleValue::Index;

namespace {

/// A value takes up to a hundred times the bytes of its instruction. Checkpoints have some dozens of values
/// per tensor.
constexpr std::size_t kMaxValues = 4'000'000;

/// The arguments of a call and the name of a function are copied; a short pickle could request the same long
/// copy many times.
constexpr std::size_t kMaxArguments = 64, kLongestName = 256;

/// Nothing is ever run here, but a file that names these attacks whoever loads it in Python.
constexpr std::array<std::string_view, 10> kHarmfulModules{
    "os", "posix", "nt", "subprocess", "pty", "socket", "shutil", "importlib", "runpy", "webbrowser"};
constexpr std::array<std::string_view, 8> kHarmfulFunctions{"eval",       "exec", "execfile",   "compile",
                                                            "__import__", "open", "breakpoint", "input"};

bool is_harmful(std::string_view module, std::string_view function) {
  const bool is_builtin = module == "builtins" || module == "__builtin__";
  return is_builtin ? std::ranges::find(kHarmfulFunctions, function) != kHarmfulFunctions.end()
                    : std::ranges::find(kHarmfulModules, module) != kHarmfulModules.end();
}

class Machine {
 public:
  Machine(std::string_view bytes, std::span<const std::string_view> interpreted, const fs::path& path)
      : bytes_(bytes), interpreted_(interpreted), path_(path) {}

  Pickle run() {
    while (!step()) {
    }
    const Index root = pop();
    return {std::move(values_), root};
  }

  std::size_t consumed() const { return at_; }

 private:
  // --- reading ---

  [[noreturn]] void fail(const std::string& message) const {
    throw DataError(path_, fmt::format("byte {} of its pickle: {}", opcode_at_, message));
  }

  std::string_view take(std::uint64_t count) {
    if (count > bytes_.size() - at_)
      fail(fmt::format("{} more bytes expected, {} are left", count, bytes_.size() - at_));
    const std::string_view taken = bytes_.substr(at_, count);
    at_ += count;
    return taken;
  }

  template <class T>
  T number() {
    T value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }

  std::string_view line() {
    const std::size_t end = bytes_.find('\n', at_);
    if (end == std::string_view::npos) fail("a line without end");
    const std::string_view text = take(end - at_);
    take(1);
    return text;
  }

  // --- values ---

  Index make(PickleValue value) {
    if (values_.size() == kMaxValues)
      fail(fmt::format("more than {} values, which no weights need", kMaxValues));
    values_.push_back(std::move(value));
    return static_cast<Index>(values_.size() - 1);
  }

  /// Each instruction makes at most one value, so the stack needs no separate bound; DUP is not supported.
  void push(PickleValue value) { stack_.push_back(make(std::move(value))); }
  void push(Kind kind, std::string_view text) {
    push({.kind = kind, .text = std::string(text), .items = {}});
  }
  void push(Kind kind, std::int64_t integer) {
    push({.kind = kind, .integer = integer, .text = {}, .items = {}});
  }

  std::size_t bottom() const { return marks_.empty() ? 0 : marks_.back(); }

  Index pop() {
    if (stack_.size() <= bottom()) fail("takes from an empty stack");
    const Index index = stack_.back();
    stack_.pop_back();
    return index;
  }

  Index top() const {
    if (stack_.size() <= bottom()) fail("takes from an empty stack");
    return stack_.back();
  }

  std::vector<Index> pop_to_mark() {
    if (marks_.empty()) fail("no mark on the stack");
    std::vector<Index> items(stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back()), stack_.end());
    stack_.resize(marks_.back());
    marks_.pop_back();
    return items;
  }

  std::vector<Index> pop_last(std::size_t count) {
    std::vector<Index> items(count);
    for (std::size_t i = count; i > 0; --i) items[i - 1] = pop();
    return items;
  }

  void push_items(Kind kind, std::vector<Index> items) {
    push({.kind = kind, .text = {}, .items = std::move(items)});
  }

  void append(Kind kind, const std::vector<Index>& items) {
    PickleValue& container = values_[top()];
    if (container.kind == Kind::opaque) return;
    if (container.kind != kind) fail("fills something that is no list or dict");
    if (kind == Kind::dict && items.size() % 2 != 0) fail("a key without a value");
    container.items.insert(container.items.end(), items.begin(), items.end());
  }

  void push_integer(std::string_view little_endian) {
    if (little_endian.size() > sizeof(std::int64_t)) return push(Kind::big_integer, little_endian);
    std::int64_t value = 0;
    if (!little_endian.empty() && (little_endian.back() & 0x80) != 0) value = -1;  // sign extension
    std::memcpy(&value, little_endian.data(), little_endian.size());
    push(Kind::integer, value);
  }

  void push_real() {
    std::uint64_t bits = 0;
    for (const char byte : take(sizeof bits)) bits = bits << 8 | static_cast<unsigned char>(byte);
    push({.kind = Kind::real, .real = std::bit_cast<double>(bits), .text = {}, .items = {}});
  }

  void remember(std::uint32_t key) { memo_[key] = top(); }

  void recall(std::uint32_t key) {
    const auto found = memo_.find(key);
    if (found == memo_.end()) fail(fmt::format("recalls the value {}, which was never stored", key));
    stack_.push_back(found->second);
    if (stack_.size() > kMaxValues) fail(fmt::format("more than {} values on the stack", kMaxValues));
  }

  // --- objects and calls, recorded but not executed ---

  void push_global(std::string_view module, std::string_view function) {
    if (module.size() + function.size() > kLongestName) fail("a function with too long a name");
    const std::string name = printable(fmt::format("{}.{}", module, function));
    if (is_harmful(module.substr(0, module.find('.')), function))
      fail(
          fmt::format("would run {} when loaded in Python, which no weights need: the file may be an attack; "
                      "get it from its author again",
                      name));
    push(Kind::global, name);
  }

  void push_named_global() {
    const std::vector<Index> names = pop_last(2);
    if (values_[names[0]].kind != Kind::text || values_[names[1]].kind != Kind::text)
      fail("names a function by something that is no text");
    push_global(values_[names[0]].text, values_[names[1]].text);
  }

  /// Pushes what only Python could make with this class or function.
  void push_opaque(Index function) {
    if (values_[function].kind == Kind::opaque) function = values_[function].items.front();
    // A class whose source is stored elsewhere, as in models that torch saved before 1.6: ('module', class,
    // ...).
    if (values_[function].kind == Kind::persistent_id)
      if (const PickleValue& id = values_[values_[function].items.front()]; id.items.size() > 1)
        function = id.items[1];
    if (values_[function].kind != Kind::global) fail("calls something that is no function");
    push_items(Kind::opaque, {function});
  }

  /// Calls a function with a tuple of arguments.
  void reduce() {
    const Index arguments = pop(), function = pop();
    if (values_[arguments].kind != Kind::tuple) fail("calls something that is no function");
    if (values_[function].kind != Kind::global) return push_opaque(function);
    const std::string& name = values_[function].text;
    const std::vector<Index>& items = values_[arguments].items;
    if (name == "collections.OrderedDict") return push_ordered_dict(items);
    if (name == "collections.defaultdict") return push_items(Kind::dict, {});
    if (name == "torch.Size" && items.size() == 1 && values_[items[0]].kind == Kind::tuple)
      return stack_.push_back(items[0]);
    if (std::ranges::find(interpreted_, name) == interpreted_.end()) return push_opaque(function);
    if (items.size() > kMaxArguments)
      fail(fmt::format("calls {} with {} arguments, at most {} are allowed", name, items.size(),
                       kMaxArguments));
    push({.kind = Kind::call, .text = std::string(name), .items = std::vector<Index>(items)});
  }

  /// OrderedDict(), which is filled later, or as Python 2 wrote it, OrderedDict([[key, value], ...]).
  void push_ordered_dict(const std::vector<Index>& arguments) {
    std::vector<Index> items;
    if (arguments.size() == 1 && values_[arguments[0]].kind == Kind::list)
      for (const Index pair : values_[arguments[0]].items) {
        const std::vector<Index>& key_and_value = values_[pair].items;
        if (key_and_value.size() != 2) fail("an OrderedDict of other things than keys with values");
        items.insert(items.end(), key_and_value.begin(), key_and_value.end());
      }
    copied_ += items.size();
    if (copied_ > 2 * kMaxValues) fail("copies the same list too often");
    push_items(Kind::dict, std::move(items));
  }

  /// Skips the attributes of an object. State dicts have only one, `_metadata` with the versions of the
  /// modules.
  void build() {
    pop();
    const Kind kind = values_[top()].kind;
    if (kind != Kind::dict && kind != Kind::opaque && kind != Kind::call)
      fail("sets attributes of something that is no object");
  }

  static std::string printable(std::string_view text) {
    std::string shown(text.substr(0, kLongestName + 1));
    std::ranges::replace_if(
        shown, [](char c) { return c < ' ' || c > '~'; }, '?');
    return shown;
  }

  // --- the instructions (Python's pickletools.py) ---

  /// Executes one instruction.
  /// @return true at the end of the pickle
  bool step() {
    opcode_at_ = at_;
    const auto opcode = number<std::uint8_t>();
    if (opcode == '.') return true;
    if (!step_atom(opcode) && !step_container(opcode) && !step_memo(opcode) && !step_code(opcode))
      fail(fmt::format("instruction 0x{:02x} is none that builds plain data", opcode));
    return false;
  }

  bool step_atom(std::uint8_t opcode) {
    switch (opcode) {
      case 'N':
        return push(PickleValue{}), true;
      case 0x88:
      case 0x89:
        return push(Kind::boolean, opcode == 0x88 ? 1 : 0), true;
      case 'J':
        return push(Kind::integer, number<std::int32_t>()), true;
      case 'K':
        return push(Kind::integer, number<std::uint8_t>()), true;
      case 'M':
        return push(Kind::integer, number<std::uint16_t>()), true;
      case 0x8a:
        return push_integer(take(number<std::uint8_t>())), true;
      case 0x8b:
        return push_integer(take(number<std::uint32_t>())), true;
      case 'G':
        return push_real(), true;
      case 0x8c:
      case 'U':  // text of Python 2
        return push(Kind::text, take(number<std::uint8_t>())), true;
      case 'X':
      case 'T':  // text of Python 2
        return push(Kind::text, take(number<std::uint32_t>())), true;
      case 0x8d:
        return push(Kind::text, take(number<std::uint64_t>())), true;
      case 'C':
        return push(Kind::bytes, take(number<std::uint8_t>())), true;
      case 'B':
        return push(Kind::bytes, take(number<std::uint32_t>())), true;
      case 0x8e:
      case 0x96:  // bytearray
        return push(Kind::bytes, take(number<std::uint64_t>())), true;
      default:
        return false;
    }
  }

  bool step_container(std::uint8_t opcode) {
    switch (opcode) {
      case '(':
        return marks_.push_back(stack_.size()), true;
      case ')':
        return push_items(Kind::tuple, {}), true;
      case '0':
        return pop(), true;
      case '1':
        return pop_to_mark(), true;
      case 't':
        return push_items(Kind::tuple, pop_to_mark()), true;
      case 0x85:
      case 0x86:
      case 0x87:
        return push_items(Kind::tuple, pop_last(opcode - 0x84u)), true;
      case ']':
      case 0x8f:  // set
        return push_items(Kind::list, {}), true;
      case 0x91:  // frozenset
        return push_items(Kind::list, pop_to_mark()), true;
      case 'a':
        return append(Kind::list, pop_last(1)), true;
      case 'e':
      case 0x90:  // items of a set
        return append(Kind::list, pop_to_mark()), true;
      case '}':
        return push_items(Kind::dict, {}), true;
      case 's':
        return append(Kind::dict, pop_last(2)), true;
      case 'u':
        return append(Kind::dict, pop_to_mark()), true;
      default:
        return false;
    }
  }

  bool step_memo(std::uint8_t opcode) {
    switch (opcode) {
      case 'q':
        return remember(number<std::uint8_t>()), true;
      case 'r':
        return remember(number<std::uint32_t>()), true;
      case 0x94:
        return remember(static_cast<std::uint32_t>(memo_.size())), true;
      case 'h':
        return recall(number<std::uint8_t>()), true;
      case 'j':
        return recall(number<std::uint32_t>()), true;
      default:
        return false;
    }
  }

  bool step_code(std::uint8_t opcode) {
    switch (opcode) {
      case 0x80:  // protocol
        if (const auto protocol = number<std::uint8_t>(); protocol < 2 || protocol > 5)
          fail(fmt::format("protocol {}, must be 2 to 5", protocol));
        return true;
      case 0x95:  // frame
        return take(8), true;
      case 'c': {
        const std::string_view module = line();
        return push_global(module, line()), true;
      }
      case 0x93:
        return push_named_global(), true;
      case 'R':
        return reduce(), true;
      case 0x92:  // an instance of a class: arguments and named arguments
        pop();
        [[fallthrough]];
      case 0x81:  // arguments
        pop();
        return push_opaque(pop()), true;
      case 'o': {  // class and arguments above the mark
        const std::vector<Index> items = pop_to_mark();
        if (items.empty()) fail("an instance of no class");
        return push_opaque(items.front()), true;
      }
      case 'b':
        return build(), true;
      case 'Q':
        return push_items(Kind::persistent_id, pop_last(1)), true;
      default:
        return false;
    }
  }

  std::string_view bytes_;
  std::span<const std::string_view> interpreted_;
  const fs::path& path_;
  std::size_t at_ = 0, opcode_at_ = 0;
  std::vector<PickleValue> values_;
  std::vector<Index> stack_;
  std::vector<std::size_t> marks_;  // sizes of the stack
  std::size_t copied_ = 0;          // items of lists that became dicts
  std::unordered_map<std::uint32_t, Index> memo_;
};

}  // namespace

Pickle read_pickle(std::string_view& bytes, std::span<const std::string_view> interpreted,
                   const fs::path& path) {
  Machine machine(bytes, interpreted, path);
  Pickle pickle = machine.run();
  bytes.remove_prefix(machine.consumed());
  return pickle;
}

}  // namespace hybrid::weights
