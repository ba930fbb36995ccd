#include "audit/outputs.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "config/load.h"
#include "core/seed.h"
#include "simulate/simulator.h"
#include "unit/core/sink.h"

namespace hybrid::audit {
namespace {

using Catch::Matchers::Contains;
namespace fs = std::filesystem;

/// Base and cloud on n examples of ten classes, 70 % and 90 % right.
predictions::PredictionPair sound_pair(std::size_t n = 1000) {
  Rng rng(3);
  predictions::PredictionPair pair;
  pair.base.source = "base.npz";
  pair.cloud.source = "cloud.npz";
  for (std::size_t i = 0; i < n; ++i) {
    const auto label = static_cast<std::int32_t>(rng.below(10));
    for (auto& [set, accuracy] : {std::pair(&pair.base, 0.7), std::pair(&pair.cloud, 0.9)}) {
      set->classes = 10;
      set->labels.push_back(label);
      set->predicted.push_back(rng.uniform() < accuracy ? label : static_cast<std::int32_t>(rng.below(10)));
      set->confidence.push_back(rng.uniform(0.1, 1));
    }
  }
  return pair;
}

std::vector<std::string> lines(const predictions::PredictionPair& pair) {
  std::vector<std::string> all;
  for (const auto& w : check_outputs(pair)) all.push_back(w.check + ": " + w.evidence + "; " + w.next);
  return all;
}

/// Requires one warning that contains all of these.
void require_warning(const predictions::PredictionPair& pair, const std::vector<std::string>& parts) {
  const auto found = lines(pair);
  REQUIRE(found.size() == 1);
  for (const auto& part : parts) REQUIRE_THAT(found.front(), Contains(part));
}

TEST_CASE("sound pairs have nothing suspicious", "[audit]") {
  REQUIRE(lines(sound_pair()).empty());
  REQUIRE(lines({}).empty());
  for (const auto* family : {"specialist", "label_noise", "shift"}) {
    CAPTURE(family);
    auto config = config::load<config::SimulationConfig>(fs::path(HYBRID_SOURCE) / "configs/synthetic" /
                                                         (std::string(family) + ".yaml"))
                      .value;
    const simulate::Simulator simulator(config);
    for (const auto part : {simulate::SimulatedPart::tune, simulate::SimulatedPart::test})
      for (const std::size_t n : {40U, 200U, 5000U})
        REQUIRE(lines(simulate::prediction_pair(simulator.draw(part, n, SeedTree(1)))).empty());
  }
  const fs::path published = fs::path(HYBRID_SOURCE) / "results/published/quickstart-seed1/predictions";
  REQUIRE(lines(predictions::pair_predictions(predictions::read_prediction_set(published / "base-test.npz"),
                                              predictions::read_prediction_set(published / "cloud-test.npz")))
              .empty());
}

TEST_CASE("classes that are numbered otherwise are told with the accuracy that they would have", "[audit]") {
  auto pair = sound_pair();
  pair.base.classes = 11;
  for (auto& k : pair.base.predicted) ++k;
  require_warning(pair, {"class order: base.npz: right on ",
                         "with every predicted class one lower it would be 7", "leave out the first column"});
  pair = sound_pair();
  for (auto& k : pair.cloud.predicted) k = 9 - k;
  require_warning(pair, {"cloud.npz", "in reverse order it would be 9", "outputs[:, ::-1]"});
}

TEST_CASE("a model that is no better than a constant answer is told", "[audit]") {
  auto pair = sound_pair();
  Rng rng(5);
  for (auto& k : pair.base.predicted) k = static_cast<std::int32_t>(rng.below(9));
  for (std::size_t i = 0; i < 200; ++i)
    pair.base.labels[i] = pair.cloud.labels[i] = pair.cloud.predicted[i] = 9;
  require_warning(pair, {"no better than a constant: base.npz: right on ", "have the label 9"});
  pair = sound_pair(99);
  for (auto& k : pair.base.predicted) k = 0;
  REQUIRE(lines(pair).empty());  // too few to say
}

TEST_CASE("classes that differ in number are told", "[audit]") {
  auto pair = sound_pair();
  pair.base.classes = 1001;
  pair.cloud.classes = 1000;
  require_warning(
      pair, {"base.npz has 1,001 classes, cloud.npz has 1,000", "if class 0 of base.npz is the background"});
  pair.base.classes = 0;  // only `predicted` is known
  REQUIRE(lines(pair).empty());
}

TEST_CASE("swapped sets are told, and those that are one", "[audit]") {
  auto pair = sound_pair();
  std::swap(pair.base, pair.cloud);
  require_warning(
      pair, {"the cloud is not better: the cloud (base.npz) is right on 7", "the base (cloud.npz) on 9"});
  pair.base.meta["macs"] = 5e6;
  pair.cloud.meta["macs"] = "1M";
  require_warning(pair, {"and the base has more MACs"});

  pair = sound_pair();
  pair.cloud = pair.base;
  require_warning(pair, {"same outputs: base.npz and base.npz hold the same outputs"});
  pair.cloud.confidence.front() += 0.01;
  REQUIRE(lines(pair).empty());
}

TEST_CASE("a confidence that tells no examples apart is told", "[audit]") {
  auto pair = sound_pair();
  for (auto& c : pair.base.confidence) c = 0.5;
  require_warning(pair, {"the confidence is 0.5 for every example"});
  for (std::size_t i = 0; i < pair.size(); ++i)
    pair.base.confidence[i] = 0.5 + 1e-10 * static_cast<double>(i);
  require_warning(pair, {"the confidence is 0.5 for every example"});
  pair = sound_pair();
  for (std::size_t i = 0; i < 600; ++i) pair.base.confidence[i] = 1;
  require_warning(pair, {"the confidence is exactly 1 for 60.0 % of the examples"});
  for (std::size_t i = 0; i < 200; ++i) pair.base.confidence[i] = 0.9 + 1e-4 * static_cast<double>(i);
  REQUIRE(lines(pair).empty());
}

TEST_CASE("MACs in millions and payloads in kilobytes are asked about", "[audit]") {
  auto pair = sound_pair();
  pair.base.meta["macs"] = 77;
  require_warning(pair, {"units: base.npz: meta.macs is 77", "write 77e6"});
  pair = sound_pair();
  pair.cloud.payload_bytes.assign(pair.size(), 28000);
  REQUIRE(lines(pair).empty());
  pair.cloud.payload_bytes[5] = 27.6;
  require_warning(pair, {"payload_bytes of row 5 is 27.6"});
}

TEST_CASE("few examples are told with what they can resolve", "[audit]") {
  REQUIRE_FALSE(few_examples(100, 100));
  REQUIRE_FALSE(few_examples(0, 100));
  REQUIRE(few_examples(200, 20)->evidence ==
          "200 tuning and 20 test examples: coverages are known to +-7 points, accuracies to +-22");
  REQUIRE(few_examples(0, 49)->evidence == "49 examples: accuracies are known to +-14 points");
}

TEST_CASE("a warning is logged once", "[audit]") {
  test::Sink sink;
  Logger log(Verbosity::normal, sink.file());
  const std::vector<AuditWarning> warnings{{"check", "evidence", "next"}};
  log_warnings(warnings, log);
  log_warnings(warnings, log);
  REQUIRE(log.warnings() == std::vector<std::string>{"evidence; next"});
}

}  // namespace
}  // namespace hybrid::audit
