#include "weights/wrappers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/error.h"
#include "core/text.h"
#include "weights/dialects.h"

namespace hybrid::weights {

namespace fs = std::filesystem;

namespace {

/// Parts that wrappers of single modules insert anywhere in a name.
constexpr std::array<std::string_view, 3> kInserted{"_orig_mod", "_fsdp_wrapped_module",
                                                    "_checkpoint_wrapped_module"};

/// Numbers that thop counts in every module.
constexpr std::array<std::string_view, 2> kProfilerCounters{"total_ops", "total_params"};

/// Numbers beside averaged weights: torch.optim.swa_utils, ema-pytorch, LitEma.
constexpr std::array<std::string_view, 5> kAveragingCounters{"n_averaged", "num_updates", "decay", "initted",
                                                             "step"};

/// Words in the names of averaged copies: "model_ema", "averaged_model".
constexpr std::array<std::string_view, 6> kAverageWords{"ema", "averaged", "average", "avg", "swa", "shadow"};

template <class Range>
bool contains(const Range& range, std::string_view word) {
  return std::ranges::find(range, word) != range.end();
}

/// Returns "weight" for "a.b.weight".
std::string_view leaf_of(std::string_view name) {
  return name.substr(name.rfind('.') + 1);  // npos + 1 is 0
}

bool is_one_number(const NamedTensor& tensor) {
  return tensor.bytes.size() == element_bytes(tensor.type);
}

bool is_average(std::string_view prefix) {
  for (const std::string& part : split(prefix, '.'))
    for (const std::string& word : split(part, '_'))
      if (contains(kAverageWords, word)) return true;
  return false;
}

/// Takes the inserted parts out of a name.
std::string without_inserted(const std::string& name, std::string_view& removed) {
  std::vector<std::string> kept;
  for (std::string& part : split(name, '.')) {
    const auto inserted = std::ranges::find(kInserted, part);
    if (inserted == kInserted.end())
      kept.push_back(std::move(part));
    else
      removed = *inserted;
  }
  return join(kept, ".");
}

void remove_inserted(TensorMap& file) {
  std::map<std::string_view, std::size_t> counts;
  for (NamedTensor& tensor : file.tensors) {
    std::string_view removed;
    tensor.name = without_inserted(tensor.name, removed);
    if (!removed.empty()) ++counts[removed];
  }
  for (const auto& [part, count] : counts)
    file.notes.push_back(fmt::format("took '{}.' out of {} names", part, count));
}

/// Removes the tensors for which `is_aside` gives a reason, and counts them by reason.
template <class IsAside>
void leave_aside(TensorMap& file, const IsAside& is_aside) {
  std::map<std::string, std::size_t> counts;
  std::erase_if(file.tensors, [&](const NamedTensor& tensor) {
    const std::string reason = is_aside(tensor);
    if (!reason.empty()) ++counts[reason];
    return !reason.empty();
  });
  for (const auto& [reason, count] : counts)
    file.notes.push_back(fmt::format("left aside {} tensor{}: {}", count, count == 1 ? "" : "s", reason));
}

/// The prefixes under which a network's names begin, with "" for none.
std::vector<std::string> network_prefixes(const TensorMap& file) {
  std::vector<std::string> prefixes;
  for (const NamedTensor& tensor : file.tensors)
    if (const auto begin = begin_of_network_name(tensor.name))
      if (const std::string prefix = tensor.name.substr(0, *begin); !contains(prefixes, prefix))
        prefixes.push_back(prefix);
  return prefixes;
}

/// Returns the longest of the prefixes that the name begins with, or nullptr.
const std::string* prefix_of(const std::string& name, const std::vector<std::string>& prefixes) {
  const std::string* longest = nullptr;
  for (const std::string& prefix : prefixes)
    if (name.starts_with(prefix) && (longest == nullptr || prefix.size() > longest->size()))
      longest = &prefix;
  return longest;
}

/// Returns the prefix of the network itself: the only one, or the only one that is no averaged copy.
std::string chosen_prefix(const std::vector<std::string>& prefixes, const fs::path& path) {
  std::vector<std::string> plain;
  std::ranges::remove_copy_if(prefixes, std::back_inserter(plain), is_average);
  const std::vector<std::string>& choices = plain.empty() ? prefixes : plain;
  if (choices.size() == 1) return choices.front();
  throw DataError(path, fmt::format("has {} networks, their tensors begin with '{}'; save those of one",
                                    choices.size(), join(choices, "', '")));
}

void take_prefix_off(TensorMap& file, const std::string& prefix) {
  if (prefix.empty()) return;
  std::size_t count = 0;
  for (NamedTensor& tensor : file.tensors)
    if (tensor.name.starts_with(prefix)) {
      tensor.name.erase(0, prefix.size());
      ++count;
    }
  file.notes.push_back(count == file.tensors.size()
                           ? fmt::format("took '{}' off all names", prefix)
                           : fmt::format("took '{}' off {} of {} names", prefix, count, file.tensors.size()));
}

void check_names_differ(const TensorMap& file, const std::vector<std::string>& original,
                        const fs::path& path) {
  std::unordered_map<std::string_view, std::size_t> seen;
  for (std::size_t i = 0; i < file.tensors.size(); ++i)
    if (const auto [at, is_new] = seen.emplace(file.tensors[i].name, i); !is_new)
      throw DataError(path, fmt::format("has the tensor '{}' twice, as '{}' and '{}'; save one of them",
                                        file.tensors[i].name, original[at->second], original[i]));
}

std::vector<std::string> names_of(const TensorMap& file) {
  std::vector<std::string> names;
  for (const NamedTensor& tensor : file.tensors) names.push_back(tensor.name);
  return names;
}

}  // namespace

TensorMap unwrap(TensorMap file, const fs::path& path) {
  leave_aside(file, [](const NamedTensor& tensor) -> std::string {
    return contains(kProfilerCounters, leaf_of(tensor.name)) && is_one_number(tensor)
               ? "counters of a profiler, total_ops and total_params"
               : "";
  });
  const std::vector<std::string> written = names_of(file);
  remove_inserted(file);
  check_names_differ(file, written, path);
  const std::vector<std::string> prefixes = network_prefixes(file);
  if (prefixes.empty()) return file;
  const std::string prefix = chosen_prefix(prefixes, path);
  leave_aside(file, [&](const NamedTensor& tensor) -> std::string {
    const std::string* its = prefix_of(tensor.name, prefixes);
    if (its != nullptr && *its != prefix) return fmt::format("averaged weights under '{}'", *its);
    if (its != nullptr && !prefix.empty()) return "";
    const std::string first = tensor.name.substr(0, tensor.name.find('.'));
    if (first != tensor.name && is_average(first)) return fmt::format("averaged weights under '{}.'", first);
    const bool is_counter = contains(kAveragingCounters, leaf_of(tensor.name)) && is_one_number(tensor);
    return is_counter ? fmt::format("the counter {}", tensor.name) : "";
  });
  const std::vector<std::string> wrapped = names_of(file);
  take_prefix_off(file, prefix);
  check_names_differ(file, wrapped, path);
  return file;
}

}  // namespace hybrid::weights
