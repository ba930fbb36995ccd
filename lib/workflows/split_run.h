#pragma once
// Split computation with early exits (BranchyNet), built from the cloud model of a finished training run: one
// run for each split point, and a comparison of all.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "arch/device_fit.h"
#include "arch/split_points.h"
#include "core/log.h"
#include "cost/system_profile.h"
#include "runs/split_file.h"

namespace hybrid::workflows {

struct SplitRequest {
  std::filesystem::path run;       ///< the training run whose cloud model is split
  std::vector<std::string> after;  ///< the layers after which to split (arch/split_points.h), all distinct
  std::vector<double> coverages;   ///< shares kept on the device
  arch::FeatureFormat features = arch::FeatureFormat::int8;
  cost::SystemProfile profile;  ///< of kind parts; its payload is ignored, because features are sent
  std::optional<arch::DeviceMemory> device;  ///< the device's part must fit its memory
  int epochs = 10;            ///< over the training images, for training each exit's classifier
  int calibrate = 512;        ///< number of training images for the range of int8 features
  int threads = 0;            ///< 0: as many as can run (core/cpus.h)
  std::filesystem::path out;  ///< a run after-<layer> for each split, table.md and splits.csv
  bool force = false;         ///< make existing runs again
};

struct SplitRuns {
  std::vector<runs::SplitResult> results;  ///< in the order of their layers
  bool up_to_date = true;                  ///< all runs already existed
};

/// Makes a run for each split. Existing runs are kept, so that an interrupted call
/// continues with the others.
/// @throws InvalidArgument for layers that are not split points or a profile without parts
/// @throws DataError for a run that has no cloud model to split or was trained on other data
/// @throws Infeasible for a part that does not fit the device
/// @throws Interrupted if the user interrupts
SplitRuns split_run(const SplitRequest& request, Logger& log);

}  // namespace hybrid::workflows
