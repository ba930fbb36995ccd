// Small inputs that would take all memory, all time or the stack (docs/limits.md): each is refused by name,
// with an address space and a processor time that the program would otherwise exceed.

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "predictions/npz.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;

constexpr auto kBounds = "ulimit -v 4000000; ulimit -t 20;";

std::string answers(std::string_view answer) {
  std::string csv = "label,predicted,confidence\n";
  for (int i = 0; i < 40; ++i) csv += fmt::format("{},{},0.{}\n", i % 2, i == 1 ? answer : "2", 25 + i);
  return csv;
}

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

TEST_CASE("a comma outside of lists ends with an error, in a file and on the command line", "[cli]") {
  const Workplace here;
  here.file("c.yaml", ",");
  require_refusal(here.run("hybrid", {"config", "check", "c.yaml"}, kBounds), 3,
                  "c.yaml:1:1: error: a comma that no");
  require_refusal(here.evaluate({"--set", "router.hidden=[128,32],"}, kBounds), 3,
                  "--set router.hidden=[128,32],: error: a comma that no list");
}

TEST_CASE("a class of 2147483647 is refused, and one of 999999 costs no more than another", "[cli]") {
  const Workplace here;
  here.file("x.csv", answers("2147483647"));
  const std::vector<std::string> tune{"tune", "--base", "x.csv", "--cloud", "x.csv", "--coverage", "0.8"};
  require_refusal(here.run("hybrid", tune, kBounds), 4,
                  "x.csv: predicted is 2147483647 (row 1), expected a class below");
  here.file("x.csv", answers("999999"));
  REQUIRE(here.run("hybrid", tune, kBounds).exit_code == 0);
}

TEST_CASE("nested JSON is refused at every door", "[cli]") {
  const Workplace here;
  constexpr std::size_t kDepth = 100'000;
  const std::string message = ": nests JSON lists and objects deeper than 64";
  here.evaluate();

  fs::create_directory(here / "set");
  here.file("set/labels.npy",
            read_file(fs::path(HYBRID_SOURCE) / "tests/unit/predictions/fixtures/set/labels.npy"));
  here.file("set/logits.npy",
            read_file(fs::path(HYBRID_SOURCE) / "tests/unit/predictions/fixtures/set/logits.npy"));
  here.file("set/meta.json", "{\"macs\":" + nested(kDepth) + "}");
  require_refusal(
      here.run("hybrid", {"tune", "--base", "set", "--cloud", "set", "--coverage", "0.8"}, kBounds), 4,
      "set/meta" + message);

  const std::string manifest = read_file(here / "run/manifest.json");
  here.file("run/manifest.json", "{\"inputs\":" + nested(kDepth) + "}");
  require_refusal(here.run("hybrid", {"tune", "--run", "run", "--coverage", "0.8"}, kBounds), 4,
                  "run/manifest.json" + message);
  here.file("run/manifest.json", manifest);

  here.file("results/tables/table1.json", "{\"parts\":" + nested(kDepth) + "}");
  require_refusal(here.run("hybrid", {"report", "--tables", "results", "--html", "x.html"}, kBounds), 4,
                  "table1.json" + message);

  here.file("net.config", "{\"name\":" + nested(kDepth) + "}");
  require_refusal(here.run("hybrid", {"model", "show", "net.config"}, kBounds), 4, "net.config" + message);

  const std::string header = "{\"a\":" + nested(kDepth) + "}";
  std::string safetensors(8, '\0');
  for (std::size_t i = 0; i < 4; ++i) safetensors[i] = static_cast<char>((header.size() >> (8 * i)) & 0xFFU);
  here.file("x.safetensors", safetensors + header);
  require_refusal(
      here.run("hybrid", {"model", "export", "x.safetensors", "--model", "separable-tiny", "--out", "y"},
               kBounds),
      4, "x.safetensors" + message);
}

TEST_CASE("a device behind a link is refused, whatever it stands for", "[cli]") {
  const Workplace here;
  for (const char* name : {"x.yaml", "x.csv", "x.npz", "x.safetensors"})
    fs::create_symlink("/dev/zero", here / name);
  const std::vector<std::vector<std::string>> commands{
      {"config", "check", "x.yaml"},
      {"simulate", "--config", "x.yaml", "--out", "y"},
      {"check-table", "x.yaml"},
      {"tune", "--base", "x.csv", "--cloud", "x.csv", "--coverage", "0.8"},
      {"tune", "--base", "x.npz", "--cloud", "x.npz", "--coverage", "0.8"},
      {"tune", "--base", "base.npz", "--cloud", "cloud.npz", "--coverage", "0.8", "--utility", "x.csv"},
      {"audit", "--base", "base.npz", "--cloud", "cloud.npz", "--slices", "x.csv", "--out", "y"},
      {"model", "export", "x.safetensors", "--model", "separable-tiny", "--out", "y"}};
  for (const auto& command : commands) {
    const Outcome outcome = here.run("hybrid", command, kBounds);
    CAPTURE(command.front(), outcome.err);
    REQUIRE((outcome.exit_code == 3 || outcome.exit_code == 4));
    REQUIRE_THAT(outcome.err, Contains("x."));
  }
  REQUIRE_FALSE(fs::exists(here / "y"));
}

TEST_CASE("amounts that no sum can hold are refused", "[cli]") {
  const Workplace here;
  const std::vector<std::int64_t> labels{0, 1, 0, 1};
  const std::vector<float> logits(8, 0.5F);
  for (const char* name : {"latency_ms", "payload_bytes"}) {
    const std::vector<double> amounts{1, 1e308, 2, 3};
    predictions::write_npz(here / "x.npz",
                           std::vector{predictions::npy_view("labels", labels),
                                       predictions::npy_view("logits", std::span(logits), {4, 2}),
                                       predictions::npy_view(name, amounts)});
    require_refusal(
        here.run("hybrid", {"evaluate", "--base", "x.npz", "--cloud", "x.npz", "--out", "run"}, kBounds), 4,
        fmt::format("x.npz: {} is 1e+308 (row 1), expected at most", name));
  }
}

}  // namespace
}  // namespace hybrid::test
