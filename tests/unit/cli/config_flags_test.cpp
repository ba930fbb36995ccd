#include "cli/config_flags.h"

#include <catch2/catch.hpp>

#include "../config/sample.h"
#include "cli/setups.h"
#include "config/pair.h"
#include "config/simulation.h"
#include "core/error.h"

namespace hybrid::test {
using namespace hybrid::cli;
namespace {

using Catch::Matchers::Contains;

const std::vector<ConfigFlag> kAllFlags{{.key = "flag", .names = "--switch,--old-switch"},
                                        {.key = "count", .names = "--count"},
                                        {.key = "large", .names = "--large"},
                                        {.key = "share", .names = "--share"},
                                        {.key = "target", .names = "--target"},
                                        {.key = "lower", .names = "--word"},
                                        {.key = "inner.rate", .names = "--rate"},
                                        {.key = "widths", .names = "--widths"},
                                        {.key = "budgets", .names = "--budgets"},
                                        {.key = "names", .names = "--names", .default_words = "everybody"},
                                        {.key = "colour", .names = "--colour"}};

/// A parser with all flags of a sample.
struct Command {
  explicit Command(RefuseFlag refuse = RefuseFlag::at_once) {
    add_config_flags(app, sample, kAllFlags, {.given = &given, .refuse = refuse});
  }

  void parse(std::vector<std::string> words) {
    std::reverse(words.begin(), words.end());  // as CLI11 wants them
    app.parse(std::move(words));
  }

  std::string refusal(const std::vector<std::string>& words) {
    try {
      parse(words);
    } catch (const CLI::ParseError& error) {
      return error.what();
    }
    return "";
  }

  CLI::App app;
  Sample sample;
  GivenFlags given;
};

/// What a config's description says of each key.
class Docs final : public config::Fields {
 public:
  std::map<std::string, std::string> docs;

 protected:
  void visit_field(std::string_view key, config::Binding, const config::FieldSpec& spec) override {
    add(key, spec);
  }
  std::string visit_choice(std::string_view key, const std::string& chosen, std::span<const std::string>,
                           const config::FieldSpec& spec) override {
    add(key, spec);
    return chosen;
  }
  void begin_section(std::string_view key, const config::FieldSpec&) override {
    sections_.push_back(config::dotted(sections_.back(), key));
  }
  void end_section() override { sections_.pop_back(); }

 private:
  void add(std::string_view key, const config::FieldSpec& spec) {
    docs[config::dotted(sections_.back(), key)] = spec.doc;
  }
  std::vector<std::string> sections_{""};
};

template <class T>
std::map<std::string, std::string> docs_of() {
  T config;
  Docs visitor;
  describe(visitor, config);
  return visitor.docs;
}

TEST_CASE("a flag of every kind fills its member and is noted as given", "[flags]") {
  Command command;
  command.parse({"--switch",  "--count", "7",        "--large",  "-9223372036854775808",
                 "--share",   "25%",     "--target", "0.5",      "--word",
                 "xyz",       "--rate",  "2",        "--widths", "1,2",
                 "--budgets", "3",       "4.5",      "--names",  "a b,c",
                 "--names",   "d",       "--colour", "green"});
  const Sample& s = command.sample;
  REQUIRE(s.flag);
  REQUIRE(s.count == 7);
  REQUIRE(s.large == std::numeric_limits<std::int64_t>::min());
  REQUIRE(s.share == 0.25);
  REQUIRE(s.target == 0.5);
  REQUIRE(s.lower == "xyz");
  REQUIRE(s.inner.rate == 2);
  REQUIRE(s.widths == std::vector{1, 2});
  REQUIRE(s.budgets == std::vector{3.0, 4.5});
  REQUIRE(s.names == std::vector<std::string>{"a b", "c", "d"});
  REQUIRE(s.colour == Colour::green);
  REQUIRE(command.given.size() == kAllFlags.size());
  REQUIRE(command.given.at("inner.rate").name == "--rate");
}

TEST_CASE("without flags a struct stays as it is, and nothing is given", "[flags]") {
  Command command;
  command.parse({});
  REQUIRE(command.sample == Sample{});
  REQUIRE(command.given.empty());
}

TEST_CASE("the word for no value and a flag's other name work, too", "[flags]") {
  Command command;
  command.sample.target = 0.25;
  command.parse({"--target", "oracle", "--old-switch"});
  REQUIRE_FALSE(command.sample.target);
  REQUIRE(command.sample.flag);
}

TEST_CASE("a value that the key cannot have is refused with the flag and what is allowed", "[flags]") {
  const auto refusal = [](const std::vector<std::string>& words) { return Command().refusal(words); };
  REQUIRE(refusal({"--count", "0"}) == "--count is 0, must be >= 1");
  REQUIRE(refusal({"--count", "two"}) == "--count is two, must be an integer >= 1");
  REQUIRE(refusal({"--share", "100%"}) == "--share is 100%, must be in [0, 1)");
  REQUIRE(refusal({"--rate", "50%"}) == "--rate is 50%, must be a finite number > 0");
  REQUIRE(refusal({"--target", "2"}) == "--target is 2, must be a finite number in [0, 1], or oracle");
  REQUIRE(refusal({"--word", "XYZ"}) == "--word is XYZ, must be lower-case letters");
  REQUIRE(refusal({"--widths", "4,0"}) == "--widths is 0, must be >= 1");
  REQUIRE(refusal({"--budgets", "1,1"}) == "--budgets is 1, must be different from the entries before it");
  REQUIRE(refusal({"--colour", "gren"}) ==
          "--colour is gren, must be one of red, green; did you mean 'green'?");
}

TEST_CASE("a file writes shares as a flag does", "[flags]") {
  REQUIRE(config::load_text<Sample>("share: 25%\n", "a.yaml").value.share == 0.25);
}

TEST_CASE("flags come after the file and after --set", "[flags]") {
  Command command;
  command.parse({"--count", "9", "--colour", "green"});
  const std::vector<std::string> sets{"count=5", "share=0.5"};
  const auto loaded = config::load_text<Sample>("count: 4\nshare: 0.1\nlarge: 6\n", "a.yaml", sets,
                                                flag_values(command.given));
  REQUIRE(loaded.value.count == 9);
  REQUIRE(loaded.value.share == 0.5);
  REQUIRE(loaded.value.large == 6);
  REQUIRE(loaded.value.colour == Colour::green);
  REQUIRE(config::origin_of(loaded.places, "count") == "--count 9");
  REQUIRE(config::origin_of(loaded.places, "share") == "--set share=0.5");
  REQUIRE(config::origin_of(loaded.places, "large") == "a.yaml:3:8");
}

TEST_CASE("flags that are refused with a config are found together with what else is wrong in it",
          "[flags]") {
  Command command(RefuseFlag::with_config);
  command.parse({"--count", "0", "--switch"});
  try {
    config::load_text<Sample>("share: 2\n", "a.yaml", {}, flag_values(command.given));
    FAIL("nothing was found");
  } catch (const ConfigError& error) {
    REQUIRE_THAT(error.what(), Contains("--count 0: error: count is 0, must be >= 1\n") &&
                                   Contains("a.yaml:1:8: error: share is 2, must be in [0, 1)\n") &&
                                   Contains("2 errors in a.yaml"));
  }
  REQUIRE(command.refusal({"--count", "two"}) == "--count is two, must be an integer >= 1");
}

TEST_CASE("rules between keys see the flags and place their findings there", "[flags]") {
  Command command;
  command.parse({"--switch", "--count", "2"});
  REQUIRE_THROWS_WITH(config::load_text<Sample>("", "defaults", {}, flag_values(command.given)),
                      Contains("--count 2: error: flag needs a count of 3"));
}

TEST_CASE("help says what the key's description says: doc, unit, bounds, words and default", "[flags]") {
  const Command command;
  const auto help = [&](const char* flag) { return command.app.get_option(flag)->get_description(); };
  REQUIRE(help("--switch") == "a flag");
  REQUIRE(help("--count") == "a count (things >= 1; default 3)");
  REQUIRE(help("--large") == "a large number (default 1)");
  REQUIRE(help("--share") == "a share (in [0, 1); default 0.25)");
  REQUIRE(help("--target") == "a target (in [0, 1]; default oracle)");
  REQUIRE(help("--word") == "a word (default abc)");
  REQUIRE(help("--budgets") == "budgets (> 0; default 1.5)");
  REQUIRE(help("--names") == "names (default everybody)");
  REQUIRE(help("--colour") == "a colour (one of red, green; default red)");
}

TEST_CASE("a flag for a key that is not in the config is a fault of ours", "[flags]") {
  CLI::App app;
  Sample sample;
  REQUIRE_THROWS_AS(add_config_flags(app, sample, {{.key = "cuont", .names = "--count"}}), InternalError);
}

TEST_CASE("the commands' flags say in their help what the config's manual says", "[flags]") {
  const auto require_docs = [](Action (*setup)(CLI::App&), const std::map<std::string, std::string>& docs,
                               const std::map<std::string, std::string>& flags) {
    CLI::App app;
    const Action action = setup(app);
    for (const auto& [flag, key] : flags) {
      INFO(flag);
      REQUIRE_FALSE(docs.at(key).empty());
      REQUIRE_THAT(app.get_option(flag)->get_description(), Catch::Matchers::StartsWith(docs.at(key)));
    }
  };
  const std::map<std::string, std::string> pair{{"--seed", "seed"},
                                                {"--tune-fraction", "tune_fraction"},
                                                {"--cross-fit", "cross_fit"},
                                                {"--exchange", "cross_fit"},
                                                {"--utility", "utility"}};
  std::map<std::string, std::string> all = pair;
  all.insert({{"--coverage", "evaluation.coverages"},
              {"--latency", "evaluation.latency_ms"},
              {"--bootstrap", "evaluation.bootstrap"},
              {"--recalibrate", "evaluation.recalibrate"},
              {"--deadline", "evaluation.deadline_ms"},
              {"--methods", "methods"},
              {"--repeats", "repeats"},
              {"--tune-limit", "tune_limit"}});
  require_docs(setup_evaluate, docs_of<config::PairConfig>(), all);
  for (const auto setup : {setup_tune, setup_cost, setup_bound, setup_entropy, setup_audit, setup_abstain})
    require_docs(setup, docs_of<config::PairConfig>(), pair);
  require_docs(setup_simulate, docs_of<config::SimulationConfig>(),
               {{"--n", "n_test"}, {"--tune-n", "n_tune"}, {"--classes", "classes"}, {"--seed", "seed"}});
}

}  // namespace
}  // namespace hybrid::test
