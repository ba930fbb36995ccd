#include "training/hybrid_trainer.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <optional>

#include "core/error.h"
#include "eval/split.h"
#include "nets/infer.h"
#include "nets/tensors.h"
#include "nets/weights.h"
#include "predictions/npz.h"
#include "predictions/output_rows.h"
#include "predictions/prediction_set.h"
#include "routing/features.h"
#include "routing/router_fit.h"
#include "training/appealnet.h"
#include "training/epoch_checkpoints.h"

namespace hybrid::training {

namespace {

/// Returns 1 + emphasis for images with the emphasised route, else 1.
std::vector<float> weights_for(routing::Route emphasized, const std::vector<routing::Route>& routes,
                               double emphasis) {
  std::vector<float> weights;
  for (const routing::Route route : routes)
    weights.push_back(route == emphasized ? static_cast<float>(1 + emphasis) : 1.0F);
  return weights;
}

}  // namespace

std::vector<float> base_weights(const std::vector<routing::Route>& routes, double emphasis) {
  return weights_for(routing::Route::device, routes, emphasis);
}

std::vector<float> cloud_weights(const std::vector<routing::Route>& routes, double emphasis) {
  return weights_for(routing::Route::cloud, routes, emphasis);
}

namespace {

/// Returns a copy with separate parameters and buffers.
nets::Network copy_of(const nets::Network& network) {
  nets::Network copy(network->spec());
  // clone() keeps device and memory layout, unlike copying into the new tensors.
  auto parameters = copy->named_parameters();
  for (const auto& item : network->named_parameters())
    parameters[item.key()].set_data(item.value().detach().clone());
  auto buffers = copy->named_buffers();
  for (const auto& item : network->named_buffers()) buffers[item.key()].set_data(item.value().clone());
  return copy;
}

/// Returns routes as stored in a checkpoint: "010".
std::string to_text(const std::vector<routing::Route>& routes) {
  std::string text;
  for (const routing::Route route : routes) text += route == routing::Route::cloud ? '1' : '0';
  return text;
}

std::vector<routing::Route> from_text(const std::string& text) {
  std::vector<routing::Route> routes;
  for (const char c : text) routes.push_back(c == '1' ? routing::Route::cloud : routing::Route::device);
  return routes;
}

/// The router's training examples: features and oracle labels.
struct OracleExamples {
  routing::CompactFeatures features;
  std::vector<routing::Route> labels;
};

/// The implementation of train_hybrid, with the state shared by its phases.
class Algorithm1 {
 public:
  Algorithm1(const HybridTask& task, Logger& log) : task_(task), log_(log) {}

  HybridModels run() {
    models_.base_input =
        transforms::preprocessing_of(task_.base.config.input, task_.images, task_.parts.train);
    models_.base_before = start_of("base", task_.base, models_.base_input);
    models_.cloud_input = task_.cloud.fixed ? task_.cloud.fixed->input
                                            : transforms::preprocessing_of(task_.cloud.config.input,
                                                                           task_.images, task_.parts.train);
    if (!task_.cloud.fixed) models_.cloud_before = start_of("cloud", task_.cloud, models_.cloud_input);
    models_.base = models_.base_before;
    models_.cloud = models_.cloud_before;
    if (task_.training.update != config::UpdatedParts::none &&
        task_.training.oracle_labels == config::OracleLabels::cross_fit)
      cross_fitted_ = cross_fit();
    if (task_.training.update == config::UpdatedParts::none) {
      models_.base = fine_tuned_plainly("base", models_.base_before, task_.base, task_.training.base);
    } else {
      if (config::updates_base(task_.training.update)) {
        if (task_.training.control) train_controls();
        rounds();
      }
      // The last round changed the base after its router was fitted, so fit a router to the final base.
      timed("router", [&] { models_.router = fit_router_now(); });
    }
    if (task_.training.appealnet.enabled) train_appealnet();
    return std::move(models_);
  }

 private:
  void timed(const std::string& phase, const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    models_.seconds[phase] += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }

  void keep(const std::vector<EpochRecord>& records) {
    models_.log.insert(models_.log.end(), records.begin(), records.end());
  }

  /// Returns the network from which the hybrid phase starts.
  nets::Network start_of(const std::string& phase, const NetworkTask& network,
                         const transforms::Preprocessing& input) {
    if (network.weights.empty()) return pretrain(phase, network, input, task_.parts.train);
    nets::Network start = nets::build_network(network.arch, task_.seed.at(phase).at("init"));
    for (const auto& note : nets::load_weights(start, network.weights)) log_.info("{}: {}", phase, note);
    start->to(task_.device);
    return start;
  }

  /// Standard training, initialised by the seed.
  nets::Network pretrain(const std::string& phase, const NetworkTask& task,
                         const transforms::Preprocessing& input, std::span<const std::size_t> rows) {
    const SeedTree seed = task_.seed.at(phase);
    nets::Network network = nets::build_network(task.arch, seed.at("init"));
    network->to(task_.device);
    const config::PretrainConfig& config = task.config.pretrain;
    SgdTrainer trainer(phase, network, {task_.images, rows, input}, config.sgd, config.epochs,
                       task.config.precision, config.label_smoothing, seed, log_);
    train(trainer, config.epochs, phase);
    return network;
  }

  /// Trains copies of the pre-trained networks for as many epochs as the hybrid phase, without a router.
  /// Shuffling and augmentation are the hybrid's, so that only the weights and, if there is one, the teacher
  /// differ.
  void train_controls() {
    models_.control = fine_tuned_plainly("control", models_.base_before, task_.base, task_.training.base);
    models_.control_cloud = models_.cloud_before;
    if (config::updates_cloud(task_.training.update))
      models_.control_cloud =
          fine_tuned_plainly("control cloud", models_.cloud_before, task_.cloud, task_.training.cloud);
  }

  nets::Network fine_tuned_plainly(const std::string& phase, const nets::Network& before,
                                   const NetworkTask& task, const config::SgdConfig& sgd) {
    const bool is_cloud = &task == &task_.cloud;
    nets::Network network = copy_of(before);
    SgdTrainer trainer(phase, network,
                       {task_.images, task_.parts.train, is_cloud ? models_.cloud_input : models_.base_input},
                       sgd, task_.training.epochs, task.config.precision, 0.0,
                       task_.seed.at(is_cloud ? "hybrid cloud" : "hybrid base"), log_);
    if (!is_cloud) share_augmentation(trainer);
    train(trainer, task_.training.epochs, is_cloud ? "fine-tuned-cloud" : "fine-tuned-base");
    return network;
  }

  void train(SgdTrainer& trainer, int epochs, const std::string& file) {
    const std::array trainers{&trainer};
    timed(trainer.phase(), [&] {
      keep(run_epochs(trainers, epochs, task_.checkpoints / (file + ".pt"),
                      [&](Round& round) { round.train(trainer); }));
    });
  }

  /// The rounds of Algorithm 1. Both networks are in one checkpoint.
  void rounds() {
    const auto& rows = task_.parts.train;
    const int epochs = task_.training.epochs;
    models_.base = copy_of(models_.base_before);
    SgdTrainer base("hybrid base", models_.base, {task_.images, rows, models_.base_input},
                    task_.training.base, epochs, task_.base.config.precision, 0.0,
                    task_.seed.at("hybrid base"), log_);
    share_augmentation(base);
    if (task_.training.distillation.weight > 0) base.learn_from(cloud_as_teacher());
    std::vector<SgdTrainer*> trainers{&base};
    std::optional<SgdTrainer> cloud;
    if (config::updates_cloud(task_.training.update)) {
      models_.cloud = copy_of(models_.cloud_before);
      cloud.emplace("hybrid cloud", models_.cloud, TrainingImages{task_.images, rows, models_.cloud_input},
                    task_.training.cloud, epochs, task_.cloud.config.precision, 0.0,
                    task_.seed.at("hybrid cloud"), log_);
      trainers.push_back(&*cloud);
    }
    timed("hybrid", [&] {
      keep(run_epochs(trainers, epochs, task_.checkpoints / "hybrid.pt", [&](Round& round) {
        const auto routes = from_text(round.once([&] { return to_text(routes_of_round(round.epoch())); }));
        if (cloud) round.train(*cloud, cloud_weights(routes, task_.training.cloud_emphasis));
        round.train(base, base_weights(routes, task_.training.base_emphasis));
        base_on_train_.reset();
        if (cloud) cloud_on_oracle_.reset();
      }));
    });
  }

  /// Returns the routes of the training images by a router fitted to the current networks.
  std::vector<routing::Route> routes_of_round(int epoch) {
    models_.router = fit_router_now();
    const auto routes = routes_now();
    const auto sent = std::ranges::count(routes, routing::Route::cloud);
    log_.info("{:<12} round {}/{}: the router sends {:.1f} % of the training images", "router", epoch + 1,
              task_.training.epochs, 100 * static_cast<double>(sent) / static_cast<double>(routes.size()));
    if (task_.training.base_emphasis > 0 && sent == 0)
      log_.warn("round {}: the router sends nothing, so W_b weighs all images alike, as in the control",
                epoch + 1);
    return routes;
  }

  /// Images, order and augmentation are the control's, so that only the loss and the predictor differ.
  void train_appealnet() {
    const config::AppealNetConfig& config = task_.training.appealnet;
    const int epochs = config.epochs > 0 ? config.epochs : task_.training.epochs;
    models_.appealnet = appealnet_from(models_.base_before, task_.seed.at("appealnet"));
    SgdTrainer trainer("appealnet", models_.appealnet, {task_.images, task_.parts.train, models_.base_input},
                       task_.training.base, epochs, task_.base.config.precision, 0.0,
                       task_.seed.at("hybrid base"), log_);
    share_augmentation(trainer);
    torch::Tensor cloud_losses;  // on the training images
    trainer.minimise(
        [&](const torch::Tensor& outputs, const torch::Tensor& labels, std::span<const std::size_t> batch) {
          const std::vector<std::int64_t> places(batch.begin(), batch.end());
          return appealnet_losses(outputs, labels, cloud_losses.index_select(0, torch::tensor(places)),
                                  config.beta);
        });
    const std::array trainers{&trainer};
    timed("appealnet", [&] {
      keep(run_epochs(trainers, epochs, task_.checkpoints / "appealnet.pt", [&](Round& round) {
        if (!cloud_losses.defined())
          cloud_losses = label_losses(cloud_on_train({}),
                                      nets::label_tensor(task_.images, task_.parts.train, torch::kCPU));
        round.train(trainer);
      }));
    });
  }

  /// With a teacher, the augmentation of an epoch is the same for every seed and for the control, so that the
  /// logits of a fixed cloud are computed only once.
  void share_augmentation(SgdTrainer& trainer) const {
    if (task_.training.distillation.weight > 0) trainer.share_augmentation(SeedTree(0).at("shared views"));
  }

  Teacher cloud_as_teacher() {
    return {
        [this](const transforms::SeededAugmentation& augmentation) { return cloud_on_train(augmentation); },
        task_.training.distillation.weight, task_.training.distillation.temperature};
  }

  /// Returns the cloud's logits [rows, classes] on augmented training images.
  std::vector<float> cloud_on_train(const transforms::SeededAugmentation& augmentation) const {
    if (!task_.cloud.fixed)
      return nets::infer_all(nets::inference_model(models_.cloud, task_.cloud.config.precision),
                             {models_.cloud_input, augmentation}, task_.images, task_.parts.train, log_);
    return predictions::NpzFile(cached_logits(*task_.cloud.fixed, task_.images, "train", task_.parts.train,
                                              augmentation, log_))
        .read<float>("logits");
  }

  routing::RouterNet fit_router_now() {
    // Cross-fitted examples do not change between rounds, and neither does their router.
    if (cross_fitted_ && models_.router) return *models_.router;
    const OracleExamples examples = oracle_examples();
    models_.oracle_images = examples.labels.size();
    models_.oracle_share = static_cast<double>(std::ranges::count(examples.labels, routing::Route::cloud)) /
                           static_cast<double>(examples.labels.size());
    return routing::fit_router(examples.features, examples.labels, task_.router, task_.seed.at("router"));
  }

  OracleExamples oracle_examples() {
    switch (task_.training.oracle_labels) {
      case config::OracleLabels::cross_fit:
        return *cross_fitted_;
      case config::OracleLabels::held_out:
        return label(infer_base(task_.parts.oracle), cloud_on_oracle(task_.parts.oracle));
      case config::OracleLabels::train:
        return label(base_on_train(), cloud_on_oracle(task_.parts.train));
      case config::OracleLabels::train_augmented: {
        // The same augmentation for every seed, round and run, so that the logits of a fixed cloud are
        // computed only once.
        const transforms::SeededAugmentation augmentation{transforms::augmentation_of(task_.training.base),
                                                          SeedTree(0).at("oracle views")};
        return label(infer_base(task_.parts.train, augmentation),
                     cloud_on_oracle(task_.parts.train, augmentation));
      }
    }
    HYBRID_CHECK(false, "oracle labels {}", static_cast<int>(task_.training.oracle_labels));
  }

  OracleExamples label(const predictions::PredictionSet& base,
                       const predictions::PredictionSet& cloud) const {
    return {routing::compact_features(base, task_.router.features, task_.router.pairs),
            routing::oracle({predictions::correct(base), predictions::correct(cloud)})};
  }

  std::vector<routing::Route> routes_now() {
    std::vector<routing::Route> routes;
    for (const double s : routing::router_scores(*models_.router, base_on_train()))
      routes.push_back(s > 0 ? routing::Route::cloud : routing::Route::device);
    return routes;
  }

  /// Returns the base's outputs on all training images, cached until an epoch changes it.
  const predictions::PredictionSet& base_on_train() {
    if (!base_on_train_) base_on_train_ = infer_base(task_.parts.train);
    return *base_on_train_;
  }

  predictions::PredictionSet infer_base(std::span<const std::size_t> rows,
                                        const transforms::SeededAugmentation& augmentation = {}) {
    return predict(models_.base, task_.base.config.precision, {models_.base_input, augmentation}, rows);
  }

  /// Returns the cloud's outputs on the oracle's images, cached until an epoch changes it.
  const predictions::PredictionSet& cloud_on_oracle(std::span<const std::size_t> rows,
                                                    const transforms::SeededAugmentation& augmentation = {}) {
    if (!cloud_on_oracle_) cloud_on_oracle_ = infer_cloud(rows, augmentation);
    return *cloud_on_oracle_;
  }

  predictions::PredictionSet infer_cloud(std::span<const std::size_t> rows,
                                         const transforms::SeededAugmentation& augmentation) {
    if (task_.cloud.fixed)
      return predictions::read_prediction_set(
          cached_logits(*task_.cloud.fixed, task_.images, "train", rows, augmentation, log_));
    return predict(models_.cloud, task_.cloud.config.precision, {models_.cloud_input, augmentation}, rows);
  }

  /// Outputs are summarised batch by batch, so the logits of all training images are never in memory
  /// together.
  predictions::PredictionSet predict(const nets::Network& network, config::Precision precision,
                                     const transforms::Transform& transform,
                                     std::span<const std::size_t> rows) {
    const nets::InferenceModel model = nets::inference_model(network, precision);
    predictions::PredictionSet set{.source = task_.images.name()};
    predictions::begin_outputs(set, predictions::OutputKind::logits, rows.size(),
                               static_cast<std::size_t>(model.classes));
    const nets::InferenceRequest request{
        model, transform, [&](std::size_t row, std::span<const float> logits) {
          set.labels.push_back(task_.images.label(row));
          predictions::append_outputs(set, predictions::OutputKind::logits,
                                      std::vector<double>(logits.begin(), logits.end()));
        }};
    nets::infer(std::span(&request, 1), task_.images, rows, nets::default_batch(model.device),
                "inference with " + model.name, nets::kKeptOnInterrupt, log_);
    predictions::check_prediction_set(set);
    return set;
  }

  /// Two-fold cross-fitting: each fold is labelled by networks trained on the other. These networks are only
  /// pre-trained, so labels and features do not follow the base's updates in the rounds.
  OracleExamples cross_fit() {
    std::vector<std::int32_t> labels;
    for (const auto row : task_.parts.train) labels.push_back(task_.images.label(row));
    const eval::Split folds = eval::stratified_split(labels, 0.5, task_.seed.at("cross-fit"));
    const auto rows_of = [&](const std::vector<std::size_t>& fold) {
      std::vector<std::size_t> rows;
      for (const auto i : fold) rows.push_back(task_.parts.train[i]);
      return rows;
    };
    const std::array fold_rows{rows_of(folds.first), rows_of(folds.second)};
    OracleExamples all;
    for (std::size_t f = 0; f < fold_rows.size(); ++f) {
      const auto& others = fold_rows[1 - f];
      const nets::Network base =
          pretrain(fmt::format("base-fold-{}", f + 1), task_.base, models_.base_input, others);
      const nets::Network cloud =
          pretrain(fmt::format("cloud-fold-{}", f + 1), task_.cloud, models_.cloud_input, others);
      OracleExamples fold =
          label(predict(base, task_.base.config.precision, {models_.base_input}, fold_rows[f]),
                predict(cloud, task_.cloud.config.precision, {models_.cloud_input}, fold_rows[f]));
      routing::Matrix& rows = all.features.values;
      rows.cols = fold.features.values.cols;
      rows.rows += fold.features.values.rows;
      std::ranges::copy(fold.features.values.values, std::back_inserter(rows.values));
      all.features.layout = fold.features.layout;
      std::ranges::copy(fold.labels, std::back_inserter(all.labels));
    }
    return all;
  }

  const HybridTask& task_;
  Logger& log_;
  HybridModels models_;
  std::optional<OracleExamples> cross_fitted_;
  std::optional<predictions::PredictionSet> base_on_train_, cloud_on_oracle_;
};

}  // namespace

HybridModels train_hybrid(const HybridTask& task, Logger& log) {
  return Algorithm1(task, log).run();
}

}  // namespace hybrid::training
