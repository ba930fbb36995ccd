#pragma once
// Algorithm 1 of Kag et al. 2022: pre-train base and cloud, then in rounds fit the router to the oracle and
// train cloud and base with weights that focus each on its inputs. Returns values; checkpoints go into the
// folder it is given, and the same call with the same folder goes on where it stopped.
//
// Where the oracle's labels (Eq. 4) come from decides what the router learns: a cloud that has memorised the
// labelled images makes "base wrong and cloud right" mere "base wrong". Hence `held_out` (images that train
// nothing) is the default; `cross_fit` labels every training image by networks that have not seen it; `train`
// is the paper's way; `train_views` labels the training images as augmentation changes them, on which
// networks err more as they do on new images.

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
#include "training/fixed_network.h"
#include "training/sgd_trainer.h"

namespace hybrid {

/// One network of the pair as Algorithm 1 gets it: pre-trained here, from published weights, or used as it
/// is.
struct NetworkTask {
  NetworkConfig config;
  ArchSpec arch;                  ///< of the input that `config.input` makes
  std::filesystem::path weights;  ///< published; empty: it is pre-trained first
  std::optional<FixedNetwork>
      fixed;  ///< if there, it is never trained, and `arch` and `weights` are not looked at
};

/// Everything Algorithm 1 starts from.
struct HybridTask {
  const ImageSource& images;
  DataParts parts;
  NetworkTask base, cloud;  ///< the base is never fixed
  RouterConfig router;
  TrainingConfig training;
  torch::Device device = torch::kCPU;
  SeedTree seed{1};
  std::filesystem::path checkpoints;  ///< folder
};

struct HybridModels {
  Preprocessing base_input, cloud_input;
  Network base_before{nullptr};   ///< pre-trained, or with published weights
  Network cloud_before{nullptr};  ///< likewise; null if the cloud is fixed
  Network base{nullptr};   ///< after hybrid training; the same object as base_before if it was not updated
  Network cloud{nullptr};  ///< likewise; null if the cloud is fixed
  Network control{
      nullptr};  ///< as long trained as `base`, without W_b, router and teacher; null if there is none
  Network control_cloud{nullptr};  ///< the cloud to set it against: as long trained as `cloud`, without W_g
  Network appealnet{
      nullptr};  ///< the rival (training/appealnet.h), trained against `cloud`; null if not asked for
  /// Fitted to base and cloud as returned; with oracle_labels cross_fit, to the folds' networks.
  std::optional<RouterNet> router;
  double oracle_share = 0;  ///< of the oracle's images that were worth sending at the end
  std::size_t oracle_images = 0;
  std::vector<EpochRecord> log;
  std::map<std::string, double> seconds;  ///< wall time of each phase in this process
};

/// @throws Interrupted, DataError (checkpoints), Infeasible (diverged)
HybridModels train_hybrid(const HybridTask& task, Logger& log);

/// W_b = 1 + a (1 - r) and W_g = 1 + a r with the router's hard decision r at t = 0. With emphasis a = 1 they
/// are the paper's 2 - r and 1 + r (section 2.1), with 0 every image weighs the same.
std::vector<float> base_weights(const std::vector<Route>& routes, double emphasis);
std::vector<float> cloud_weights(const std::vector<Route>& routes, double emphasis);

}  // namespace hybrid
