// hybrid export-router: the C file decides as the program does, and what cannot be exported is refused.

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <span>

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
  REQUIRE_THAT(outcome.out, Catch::Matchers::Contains("router.c: send an input iff its ") &&
                                Catch::Matchers::Contains("≤ 30 % sent: sends "));

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

TEST_CASE("a router of TFLite's 8-bit softmax decides in C on the stored bytes", "[cli]") {
  const Workplace here;
  const predictions::NpzFile logits(here / "base.npz");
  const auto labels = logits.read<std::int32_t>("labels");
  const auto values = logits.read<float>("logits");
  const std::size_t k = values.size() / labels.size();
  std::vector<std::uint8_t> bytes;  // of int8
  std::vector<int> codes;
  for (std::size_t i = 0; i < values.size(); ++i) {
    double sum = 0;
    for (std::size_t j = i / k * k; j < i / k * k + k; ++j)
      sum += std::exp(3 * static_cast<double>(values[j] - values[i]));
    codes.push_back(std::min(127, static_cast<int>(std::lround(256 / sum)) - 128));
    bytes.push_back(static_cast<std::uint8_t>(codes.back()));
  }
  const std::vector<double> scale{1.0 / 256}, zero_point{-128};
  const std::vector<predictions::NpyArray> arrays{
      predictions::npy_view("labels", labels),
      predictions::NpyArray{"probabilities",
                            {predictions::DType::int8, 1, {labels.size(), k}},
                            std::as_bytes(std::span(bytes)),
                            nullptr},
      predictions::npy_view("scale", scale), predictions::npy_view("zero_point", zero_point)};
  predictions::write_npz(here / "softmax.npz", arrays);
  const std::vector<std::string> run{"--base", "softmax.npz", "--cloud", "cloud.npz"};
  const auto with = [&](std::vector<std::string> command, const std::vector<std::string>& more) {
    command.insert(command.end(), more.begin(), more.end());
    return command;
  };
  REQUIRE(
      here.run("hybrid", with({"evaluate", "--methods", "max_prob,auto", "--out", "run"}, run)).exit_code ==
      0);
  REQUIRE(
      here.run("hybrid", {"audit", "--run", "run", "--method", "auto", "--coverage", "0.7", "--out", "d.csv"})
          .exit_code == 0);
  REQUIRE(here.run("hybrid", {"export-router", "--run", "run", "--coverage", "70%", "--out", "router.c"})
              .exit_code == 0);
  const auto rows = split(read_file(here / "d.csv"), '\n');
  std::string input;
  for (std::size_t i = 1; i + 1 < rows.size(); ++i) {
    const std::string id = split(rows[i], ',').front();
    const auto row = static_cast<std::size_t>(*parse_integer(id.front() == 'x' ? id.substr(1) : id));
    for (std::size_t j = 0; j < k; ++j) input += fmt::format("{} ", codes[row * k + j]);
  }
  write_file_atomically(here / "input.txt", input);
  const auto decisions = decisions_of(here, "int8-probabilities 0.00390625 -128");
  REQUIRE(decisions.size() + 2 == rows.size());
  std::size_t sent = 0;
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    const auto row = split(rows[i + 1], ',');
    CAPTURE(decisions[i], rows[i + 1]);
    REQUIRE(*parse_double(split(decisions[i], ' ')[0]) == *parse_double(row[6]));
    REQUIRE((split(decisions[i], ' ')[1] == "1") == (row[8] == "cloud"));
    if (row[8] == "cloud") ++sent;
  }
  REQUIRE(sent > 0);
  REQUIRE(sent < decisions.size());
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
  REQUIRE(threshold_in({"--price", "0.25"}) == "#define THRESHOLD R(0.25)");
  REQUIRE(threshold_in({"--threshold", "-0.5"}) == "#define THRESHOLD R(-0.5)");
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
  const std::vector<std::string> good{"--base", "base.npz", "--cloud", "cloud.npz", "--coverage", "0.8"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.end(), good.begin(), good.end());
    return more;
  };
  refused(with({"--out", "r.c", "--prefix", "9lives"}), 2, "a letter, then letters, digits and underscores");
  refused(with({"--out", "r.h"}), 2, "give r.c");
  REQUIRE(here.evaluate({"--methods", "max_prob"}).exit_code == 0);
  refused({"--run", "run", "--out", "r.c", "--coverage", "0.8"}, 2, "--methods auto");
}

}  // namespace
}  // namespace hybrid::test
