#include "training/hybrid_trainer.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <optional>

#include "core/error.h"
#include "eval/split.h"
#include "nets/predict.h"
#include "predictions/output_rows.h"
#include "routing/features.h"
#include "routing/router_fit.h"
#include "training/epoch_checkpoints.h"

namespace hybrid {

std::vector<float> base_weights(const std::vector<Route>& routes) {
  std::vector<float> weights;
  for (const Route route : routes) weights.push_back(route == Route::cloud ? 1.0F : 2.0F);
  return weights;
}

std::vector<float> cloud_weights(const std::vector<Route>& routes) {
  std::vector<float> weights;
  for (const Route route : routes) weights.push_back(route == Route::cloud ? 2.0F : 1.0F);
  return weights;
}

namespace {

bool updates_base(UpdatedParts update) {
  return update == UpdatedParts::router_base || update == UpdatedParts::router_base_cloud;
}

bool updates_cloud(UpdatedParts update) {
  return update == UpdatedParts::router_base_cloud;
}

/// A network with the same parameters and buffers, and a life of its own.
Network copy_of(const Network& network) {
  Network copy(network->spec());
  // Clones keep device and memory layout, which a copy into the new tensors would not.
  auto parameters = copy->named_parameters();
  for (const auto& item : network->named_parameters())
    parameters[item.key()].set_data(item.value().detach().clone());
  auto buffers = copy->named_buffers();
  for (const auto& item : network->named_buffers()) buffers[item.key()].set_data(item.value().clone());
  return copy;
}

/// The oracle's images with what the router may see of them and what it should say.
struct OracleExamples {
  Matrix features;  ///< compact (routing/features.h)
  std::vector<Route> labels;
};

/// The work of train_hybrid, with what its phases share.
class Algorithm1 {
 public:
  Algorithm1(const HybridTask& task, Logger& log) : task_(task), log_(log) {}

  HybridModels run() {
    models_.normalization = mean_std(task_.images, task_.parts.train);
    models_.base_before = pretrain("base", task_.base, task_.base_arch, task_.parts.train);
    models_.cloud_before = pretrain("cloud", task_.cloud, task_.cloud_arch, task_.parts.train);
    models_.base = models_.base_before;
    models_.cloud = models_.cloud_before;
    if (task_.training.update != UpdatedParts::none &&
        task_.training.oracle_labels == OracleLabels::cross_fit)
      cross_fitted_ = cross_fit();
    if (task_.training.update == UpdatedParts::none) {
      models_.base = fine_tuned_plainly("base", models_.base_before, task_.base, task_.training.base);
    } else {
      if (updates_base(task_.training.update)) {
        if (task_.training.control) train_controls();
        rounds();
      }
      // The last round changed the base after its router was fitted: fit one to the base it will stand
      // behind.
      timed("router", [&] { models_.router = fit_router_now(); });
    }
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

  TrainingImages images_at(std::span<const std::size_t> rows) const {
    return {task_.images, rows, models_.normalization};
  }

  /// Standard training from the seed's own start.
  Network pretrain(const std::string& phase, const NetworkConfig& config, const ArchSpec& arch,
                   std::span<const std::size_t> rows) {
    const SeedTree seed = task_.seed.at(phase);
    Network network = build_network(arch, seed.at("init"));
    network->to(task_.device);
    SgdTrainer trainer(phase, network, images_at(rows), config.pretrain.sgd, config.pretrain.epochs,
                       config.precision, config.pretrain.label_smoothing, seed, log_);
    train(trainer, config.pretrain.epochs, phase);
    return network;
  }

  /// The networks as pre-trained, trained on for as many epochs as the hybrid phase, as if there were no router. They
  /// shuffle and augment as the hybrid's do: the difference is the weights alone.
  void train_controls() {
    models_.control = fine_tuned_plainly("control", models_.base_before, task_.base, task_.training.base);
    models_.control_cloud = models_.cloud_before;
    if (updates_cloud(task_.training.update))
      models_.control_cloud =
          fine_tuned_plainly("control cloud", models_.cloud_before, task_.cloud, task_.training.cloud);
  }

  Network fine_tuned_plainly(const std::string& phase, const Network& before, const NetworkConfig& config,
                             const SgdConfig& sgd) {
    const bool is_cloud = before.ptr() == models_.cloud_before.ptr();
    Network network = copy_of(before);
    SgdTrainer trainer(phase, network, images_at(task_.parts.train), sgd, task_.training.epochs,
                       config.precision, 0.0, task_.seed.at(is_cloud ? "hybrid cloud" : "hybrid base"), log_);
    train(trainer, task_.training.epochs, is_cloud ? "fine-tuned-cloud" : "fine-tuned-base");
    return network;
  }

  void train(SgdTrainer& trainer, int epochs, const std::string& file) {
    const std::array trainers{&trainer};
    timed(trainer.phase(), [&] {
      keep(run_epochs(trainers, epochs, task_.checkpoints / (file + ".pt"),
                      [&](int epoch) { return std::vector{trainer.run_epoch(epoch)}; }));
    });
  }

  /// The rounds of Algorithm 1. Both networks' states are one checkpoint.
  void rounds() {
    const bool with_cloud = updates_cloud(task_.training.update);
    const auto& rows = task_.parts.train;
    models_.base = copy_of(models_.base_before);
    if (with_cloud) models_.cloud = copy_of(models_.cloud_before);
    const int epochs = task_.training.epochs;
    SgdTrainer base("hybrid base", models_.base, images_at(rows), task_.training.base, epochs,
                    task_.base.precision, 0.0, task_.seed.at("hybrid base"), log_);
    SgdTrainer cloud("hybrid cloud", models_.cloud, images_at(rows), task_.training.cloud, epochs,
                     task_.cloud.precision, 0.0, task_.seed.at("hybrid cloud"), log_);
    std::vector<SgdTrainer*> trainers{&base};
    if (with_cloud) trainers.push_back(&cloud);
    timed("hybrid", [&] {
      keep(run_epochs(trainers, epochs, task_.checkpoints / "hybrid.pt", [&](int epoch) {
        models_.router = fit_router_now();
        const auto routes = routes_of(*models_.router, rows);
        log_.info("{:<12} round {}/{}: the router sends {:.1f} % of the training images", "router", epoch + 1,
                  epochs,
                  100 * static_cast<double>(std::ranges::count(routes, Route::cloud)) /
                      static_cast<double>(routes.size()));
        if (std::ranges::count(routes, Route::cloud) == 0)
          log_.warn("round {}: the router sends nothing, so W_b weighs all images alike, as in the control",
                    epoch + 1);
        std::vector<EpochRecord> records;
        if (with_cloud) records.push_back(cloud.run_epoch(epoch, cloud_weights(routes)));
        records.push_back(base.run_epoch(epoch, base_weights(routes)));
        return records;
      }));
    });
  }

  RouterNet fit_router_now() {
    // Cross-fitted examples stay the same from round to round, and so does their router.
    if (cross_fitted_ && models_.router) return *models_.router;
    const OracleExamples examples = oracle_examples();
    models_.oracle_images = examples.labels.size();
    models_.oracle_share = static_cast<double>(std::ranges::count(examples.labels, Route::cloud)) /
                           static_cast<double>(examples.labels.size());
    return fit_router(examples.features, examples.labels, task_.router, task_.seed.at("router"));
  }

  OracleExamples oracle_examples() {
    if (cross_fitted_) return *cross_fitted_;
    const bool held_out = task_.training.oracle_labels == OracleLabels::held_out;
    return label(models_.base, models_.cloud, held_out ? task_.parts.oracle : task_.parts.train);
  }

  OracleExamples label(const Network& base, const Network& cloud, std::span<const std::size_t> rows) {
    const PredictionSet b = predict(base, task_.base.precision, rows);
    const PredictionSet g = predict(cloud, task_.cloud.precision, rows);
    return {compact_features(b), oracle({correct(b), correct(g)})};
  }

  std::vector<Route> routes_of(const RouterNet& router, std::span<const std::size_t> rows) {
    std::vector<Route> routes;
    for (const double s : router_scores(router, predict(models_.base, task_.base.precision, rows)))
      routes.push_back(s > 0 ? Route::cloud : Route::device);
    return routes;
  }

  PredictionSet predict(const Network& network, Precision precision, std::span<const std::size_t> rows) {
    const auto logits = predict_logits(network, task_.images, rows, models_.normalization, precision);
    std::vector<std::int32_t> labels;
    for (const auto row : rows) labels.push_back(task_.images.labels[row]);
    return prediction_set_from_logits(task_.images.name, labels, logits);
  }

  /// Two folds: the networks of each are trained on the other and label it. They stay as pre-trained: the
  /// labels and features of the rounds do not follow the base's updates.
  OracleExamples cross_fit() {
    std::vector<std::int32_t> labels;
    for (const auto row : task_.parts.train) labels.push_back(task_.images.labels[row]);
    const Split folds = stratified_split(labels, 0.5, task_.seed.at("cross-fit"));
    const auto rows_of = [&](const std::vector<std::size_t>& fold) {
      std::vector<std::size_t> rows;
      for (const auto i : fold) rows.push_back(task_.parts.train[i]);
      return rows;
    };
    const std::array fold_rows{rows_of(folds.first), rows_of(folds.second)};
    OracleExamples all;
    for (std::size_t f = 0; f < fold_rows.size(); ++f) {
      const auto& others = fold_rows[1 - f];
      const Network base = pretrain(fmt::format("base-fold-{}", f + 1), task_.base, task_.base_arch, others);
      const Network cloud =
          pretrain(fmt::format("cloud-fold-{}", f + 1), task_.cloud, task_.cloud_arch, others);
      OracleExamples fold = label(base, cloud, fold_rows[f]);
      all.features.cols = fold.features.cols;
      all.features.rows += fold.features.rows;
      std::ranges::copy(fold.features.values, std::back_inserter(all.features.values));
      std::ranges::copy(fold.labels, std::back_inserter(all.labels));
    }
    return all;
  }

  const HybridTask& task_;
  Logger& log_;
  HybridModels models_;
  std::optional<OracleExamples> cross_fitted_;
};

}  // namespace

HybridModels train_hybrid(const HybridTask& task, Logger& log) {
  return Algorithm1(task, log).run();
}

}  // namespace hybrid
