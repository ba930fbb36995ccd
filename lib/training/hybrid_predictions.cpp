#include "training/hybrid_predictions.h"

#include <algorithm>
#include <numeric>

#include "arch/count.h"
#include "eval/methods.h"
#include "nets/predict.h"

namespace hybrid {

namespace {

namespace fs = std::filesystem;

/// Writes a network's prediction sets and reads them back.
class Predictor {
 public:
  Predictor(const Datasets& data, const DataParts& parts, const Normalization& normalization, fs::path folder)
      : data_(data), parts_(parts), normalization_(normalization), folder_(std::move(folder)) {}

  struct Sets {
    PredictionSet tune, test;
  };
  Sets predict(const std::string& name, const Network& network, Precision precision) const {
    std::vector<std::size_t> test_rows(data_.test.size());
    std::iota(test_rows.begin(), test_rows.end(), std::size_t{0});
    return {one(name, "tune", network, precision, data_.train, "train", parts_.tune),
            one(name, "test", network, precision, data_.test, "test", test_rows)};
  }

 private:
  PredictionSet one(const std::string& name, const std::string& part, const Network& network,
                    Precision precision, const ImageDataset& images, const std::string& file,
                    const std::vector<std::size_t>& rows) const {
    const auto logits = predict_logits(network, images, rows, normalization_, precision);
    std::vector<std::int32_t> labels;
    std::vector<std::string> ids;
    for (const auto row : rows) {
      labels.push_back(images.labels[row]);
      ids.push_back(fmt::format("{}/{}", file, row));
    }
    const fs::path path = folder_ / fmt::format("predictions/{}-{}.npz", name, part);
    write_prediction_set(path, labels, logits, ids,
                         {{"model", network->spec().name},
                          {"dataset", images.name},
                          {"split", part},
                          {"macs", count(network->spec()).macs},
                          {"input_bytes", images.pixels()},
                          {"class_names", images.class_names}});
    return read_prediction_set(path);
  }

  const Datasets& data_;
  const DataParts& parts_;
  const Normalization& normalization_;
  fs::path folder_;
};

}  // namespace

StoredProblem predict_and_pair(const HybridModels& models, const Datasets& data, const DataParts& parts,
                               Precision base, Precision cloud, const fs::path& folder) {
  const Predictor predictor(data, parts, models.normalization, folder);
  const auto pairs = [](const Predictor::Sets& b, const Predictor::Sets& g) {
    return std::pair(pair_predictions(b.tune, g.tune), pair_predictions(b.test, g.test));
  };
  const auto cloud_sets = predictor.predict("cloud", models.cloud, cloud);
  const auto [tune, test] = pairs(predictor.predict("base", models.base, base), cloud_sets);

  RoutingProblem problem{.classes = data.test.classes};
  add_base_variant(problem, "", tune, test);
  problem.methods.push_back({.name = "on_cloud", .kind = MethodKind::on_cloud});
  problem.methods.push_back({.name = "random", .kind = MethodKind::random});
  if (models.router)
    problem.methods.push_back(router_method(*models.router, tune.base, test.base));
  else
    problem.skipped["router"] = "training.update is none";
  problem.methods.push_back({.name = "oracle", .kind = MethodKind::oracle});

  const auto add = [&](const std::string& suffix, const Network& its_base, const Network& its_cloud) {
    const bool same_cloud = its_cloud.ptr() == models.cloud.ptr();
    const auto [t, s] =
        pairs(predictor.predict("base_" + suffix, its_base, base),
              same_cloud ? cloud_sets : predictor.predict("cloud_" + suffix, its_cloud, cloud));
    add_base_variant(problem, suffix, t, s);
  };
  if (models.base_before.ptr() != models.base.ptr()) add("before", models.base_before, models.cloud_before);
  if (!models.control.is_empty()) add("control", models.control, models.control_cloud);
  // Told in the order of the story: the base before, the same training without the method, the hybrid.
  const auto chapter = [&](const Method& method) {
    const std::string& suffix = problem.variant_of(method).suffix;
    return suffix == "before" ? 0 : suffix == "control" ? 1 : 2;
  };
  std::ranges::stable_sort(problem.methods, {}, chapter);
  return {std::move(problem), workload_of(test)};
}

}  // namespace hybrid
