#pragma once
// From the pickle inside a torch file to tensors: which of its dicts is the state dict, and what each
// tensor's call of torch._utils._rebuild_tensor_v2 says.

#include <filesystem>
#include <functional>
#include <span>
#include <string_view>

#include "weights/pickle.h"
#include "weights/tensor_file.h"

namespace hybrid {

/// Where a tensor's numbers lie: key and element type, as the file has them.
struct StorageReference {
  std::string key;
  TensorType type = TensorType::f32;
};

/// The functions and types that state dicts name.
std::span<const std::string_view> state_dict_globals();

/// Reads ('storage', torch.FloatStorage, '0', 'cpu', 432). @throws DataError if it says anything else.
StorageReference read_storage_reference(const Pickle& pickle, const PickleValue& persistent_id,
                                        const std::filesystem::path& path);

/// All storages that the pickle names, in its order, with repetitions.
std::vector<StorageReference> storage_references(const Pickle& pickle, const std::filesystem::path& path);

/// The bytes of a storage. Called again for a storage that several tensors share.
using ReadStorage = std::function<std::string_view(const StorageReference&)>;

/// The tensors, made contiguous. All of them together may take `most_bytes`.
/// @throws DataError if there are things that are no tensors, or a tensor is no view of its storage.
TensorMap read_state_dict(const Pickle& pickle, const ReadStorage& read_storage, std::int64_t most_bytes,
                          const std::filesystem::path& path);

}  // namespace hybrid
