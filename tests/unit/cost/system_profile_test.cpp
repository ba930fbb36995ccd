#include "cost/load_profiles.h"

#include <catch2/catch.hpp>
#include <filesystem>

#include "config/config_files.h"
#include "config/load.h"
#include "config/writer.h"
#include "support/error_message.h"

namespace hybrid::cost {
namespace {

using Catch::Matchers::Contains;

std::string config_error(const std::string& text) {
  return test::error_message<ConfigError>([&] { config::load_text<SystemProfile>(text, "profile.yaml"); });
}

TEST_CASE("every profile that comes with the program can be read and is named like its file", "[cost]") {
  int seen = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(HYBRID_SOURCE) / "configs/systems")) {
    if (entry.path().extension() != ".yaml") continue;
    const auto profile = config::load<SystemProfile>(entry.path()).value;
    REQUIRE(profile.name == entry.path().stem());
    REQUIRE_FALSE(profile.description.empty());
    ++seen;
  }
  REQUIRE(seen >= 4);
}

TEST_CASE("a written profile reads back equal", "[cost]") {
  for (const auto* name : {"paper-text", "stm32f746-nbiot"}) {
    const auto path =
        std::filesystem::path(HYBRID_SOURCE) / "configs/systems" / (std::string(name) + ".yaml");
    const auto profile = config::load<SystemProfile>(path).value;
    REQUIRE(config::load_text<SystemProfile>(config::to_yaml(profile), "written.yaml").value == profile);
  }
}

TEST_CASE("the profiles that a config names are loaded in its order, the unknown is refused", "[cost]") {
  const std::vector<std::string> names{"paper-text", "systems/stm32f746-nbiot.yaml"};
  const auto profiles = load_profiles(names, std::filesystem::path(HYBRID_SOURCE) / "configs");
  REQUIRE(profiles.size() == 2);
  REQUIRE(profiles[0].name == "paper-text");
  REQUIRE(profiles[1].name == "stm32f746-nbiot");
  const std::vector<std::string> unknown{"none-such"};
  // In the words of a flag.
  REQUIRE(test::error_message<InvalidArgument>([&] { load_profiles(unknown, ""); }) ==
          config::unknown_config("systems", "profile", "none-such"));
}

TEST_CASE("a profile needs a name", "[cost]") {
  REQUIRE_THAT(config_error("kind: lumps\n"), Contains("name"));
}

TEST_CASE("a number's source says of which kind it is", "[cost]") {
  REQUIRE_THAT(
      config_error("name: x\nkind: lumps\nlumps:\n  latency_ms:\n    always: 1\n    source: somewhere\n"),
      Contains("profile.yaml:6:") &&
          Contains("must be text that begins with datasheet, measured, paper or assumed"));
}

TEST_CASE("costs cannot be negative or not a number", "[cost]") {
  REQUIRE_THAT(config_error("name: x\nkind: lumps\nlumps:\n  latency_ms:\n    always: -1\n"),
               Contains("profile.yaml:5:") && Contains("must be >= 0"));
  REQUIRE_THAT(config_error("name: x\nkind: lumps\nlumps:\n  energy_mj:\n    if_sent: .nan\n"),
               Contains("profile.yaml:5:"));
}

TEST_CASE("parts without a speed or a rate are refused, because time would be infinite", "[cost]") {
  const std::string text =
      config_error("name: x\nkind: parts\nparts:\n  device:\n    macs_per_second:\n      value: 0\n");
  REQUIRE_THAT(text,
               Contains("profile.yaml:6:14: error: parts.device.macs_per_second.value is 0, must be > 0"));
  REQUIRE_THAT(text, Contains("profile.yaml:2:7: error: parts.link.bits_per_second.value is 0, must be > 0"));
}

TEST_CASE("a LoRa radio without a spreading factor, or with a header that fills the packet, is refused",
          "[cost]") {
  const auto link = [](const std::string& lines) {
    return "name: x\nkind: parts\nparts:\n  device: {macs_per_second: {value: 1e6}}\n  link:\n" + lines;
  };
  // With a rate beside it, lora would silently price nothing.
  for (const char* rate : {"", "    bits_per_second: {value: 5000}\n"})
    for (const char* given : {"bandwidth_hz: 250e3", "coding_rate: 4", "header_bytes: 12"}) {
      CAPTURE(rate, given);
      const std::string text = config_error(link(std::string(rate) + "    lora: {" + given + "}\n"));
      REQUIRE_THAT(text, Contains("parts.link.lora has no effect without spreading_factor") &&
                             !Contains("bits_per_second"));
    }
  const auto header = [&](const std::string& bytes) {
    return link("    message_bytes: {value: 1}\n    lora: {spreading_factor: 7, header_bytes: " + bytes +
                "}\n");
  };
  REQUIRE_NOTHROW(config::load_text<SystemProfile>(header("254"), "p"));
  for (const char* bytes : {"255", "300"}) {
    CAPTURE(bytes);
    REQUIRE_THAT(config_error(header(bytes)),
                 Contains("parts.link.lora.header_bytes is " + std::string(bytes)) && Contains("[0, 254]") &&
                     !Contains("message_bytes"));
  }
}

TEST_CASE("numbers of a profile carry units, and a speed in millions is refused", "[cost]") {
  const auto text = [](const std::string& speed) {
    return "name: x\nkind: parts\nparts:\n  device:\n    macs_per_second: " + speed +
           "\n    active_power_mw: {value: 0.05 W}\n  link:\n    bits_per_second: 110 kbit/s\n"
           "  payload: {bytes: 27 KiB}\n  cloud_latency_ms: 0.025 s\n";
  };
  const SystemProfile profile = config::load_text<SystemProfile>(text("64.92M"), "p").value;
  REQUIRE(profile.parts.device.macs_per_second == Sourced{64.92e6, "assumed"});
  REQUIRE(profile.parts.device.active_power_mw.value == 50);
  REQUIRE(profile.parts.link.bits_per_second.value == 110000);
  REQUIRE(profile.parts.payload.bytes == 27648.0);
  REQUIRE(profile.parts.cloud_latency_ms.value == 25);
  REQUIRE_THAT(config_error(text("64.92")),
               Contains("profile.yaml:5:22: error: parts.device.macs_per_second.value is 64.92, must be a "
                        "number of MACs in a second, at least 10000: if millions are meant, write 64.92M"));
  REQUIRE_THAT(
      config_error("name: x\nkind: lumps\nlumps:\n  latency_ms:\n    always: 5 mJ\n"),
      Contains("lumps.latency_ms.always is 5 mJ, must be a finite number >= 0, in ms (600) or with a "
               "unit (0.6s)"));
  REQUIRE_THAT(config_error("name: x\nkind: lumps\nlumps:\n  latency_ms: 200\n"),
               Contains("lumps.latency_ms is 200, must be a section with keys of its own (always, if_sent, "
                        "source)"));
}

TEST_CASE("lumps need neither speed nor rate", "[cost]") {
  REQUIRE_NOTHROW(config::load_text<SystemProfile>("name: x\nkind: lumps\nlumps: {latency_ms: {always: 1}}\n",
                                                   "profile.yaml"));
}

TEST_CASE("a lumps profile that prices nothing is refused", "[cost]") {
  REQUIRE_THAT(config_error("name: x\nkind: lumps\n"),
               Contains("needs lumps.latency_ms.always or if_sent > 0"));
}

TEST_CASE("a payload is a size above zero or the word input", "[cost]") {
  const auto payload = [](const std::string& bytes) {
    return "name: x\n"
           "kind: parts\n"
           "parts:\n  device: {macs_per_second: {value: 1e6}}\n  link: {bits_per_second: {value: 1}}\n"
           "  payload:\n    bytes: " +
           bytes + "\n";
  };
  REQUIRE(config::load_text<SystemProfile>(payload("28000"), "p").value.parts.payload.bytes == 28000.0);
  REQUIRE_FALSE(
      config::load_text<SystemProfile>(payload("input"), "p").value.parts.payload.bytes.has_value());
  REQUIRE_THAT(config_error(payload("0")), Contains("profile.yaml:7:"));
  REQUIRE_THAT(config_error(payload("output")), Contains("profile.yaml:7:"));
  REQUIRE_THAT(
      config_error(payload("27.6")),
      Contains("profile.yaml:7:12: error: parts.payload.bytes is 27.6, must be a whole number of bytes") &&
          Contains("\"27.6kB\""));
  REQUIRE(config::load_text<SystemProfile>(payload("27.6kB"), "p").value.parts.payload.bytes == 27600.0);
}

TEST_CASE("a misspelt key and an unknown kind are found at their places", "[cost]") {
  REQUIRE_THAT(config_error("name: x\nkind: lump\n"),
               Contains("profile.yaml:2:7:") && Contains("did you mean 'lumps'"));
  REQUIRE_THAT(config_error("nam: x\nname: x\n"),
               Contains("profile.yaml:1:1:") && Contains("unknown key 'nam'"));
}

}  // namespace
}  // namespace hybrid::cost
