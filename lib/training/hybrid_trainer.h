#pragma once
// Algorithm 1 of Kag et al. 2022: pre-train base and cloud, then in rounds fit the router to the oracle and
// train cloud and base with weights that focus each on its inputs. Returns values; checkpoints go into the
// folder it is given, and the same call with the same folder goes on where it stopped.
//
// Where the oracle's labels (Eq. 4) come from decides what the router learns: a cloud that has memorised the
// labelled images makes "base wrong and cloud right" mere "base wrong". Hence `held_out` (images that train
// nothing) is the default; `cross_fit` labels every training image by networks that have not seen it; `train`
// is the paper's way.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "arch/arch_spec.h"
#include "config/network.h"
#include "config/router.h"
#include "config/training.h"
#include "core/log.h"
#include "routing/router_net.h"
#include "training/data_parts.h"
#include "training/sgd_trainer.h"

namespace hybrid {

/// Everything Algorithm 1 starts from.
struct HybridTask {
  const ImageDataset& images;
  DataParts parts;
  NetworkConfig base, cloud;
  ArchSpec base_arch, cloud_arch;
  RouterConfig router;
  TrainingConfig training;
  torch::Device device = torch::kCPU;
  SeedTree seed{1};
  std::filesystem::path checkpoints;  ///< folder
};

struct HybridModels {
  Normalization normalization;
  Network base_before{nullptr};   ///< pre-trained
  Network cloud_before{nullptr};  ///< pre-trained
  Network base{nullptr};     ///< after hybrid training; the same object as base_before if it was not updated
  Network cloud{nullptr};    ///< likewise
  Network control{nullptr};  ///< as long trained as `base`, without W_b and router; null if there is none
  Network control_cloud{nullptr};  ///< the cloud to set it against: as long trained as `cloud`, without W_g
  /// Fitted to base and cloud as returned; with oracle_labels cross_fit, to the folds' networks.
  std::optional<RouterNet> router;
  double oracle_share = 0;  ///< of the oracle's images that were worth sending at the end
  std::size_t oracle_images = 0;
  std::vector<EpochRecord> log;
  std::map<std::string, double> seconds;  ///< wall time of each phase in this process
};

/// @throws Interrupted, DataError (checkpoints), Infeasible (diverged)
HybridModels train_hybrid(const HybridTask& task, Logger& log);

/// W_b = 2 - r and W_g = 1 + r (section 2.1), with the router's hard decision r at t = 0.
std::vector<float> base_weights(const std::vector<Route>& routes);
std::vector<float> cloud_weights(const std::vector<Route>& routes);

}  // namespace hybrid
