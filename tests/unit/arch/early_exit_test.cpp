#include "arch/early_exit.h"

#include <catch2/catch.hpp>

#include "arch/catalog.h"
#include "core/error.h"
#include "support/error_message.h"

using namespace hybrid;
using namespace hybrid::arch;
using Catch::Matchers::Contains;

namespace {

const ArchSpec kCloud = *find_arch("resnet-small", {1, 28, 28}, 10);

}  // namespace

TEST_CASE("an exit is the first layers, a mean and a classifier", "[arch]") {
  const SplitPoint point = exit_point(kCloud, "1");
  const ArchSpec exit = exit_arch(kCloud, point);
  REQUIRE(exit.name == "resnet-small-exit-1");
  REQUIRE(exit.layers.size() == 4);
  REQUIRE((exit.layers[0] == kCloud.layers[0] && exit.layers[1] == kCloud.layers[1]));
  const ArchCount counted = count(exit);
  REQUIRE(counted.macs == point.macs_before + 64 * 10);
  REQUIRE(counted.parameters == device_part(count(kCloud), point).parameters + 64 * 10 + 10);
}

TEST_CASE("features that are means already are not averaged again", "[arch]") {
  const ArchSpec exit = exit_arch(kCloud, exit_point(kCloud, "4"));  // the cloud's own pooling
  REQUIRE(exit.layers.size() == 6);
  REQUIRE(count(exit).macs == count(kCloud).macs);
}

TEST_CASE("an exit is where both sides have work", "[arch]") {
  for (const char* after : {"input", "5", "6", "-1", "two", "", "3.body.1"}) {
    const auto message = test::error_message<InvalidArgument>([&] { exit_point(kCloud, after); });
    REQUIRE_THAT(message, Contains(std::string("after '") + after + "'") &&
                              Contains("both sides have work after 0, 1, 2, 3, 4"));
  }
  for (const char* after : {"0", "4"}) REQUIRE(exit_point(kCloud, after).after == after);
  const ArchSpec linear = *find_arch("linear", {1, 28, 28}, 10);
  REQUIRE_THAT(test::error_message<InvalidArgument>([&] { exit_point(linear, "0"); }),
               Contains("cannot be split"));
}
