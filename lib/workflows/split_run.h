#pragma once
// Split computation with early exits (BranchyNet), made from the cloud of a finished training run: a run for
// each place of the cut, and all side by side.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "arch/device_fit.h"
#include "arch/split_points.h"
#include "core/log.h"
#include "cost/system_profile.h"
#include "report/split_summary.h"

namespace hybrid::workflows {

struct SplitRequest {
  std::filesystem::path run;       ///< the training run, whose cloud network is split
  std::vector<std::string> after;  ///< the layers after which to split (arch/split_points.h), all different
  std::vector<double> coverages;   ///< shares kept on the device
  arch::FeatureFormat features = arch::FeatureFormat::int8;
  cost::SystemProfile profile;  ///< of kind parts; its payload is not looked at: features are sent
  std::optional<arch::DeviceMemory> device;  ///< the device's part must fit it
  int epochs = 10;                           ///< over the training images, for each exit's classifier
  int calibrate = 512;                       ///< training images that give the range of int8 features
  int threads = 0;                           ///< 0: all cores
  std::filesystem::path out;                 ///< a run after-<layer> for each split, table.md and splits.csv
  bool force = false;                        ///< make the runs again
};

/// The splits in the order of their layers. Those whose runs are there already are left alone, so that an
/// interrupted call goes on with the others.
/// @throws InvalidArgument for layers that are no split points or a profile without parts, DataError for a
/// run that has no cloud to split or was trained on other data, Infeasible for a part that does not fit the
/// device, Interrupted
std::vector<report::SplitResult> split_run(const SplitRequest& request, Logger& log);

}  // namespace hybrid::workflows
