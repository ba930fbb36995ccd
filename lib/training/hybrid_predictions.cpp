#include "training/hybrid_predictions.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "arch/count.h"
#include "audit/outputs.h"
#include "core/error.h"
#include "datasets/halves.h"
#include "eval/cross_fitting.h"
#include "eval/methods.h"
#include "eval/workload.h"
#include "nets/int8_model.h"
#include "nets/predict.h"
#include "nets/tensors.h"
#include "predictions/npz.h"
#include "predictions/output_rows.h"
#include "predictions/prediction_writer.h"
#include "routing/fusion.h"
#include "training/appealnet.h"

namespace hybrid::training {

namespace {

namespace fs = std::filesystem;

/// Rows of a data set for inference.
struct Part {
  std::string name;  ///< name in file names: "tune"
  const images::ImageSource& images;
  std::string split;  ///< "train"
  std::vector<std::size_t> rows;
};

struct Sets {
  predictions::PredictionSet tune, test;
};

/// Runs several networks on the same images, writes their prediction sets and reads them back.
class Predictor {
 public:
  Predictor(const HybridTask& task, const HybridModels& models, const datasets::Datasets& data,
            config::TuneOn tune_on, fs::path folder, Logger& log)
      : task_(task), models_(models), folder_(std::move(folder)), log_(log) {
    parts_.push_back({"test", *data.test, "test", images::all_rows(*data.test)});
    if (tune_on == config::TuneOn::train) parts_.push_back({"tune", *data.train, "train", task.parts.tune});
  }

  void add_base(const std::string& name, const nets::Network& network) {
    add_base(name, nets::inference_model(network, task_.base.config.precision));
  }
  void add_base(const std::string& name, nets::InferenceModel model) {
    evaluated_.push_back({.name = name, .model = std::move(model), .input = models_.base_input});
  }
  /// Adds the approximator's outputs, with the predictor's logit as the only feature.
  void add_appealnet(const std::string& name, const nets::Network& network) {
    add_base(name, network);
    evaluated_.back().has_predictor = true;
  }
  void add_cloud(const std::string& name, const nets::Network& network) {
    evaluated_.push_back({.name = name,
                          .model = nets::inference_model(network, task_.cloud.config.precision),
                          .input = models_.cloud_input});
  }

  void write_sets() {
    for (const Part& part : parts_) {
      if (task_.cloud.fixed)
        fs::copy_file(cached_logits(*task_.cloud.fixed, part.images, part.split, part.rows, {}, log_),
                      path_of("cloud", part), fs::copy_options::overwrite_existing);
      std::vector<std::unique_ptr<predictions::PredictionWriter>> writers;
      std::vector<nets::InferenceRequest> request;
      for (EvaluatedModel& respondent : evaluated_) {
        respondent.features.clear();
        writers.push_back(std::make_unique<predictions::PredictionWriter>(
            path_of(respondent.name, part), part.rows.size(), part.images.classes()));
        request.push_back({respondent.model,
                           {respondent.input},
                           [&, writer = writers.back().get()](auto row, auto outputs) {
                             const auto classes = static_cast<std::size_t>(part.images.classes());
                             writer->append(part.images.label(row), part.images.id(row),
                                            outputs.first(classes));
                             if (respondent.has_predictor) respondent.features.push_back(outputs[classes]);
                           }});
      }
      nets::infer(request, part.images, part.rows, nets::default_batch(task_.device),
                  fmt::format("{} images", part.name), nets::kKeptOnInterrupt, log_);
      for (std::size_t k = 0; k < writers.size(); ++k)
        writers[k]->finish(meta_of(evaluated_[k].model, part), {}, evaluated_[k].features);
    }
  }

  /// Returns tuning and test set; both are the test images in a cross-fitted problem.
  Sets sets(const std::string& name) const {
    predictions::PredictionSet test = predictions::read_prediction_set(path_of(name, parts_.front()));
    predictions::PredictionSet tune =
        parts_.size() == 1 ? test : predictions::read_prediction_set(path_of(name, parts_.back()));
    return {std::move(tune), std::move(test)};
  }

 private:
  struct EvaluatedModel {
    std::string name;  ///< file name: "base_before"
    nets::InferenceModel model;
    transforms::Preprocessing input;
    bool has_predictor = false;
    std::vector<float> features = {};  ///< logits of the predictor
  };

  fs::path path_of(const std::string& name, const Part& part) const {
    return folder_ / fmt::format("predictions/{}-{}.npz", name, part.name);
  }

  nlohmann::json meta_of(const nets::InferenceModel& model, const Part& part) const {
    return {{"model", model.name},
            {"dataset", part.images.name()},
            {"split", part.name},
            {"macs", model.macs.value()},
            {"input_bytes", nets::bytes_sent(part.images, model.input)},
            {"class_names", part.images.class_names()}};
  }

  const HybridTask& task_;
  const HybridModels& models_;
  std::vector<Part> parts_;  ///< test images first
  std::vector<EvaluatedModel> evaluated_;
  fs::path folder_;
  Logger& log_;
};

/// Returns the hybrid's base in 8-bit integers, calibrated on training images.
nets::InferenceModel int8_base(const HybridTask& task, const HybridModels& models) {
  std::vector<std::size_t> rows = task.parts.train;
  Rng rng = task.seed.at("int8 calibration").rng();
  rng.shuffle(std::span(rows));
  rows.resize(std::min(rows.size(), static_cast<std::size_t>(task.base.config.int8_calibration)));
  return nets::int8_model(models.base,
                          nets::image_tensor(task.images, rows, {models.base_input}, torch::kCPU));
}

struct Pairs {
  predictions::PredictionPair tune, test;
};

/// Both networks' outputs on one part, from the files.
struct Outputs {
  std::vector<float> base, cloud;
  std::vector<std::int32_t> labels;
  std::size_t classes = 0;

  explicit Outputs(const predictions::PredictionPair& pair)
      : base(predictions::NpzFile(pair.base.source).read<float>("logits")),
        cloud(predictions::NpzFile(pair.cloud.source).read<float>("logits")),
        labels(pair.base.labels),
        classes(static_cast<std::size_t>(pair.base.classes)) {}

  Outputs rows(const std::vector<std::uint8_t>& half, std::uint8_t wanted) const {
    Outputs chosen(*this);
    chosen.base.clear(), chosen.cloud.clear(), chosen.labels.clear();
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (half[i] != wanted) continue;
      const auto copy_row = [&](const std::vector<float>& from, std::vector<float>& to) {
        const auto row = from.begin() + static_cast<std::ptrdiff_t>(i * classes);
        to.insert(to.end(), row, row + static_cast<std::ptrdiff_t>(classes));
      };
      copy_row(base, chosen.base), copy_row(cloud, chosen.cloud);
      chosen.labels.push_back(labels[i]);
    }
    return chosen;
  }
  routing::Fusion fit() const { return routing::fit_fusion(base, cloud, labels, classes); }
};

/// Returns 1 where the fused prediction is right, else 0.
std::vector<double> fused_right(const routing::Fusion& fusion, const Outputs& outputs) {
  const auto logits = routing::fuse(fusion, outputs.base, outputs.cloud);
  return predictions::correct(predictions::prediction_set_from_logits("fused", outputs.labels, logits));
}

/// Adds "max_prob" of a base variant with fused predictions for inputs that are sent; the fusion is fitted on
/// the tuning part, or on each half for the other.
/// @param of the variant's suffix
void add_fused(eval::RoutingProblem& problem, const std::string& of, const std::string& suffix,
               const Pairs& pairs, Logger& log) {
  const std::string name = eval::suffixed("max_prob", of);
  const auto as_is = std::ranges::find(problem.methods, name, &eval::Method::name);
  HYBRID_CHECK(as_is != problem.methods.end(), "no method {}", name);
  eval::BaseVariant variant = problem.variant_of(*as_is);
  variant.suffix = suffix;
  const Outputs test(pairs.test);
  const auto tell = [&](const routing::Fusion& f) {
    log.info("{:<12} fused logits of {}: {:.3f} of the base's, {:.3f} of the cloud's", "fusion", name, f.base,
             f.cloud);
  };
  if (problem.cross_fitted()) {
    for (const std::uint8_t tuned : {std::uint8_t{0}, std::uint8_t{1}}) {
      const routing::Fusion fusion = test.rows(problem.half, tuned).fit();
      tell(fusion);
      const auto right = fused_right(fusion, test);
      for (std::size_t i = 0; i < right.size(); ++i)
        (problem.half[i] == tuned ? variant.tune : variant.test).cloud_value[i] = right[i];
    }
  } else {
    const Outputs tune(pairs.tune);
    const routing::Fusion fusion = tune.fit();
    tell(fusion);
    variant.tune.cloud_value = fused_right(fusion, tune);
    variant.test.cloud_value = fused_right(fusion, test);
  }
  eval::Method method = *as_is;
  method.variant = suffix;
  problem.variants.push_back(std::move(variant));
  problem.methods.push_back(std::move(method));
}

/// Adds AppealNet's approximator as a base variant, and its predictor as the method of the same name.
void add_appealnet(eval::RoutingProblem& problem, const Pairs& pairs, const arch::ArchSpec& base) {
  eval::add_base_variant(problem, eval::kAppealNet, pairs.tune, pairs.test);
  const auto scores = [](const predictions::PredictionSet& outputs) {
    routing::RoutingScores wants_cloud;
    for (const float logit : outputs.features) wants_cloud.push_back(-static_cast<double>(logit));
    return wants_cloud;
  };
  problem.methods.push_back(
      {.measure = eval::kAppealNet,
       .variant = eval::kAppealNet,
       .tune = scores(pairs.tune.base),
       .test = scores(pairs.test.base),
       .router_macs = static_cast<double>(count(with_predictor(base)).macs - count(base).macs)});
}

/// Adds the trained router after the methods without scores.
void add_router(eval::RoutingProblem& problem, const std::optional<routing::RouterNet>& router,
                const Pairs& hybrid) {
  if (!router) {
    problem.skipped["router"] = "training.update is none";
    return;
  }
  const auto random = std::ranges::find(problem.methods, eval::MethodKind::random, &eval::Method::kind);
  problem.methods.insert(random + 1, eval::router_method(*router, hybrid.tune.base, hybrid.test.base));
}

Pairs pairs(const Sets& base, const Sets& cloud) {
  return {predictions::pair_predictions(base.tune, cloud.tune),
          predictions::pair_predictions(base.test, cloud.test)};
}

}  // namespace

runs::StoredProblem predict_and_pair(const HybridTask& task, const HybridModels& models,
                                     const datasets::Datasets& data, config::TuneOn tune_on,
                                     const fs::path& folder, Logger& log) {
  const bool has_before = models.base_before.ptr() != models.base.ptr();
  const bool has_control = !models.control.is_empty();
  const bool has_appealnet = !models.appealnet.is_empty();
  const bool has_int8 = task.base.config.int8_calibration > 0;
  const auto has_cloud_of_its_own = [&](const nets::Network& its_cloud) {
    return !task.cloud.fixed && its_cloud.ptr() != models.cloud.ptr();
  };
  Predictor predictor(task, models, data, tune_on, folder, log);
  predictor.add_base("base", models.base);
  if (!task.cloud.fixed) predictor.add_cloud("cloud", models.cloud);
  const auto add_variant = [&](const std::string& suffix, const nets::Network& its_base,
                               const nets::Network& its_cloud) {
    predictor.add_base("base_" + suffix, its_base);
    if (has_cloud_of_its_own(its_cloud)) predictor.add_cloud("cloud_" + suffix, its_cloud);
  };
  if (has_before) add_variant(eval::kBefore, models.base_before, models.cloud_before);
  if (has_control) add_variant(eval::kControl, models.control, models.control_cloud);
  if (has_appealnet) predictor.add_appealnet(eval::kAppealNet, models.appealnet);
  if (has_int8) predictor.add_base("base_int8", int8_base(task, models));
  predictor.write_sets();

  const Sets cloud_sets = predictor.sets("cloud");
  const Pairs hybrid = pairs(predictor.sets("base"), cloud_sets);
  std::vector<std::uint8_t> half;
  if (tune_on == config::TuneOn::test_halves)
    half = eval::half_of_rows(data.test->size(), datasets::hash_halves(*data.test).second);
  audit::warn_of_outputs(hybrid.test, half.empty() ? hybrid.tune.size() : 0, log);
  eval::RoutingProblem problem =
      eval::make_problem(hybrid.tune, hybrid.test, half, {.methods = eval::trained_method_names()},
                         task.seed.at("evaluate"), log);
  add_router(problem, models.router, hybrid);

  add_fused(problem, "", eval::kFused, hybrid, log);

  const auto add = [&](const std::string& suffix, const nets::Network& its_cloud) {
    const Pairs variant =
        pairs(predictor.sets("base_" + suffix),
              has_cloud_of_its_own(its_cloud) ? predictor.sets("cloud_" + suffix) : cloud_sets);
    eval::add_base_variant(problem, suffix, variant.tune, variant.test);
    if (suffix == eval::kControl) add_fused(problem, eval::kControl, eval::kControlFused, variant, log);
  };
  if (has_before) add(eval::kBefore, models.cloud_before);
  if (has_control) add(eval::kControl, models.control_cloud);
  if (has_appealnet)
    add_appealnet(problem, pairs(predictor.sets(eval::kAppealNet), cloud_sets), models.base->spec());
  else
    problem.skipped[eval::kAppealNet] = "training.appealnet.enabled is false";
  if (has_int8) {
    const Pairs variant = pairs(predictor.sets("base_int8"), cloud_sets);
    eval::add_base_variant(problem, eval::kInt8, variant.tune, variant.test);
    if (models.router) {
      eval::Method method = eval::router_method(*models.router, variant.tune.base, variant.test.base);
      method.variant = eval::kInt8;
      problem.methods.push_back(std::move(method));
    }
  }
  // The order of reporting: the base before hybrid training, the control, AppealNet, the hybrid.
  const auto chapter = [&](const eval::Method& method) {
    const std::string& suffix = method.variant;
    return suffix == eval::kBefore                                     ? 0
           : suffix == eval::kControl || suffix == eval::kControlFused ? 1
           : suffix == eval::kAppealNet                                ? 2
           : suffix == eval::kInt8                                     ? 4
                                                                       : 3;
  };
  std::ranges::stable_sort(problem.methods, {}, chapter);
  return {std::move(problem), eval::workload_of(hybrid.test)};
}

}  // namespace hybrid::training
