#include "report/foot_line.h"

#include <catch2/catch.hpp>

#include "core/build_info.h"

using namespace hybrid;
using namespace hybrid::report;

TEST_CASE("the foot line names command, commit and inputs without their folders", "[report]") {
  const std::vector<runs::FileRecord> inputs{
      {"base", "/home/me/a|b.npz", "0123456789abcdef", 1},
      {"cloud", "/data/<set>/", "fedcba9876543210", 2},
      {"training images", "/data/imagenet", "listing:00112233445566778899", 3}};
  REQUIRE(foot_line("hybrid evaluate", inputs) ==
          "Made by hybrid evaluate " + build_info().version + ", commit " + build_info().commit +
              ", from base a|b.npz (0123456789ab), cloud &lt;set> (fedcba987654), training images imagenet "
              "(listing:001122334455); manifest.json has the command line and all hashes.");
  REQUIRE(foot_line("hybrid train", {}) == "Made by hybrid train " + build_info().version + ", commit " +
                                               build_info().commit +
                                               "; manifest.json has the command line and all hashes.");
}
