// --confidence: budgets that hold on new data, from evaluate, tune and export-router.

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <regex>

#include "core/csv.h"
#include "core/seed.h"
#include "core/text.h"
#include "predictions/npz.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

using Catch::Matchers::Contains;
using Json = nlohmann::ordered_json;

/// A workplace with base.npz and cloud.npz of n examples; the cloud is right in about 94 %.
struct Place : Workplace {
  explicit Place(std::size_t n, bool own_costs = false, double most_bytes = 4000) {
    Rng rng = SeedTree(8).at("answers").rng();
    std::vector<std::int32_t> labels;
    std::vector<float> base, cloud;
    std::vector<double> bytes;
    for (std::size_t i = 0; i < n; ++i) {
      const auto label = static_cast<std::int32_t>(rng.below(3));
      labels.push_back(label);
      for (std::int32_t k = 0; k < 3; ++k) {
        base.push_back(static_cast<float>(rng.normal() + (k == label ? 1.5 : 0)));
        cloud.push_back(static_cast<float>(rng.normal() + (k == label ? 3 : 0)));
      }
      bytes.push_back(rng.uniform(500, most_bytes));
    }
    const auto save = [&](const char* name, const std::vector<float>& logits, double macs, bool costs) {
      std::vector<predictions::NpyArray> arrays{
          predictions::npy_view("labels", labels),
          predictions::npy_view("logits", std::span<const float>(logits), {n, 3})};
      if (costs) arrays.push_back(predictions::npy_view("payload_bytes", bytes));
      arrays.push_back(
          predictions::npy_scalar_text("meta", Json{{"macs", macs}, {"input_bytes", 2250}}.dump()));
      predictions::write_npz(path() / name, arrays);
    };
    save("base.npz", base, 1e6, own_costs);
    save("cloud.npz", cloud, 5e7, false);
  }

  Outcome hybrid(std::vector<std::string> arguments) const { return run("hybrid", std::move(arguments)); }
  Json json(const std::vector<std::string>& arguments) const {
    const Outcome outcome = hybrid(arguments);
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    return Json::parse(outcome.out);
  }
  void evaluate_with(const std::vector<std::string>& more) const {
    std::vector<std::string> arguments{"--methods", "on_device,on_cloud,random,max_prob,two_head,auto,oracle",
                                       "--profile", "stm32f746-nbiot"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Outcome outcome = evaluate(arguments);
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
  }
};

/// Returns the advice after "nearest: ".
std::vector<std::string> nearest(const Outcome& outcome) {
  const auto begin = outcome.err.find("nearest: ");
  REQUIRE(begin != std::string::npos);
  std::string words = outcome.err.substr(begin + 9);
  words.resize(words.find('\n'));
  return split(words, ' ');
}

/// Returns the text with blanks for the ends of wrapped lines.
std::string one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  return text;
}

}  // namespace

TEST_CASE("a confidence is a probability below one", "[cli][confidence]") {
  const Place here(100);
  here.evaluate_with({});
  const std::vector<std::pair<std::string, std::string>> refused{{"0", "from 50% to below 100%"},
                                                                 {"1", "no number of examples"},
                                                                 {"100%", "no number of examples"},
                                                                 {"95", "95 per cent is 95%"},
                                                                 {"0.05", "a confidence of 0.95"},
                                                                 {"-1", "not '-1'"},
                                                                 {"nan", "not 'nan'"},
                                                                 {"sure", "not 'sure'"},
                                                                 {"0%", "not '0%'"}};
  for (const auto& [word, message] : refused)
    for (const std::string command : {"tune", "export-router"}) {
      CAPTURE(command, word);
      std::vector<std::string> arguments{command,      "--run", "run",
                                         "--coverage", "0.8",   "--confidence=" + word};
      if (command == "export-router") arguments.insert(arguments.end(), {"--out", "router.c"});
      require_refusal(here.hybrid(arguments), 2, message);
    }
  require_refusal(here.hybrid({"tune", "--run", "run", "--coverage", "0.8", "--confidence", ""}), 2,
                  "not ''");
  require_refusal(here.hybrid({"export-router", "--run", "run", "--coverage", "0.8", "--confidence", "",
                               "--out", "router.c"}),
                  2, "not ''");
  for (const char* word : {"0", "1", "95", "0.05", "nan"}) {
    CAPTURE(word);
    const Outcome outcome = here.hybrid(
        {"evaluate", "--base", "base.npz", "--cloud", "cloud.npz", fmt::format("--confidence={}", word)});
    REQUIRE(outcome.exit_code == 2);
    REQUIRE_THAT(outcome.err,
                 Contains("--confidence") &&
                     Contains(std::string(word) == "nan" ? "nan" : "95 per cent is 0.95 or 95%"));
  }
  const auto threshold = [&](const char* word) {
    return here.json({"tune", "--run", "run", "--method", "max_prob", "--coverage", "0.5", "--confidence",
                      word, "--json"})["points"][0]["threshold"];
  };
  REQUIRE(threshold("95%") == threshold("0.95"));
  REQUIRE(threshold("99%") > threshold("95%"));
}

TEST_CASE("tune says what holds, what it costs and what is possible at best", "[cli][confidence]") {
  const Place here(800);
  here.evaluate_with({});
  const std::vector<std::string> asked{"tune", "--run", "run", "--method", "max_prob", "--latency", "60"};
  auto sure = asked;
  sure.insert(sure.end(), {"--confidence", "95%"});
  const Outcome outcome = here.hybrid(sure);
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out,
               Contains("\nholds with 95 % confidence for inputs like the 400 tuning examples:") &&
                   Contains("points less than the point estimate (") &&
                   Contains("these examples certify at best: latency "));
  sure.emplace_back("--json");
  const Json certificate = here.json(sure)["points"][0]["certificate"];
  REQUIRE(certificate["confidence"] == 0.95);
  REQUIRE(certificate["examples"] == 400);
  auto plain = asked;
  plain.emplace_back("--json");
  const Json estimate = here.json(plain)["points"][0];
  REQUIRE(certificate["point_estimate"]["threshold"] == estimate["threshold"]);
  REQUIRE_FALSE(estimate.contains("certificate"));
  REQUIRE(estimate["missed_on_test"] == (estimate["latency_ms"].get<double>() > 60));
}

TEST_CASE("without a confidence, what is missed on test is marked", "[cli][confidence]") {
  const Place here(800);
  std::size_t marked = 0;
  for (int seed = 1; seed <= 8; ++seed) {
    const std::vector<std::string> asked{"tune",      "--base",   "base.npz",          "--cloud",
                                         "cloud.npz", "--method", "max_prob",          "--coverage",
                                         "0.7",       "--seed",   std::to_string(seed)};
    auto as_json = asked;
    as_json.emplace_back("--json");
    const Json point = here.json(as_json)["points"][0];
    const bool missed = point["coverage"].get<double>() < 0.7;
    REQUIRE(point["missed_on_test"] == missed);
    REQUIRE((here.hybrid(asked).out.find("missed on test") != std::string::npos) == missed);
    marked += missed ? 1U : 0U;
  }
  REQUIRE(marked > 0);
  REQUIRE(marked < 8);
}

TEST_CASE("what cannot be certified exits with 5, and the advice works", "[cli][confidence]") {
  for (const bool own_costs : {false, true}) {
    const Place here(120, own_costs);
    here.evaluate_with({});
    const auto tune = [&](const std::vector<std::string>& wanted) {
      std::vector<std::string> arguments{"tune",     "--run",        "run", "--method",
                                         "max_prob", "--confidence", "95%"};
      arguments.insert(arguments.end(), wanted.begin(), wanted.end());
      return here.hybrid(arguments);
    };
    CAPTURE(own_costs);
    for (const auto& [wanted, message] : std::vector<std::pair<std::vector<std::string>, std::string>>{
             {{"--coverage", "99%"}, "299 certifying examples would do; nearest: --coverage"},
             {{"--sent", "1%"}, "sending at most 1 % cannot be certified with 95 % confidence"},
             {{"--latency", "20"}, "examples would do"},
             {{"--accuracy", "0.96"}, "sending everything is right in"},
             {{"--accuracy", "1"}, "above the cloud's cannot be certified"}}) {
      CAPTURE(join(wanted, " "));
      const Outcome refused = tune(wanted);
      require_refusal(refused, 5, message);
      const Outcome followed = tune(nearest(refused));
      INFO(followed.err);
      REQUIRE(followed.exit_code == 0);
    }
  }
}

TEST_CASE("a fitted method is certified only on examples that no fit has seen", "[cli][confidence]") {
  const Place here(400);
  here.evaluate_with({});
  const auto tune = [&](std::vector<std::string> more) {
    std::vector<std::string> arguments{"tune", "--coverage", "0.8", "--confidence", "95%"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return here.hybrid(arguments);
  };
  require_refusal(tune({"--run", "run", "--method", "two_head"}), 2,
                  "take --method max_prob, whose scores are not fitted, or make a run with `hybrid evaluate "
                  "--confidence 0.95`");
  REQUIRE(tune({"--run", "run", "--method", "max_prob"}).exit_code == 0);
  const Outcome by_default = tune({"--run", "run"});
  REQUIRE(by_default.exit_code == 0);
  REQUIRE_THAT(by_default.err, Contains("method max_prob: the default, auto, was fitted"));
  const std::vector<std::string> exported{"export-router", "--run", "run",   "--coverage", "0.8",
                                          "--confidence",  "95%",   "--out", "router.c"};
  const Outcome same = here.hybrid(exported);
  REQUIRE(same.exit_code == 0);
  REQUIRE_THAT(same.err, Contains("method max_prob: the default, auto, was fitted"));
  REQUIRE_THAT(read_file(here / "router.c"), Contains("Router `max_prob`"));
  std::vector<std::string> named = exported;
  named.insert(named.end(), {"--method", "auto"});
  require_refusal(here.hybrid(named), 2, "auto was fitted to the tuning examples");

  here.evaluate_with({"--confidence", "95%", "--out", "sure"});
  const Outcome fitted = tune({"--run", "sure"});
  INFO(fitted.err);
  REQUIRE(fitted.exit_code == 0);
  REQUIRE_THAT(fitted.out, Contains("method auto") &&
                               Contains("inputs like the 100 tuning examples that no fit has seen"));
  REQUIRE_THAT(tune({"--run", "sure", "--method", "max_prob"}).out,
               Contains("inputs like the 200 tuning examples:"));
}

TEST_CASE("every command certifies the same threshold", "[cli][confidence][one_answer]") {
  for (const bool own_costs : {false, true}) {
    const Place here(600, own_costs);
    here.evaluate_with({"--confidence", "0.95", "--latency", "60,100", "--coverage", "0.7"});
    const Json metrics = Json::parse(read_file(here / "run/metrics.json"));
    REQUIRE(metrics["data"]["confidence"] == 0.95);
    REQUIRE(metrics["data"]["n_certify"] == 150);
    REQUIRE_THAT(read_file(here / "run/table.md"),
                 Contains("holds with 95 % confidence for inputs like the tuning examples"));
    REQUIRE_THAT(read_file(here / "run/config.yaml"), Contains("confidence: 0.95"));
    const Outcome again =
        here.evaluate({"--methods", "on_device,on_cloud,random,max_prob,two_head,auto,oracle", "--profile",
                       "stm32f746-nbiot", "--confidence", "0.95", "--latency", "60,100", "--coverage", "0.7",
                       "--out", "again"});
    REQUIRE_THAT(again.out, Contains("each limit holds with 95 % confidence for inputs like the others"));
    REQUIRE_THAT(again.err, Contains("--sent 20% --confidence 95%"));
    const double kept = metrics["methods"]["auto"]["points"][0]["coverage"];
    REQUIRE_THAT(again.out, Contains(fmt::format("{:.3g} %", 100 * (1 - kept))));
    const std::string parts = read_file(here / "run/split.csv");
    std::size_t certify = 0;
    for (const auto& line : split(parts, '\n')) certify += line.ends_with(",certify") ? 1U : 0U;
    REQUIRE(certify == 150);
    for (const std::string method : {"max_prob", "two_head", "auto"})
      for (const bool files : {false, true}) {
        CAPTURE(own_costs, method, files);
        std::vector<std::string> arguments{
            "tune",      "--method",        method,         "--latency", "60,100",
            "--profile", "stm32f746-nbiot", "--confidence", "95%",       "--json"};
        if (files)
          arguments.insert(arguments.end(), {"--base", "base.npz", "--cloud", "cloud.npz"});
        else
          arguments.insert(arguments.end(), {"--run", "run"});
        const Json tuned = here.json(arguments);
        for (std::size_t b = 0; b < 2; ++b)
          for (const auto& row : metrics["budgets"][0]["points"])
            if (row["method"] == method && row["budget_ms"] == tuned["points"][b]["asked"]["latency"])
              for (const char* figure : {"threshold", "tuned_coverage", "coverage", "accuracy", "latency_ms"})
                REQUIRE(tuned["points"][b][figure] == row["point"][figure]);
      }
    const Json coverage = here.json({"tune", "--run", "run", "--method", "auto", "--coverage", "0.7",
                                     "--confidence", "95%", "--json"})["points"][0];
    REQUIRE(metrics["methods"]["auto"]["points"][0]["threshold"] == coverage["threshold"]);
    const Outcome router = here.hybrid(
        {"export-router", "--run", "run", "--coverage", "0.7", "--confidence", "95%", "--out", "router.c"});
    INFO(router.err);
    REQUIRE_THAT(one_line(router.out), Contains("holds with 95 % confidence"));
    const std::string router_c = read_file(here / "router.c");
    REQUIRE_THAT(router_c,
                 Contains(fmt::format("#define THRESHOLD R({})\n", shortest(coverage["threshold"]))));
    REQUIRE_THAT(one_line(router_c), Contains("holds with 95 % confidence"));
  }
}

TEST_CASE("a confidence beside what it cannot be of is refused", "[cli][confidence]") {
  const Place here(200);
  here.evaluate_with({});
  const auto tune = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"tune", "--confidence", "95%"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return here.hybrid(arguments);
  };
  const std::vector<std::string> files{"--base", "base.npz", "--cloud", "cloud.npz"};
  const auto with_files = [&](std::vector<std::string> more) {
    more.insert(more.end(), files.begin(), files.end());
    return tune(more);
  };
  require_refusal(tune({"--run", "run", "--method", "max_prob", "--price", "0.1"}), 2, "promises nothing");
  require_refusal(tune({"--run", "run", "--method", "max_prob", "--value", "9000", "--value-of", "latency"}),
                  2, "promises nothing");
  require_refusal(tune({"--run", "run", "--method", "random", "--coverage", "0.8"}), 2,
                  "needs a method with scores");
  require_refusal(with_files({"--method", "max_prob", "--coverage", "0.8", "--cross-fit"}), 2,
                  "leave out --cross-fit");
  require_refusal(
      with_files({"-q", "--method", "max_prob", "--accuracy", "0.8", "--utility", "balanced_accuracy"}), 2,
      "weights or another utility");
  require_refusal(with_files({"--method", "max_prob", "--accuracy", "0.8", "--recalibrate", "unlabeled"}), 2,
                  "--accuracy needs labels");
  require_refusal(with_files({"--coverage", "0.8", "--payload", "auto"}), 2, "choose the payload first");
  require_refusal(here.hybrid({"export-router", "--run", "run", "--threshold", "0.1", "--confidence", "95%",
                               "--out", "router.c"}),
                  2, "leave out --confidence");
  for (const auto& more : std::vector<std::vector<std::string>>{{"--cross-fit"}, {"--repeats", "3"}}) {
    std::vector<std::string> arguments{"evaluate", "--confidence", "95%"};
    arguments.insert(arguments.end(), files.begin(), files.end());
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Outcome outcome = here.hybrid(arguments);
    CAPTURE(outcome.err);
    REQUIRE(outcome.exit_code == 2);
    REQUIRE_THAT(outcome.err, Contains("--confidence certifies the thresholds of one split: leave out either "
                                       "--confidence or " +
                                       more.front()));
  }
  // Of new inputs like the test part, whose labels are not used: what is sent can be certified.
  const Outcome recalibrated = with_files({"--coverage", "0.8", "--recalibrate", "unlabeled"});
  INFO(recalibrated.err);
  REQUIRE(recalibrated.exit_code == 0);
  REQUIRE_THAT(recalibrated.out, Contains("inputs like the 100 test examples"));
}

TEST_CASE("too few examples to certify are told as the number to give", "[cli][confidence]") {
  const Place here(400);
  const std::vector<std::string> asked{"tune",   "--base", "base.npz",     "--cloud", "cloud.npz",
                                       "--sent", "1%",     "--confidence", "95%"};
  // Half of the files tunes, and half of that certifies a fitted method.
  require_refusal(here.hybrid(asked), 5,
                  "299 certifying examples would do (about 1,196 in --base, or 598 with --method max_prob)");
  auto plain = asked;
  plain.insert(plain.end(), {"--method", "max_prob"});
  require_refusal(here.hybrid(plain), 5, "299 certifying examples would do (about 598 in --base)");
  auto apart = asked;
  apart.insert(apart.end(), {"--tune-base", "base.npz", "--tune-cloud", "cloud.npz"});
  require_refusal(
      here.hybrid(apart), 5,
      "299 certifying examples would do (about 598 in --tune-base, or 299 with --method max_prob)");
  const Place larger(600);  // as many as advised, with max_prob
  const Outcome followed = larger.hybrid(plain);
  INFO(followed.err);
  REQUIRE(followed.exit_code == 0);
}

TEST_CASE("a life that cannot be certified is answered in days", "[cli][confidence]") {
  const Place here(120);
  const auto tune = [&](const std::vector<std::string>& wanted) {
    std::vector<std::string> arguments{
        "tune",     "--base",    "base.npz",        "--cloud",      "cloud.npz", "--method",
        "max_prob", "--profile", "stm32f746-nbiot", "--confidence", "95%",       "--battery",
        "5000J",    "--rate",    "1000/d",          "--sleep",      "1mW"};
    arguments.insert(arguments.end(), wanted.begin(), wanted.end());
    return here.hybrid(arguments);
  };
  const Outcome refused = tune({"--life", "57d"});
  require_refusal(refused, 5, "life 57 d cannot be certified with 95 % confidence on ");
  const std::vector<std::string> advice = nearest(refused);
  REQUIRE(advice.front() == "--life");
  const Outcome followed = tune(advice);
  INFO(followed.err);
  REQUIRE(followed.exit_code == 0);
}

TEST_CASE("evaluate says which rows lack examples and which cannot be met", "[cli][confidence]") {
  const Place here(120);
  const Outcome outcome =
      here.evaluate({"--methods", "on_device,on_cloud,random,max_prob,oracle", "--profile", "stm32f746-nbiot",
                     "--confidence", "95%", "--coverage", "0.99", "--latency", "1"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, Contains("not certified (299 needed)\n") && Contains("cannot be met\n"));
}

TEST_CASE("no command advises a confidence that it would refuse", "[cli][confidence]") {
  const Place here(800);
  std::size_t missed = 0;
  for (int seed = 1; seed <= 8; ++seed) {
    const Outcome outcome =
        here.hybrid({"tune", "--base", "base.npz", "--cloud", "cloud.npz", "--method", "max_prob",
                     "--coverage", "0.7", "--cross-fit", "--seed", std::to_string(seed)});
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    REQUIRE_THAT(outcome.out, !Contains("--confidence"));
    missed += outcome.out.find("missed on test") != std::string::npos ? 1U : 0U;
  }
  REQUIRE(missed > 0);
}

TEST_CASE("a price of certainty that no digit shows is told as none", "[cli][confidence]") {
  const Place here(6000);
  std::size_t alike = 0;
  for (const char* coverage : {"0.55", "0.6", "0.7", "0.8", "0.9"}) {
    const Outcome outcome = here.hybrid({"tune", "--base", "base.npz", "--cloud", "cloud.npz", "--method",
                                         "max_prob", "--coverage", coverage, "--confidence", "50%"});
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    REQUIRE_THAT(outcome.out, !Contains(" 0.0 points"));
    REQUIRE_FALSE(std::regex_search(outcome.out, std::regex(R"(\(([0-9.]+) instead of \1 %)")));
    alike += outcome.out.find("sends as many as the point estimate") != std::string::npos ? 1U : 0U;
  }
  REQUIRE(alike > 0);
}

TEST_CASE("test inputs far outside the assumed costs are warned of", "[cli][confidence]") {
  const Place here(200, true), dear(200, true, 400'000);
  const auto tune = [&](const Place& test) {
    return here.hybrid({"tune", "--tune-base", "base.npz", "--tune-cloud", "cloud.npz", "--base",
                        test / "base.npz", "--cloud", test / "cloud.npz", "--method", "max_prob", "--profile",
                        "stm32f746-nbiot", "--latency", "200", "--confidence", "95%"});
  };
  const Outcome alike = tune(here), warned = tune(dear);
  INFO(alike.err << warned.err);
  REQUIRE(alike.exit_code == 0);
  REQUIRE(warned.exit_code == 0);
  REQUIRE_THAT(alike.err, !Contains("the guarantee assumes"));
  REQUIRE_THAT(warned.err,
               Contains("latency: the test inputs cost ") && Contains("but the guarantee assumes "));
}

}  // namespace hybrid::test
