#include "arch/device_fit.h"

#include <catch2/catch.hpp>

#include "arch/catalog.h"
#include "config/load.h"
#include "support/error_message.h"

using namespace hybrid;
using namespace hybrid::arch;
using Catch::Matchers::Contains;

namespace {

/// 16 and 8 numbers live; 4 x 4 weights and four biases each, then 4 x 2 and two.
ArchCount small_network() {
  return count({.name = "small",
                .input = {4, 1, 2},
                .classes = 2,
                .layers = {ConvSpec{.channels = 4}, ConvSpec{.channels = 4}, GlobalAveragePoolSpec{},
                           LinearSpec{.outputs = 2}}});
}

DeviceMemory device_of(std::int64_t sram, std::int64_t flash) {
  return {.name = "tiny",
          .description = "",
          .sram_bytes = sram,
          .flash_bytes = flash,
          .engine_sram_bytes = 10,
          .engine_flash_bytes = 100,
          .source = "made up"};
}

}  // namespace

TEST_CASE("a network that fills a device to the last byte fits", "[arch]") {
  const ArchCount counted = small_network();
  REQUIRE(counted.sram_bytes_int8 == 16);
  REQUIRE(counted.weight_bytes_int8 == 2 * (16 + 16) + 8 + 8);
  const DeviceFit exact = fit(counted, device_of(26, 180));
  REQUIRE(exact.fits());
  REQUIRE(exact.sram.left() == 0);
  REQUIRE(exact.flash.left() == 0);
  REQUIRE(exact.sram.layer == "0");
  REQUIRE(exact.flash.layer == "0");
}

TEST_CASE("a byte too few in either memory is named with its layer", "[arch]") {
  const DeviceFit no_sram = fit(small_network(), device_of(25, 180));
  REQUIRE_FALSE(no_sram.fits());
  REQUIRE(no_sram.sram.left() == -1);
  REQUIRE(no_sram.sram.layer == "0");
  const DeviceFit no_flash = fit(small_network(), device_of(26, 179));
  REQUIRE_FALSE(no_flash.fits());
  REQUIRE(no_flash.flash.left() == -1);
  REQUIRE(no_flash.flash.layer == "3");  // the last one passes the end
  REQUIRE(fit(small_network(), device_of(26, 163)).flash.layer == "1");
  REQUIRE(fit(small_network(), device_of(26, 50)).flash.layer == "0");  // the engine alone is too large
}

TEST_CASE("of the MCUNet zoo, what was made for the paper's board fits it, and the rest does not", "[arch]") {
  const auto board = config::load<DeviceMemory>(HYBRID_SOURCE "/configs/devices/stm32f746.yaml").value;
  REQUIRE(board.sram_bytes == 320 * 1024);
  REQUIRE(board.flash_bytes == 1024 * 1024);
  for (const char* name :
       {"mcunet-5fps", "mcunet-10fps", "mcunet-256kb", "mcunet-320kb", "mbv2-w0.35", "proxyless-w0.3"}) {
    INFO(name);
    REQUIRE(fit(count(*find_arch(name)), board).fits());
  }
  // Made for 512 kB and 2 MB, or for 4 bits a weight.
  for (const char* name :
       {"mcunet-512kb", "mcunet-320kb-int4", "mcunet-256kb-int4", "mobilenet-v3-small-100"}) {
    INFO(name);
    REQUIRE_FALSE(fit(count(*find_arch(name)), board).fits());
  }
}

TEST_CASE("a device's file is read strictly", "[arch]") {
  const std::string device = "name: a\nsram_bytes: 1\nflash_bytes: 2\nsource: b\n";
  REQUIRE(config::load_text<DeviceMemory>(device, "d.yaml").value.flash_bytes == 2);
  const auto refusal = [](const std::string& text) {
    return test::error_message<ConfigError>([&] { config::load_text<DeviceMemory>(text, "d.yaml"); });
  };
  REQUIRE_THAT(refusal(device + "ram: 3\n"), Contains("ram"));
  REQUIRE_THAT(refusal("name: a\nsram_bytes: 0\nflash_bytes: 2\nsource: b\n"), Contains("sram_bytes"));
  REQUIRE_THAT(refusal("name: a\nsram_bytes: 1\nsource: b\n"), Contains("flash_bytes"));
}
