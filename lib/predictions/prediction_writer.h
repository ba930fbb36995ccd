#pragma once
// Writes a prediction set while its outputs are computed. Outputs are appended to a file without a name, so
// that only labels and ids are in memory; finish() packs everything into one .npz. While packing, the disk
// holds the logits twice.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "core/new_file.h"
#include "predictions/output_rows.h"

namespace hybrid::predictions {

class PredictionWriter {
 public:
  /// Starts a set of n examples with this number of classes in the file `path`; creates parent folders.
  /// @param kind what append() is given
  /// @throws DataError with the system's error message, or if `path` is neither a file nor free
  PredictionWriter(std::filesystem::path path, std::size_t n, int classes,
                   OutputKind kind = OutputKind::logits);
  /// Appends the next example.
  /// @throws DataError if the disk is full
  void append(std::int32_t label, std::string id, std::span<const float> outputs);
  /// Writes `path` atomically; requires all n examples.
  /// @throws DataError if it cannot be written
  /// @param payload_bytes [n], bytes sent for each example; empty if unknown
  /// @param features [n, d], additional inputs of routers; empty for none
  void finish(const nlohmann::json& meta, const std::vector<double>& payload_bytes = {},
              std::span<const float> features = {});

 private:
  void check_written(bool succeeded) const;

  std::filesystem::path path_;
  FilePointer logits_;  ///< an .npy file
  std::size_t n_;
  std::size_t classes_;
  OutputKind kind_;
  std::vector<std::int32_t> labels_;
  std::vector<std::string> ids_;
};

}  // namespace hybrid::predictions
