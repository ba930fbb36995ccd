#pragma once
// A prediction set written while its outputs are computed: logits go to a file beside the set as they come,
// so that memory holds labels and ids only; at the end all is packed into one .npz. Until then the disk holds
// the logits, and while packing twice.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

namespace hybrid {

class PredictionWriter {
 public:
  /// A set of n examples of that many classes, to become the file `path`; parent folders are made.
  /// @throws DataError with the system's reason
  PredictionWriter(std::filesystem::path path, std::size_t n, int classes);
  /// Without finish() nothing is left behind.
  ~PredictionWriter();
  PredictionWriter(const PredictionWriter&) = delete;
  PredictionWriter& operator=(const PredictionWriter&) = delete;

  /// The next example. @throws DataError for a full disk
  void append(std::int32_t label, std::string id, std::span<const float> logits);
  /// Makes `path`, in one step, once all n examples are there. @throws DataError if it cannot be written
  /// @param payload_bytes [n], what sending each example takes; empty where that is not known
  /// @param features [n, d], numbers that a router may see; empty for none
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

}  // namespace hybrid
