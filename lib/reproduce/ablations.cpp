// A.8: the contribution of each part of the method. Every variant starts from the same pre-trained networks
// of its seed and differs only in the named part.

#include <cmath>

#include "core/text.h"
#include "reproduce/numbers.h"
#include "reproduce/tables.h"
#include "stats/spread.h"

namespace hybrid::reproduce {

namespace {

struct Variant {
  const char* run;
  const char* name;
  bool one_term = true;  ///< differs in a single term of the losses
};
constexpr std::array kVariants{
    Variant{"full", "hybrid-rb, as in quickstart", false},
    Variant{"r", "hybrid-r: the router alone", false},
    Variant{"rbg", "hybrid-rbg: the cloud, too", false},
    Variant{"rbg-unweighted", "hybrid-rbg without W_b and W_g", false},
    Variant{"no-base-weight", "without W_b: plain fine-tuning and a router"},
    Variant{"no-router-weight", "without W_r"},
    Variant{"no-penalty", "without the coverage penalty (lambda = 0)"},
    Variant{"paper-penalty", "the coverage penalty as printed in Eq. 5"},
    Variant{"train-labels", "oracle labels from the training images, as the paper's"},
};
constexpr std::array kCoverages{std::pair{"c = 0.9", 0.9}, std::pair{"c = 0.8", 0.8},
                                std::pair{"c = 0.7", 0.7}};

/// Returns the matched accuracy of each run, in per cent.
std::vector<double> matched(std::span<const Run* const> runs, const char* method, double coverage) {
  std::vector<double> values;
  for (const Run* run : runs)
    if (const auto row = run->at(method, coverage)) values.push_back(100 * row->matched_accuracy);
  return values;
}

/// Returns the mean with the 95 % interval of Student's t over the seeds; the interval only for three seeds.
Measured over_seeds(const std::vector<double>& values) {
  constexpr double kT95TwoDegrees = 4.3027;
  const stats::Spread spread = stats::spread_of(values);
  if (values.size() != 3) return {.value = spread.mean, .ci = {}};
  const double half = kT95TwoDegrees * spread.deviation / std::sqrt(3.0);
  return {.value = spread.mean, .ci = stats::Interval{spread.mean - half, spread.mean + half}};
}

}  // namespace

ReproducedTable ablations(const TableSources& sources) {
  ReproducedTable table{.name = "ablations",
                        .title = "What each part of the method adds (A.8; the paper prints no such table)",
                        .column_unit = {},
                        .parts = {},
                        .figure = {},
                        .verdict = {}};
  ReproducedPart accuracy{.title = "on Fashion-MNIST: accuracy of the router at exactly this coverage",
                          .command = "scripts/reproduce ablations"};
  ReproducedPart gain{.title = "the same, minus hybrid-rb as in quickstart with the same seed",
                      .command = "scripts/reproduce ablations"};
  const auto full = sources.runs.seeds("ablation-full");
  double largest_of_terms = 0;
  std::optional<double> router_alone, control;
  const auto add = [&](const char* name, std::span<const Run* const> runs, const char* method,
                       bool one_term) {
    for (const auto& [column, coverage] : kCoverages) {
      const auto values = matched(runs, method, coverage), before = matched(full, "router", coverage);
      if (values.empty()) continue;
      accuracy.numbers.push_back(other_data(name, column, "%", over_seeds(values)));
      if (values.size() != before.size() || values == before) continue;
      std::vector<double> differences;
      for (std::size_t i = 0; i < values.size(); ++i) differences.push_back(values[i] - before[i]);
      const Measured difference = over_seeds(differences);
      gain.numbers.push_back(other_data(name, column, "points", difference));
      if (one_term) largest_of_terms = std::max(largest_of_terms, std::abs(difference.value));
      if (coverage == 0.9 && name == std::string_view(kVariants[1].name)) router_alone = difference.value;
      if (coverage == 0.9 && method == std::string_view("max_prob_control")) control = difference.value;
    }
  };
  for (const Variant& variant : kVariants)
    add(variant.name, sources.runs.seeds(fmt::format("ablation-{}", variant.run)), "router",
        variant.one_term);
  add("hybrid-rb, max-prob in place of the router", full, "max_prob", false);
  const auto quickstart = sources.runs.seeds("quickstart");
  add("no method: fine-tuned as long, max-prob (the control)", quickstart, "max_prob_control", false);
  add("no method, no fine-tuning: max-prob", quickstart, "max_prob_before", false);
  add("no method, no fine-tuning: entropy (the paper's baseline)", quickstart, "entropy_before", false);
  accuracy.notes.emplace_back(
      "Means over three seeds; intervals are Student's t over the seeds: how far other networks would "
      "differ.");
  if (router_alone && control)
    table.verdict = fmt::format(
        "Against the full method at c = 0.9: the router alone {:+.2f} points, the base fine-tuned as long "
        "without the method {:+.2f}. Switching off or changing a single term of the losses moves the "
        "accuracy by {:.2f} points at most, whatever the coverage.",
        *router_alone, *control, largest_of_terms);
  if (accuracy.numbers.empty()) {
    accuracy.notes = {"scripts/reproduce ablations makes it"};
    table.verdict = "";
  }
  table.parts = {std::move(accuracy), std::move(gain)};
  return table;
}

ReproducedTable router_features(const TableSources& sources) {
  ReproducedTable table{.name = "router_features",
                        .title = "What the router should see (A.4.2; the paper prints no such table)",
                        .column_unit = {},
                        .parts = {},
                        .figure = {},
                        .verdict = {}};
  ReproducedPart part{
      .title = "on CIFAR-100: the paper's router, fitted on one half of the test images for the other",
      .command = "scripts/reproduce features"};
  struct Features {
    const char* name;
    const char* run;
  };
  for (const Features& features :
       {Features{"entropy alone", "features-entropy"},
        Features{"ten largest probabilities", "features-top10"},
        Features{"entropy and differences (the paper's 101)", "features-differences"},
        Features{"entropy and products", "features-products"},
        Features{"entropy, differences and the predicted class", "features-class"}}) {
    const Run* run = sources.runs.find(features.run);
    if (run == nullptr) continue;
    for (const auto& [column, coverage] : kCoverages)
      if (const auto row = run->at("router", coverage))
        part.numbers.push_back(
            other_data(features.name, column, "%", {.value = 100 * row->matched_accuracy, .ci = {}}));
  }
  if (const Run* run = sources.runs.find("features-differences"))
    for (const auto& [name, method] : {std::pair{"max-prob, for comparison", "max_prob"},
                                       std::pair{"entropy as the score, for comparison", "entropy"}})
      for (const auto& [column, coverage] : kCoverages)
        if (const auto row = run->at(method, coverage))
          part.numbers.push_back(
              other_data(name, column, "%", {.value = 100 * row->matched_accuracy, .ci = {}}));
  if (part.numbers.empty()) part.notes.emplace_back(kNeedsCifar);
  const Run *paper = sources.runs.find("features-differences"),
            *with_class = sources.runs.find("features-class");
  if (paper != nullptr && with_class != nullptr) {
    const auto gain = [&](const Run& run, const char* method) {
      std::vector<std::string> points;
      for (const auto& [column, coverage] : kCoverages)
        points.push_back(fmt::format("{:+.2f}", 100 * (run.at(method, coverage)->matched_accuracy -
                                                       paper->at("router", coverage)->matched_accuracy)));
      return join(points, ", ");
    };
    table.verdict = fmt::format(
        "Against the paper's 101 features at c = 0.9, 0.8, 0.7: with the predicted class {} points, plain "
        "max-prob {}.",
        gain(*with_class, "router"), gain(*paper, "max_prob"));
  }
  table.parts.push_back(std::move(part));
  return table;
}

}  // namespace hybrid::reproduce
