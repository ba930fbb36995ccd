#pragma once
// Writes a prediction set while its outputs are computed. Logits are appended to a temporary file, so that
// only labels and ids are in memory; finish() packs everything into one .npz. While packing, the disk holds
// the logits twice.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

namespace hybrid::predictions {

class PredictionWriter {
 public:
  /// Starts a set of n examples with this number of classes in the file `path`; creates parent folders.
  /// @throws DataError with the system's error message
  PredictionWriter(std::filesystem::path path, std::size_t n, int classes);
  /// Removes all files unless finish() was called.
  ~PredictionWriter();
  PredictionWriter(const PredictionWriter&) = delete;
  PredictionWriter& operator=(const PredictionWriter&) = delete;

  /// Appends the next example.
  /// @throws DataError if the disk is full
  void append(std::int32_t label, std::string id, std::span<const float> logits);
  /// Writes `path` atomically; requires all n examples.
  /// @param payload_bytes [n], bytes sent for each example; empty if unknown
  /// @param features [n, d], additional inputs of routers; empty for none
  /// @throws DataError if it cannot be written
  void finish(const nlohmann::json& meta, const std::vector<double>& payload_bytes = {},
              std::span<const float> features = {});

 private:
  void check_written(bool succeeded) const;

  std::filesystem::path path_;
  std::filesystem::path logits_path_;  ///< "<path>.logits.partial", itself a .npy file
  std::ofstream logits_;
  std::size_t n_;
  std::size_t classes_;
  std::vector<std::int32_t> labels_;
  std::vector<std::string> ids_;
};

}  // namespace hybrid::predictions
