#pragma once
// From the pickle of a torch file to tensors: reads the calls of torch._utils._rebuild_tensor_v2 in its state
// dict (nests.h).

#include <filesystem>
#include <functional>
#include <span>
#include <string_view>

#include "weights/pickle.h"
#include "weights/tensor_file.h"

namespace hybrid::weights {

/// A reference to a storage: key and element type, as in the file.
struct StorageReference {
  std::string key;
  TensorType type = TensorType::f32;
};

/// Returns the names of the functions that make tensors, for read_pickle().
std::span<const std::string_view> tensor_functions();

/// Reads ('storage', torch.FloatStorage, '0', 'cpu', 432).
/// @throws DataError for anything else
StorageReference read_storage_reference(const Pickle& pickle, const PickleValue& persistent_id,
                                        const std::filesystem::path& path);

/// Returns all storages that the pickle names, in its order, with repetitions.
std::vector<StorageReference> storage_references(const Pickle& pickle, const std::filesystem::path& path);

/// Returns the bytes of a storage. Called once per tensor, also if tensors share the storage.
using ReadStorage = std::function<std::string_view(const StorageReference&)>;

/// Returns the tensors, made contiguous.
/// @param most_bytes limit for all tensors together
/// @throws DataError if there is no state dict, and for tensors of a kind that is not read or outside of
/// their storage
TensorMap read_state_dict(const Pickle& pickle, const ReadStorage& read_storage, std::int64_t most_bytes,
                          const std::filesystem::path& path);

}  // namespace hybrid::weights
