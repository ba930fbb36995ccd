#pragma once
// split.json in the folder of a finished run of split computation with early exits: the split point, as
// trained and measured.

#include <optional>
#include <string>
#include <vector>

#include "arch/split_points.h"
#include "quant/quantized_network.h"
#include "runs/run_folder.h"

namespace hybrid::runs {

inline constexpr const char* kSplitFile = "split.json";

/// A network split at one point, as trained and measured.
struct SplitSummary {
  std::string network;
  std::string after;
  arch::Shape features;           ///< shape of the sent features
  std::int64_t device_macs = 0;   ///< including the exit's classifier
  std::int64_t cloud_macs = 0;    ///< layers after the split
  std::int64_t weight_bytes = 0;  ///< device's part in int8, including the exit
  std::int64_t sram_bytes = 0;    ///< device's part in int8, including the exit
  std::int64_t image_bytes = 0;   ///< raw image, for comparison
  std::int64_t bytes_int8 = 0, bytes_fp32 = 0;
  arch::FeatureFormat format = arch::FeatureFormat::int8;
  std::optional<quant::Quantization> quantization;  ///< of int8 features
  double exit_accuracy = 0;                         ///< of the exit alone, on the test images
  double cloud_accuracy = 0;                        ///< of the cloud, on the features as sent
  double whole_accuracy = 0;                        ///< of the unsplit network
  std::string profile;
  std::optional<double> latency_ms, energy_mj;  ///< of an input that is sent, including the device's part
  /// The cost of sending the raw image to the unsplit network.
  std::optional<double> whole_latency_ms, whole_energy_mj;
};

std::string to_json(const SplitSummary& split);
/// Reads split.json of the run.
/// @throws DataError if the file is missing or damaged
SplitSummary read_split(const FinishedRun& run);

/// A finished run of one split and the results of routing by its exit's confidence.
struct SplitResult {
  struct Point {
    double target_coverage = 0;
    double accuracy = 0;
    std::optional<double> latency_ms, energy_mj;
  };
  SplitSummary split;
  std::vector<Point> points;  ///< of the method max_prob
};

/// Reads split.json and metrics.json.
/// @throws DataError if a file is missing or damaged
SplitResult read_split_result(const FinishedRun& run);

}  // namespace hybrid::runs
