#include "weights/match.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "arch/catalog.h"
#include "core/error.h"
#include "core/text.h"
#include "weights/read_weights.h"
#include "weights/wrappers.h"

namespace hybrid::weights {

namespace fs = std::filesystem;

namespace {

bool is_float(TensorType type) {
  return type == TensorType::f16 || type == TensorType::bf16 || type == TensorType::f32 ||
         type == TensorType::f64;
}

/// Some libraries use a 1x1 convolution as fully connected layer: [1000, 1280] and [1000, 1280, 1, 1] hold
/// the same numbers.
TensorShape without_trailing_ones(TensorShape shape) {
  while (!shape.empty() && shape.back() == 1) shape.pop_back();
  return shape;
}

NamedTensor make_counter(const TensorName& name, std::int64_t count) {
  NamedTensor counter{name.ours, TensorType::i64, {}, std::vector<std::byte>(sizeof count)};
  std::memcpy(counter.bytes.data(), &count, sizeof count);
  return counter;
}

/// Returns the number of steps in a tensor of one element; 0 for a number of floating point that is no count,
/// as a half-precision counter becomes infinite after 65,504 steps.
std::int64_t steps_in(const NamedTensor& tensor) {
  constexpr float kMost = 0x1p62F;
  if (!is_float(tensor.type)) {
    std::int64_t steps = 0;
    std::memcpy(&steps, tensor.bytes.data(), std::min(sizeof steps, tensor.bytes.size()));
    return steps;
  }
  const float steps = to_floats(tensor).front();
  return steps >= 0 && steps < kMost ? static_cast<std::int64_t>(steps) : 0;
}

NamedTensor in_our_form(const NamedTensor& tensor, const TensorName& name) {
  return name.is_counter ? make_counter(name, steps_in(tensor))
                         : make_tensor(name.ours, name.our_shape, to_floats(tensor));
}

std::string describe(const NamedTensor& tensor) {
  return fmt::format("{} {}", name_of(tensor.type), to_string(tensor.shape));
}

/// Takes the network's tensors out of the file's and collects all errors.
class Matcher {
 public:
  explicit Matcher(const TensorMap& file) {
    for (const NamedTensor& tensor : file.tensors) by_name_.emplace(tensor.name, &tensor);
  }

  void take(const TensorName& name, TensorMap& into) {
    const NamedTensor* tensor = find(name);
    if (tensor == nullptr && name.is_counter) return into.tensors.push_back(make_counter(name, 0));
    if (tensor == nullptr)
      return faults_.push_back(fmt::format("missing: '{}' {}", name.theirs, to_string(name.their_shape)));
    used_.insert(tensor->name);
    if (name.is_counter && tensor->type != TensorType::i64) ++converted_[tensor->type];
    if ((!name.is_counter && !is_float(tensor->type)) ||
        without_trailing_ones(tensor->shape) != without_trailing_ones(name.our_shape))
      return note_misfit(*tensor, name);
    into.tensors.push_back(in_our_form(*tensor, name));
  }

  /// Returns what was done that the user should know.
  std::vector<std::string> notes() const {
    std::vector<std::string> all;
    for (const auto& [type, count] : converted_)
      all.push_back(fmt::format("converted {} counters {}, which are {}: no output depends on them", count,
                                kStepCounter, name_of(type)));
    return all;
  }

  /// Returns all errors, one line each.
  std::vector<std::string> faults(const TensorMap& file) const {
    std::vector<std::string> all = faults_;
    for (const NamedTensor& tensor : file.tensors)
      if (!used_.contains(tensor.name))
        all.push_back(fmt::format("surplus: '{}' {}", tensor.name, to_string(tensor.shape)));
    return all;
  }

 private:
  const NamedTensor* find(const TensorName& name) const {
    for (const std::string* spelling : {&name.theirs, &name.also})
      if (const auto found = by_name_.find(*spelling); found != by_name_.end()) return found->second;
    return nullptr;
  }

  void note_misfit(const NamedTensor& tensor, const TensorName& name) {
    faults_.push_back(fmt::format("wrong: '{}' is {}, expected {} {}", tensor.name, describe(tensor),
                                  name.is_counter ? "one number," : "floating point",
                                  to_string(name.their_shape)));
  }

  std::unordered_map<std::string_view, const NamedTensor*> by_name_;
  std::unordered_set<std::string_view> used_;
  std::vector<std::string> faults_;
  std::map<TensorType, std::size_t> converted_;
};

/// Returns the number of classes of the file's classifier if nothing else differs, else std::nullopt.
std::optional<std::int64_t> other_classes(const TensorMap& file, std::vector<TensorName> names, int classes) {
  // The classifier is the last layer: its weight and its bias are the last two.
  if (names.size() < 2) return std::nullopt;
  std::int64_t found = -1;
  for (TensorName* name : {&names[names.size() - 2], &names.back()}) {
    const auto tensor = std::ranges::find_if(
        file.tensors, [&](const NamedTensor& t) { return t.name == name->theirs || t.name == name->also; });
    if (tensor == file.tensors.end() || tensor->shape.empty()) return std::nullopt;
    found = tensor->shape.front();
    name->our_shape.front() = found;
  }
  if (found == classes) return std::nullopt;
  Matcher matcher(file);
  TensorMap ignored;
  for (const TensorName& name : names) matcher.take(name, ignored);
  return matcher.faults(file).empty() ? std::optional(found) : std::nullopt;
}

std::vector<TensorName> names_in_file(const TensorMap& file, const arch::ArchSpec& spec,
                                      const fs::path& path) {
  const auto dialect = detect_dialect(file.tensors);
  if (!dialect)
    throw DataError(path,
                    fmt::format("its tensors have names of no library we know ({}){}", join(dialect_names()),
                                file.tensors.empty() ? "; there are none"
                                                     : "; the first is '" + file.tensors.front().name + "'"));
  // Epsilon is not in the file. Weights load with the wrong one, but the logits are then wrong.
  if (*dialect == Dialect::torchvision && arch::find_arch(spec.name + std::string(arch::kTorchvisionSuffix)))
    throw DataError(path,
                    fmt::format("these are torchvision's weights, trained with another epsilon in batch norm "
                                "than {0} has; ask for {0}{1}",
                                spec.name, arch::kTorchvisionSuffix));
  if (*dialect == Dialect::timm && spec.name.ends_with(arch::kTorchvisionSuffix))
    throw DataError(
        path, fmt::format("these are timm's weights, trained with another epsilon in batch norm than {} "
                          "has; ask for it without '{}'",
                          spec.name, arch::kTorchvisionSuffix));
  auto names = tensor_names(*dialect, spec);
  if (!names)
    throw DataError(path, fmt::format("its tensors have names of {}, which has no network like {}",
                                      name_of(*dialect), spec.name));
  return std::move(*names);
}

}  // namespace

TensorMap match_weights(TensorMap wrapped, const arch::ArchSpec& spec, const fs::path& path) {
  const TensorMap file = unwrap(std::move(wrapped), path);
  const std::vector<TensorName> names = names_in_file(file, spec, path);
  Matcher matcher(file);
  TensorMap ours{{}, file.notes};
  for (const TensorName& name : names) matcher.take(name, ours);
  const std::vector<std::string> faults = matcher.faults(file);
  if (faults.empty()) {
    std::ranges::copy(matcher.notes(), std::back_inserter(ours.notes));
    return ours;
  }
  if (const auto classes = other_classes(file, names, spec.classes))
    throw DataError(path, fmt::format("has {0} classes, {1} is to have {2}; ask for {1} with {0} classes",
                                      *classes, spec.name, spec.classes));
  throw DataError(
      path, fmt::format("{} tensor{} not those of {} for {} classes\n  {}", faults.size(),
                        faults.size() == 1 ? " is" : "s are", spec.name, spec.classes, join(faults, "\n  ")));
}

TensorMap read_weights_for(const arch::ArchSpec& spec, const fs::path& path) {
  return match_weights(read_weights(path), spec, path);
}

TensorMap rename_weights(const TensorMap& ours, const arch::ArchSpec& spec, Dialect dialect,
                         const fs::path& path) {
  const auto names = tensor_names(dialect, spec);
  if (!names)
    throw InvalidArgument(
        fmt::format("{} has no network like {}; it has no names for it", name_of(dialect), spec.name));
  TensorMap matched = match_weights(ours, spec, path);
  HYBRID_CHECK(matched.tensors.size() == names->size(), "{} tensors, {} names", matched.tensors.size(),
               names->size());
  for (std::size_t i = 0; i < names->size(); ++i) {
    matched.tensors[i].name = (*names)[i].theirs;
    matched.tensors[i].shape = (*names)[i].their_shape;
  }
  return matched;
}

}  // namespace hybrid::weights
