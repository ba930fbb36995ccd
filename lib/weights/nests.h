#pragma once
// Training scripts save a state dict together with other things: {'epoch': 3, 'model': {...}, 'args':
// Namespace}.

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "weights/pickle.h"

namespace hybrid::weights {

/// Returns whether the value is a call of one of tensor_functions() (state_dict.h).
bool is_tensor(const PickleValue& value);

/// The dict with the network's tensors.
struct StateDict {
  const PickleValue* dict = nullptr;
  std::vector<std::string> notes;  ///< where it was found, and what was left aside
};

/// Returns the name of a key, shortened if it is long, or a word for a key that is no text.
std::string key_text(const PickleValue& key);

/// The names for a message, which lists the first of them.
class NameList {
 public:
  void add(std::string name);
  bool empty() const { return names_.empty(); }
  /// Returns "a, b, c and 40 more".
  std::string text() const;

 private:
  std::vector<std::string> names_;
  std::size_t more_ = 0;
};

/// Finds the state dict: under a usual name ("state_dict", "model"), possibly nested, also if tensors are
/// beside it; else the dict itself, or the only dict in it that holds more tensors.
/// @throws DataError with the keys if there is none, or several of unknown names
StateDict find_state_dict(const Pickle& pickle, const std::filesystem::path& path);

}  // namespace hybrid::weights
