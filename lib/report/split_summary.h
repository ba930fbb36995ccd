#pragma once
// Split computation with early exits, one finished run for each place of the cut: what each is (split.json in
// its folder) and, side by side, what they reach.

#include <optional>
#include <string>
#include <vector>

#include "arch/split_points.h"
#include "quant/quantized_network.h"
#include "runs/run_folder.h"

namespace hybrid::report {

inline constexpr const char* kSplitFile = "split.json";

/// A network cut at one place, as trained and measured.
struct SplitSummary {
  std::string network;
  std::string after;
  arch::Shape features;           ///< what is sent
  std::int64_t device_macs = 0;   ///< with the exit's classifier
  std::int64_t cloud_macs = 0;    ///< of the layers after the cut
  std::int64_t weight_bytes = 0;  ///< of the device's part in int8, with the exit
  std::int64_t sram_bytes = 0;    ///< likewise
  std::int64_t image_bytes = 0;   ///< of the raw image, for comparison
  std::int64_t bytes_int8 = 0, bytes_fp32 = 0;
  arch::FeatureFormat format = arch::FeatureFormat::int8;
  std::optional<quant::Quantization> quantization;  ///< of int8 features
  double exit_accuracy = 0;                         ///< on the test images, alone
  double cloud_accuracy = 0;  ///< of what the cloud answers about the features as they are sent
  double whole_accuracy = 0;  ///< of the network that is not cut
  std::string profile;
  std::optional<double> latency_ms, energy_mj;  ///< of an input that is sent, the device's part included
  /// Of one that is sent as its raw image to the network that is not cut.
  std::optional<double> whole_latency_ms, whole_energy_mj;
};

std::string to_json(const SplitSummary& split);
/// @throws DataError if the run has none or it is damaged
SplitSummary read_split(const runs::FinishedRun& run);

/// A finished run of one split, and what its exit's confidence reaches.
struct SplitResult {
  struct Point {
    double target_coverage = 0;
    double accuracy = 0;
    std::optional<double> latency_ms, energy_mj;
  };
  SplitSummary split;
  std::vector<Point> points;  ///< of the method max_prob
};

/// Of split.json and metrics.json. @throws DataError
SplitResult read_split_result(const runs::FinishedRun& run);

/// For people: what the splits are, then accuracy over coverage.
std::string splits_markdown(const std::vector<SplitResult>& results);
/// One row per split point, at full precision.
std::string splits_csv(const std::vector<SplitResult>& results);

}  // namespace hybrid::report
