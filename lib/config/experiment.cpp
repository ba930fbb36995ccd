#include "config/experiment.h"

#include <algorithm>

namespace hybrid::config {
namespace {

/// Returns whether the text is valid as a folder name on every system.
bool is_run_name(std::string_view text) {
  const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !text.empty() && is_plain(text.front()) && std::all_of(text.begin(), text.end(), [&](char c) {
    return is_plain(c) || c == '.' || c == '_' || c == '-';
  });
}

}  // namespace

void describe(Fields& f, ExperimentConfig& c) {
  f.field("name", c.name,
          {.doc = "name of the run's folder",
           .required = true,
           .check = is_run_name,
           .check_words = "lower-case letters, digits, '.', '_' and '-', with a letter or digit first"});
  f.field("seed", c.seed, {.doc = "root of all random numbers", .min = 0});
  f.choice("compute", c.compute, kComputeNames,
           {.doc = "where the networks run; auto takes the GPU if there is one"});
  f.field(
      "threads", c.threads,
      {.doc =
           "most CPU threads, 0 for as many as taskset, CPU quota and OMP_NUM_THREADS allow; results do not depend on it",
       .min = 0,
       .max = 1024});
  f.section("data", c.data, {.doc = "Which examples, and how they are divided."});
  f.section("base", c.base, {.doc = "The network on the device."});
  f.section("cloud", c.cloud, {.doc = "The network in the cloud."});
  f.section("router", c.router, {.doc = "The routing network and how it is fitted."});
  f.section("training", c.training, {.doc = "The hybrid phase, Algorithm 1."});
  f.section("evaluation", c.evaluation, {.doc = "Figures to report."});
  f.field(
      "systems", c.systems,
      {.doc = "cost profiles of device, link and cloud: names of configs/systems, or files relative to this "
              "config or to configs/",
       .unique = true,
       .file = true});
}

void validate(const ExperimentConfig& c, const Findings& findings) {
  validate(c.data, findings.in("data"));
  validate(c.base, findings.in("base"));
  validate(c.cloud, findings.in("cloud"));
  validate(c.router, findings.in("router"));
  validate(c.training, findings.in("training"));
  validate(c.evaluation.battery, findings.in("evaluation.battery"));
  if (c.base.network == kTorchScript)
    findings.add({"base.network"},
                 "base.network is torchscript: such a network cannot be trained or counted; name an "
                 "architecture of the catalog");
  if (c.cloud.int8_calibration > 0)
    findings.add({"cloud.int8_calibration"},
                 "cloud.int8_calibration is set, but only the base runs on the device");
  if (c.cloud.network == kTorchScript && c.training.update == UpdatedParts::router_base_cloud)
    findings.add({"training.update", "cloud.network"},
                 "training.update is router+base+cloud, but cloud.network is torchscript, which cannot be "
                 "trained: choose router+base or router");
  if (c.training.oracle_labels == OracleLabels::cross_fit &&
      !(c.base.weights.empty() && c.cloud.weights.empty()))
    findings.add(
        {"training.oracle_labels", "base.weights", "cloud.weights"},
        "training.oracle_labels is cross_fit, which pre-trains both networks on parts of the data, but "
        "published weights are given: choose train, train_views or held_out");
  if (c.training.distillation.weight > 0 && c.training.update != UpdatedParts::router_base)
    findings.add(
        {"training.distillation.weight", "training.update"},
        "training.distillation teaches a base that is trained by a cloud that stays as it is, which is "
        "training.update router+base alone");
  if (c.training.oracle_labels == OracleLabels::train_augmented && c.training.base.augment == Augment::none)
    findings.add(
        {"training.oracle_labels", "training.base.augment"},
        "training.oracle_labels is train_views, but training.base.augment is none: then it is the same as "
        "train");
  const bool wants_held_out =
      c.training.update != UpdatedParts::none && c.training.oracle_labels == OracleLabels::held_out;
  if (wants_held_out && c.data.oracle_fraction == 0)
    findings.add(
        {"data.oracle_fraction", "training.oracle_labels"},
        "training.oracle_labels is held_out, but data.oracle_fraction is 0: hold images out, or choose "
        "cross_fit or train");
}

Loaded<ExperimentConfig> load_experiment(const std::filesystem::path& file, std::span<const std::string> sets,
                                         const FlagValues& last) {
  return load<ExperimentConfig>(file, sets, last);
}

}  // namespace hybrid::config
