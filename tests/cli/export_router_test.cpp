// hybrid export-router: the C file decides as the program does, and what cannot be exported is refused.

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cstdlib>

#include "core/text.h"
#include "predictions/npz.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

/// Compiles router.c and gives it every line of input.txt.
std::vector<std::string> decisions_of(const Workplace& here, const std::string& kind) {
  const std::string commands =
      "cd '" + here.path().string() +
      "' && cc -std=c99 -O2 -Wall -Werror -ffp-contract=off -DHYBRID_ROUTER_MAIN router.c -lm -o router && "
      "./router " +
      kind + " < input.txt > output.txt";
  REQUIRE(std::system(commands.c_str()) == 0);
  auto lines = split(read_file(here / "output.txt"), '\n');
  lines.pop_back();
  return lines;
}

TEST_CASE("the exported router decides about every test input as the audit of its run does", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate({"--methods", "max_prob,auto"}).exit_code == 0);
  REQUIRE(
      here.run("hybrid", {"audit", "--run", "run", "--method", "auto", "--coverage", "0.7", "--out", "d.csv"})
          .exit_code == 0);
  const Outcome outcome =
      here.run("hybrid", {"export-router", "--run", "run", "--coverage", "70%", "--out", "router.c"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, Catch::Matchers::Contains("router.c: threshold ") &&
                                Catch::Matchers::Contains("coverage 70.0 %: keeps "));

  const predictions::NpzFile base(here / "base.npz");
  const auto logits = base.read<float>("logits");
  const std::size_t classes = logits.size() / base.read<std::int32_t>("labels").size();
  const auto rows = split(read_file(here / "d.csv"), '\n');
  std::string input;  // ids are x0, x1, ...
  for (std::size_t i = 1; i + 1 < rows.size(); ++i) {
    const auto row = static_cast<std::size_t>(*parse_integer(split(rows[i], ',').front().substr(1)));
    for (std::size_t k = 0; k < classes; ++k) input += fmt::format("{:.9g} ", logits[row * classes + k]);
  }
  write_file_atomically(here / "input.txt", input);
  const auto decisions = decisions_of(here, "logits");
  REQUIRE(decisions.size() + 2 == rows.size());
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    const auto row = split(rows[i + 1], ',');
    CAPTURE(decisions[i], rows[i + 1]);
    REQUIRE(*parse_double(split(decisions[i], ' ')[0]) == *parse_double(row[6]));
    REQUIRE((split(decisions[i], ' ')[1] == "1") == (row[8] == "cloud"));
  }
}

TEST_CASE("a price is a threshold, and one may be given as it is", "[cli]") {
  const Workplace here;
  const auto threshold_in = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"export-router", "--base", "base.npz", "--cloud",
                                       "cloud.npz",     "--out",  "router.c"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    REQUIRE(here.run("hybrid", arguments).exit_code == 0);
    const std::string text = read_file(here / "router.c");
    const auto at = text.find("#define THRESHOLD ");
    return text.substr(at, text.find('\n', at) - at);
  };
  REQUIRE(threshold_in({"--price", "0.25"}) == "#define THRESHOLD (0.25)");
  REQUIRE(threshold_in({"--threshold", "-0.5"}) == "#define THRESHOLD (-0.5)");
}

TEST_CASE("what has no one router or no one threshold is refused", "[cli]") {
  const Workplace here;
  const auto refused = [&](const std::vector<std::string>& more, int exit_code, const std::string& message) {
    std::vector<std::string> arguments{"export-router", "-q"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    require_refusal(here.run("hybrid", arguments), exit_code, message);
  };
  refused({"--base", "base.npz", "--cloud", "cloud.npz", "--coverage", "0.8"}, 2, "give --out");
  refused({"--base", "base.npz", "--cloud", "cloud.npz", "--out", "r.c"}, 2,
          "give what to tune the threshold to (--latency");
  refused({"--base", "base.npz", "--cloud", "cloud.npz", "--out", "r.c", "--coverage", "0.8,0.9"}, 2, "");
  refused({"--base", "base.npz", "--cloud", "cloud.npz", "--out", "r.c", "--threshold", "low"}, 2,
          "not 'low'");
  refused({"--base", "base.npz", "--cloud", "cloud.npz", "--out", "r.c", "--latency", "100"}, 5, "nearest");
  refused({"--base", "base.npz", "--cloud", "cloud.npz", "--exchange", "--out", "r.c", "--coverage", "0.8"},
          2, "without --cross-fit");
  REQUIRE(here.evaluate({"--methods", "max_prob"}).exit_code == 0);
  refused({"--run", "run", "--out", "r.c", "--coverage", "0.8"}, 2, "--methods auto");
}

}  // namespace
}  // namespace hybrid::test
