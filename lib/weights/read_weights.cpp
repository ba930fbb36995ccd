#include "weights/read_weights.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "core/error.h"
#include "core/limited_file.h"
#include "weights/safetensors.h"
#include "weights/torch_file.h"

namespace hybrid::weights {

namespace {

/// Other kinds of files that users try, and advice.
struct OtherKind {
  std::size_t at;  ///< offset of the mark in the file
  std::string_view mark, advice;
};
constexpr std::array kOthers{
    OtherKind{0, "hybrid-checkpoint-",
              "is a checkpoint of a training run, which training itself continues from; take the weights "
              "the run exported"},
    OtherKind{4, "TFL3", "is a TensorFlow Lite model; weights are read from safetensors or torch's files"},
    OtherKind{0, "\x89HDF", "is HDF5, as Keras writes; weights are read from safetensors or torch's files"},
    OtherKind{0, "version https://git-lfs",
              "is a pointer of Git LFS, not the file itself; run 'git lfs pull'"},
};

}  // namespace

TensorMap read_weights(const std::filesystem::path& path) {
  const std::string file = read_file(path, limits::kLargeFile);
  for (const OtherKind& other : kOthers)
    if (file.size() >= other.at && std::string_view(file).substr(other.at).starts_with(other.mark))
      throw DataError(path, std::string(other.advice));
  if (file.starts_with("PK\x03\x04")) return parse_torch_zip(file, path);
  if (is_legacy_torch_file(file)) return parse_legacy_torch_file(file, path);
  if (file.size() > 8 && file[8] == '{') return parse_safetensors(file, path);
  throw DataError(
      path, file.empty() ? "is empty"
                         : "is no weights file we know; allowed are safetensors and what torch.save writes "
                           "of a state dict");
}

}  // namespace hybrid::weights
