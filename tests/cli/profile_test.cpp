// hybrid profile: the profiles that there are, and one of the user's own.

#include <catch2/catch.hpp>
#include <sstream>

#include "support/workplace.h"

namespace hybrid::test {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using Words = std::vector<std::string>;

Outcome profile(const Workplace& here, Words words, const std::string& before = "") {
  words.insert(words.begin(), "profile");
  return here.run("hybrid", words, before);
}

/// Follows the first command after "next:".
Outcome follow_next(const Workplace& here, const Outcome& outcome) {
  const auto at = outcome.err.find("next:  hybrid ");
  REQUIRE(at != std::string::npos);
  std::istringstream line(outcome.err.substr(at + 14, outcome.err.find('\n', at) - at - 14));
  Words words;
  for (std::string word; line >> word;) words.push_back(word);
  return here.run("hybrid", words);
}

TEST_CASE("list has every profile with its costs, show its sources", "[cli][profile]") {
  const Workplace here;
  const Outcome list = profile(here, {"list"});
  REQUIRE(list.exit_code == 0);
  for (const auto& file : fs::directory_iterator(here / "configs/systems"))
    REQUIRE_THAT(list.out, Contains("\n" + file.path().stem().string() + " "));
  REQUIRE(follow_next(here, list).exit_code == 0);
  for (const auto& file : fs::directory_iterator(here / "configs/systems")) {
    const Outcome show = profile(here, {"show", file.path().stem()});
    INFO(show.err);
    REQUIRE(show.exit_code == 0);
    REQUIRE_THAT(show.out, Contains("source:") && Contains("per-offload") && Contains("Sources:"));
  }
  REQUIRE_THAT(profile(here, {"show", "rp2040-lorawan-sf7"}).err,
               Contains("sending one input of 27648 bytes takes 76.2 min (125 messages, duty cycle 1 %)"));
}

TEST_CASE("a profile from flags is accepted by --profile, and the next command works", "[cli][profile]") {
  const Workplace here;
  const Outcome lumps =
      profile(here, {"new", "--latency-per-input", "9ms", "--latency-per-send", "0.35s", "--energy-per-input",
                     "1.2mJ", "--energy-per-send", "45mJ", "--sleep-power", "2uW", "--source",
                     "measured: PPK2, 2026", "--out", "board.yaml"});
  INFO(lumps.err);
  REQUIRE(lumps.exit_code == 0);
  REQUIRE(read_file(here / "board.yaml") ==
          "name: \"board\"\n"
          "description: \"measured: PPK2, 2026; written by hybrid profile new\"\n"
          "lumps:\n"
          "  latency_ms:\n"
          "    always: 9\n"
          "    if_sent: 350\n"
          "    source: \"measured: PPK2, 2026\"\n"
          "  energy_mj:\n"
          "    always: 1.2\n"
          "    if_sent: 45\n"
          "    source: \"measured: PPK2, 2026\"\n"
          "sleep_power_mw:\n"
          "  value: 0.002\n"
          "  source: \"measured: PPK2, 2026\"\n");
  REQUIRE(follow_next(here, lumps).exit_code == 0);
  REQUIRE(here.evaluate({"--profile", "board.yaml"}).exit_code == 0);
  REQUIRE(here.run("hybrid", {"config", "check", "board.yaml"}).exit_code == 0);

  const Outcome parts = profile(here, {"new", "--macs-per-second", "25M", "--active-power", "10mW",
                                       "--spreading-factor", "9", "--transmit-power", "0.1W",
                                       "--message-bytes", "115", "--duty-cycle", "1%", "--out", "lora.yaml"});
  INFO(parts.err);
  REQUIRE(parts.exit_code == 0);
  REQUIRE_THAT(read_file(here / "lora.yaml"),
               Contains("assumed: given by the user, no source") && Contains("spreading_factor: 9"));
  REQUIRE(follow_next(here, parts).exit_code == 0);
}

TEST_CASE("a profile can start from another, and keeps the sources of what stays", "[cli][profile]") {
  const Workplace here;
  const Outcome outcome =
      profile(here, {"new", "--from", "nrf52840-ble", "--macs-per-second", "25M", "--source",
                     "measured: cycle counter", "--name", "mine", "--out", "mine.yaml"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  const std::string text = read_file(here / "mine.yaml");
  REQUIRE_THAT(text, Contains("name: \"mine\"") && Contains("measured: cycle counter") &&
                         Contains("52 uA/MHz from flash") && !Contains("spreading_factor"));
  REQUIRE(follow_next(here, outcome).exit_code == 0);
  // The same without a change is the same profile.
  REQUIRE(profile(here, {"new", "--from", "stm32f746-nbiot", "--out", "same.yaml"}).exit_code == 0);
  const Words ledger{"cost", "--ledger", "--base-macs", "12.79M", "--input-bytes", "27648", "--profile"};
  Words ours = ledger, theirs = ledger;
  ours.emplace_back("same.yaml");
  theirs.emplace_back("stm32f746-nbiot");
  const std::string a = here.run("hybrid", ours).out, b = here.run("hybrid", theirs).out;
  REQUIRE(a.substr(a.find('\n')) == b.substr(b.find('\n')));
}

TEST_CASE("without flags it asks, and asks again for what is no number", "[cli][profile]") {
  const Workplace here;
  write_file_atomically(here / "answers",
                        "x\nw\n200 ms\nsoon\n2s\n10mJ\n216\n\nguess\nmeasured: meter\nasked.yaml\n");
  const Outcome outcome = profile(here, {"new", "--ask"}, "exec < answers; ");
  INFO(outcome.out << outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, Contains("answer w or p") && Contains("not 'soon'") &&
                                Contains("begin with measured, datasheet, paper or assumed"));
  REQUIRE_THAT(read_file(here / "asked.yaml"),
               Contains("if_sent: 2000") && Contains("if_sent: 216") && Contains("measured: meter"));
  REQUIRE(follow_next(here, outcome).exit_code == 0);
  write_file_atomically(here / "answers", "w\n200\n");
  REQUIRE_THAT(profile(here, {"new", "--ask", "--out", "no.yaml"}, "exec < answers; ").err,
               Contains("the answers end before the last question"));
  REQUIRE_FALSE(fs::exists(here / "no.yaml"));
}

TEST_CASE("what makes no profile is refused with what to give", "[cli][profile]") {
  const Workplace here;
  const auto refuse = [&](const Words& words, const std::string& message) {
    require_refusal(profile(here, words, "exec < /dev/null; "), 2, message);
  };
  refuse({}, "give list, show or new");
  refuse({"show"}, "show needs the name of a profile");
  refuse({"show", "nrf52840"}, "unknown profile 'nrf52840'");
  refuse({"new"}, "give the numbers, such as --latency-per-input 200ms");
  refuse({"new", "--latency-per-send", "2s"}, "give --out");
  const auto refuse_new = [&](Words words, const std::string& message) {
    words.insert(words.begin(), "new");
    words.insert(words.end(), {"--out", "board.yaml"});
    refuse(words, message);
  };
  refuse_new({"--latency-per-send", "2s", "--macs-per-second", "1M"}, "leave out the flags of one kind");
  refuse_new({"--energy-per-send", "2mJ"}, "give --latency-per-input or --latency-per-send");
  refuse_new({"--macs-per-second", "1M"}, "parts need --bits-per-second");
  refuse_new({"--macs-per-second", "1M", "--spreading-factor", "9"}, "LoRa needs --message-bytes");
  refuse_new({"--macs-per-second", "1M", "--spreading-factor", "9", "--message-bytes", "250"},
             "must be from 1 to 242: a LoRa packet has at most 255 bytes");
  refuse_new({"--bits-per-second", "1M"}, "parts need --macs-per-second");
  refuse_new({"--macs-per-second", "25", "--bits-per-second", "1M"}, "if millions are meant, write 25M");
  refuse_new({"--latency-per-send", "0"}, "give --latency-per-input or --latency-per-send");
  refuse_new({"--latency-per-send", "-1"}, "--latency-per-send takes numbers >= 0 in ms");
  refuse_new({"--latency-per-send", "2mJ"}, "not '2mJ'");
  refuse_new({"--latency-per-send", "inf"}, "not 'inf'");
  refuse_new({"--latency-per-send", "2s", "--source", "guess"},
             "must begin with measured, datasheet, paper or");
  refuse_new({"--latency-per-input", "9"}, "--latency-per-input needs --latency-per-send");
  refuse_new({"--latency-per-send", "9", "--energy-per-input", "1"},
             "--energy-per-input needs --energy-per-send");
  refuse_new({"--from", "nrf52840-ble", "--latency-per-input", "5ms"},
             "nrf52840-ble has parts (--macs-per-second, ...) and takes no whole costs (--latency-per-send,");
  refuse_new({"--from", "paper-table3", "--macs-per-second", "25M"},
             "paper-table3 has whole costs (--latency-per-send, ...) and takes no parts (--macs-per-second,");
  for (const char* factor : {"6", "13", "7.5", "SF7"})
    refuse_new({"--macs-per-second", "1M", "--spreading-factor", factor}, "--spreading-factor takes");
  refuse_new({"--macs-per-second", "1M", "--bits-per-second", "1k", "--duty-cycle", "2"},
             "--duty-cycle takes shares");
  refuse({"new", "--latency-per-send", "2s", "--out", "board"}, "must end in .yaml");
  REQUIRE(here.new_names().empty());
  write_file_atomically(here / "board.yaml", "mine\n");
  refuse_new({"--latency-per-send", "2s"}, "board.yaml exists");
  REQUIRE(read_file(here / "board.yaml") == "mine\n");
  REQUIRE(profile(here, {"new", "--latency-per-send", "2s", "--out", "board.yaml", "--force"}).exit_code ==
          0);
}

TEST_CASE("what --profile would refuse is not written", "[cli][profile]") {
  const Workplace here;
  const std::string limits = "must be 0 or between 1e-30 and 1e+30";
  const Words from{"--from", "nrf52840-ble"};
  const auto refuse = [&](Words words, const Words& more, const std::string& message) {
    words.insert(words.begin(), "new");
    words.insert(words.end(), more.begin(), more.end());
    words.insert(words.end(), {"--out", "board.yaml"});
    require_refusal(profile(here, words), 2, message);
  };
  refuse({}, {"--latency-per-input", "1e308", "--latency-per-send", "1e308"}, limits);
  refuse({}, {"--latency-per-send", "1", "--sleep-power", "1e300"}, limits);
  refuse(from, {"--bytes", "0"}, "parts.payload.bytes is 0, must be");
  refuse(from, {"--bits-per-second", "1e-300"}, limits);
  refuse(from, {"--active-power", "1e99"}, limits);
  refuse(from, {"--duty-cycle", "1e-99"}, limits);
  refuse(from, {"--macs-per-second", "1e40"}, limits);
  REQUIRE(here.new_names().empty());
}

TEST_CASE("a cost of sending may be 0 if it is given, or come from the profile to start from",
          "[cli][profile]") {
  const Workplace here;
  REQUIRE(profile(here, {"new", "--latency-per-input", "9", "--latency-per-send", "0", "--out", "free.yaml"})
              .exit_code == 0);
  REQUIRE(profile(here, {"new", "--from", "paper-table3", "--latency-per-input", "9", "--out", "half.yaml"})
              .exit_code == 0);
}

TEST_CASE("every profile's file has a source for each number", "[cli][profile]") {
  const Workplace here;
  for (const auto& file : fs::directory_iterator(here / "configs/systems")) {
    const std::string text = read_file(file.path());
    std::size_t values = 0, sources = 0;
    for (std::size_t at = 0; (at = text.find("value: ", at)) != std::string::npos; ++at) ++values;
    for (std::size_t at = 0; (at = text.find("source: ", at)) != std::string::npos; ++at) ++sources;
    CAPTURE(file.path());
    REQUIRE(sources >= values);
    REQUIRE(sources > 0);
  }
}

}  // namespace
}  // namespace hybrid::test
