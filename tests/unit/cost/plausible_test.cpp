#include "cost/plausible.h"

#include <fmt/format.h>

#include <array>
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "config/load.h"

namespace hybrid::cost {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

std::vector<std::string> doubts_in(const std::string& text) {
  return doubts_of(config::load_text<SystemProfile>(text, "profile.yaml").value);
}

/// A plausible profile of parts, in which one number is replaced.
std::string parts_with(const std::string& from = "", const std::string& to = "") {
  std::string text =
      "name: x\nkind: parts\nparts:\n  device: {macs_per_second: 65e6, active_power_mw: 50}\n"
      "  link: {bits_per_second: 110e3, transmit_power_mw: 108}\n  payload: {bytes: 27648}\n"
      "  encoder: {jpeg_pixels_per_second: 512e3, png_pixels_per_second: 200e3, features_values_per_second: "
      "5e6}\n  cloud_latency_ms: 25\n";
  if (!from.empty()) text.replace(text.find(from), from.size(), to);
  return text;
}

TEST_CASE("a number of a profile that is far from every device's is doubted with its usual range", "[cost]") {
  REQUIRE(doubts_in(parts_with()).empty());
  REQUIRE(
      doubts_in(parts_with("110e3", "110")) ==
      std::vector<std::string>{"profile x: parts.link.bits_per_second is 110 bit/s, usual are 250 to 1e+11 "
                               "bit/s; is it in another unit?"});
  for (const auto& [from, to, name] :
       {std::array{"65e6", "65000", "macs_per_second"}, std::array{"50}", "0.05}", "active_power_mw"},
        std::array{"108", "0.01", "transmit_power_mw"}, std::array{"27648", "27", "payload.bytes"},
        std::array{"512e3", "512", "jpeg"}, std::array{"200e3", "200", "png"},
        std::array{": 5e6}", ": 5}", "features_values"}, std::array{": 25", ": 0.025", "cloud_latency_ms"},
        std::array{": 25", ": 25e6", "cloud_latency_ms"}}) {
    CAPTURE(to, name);
    const auto doubts = doubts_in(parts_with(from, to));
    REQUIRE(doubts.size() == 1);
    REQUIRE_THAT(doubts.front(), Contains(name));
  }
  // All in one line; what is 0 is not given.
  const auto both = doubts_in(parts_with("110e3, transmit_power_mw: 108", "110, transmit_power_mw: 1e9"));
  REQUIRE(both.size() == 1);
  REQUIRE_THAT(both.front(), Contains("bits_per_second is 110") && Contains("transmit_power_mw is 1e+09 mW"));
  REQUIRE(doubts_in(parts_with("active_power_mw: 50", "active_power_mw: 0")).empty());
  REQUIRE_THAT(doubts_in("name: x\nkind: lumps\nlumps: {latency_ms: {always: 2e8}}\n").at(0),
               StartsWith("profile x: lumps.latency_ms.always is 2e+08 ms, usual are 0.01 to 1e+06 ms"));
}

TEST_CASE("a section that a profile's kind does not use is told", "[cost]") {
  REQUIRE(doubts_in("name: x\nkind: lumps\nlumps: {latency_ms: {always: 200}}\n"
                    "parts: {cloud_latency_ms: 25}\n") ==
          std::vector<std::string>{"profile x: parts has no effect: kind is lumps"});
  REQUIRE(doubts_in(parts_with() + "lumps: {latency_ms: {always: 200}}\n") ==
          std::vector<std::string>{"profile x: lumps has no effect: kind is parts"});
}

TEST_CASE("nothing is doubted in the profiles that come with the program", "[cost]") {
  int checked = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(HYBRID_SOURCE) / "configs/systems")) {
    REQUIRE(doubts_of(config::load<SystemProfile>(entry.path()).value).empty());
    ++checked;
  }
  REQUIRE(checked >= 5);
}

}  // namespace
}  // namespace hybrid::cost
