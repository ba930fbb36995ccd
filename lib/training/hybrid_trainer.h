#pragma once
// Algorithm 1 of Kag et al. 2022: pre-train base and cloud, then in rounds fit the router to the oracle and
// train cloud and base with weights that focus each on its inputs. Returns values; checkpoints are written to
// the given folder, and a repeated call with this folder resumes from them.
//
// The source of the oracle labels (Eq. 4) determines what the router learns: if the cloud has memorised the
// labelled images, "base wrong and cloud right" reduces to "base wrong". Hence the default is `held_out`,
// images that train neither network; `cross_fit` labels every training image by networks that were not
// trained on it; `train` is the paper's way; `train_views` labels augmented training images, on which
// networks make errors more like those on new images.

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

namespace hybrid::training {

/// One input network of Algorithm 1: pre-trained here, from published weights, or fixed.
struct NetworkTask {
  config::NetworkConfig config;
  arch::ArchSpec arch;                ///< with the input shape after `config.input`
  std::filesystem::path weights;      ///< published weights; empty: the network is pre-trained first
  std::optional<FixedNetwork> fixed;  ///< if set, it is never trained, and `arch` and `weights` are ignored
};

/// The input of Algorithm 1.
struct HybridTask {
  const images::ImageSource& images;
  DataParts parts;
  NetworkTask base, cloud;  ///< the base is never fixed
  config::RouterConfig router;
  config::TrainingConfig training;
  torch::Device device = torch::kCPU;
  SeedTree seed{1};
  std::filesystem::path checkpoints;  ///< folder for checkpoints
};

struct HybridModels {
  transforms::Preprocessing base_input, cloud_input;
  nets::Network base_before{nullptr};   ///< pre-trained or with published weights
  nets::Network cloud_before{nullptr};  ///< as for the base; null if the cloud is fixed
  nets::Network base{nullptr};          ///< after hybrid training; the object base_before if not updated
  nets::Network cloud{nullptr};         ///< as for the base; null if the cloud is fixed
  /// Trained as long as `base`, without W_b, router and teacher; null if there is none.
  nets::Network control{nullptr};
  nets::Network control_cloud{nullptr};  ///< the control's cloud: trained as long as `cloud`, without W_g
  /// AppealNet (training/appealnet.h), trained against `cloud`; null if not requested.
  nets::Network appealnet{nullptr};
  /// Fitted to the returned base and cloud; with oracle_labels cross_fit, to the folds' networks.
  std::optional<routing::RouterNet> router;
  double oracle_share = 0;  ///< share of the oracle's images with label "send" at the end
  std::size_t oracle_images = 0;
  std::vector<EpochRecord> log;
  std::map<std::string, double> seconds;  ///< wall time of each phase in this process
};

/// Runs Algorithm 1.
/// @throws Interrupted, DataError (checkpoints), Infeasible (diverged)
HybridModels train_hybrid(const HybridTask& task, Logger& log);

/// Return W_b = 1 + a (1 - r) and W_g = 1 + a r with the router's hard decision r at t = 0. With emphasis a =
/// 1 these are the paper's 2 - r and 1 + r (section 2.1); with a = 0 all weights are equal.
std::vector<float> base_weights(const std::vector<routing::Route>& routes, double emphasis);
std::vector<float> cloud_weights(const std::vector<routing::Route>& routes, double emphasis);

}  // namespace hybrid::training
