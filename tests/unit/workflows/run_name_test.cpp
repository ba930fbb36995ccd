#include "workflows/run_name.h"

#include <catch2/catch.hpp>

namespace hybrid::workflows {
namespace {

TEST_CASE("a run is named after its files, short and without what a shell or file system minds",
          "[workflows]") {
  const auto name = [](const std::string& base, const std::string& cloud) {
    return run_name("evaluate", {base, cloud});
  };
  REQUIRE(name("mobilenet.npz", "out/resnet50.csv") == "evaluate-mobilenet-resnet50");
  REQUIRE(name("mobilenet/test.npz", "resnet/test.npz") == "evaluate-mobilenet-resnet");
  REQUIRE(name("a/b/x.npz", "c/b/x.npz") == "evaluate-a-c");
  REQUIRE(name("a/x.npz", "a/x.csv") == "evaluate-x-x");
  REQUIRE(name("x.npz", "x.npz") == "evaluate-x-x");
  REQUIRE(name("my model (v2); rm -rf ~.npz", "$(date)\n\x1b[2J.npz") ==
          "evaluate-my-model-v2-rm-rf-date-2J");
  REQUIRE(name("--force.npz", "...npz") == "evaluate-force");
  REQUIRE(name("\u30e2\u30c7\u30eb.npz", "r\u00e9seau.npz") == "evaluate-r-seau");
  REQUIRE(name(std::string(200, 'a') + ".npz", std::string(200, 'b') + ".npz") ==
          "evaluate-" + std::string(19, 'a') + "-" + std::string(19, 'b'));
  REQUIRE(run_name("tiers", {"a/x.npz", "b/x.npz", "c/x.npz"}) == "tiers-a-b-c");
  REQUIRE(run_name("tiers", {"x.npz", "y.npz", "x.npz"}) == "tiers-x-y-x");
  REQUIRE(run_name("tiers", {std::string(50, 'a'), "b", "c"}) == "tiers-" + std::string(12, 'a') + "-b-c");
}

}  // namespace
}  // namespace hybrid::workflows
