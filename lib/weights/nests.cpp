#include "weights/nests.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "core/error.h"
#include "core/text.h"

namespace hybrid::weights {

namespace fs = std::filesystem;
using Kind = PickleValue::Kind;

namespace {

/// Keys under which training scripts store the state dict, the likeliest first.
constexpr std::array<std::string_view, 12> kNests{
    "state_dict", "model_state_dict", "model",          "net",       "network",        "module",
    "weights",    "params",           "state_dict_ema", "model_ema", "ema_state_dict", "ema"};

/// Parts of keys under which they store the states of other things, which hold tensors, too.
constexpr std::array<std::string_view, 6> kOthers{"optim", "sched", "scaler", "rng", "loss", "criterion"};

/// Nested this deep at most; a pickle may contain itself.
constexpr int kDeepest = 4;

/// An entry of a dict with a text key. Points into the pickle, where many entries may share one long key.
struct Entry {
  const PickleValue* key;
  const PickleValue* value;
};

std::vector<Entry> entries_of(const Pickle& pickle, const PickleValue& dict) {
  std::vector<Entry> entries;
  for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2)
    if (const PickleValue& key = pickle.at(dict.items[i]); key.kind == Kind::text)
      entries.push_back({&key, &pickle.at(dict.items[i + 1])});
  return entries;
}

bool is_of_others(const std::string& key) {
  return std::ranges::any_of(kOthers,
                             [&](std::string_view part) { return key.find(part) != std::string::npos; });
}

/// Looks at each dict once, so that a pickle in which dicts contain each other takes no longer than its
/// length.
class Search {
 public:
  Search(const Pickle& pickle, const fs::path& path) : pickle_(pickle), path_(path) {}

  /// Returns the entries that lead to the state dict, none if it is the dict itself; std::nullopt if there is
  /// none.
  std::optional<std::vector<Entry>> find(const PickleValue& dict, int depth = 0) {
    if (dict.kind != Kind::dict || depth > kDeepest || !seen_.insert(&dict).second) return std::nullopt;
    const std::vector<Entry> entries = entries_of(pickle_, dict);
    for (const std::string_view nest : kNests)
      for (const Entry& entry : entries)
        if (entry.key->text == nest)
          if (auto way = find(*entry.value, depth + 1)) {
            way->insert(way->begin(), entry);
            return way;
          }
    const std::size_t own = tensors_in(dict);
    std::vector<Entry> larger;
    for (const Entry& entry : entries)
      if (tensors_in(*entry.value) > own && !is_of_others(entry.key->text)) larger.push_back(entry);
    if (larger.size() == 1) return larger;
    if (own > 0) return std::vector<Entry>{};
    if (larger.size() > 1)
      throw DataError(path_, fmt::format("holds several dicts of tensors, and it is not known which are the "
                                         "network's: {}; save model.state_dict() alone",
                                         described(larger)));
    return std::nullopt;
  }

  /// Returns the keys and what they hold if that is no plain value: "epoch, model (an object of models.Net)".
  std::string described(const std::vector<Entry>& entries) {
    NameList list;
    for (const Entry& entry : entries) {
      const std::size_t tensors = tensors_in(*entry.value);
      if (entry.value->kind == Kind::opaque)
        list.add(fmt::format("{} (an object of {})", key_text(*entry.key), pickle_.maker(*entry.value)));
      else if (tensors > 0)
        list.add(fmt::format("{} ({} tensor{})", key_text(*entry.key), tensors, tensors == 1 ? "" : "s"));
      else
        list.add(key_text(*entry.key));
    }
    return list.text();
  }

 private:
  std::size_t tensors_in(const PickleValue& dict) {
    if (dict.kind != Kind::dict) return 0;
    const auto [known, is_new] = tensors_.emplace(&dict, 0);
    if (is_new)
      for (std::size_t i = 1; i < dict.items.size(); i += 2)
        if (is_tensor(pickle_.at(dict.items[i]))) ++known->second;
    return known->second;
  }

  const Pickle& pickle_;
  const fs::path& path_;
  std::unordered_set<const PickleValue*> seen_;
  std::unordered_map<const PickleValue*, std::size_t> tensors_;
};

/// Returns the keys of what is not `taken`; of all that is no tensor if nothing was taken.
NameList left_aside(const Pickle& pickle, const PickleValue& dict, const PickleValue* taken) {
  NameList names;
  for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2) {
    const PickleValue &key = pickle.at(dict.items[i]), &value = pickle.at(dict.items[i + 1]);
    if (taken == nullptr ? !is_tensor(value) : &key != taken) names.add(key_text(key));
  }
  return names;
}

}  // namespace

bool is_tensor(const PickleValue& value) {
  return value.kind == Kind::call;
}

std::string key_text(const PickleValue& key) {
  constexpr std::size_t kLongest = 80;
  if (key.kind != Kind::text) return "(a key that is no text)";
  return key.text.size() <= kLongest ? key.text : key.text.substr(0, kLongest) + "...";
}

void NameList::add(std::string name) {
  constexpr std::size_t kListed = 12;
  if (names_.size() < kListed)
    names_.push_back(std::move(name));
  else
    ++more_;
}

std::string NameList::text() const {
  return join(names_) + (more_ == 0 ? "" : fmt::format(" and {} more", more_));
}

StateDict find_state_dict(const Pickle& pickle, const fs::path& path) {
  const PickleValue& root = pickle.root();
  if (root.kind == Kind::opaque)
    throw DataError(path,
                    fmt::format("holds an object of {}, whose code is needed to read it, and no dict of "
                                "tensors; save model.state_dict()",
                                pickle.maker(root)));
  if (root.kind != Kind::dict) throw DataError(path, "holds no dict of tensors; save model.state_dict()");
  Search search(pickle, path);
  const auto way = search.find(root);
  if (!way)
    throw DataError(path,
                    fmt::format("holds no tensors at its top nor under one of {}; its keys are: {}",
                                fmt::join(kNests, ", "),
                                root.items.empty() ? "none" : search.described(entries_of(pickle, root))));
  StateDict found{.dict = way->empty() ? &root : way->back().value, .notes = {}};
  if (!way->empty()) {
    std::vector<std::string> keys;
    for (const Entry& entry : *way) keys.push_back(key_text(*entry.key));
    const NameList aside = left_aside(pickle, root, way->front().key);
    found.notes.push_back(fmt::format("took the tensors under '{}'{}", join(keys, "' in '"),
                                      aside.empty() ? "" : ", left aside " + aside.text()));
  }
  if (const NameList aside = left_aside(pickle, *found.dict, nullptr); !aside.empty())
    found.notes.push_back(fmt::format("left aside what is no tensor: {}", aside.text()));
  return found;
}

}  // namespace hybrid::weights
