#include "config/ignored_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

#include "core/text.h"

namespace hybrid::config {

namespace {

/// The values of a config as texts, by dotted key.
class Values final : public Fields {
 public:
  std::map<std::string, std::string, std::less<>> texts;

 protected:
  void visit_field(std::string_view key, Binding value, const FieldSpec& spec) override {
    texts[dotted_key(key)] = value_text(value, spec);
  }
  std::string visit_choice(std::string_view key, const std::string& chosen, std::span<const std::string>,
                           const FieldSpec&) override {
    texts[dotted_key(key)] = chosen;
    return chosen;
  }
  void begin_section(std::string_view key, const FieldSpec&) override {
    sections_.push_back(dotted_key(key));
  }
  void end_section() override { sections_.pop_back(); }

 private:
  std::string dotted_key(std::string_view key) const {
    return dotted(sections_.empty() ? "" : sections_.back(), key);
  }

  std::vector<std::string> sections_;
};

template <class T>
std::vector<std::string> set_keys(const T& config) {
  T given = config, defaults;
  Values values, default_values;
  describe(values, given);
  describe(default_values, defaults);
  std::vector<std::string> keys;
  for (const auto& [key, text] : values.texts)
    if (default_values.texts.at(key) != text) keys.push_back(key);
  return keys;
}

/// Keys that have no effect under a condition.
struct Rule {
  bool ignored = false;
  std::vector<std::string> keys;  ///< also sections
  std::string why;
};

template <class T>
std::vector<std::string> lines_of(const std::vector<Rule>& rules, const Loaded<T>& loaded) {
  std::vector<std::string> left = set_keys(loaded.value), texts;
  for (const Rule& rule : rules) {
    if (!rule.ignored) continue;
    std::vector<std::string> ignored;
    std::erase_if(left, [&](const std::string& key) {
      const bool named = std::ranges::any_of(
          rule.keys, [&](const std::string& k) { return key == k || key.starts_with(k + "."); });
      if (named) ignored.push_back(key);
      return named;
    });
    if (ignored.empty()) continue;
    texts.push_back(fmt::format("{}: {} {} no effect: {}",
                                to_string(place_of(loaded.places, ignored.front())), join(ignored),
                                ignored.size() == 1 ? "has" : "have", rule.why));
  }
  return texts;
}

/// The rules of a network's training, in `section`.
void add_training_rules(const SgdConfig& sgd, const std::string& section, std::vector<Rule>& rules) {
  rules.push_back({sgd.augment != Augment::flip_shift,
                   {section + ".shift"},
                   fmt::format("{}.augment is {}", section, name_of(sgd.augment, kAugmentNames))});
  rules.push_back({sgd.rand_augment.operations == 0,
                   {section + ".rand_augment"},
                   section + ".rand_augment.operations is 0"});
}

void add_network_rules(const NetworkConfig& network, const std::string& section, std::vector<Rule>& rules) {
  rules.push_back({!network.weights.empty(),
                   {section + ".pretrain"},
                   section + ".weights are given, so it is not pre-trained"});
  rules.push_back({network.input.size == 0,
                   {section + ".input.resize"},
                   section + ".input.size is 0, so that images are not resized"});
  add_training_rules(network.pretrain.sgd, section + ".pretrain", rules);
}

void add_router_rules(const RouterConfig& router, std::vector<Rule>& rules) {
  rules.push_back({router.penalty_weight == 0,
                   {"router.penalty", "router.target_coverage"},
                   "router.penalty_weight is 0"});
}

void add_evaluation_rules(const EvaluationConfig& evaluation, std::vector<Rule>& rules) {
  rules.push_back({evaluation.outages.empty(), {"evaluation.timeout_ms"}, "evaluation.outages is empty"});
}

void add_data_rules(const DataConfig& data, std::vector<Rule>& rules) {
  const std::string dataset = fmt::format("data.dataset is {}", name_of(data.dataset, kDatasetNames));
  rules.push_back({data.dataset != DatasetName::image_folder,
                   {"data.on_bad_image"},
                   dataset + ", which has no image files"});
  rules.push_back({data.dataset == DatasetName::synthetic,
                   {"data.root"},
                   dataset + ", whose images are computed, not read"});
  rules.push_back(
      {data.tune_on == TuneOn::test_halves, {"data.tune_fraction"}, "data.tune_on is test_halves"});
}

}  // namespace

std::vector<std::string> ignored_keys(const Loaded<ExperimentConfig>& loaded) {
  const ExperimentConfig& c = loaded.value;
  const TrainingConfig& training = c.training;
  const std::string update =
      fmt::format("training.update is {}", name_of(training.update, kUpdatedPartsNames));
  const bool only_router = training.update == UpdatedParts::router;
  std::vector<Rule> rules{
      {training.update == UpdatedParts::none,
       {"router", "training.oracle_labels"},
       update + ", so that no router is trained"},
      {!training.appealnet.enabled, {"training.appealnet"}, "training.appealnet.enabled is false"},
      {only_router && !training.appealnet.enabled,
       {"training.base"},
       update + ", so that the base is not trained further"},
      {training.distillation.weight == 0, {"training.distillation"}, "training.distillation.weight is 0"}};
  add_data_rules(c.data, rules);
  add_network_rules(c.base, "base", rules);
  add_network_rules(c.cloud, "cloud", rules);
  add_router_rules(c.router, rules);
  add_training_rules(training.base, "training.base", rules);
  add_training_rules(training.cloud, "training.cloud", rules);
  add_evaluation_rules(c.evaluation, rules);
  return lines_of(rules, loaded);
}

std::vector<std::string> ignored_keys(const Loaded<PairConfig>& loaded) {
  const PairConfig& c = loaded.value;
  std::vector<Rule> rules{{c.cross_fit, {"tune_fraction"}, "cross_fit cuts into halves"},
                          {!c.methods.empty() && std::ranges::find(c.methods, "router") == c.methods.end(),
                           {"router"},
                           "router is not among the methods"}};
  add_router_rules(c.router, rules);
  add_evaluation_rules(c.evaluation, rules);
  return lines_of(rules, loaded);
}

std::vector<std::string> changed_keys(const PairConfig& config) {
  return set_keys(config);
}

std::vector<std::string> ignored_keys(const Loaded<SimulationConfig>& loaded) {
  const SimulationConfig& c = loaded.value;
  return lines_of({{c.label_noise.rate == 0, {"label_noise.classes"}, "label_noise.rate is 0"},
                   {c.label_noise.classes == 0, {"label_noise.rate"}, "label_noise.classes is 0"},
                   {c.cloud.specialties == 0, {"cloud.specialty_accuracy"}, "cloud.specialties is 0"}},
                  loaded);
}

}  // namespace hybrid::config
