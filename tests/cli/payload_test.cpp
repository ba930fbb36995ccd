// Prediction sets of one cloud on several payloads, from the sets to what `hybrid payload` and `hybrid tune`
// print.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/text.h"
#include "support/payload_set.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

using Catch::Matchers::Contains;
using Json = nlohmann::json;

/// The workplace's cloud as raw.npz (27,648 bytes an image) and jpeg75.npz (2,700, a little encoding).
struct PayloadPlace : Workplace {
  PayloadPlace() {
    save("raw.npz", 27648, R"({"macs": 5e7, "payload": "raw", "payload_side": 96})");
    save("jpeg75.npz", 2700,
         R"({"macs": 5e7, "payload": "jpeg:75", "payload_side": 96, "encoded_pixels": 9216})");
  }

  void save(const char* to, double bytes, const char* meta, const char* from = "cloud.npz") const {
    save_with_payload(path() / from, path() / to, bytes, meta);
  }

  Outcome on(const std::string& command, const std::string& cloud,
             const std::vector<std::string>& more) const {
    std::vector<std::string> arguments{command, "--base",   "base.npz", "--cloud",
                                       cloud,   "--method", "max_prob"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run("hybrid", arguments);
  }
};

TEST_CASE("payload shows bytes, times and accuracies, and the CSV has them in full", "[cli]") {
  const PayloadPlace place;
  const Outcome outcome = place.on("payload", "raw.npz,jpeg75.npz", {"--latency", "300", "--out", "t.csv"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, Contains("raw 96 px") && Contains("jpeg:75 96 px") && Contains("27648"));
  const auto lines = split(read_file(place / "t.csv"), '\n');
  REQUIRE(lines.size() == 4);  // header, two rows, the last line's end
  const auto jpeg = split(lines.at(1), ','), raw = split(lines.at(2), ',');
  REQUIRE(jpeg.at(0) == "jpeg:75 96 px");  // fewest bytes first
  REQUIRE(jpeg.at(1) == "2700");
  REQUIRE(std::stod(jpeg.at(3)) == Approx(9216 / 512.0));      // encoding: assumed 512,000 pixels/s
  REQUIRE(std::stod(jpeg.at(4)) == Approx(2700 * 8 / 110.0));  // upload at 110 kbit/s
  REQUIRE(std::stod(jpeg.at(5)) == Approx(18 + 2700 * 8 / 110.0 + 25));
  REQUIRE(std::stod(raw.at(3)) == 0);
  REQUIRE(jpeg.at(14) == "1");
  REQUIRE(raw.at(14) == "0");
  REQUIRE(std::stod(jpeg.at(15)) == 0);  // no head
  REQUIRE(std::stod(jpeg.at(17)) == Approx(18 * 51.84 / 1000));
  REQUIRE(std::stod(jpeg.at(18)) == Approx(2700 * 8 / 110.0 * 108 / 1000));
  // Where the terms come from.
  REQUIRE_THAT(outcome.out, Contains("encoding, jpeg: 5.12e+05 pixels/s; assumed") &&
                                Contains("upload: 1.1e+05 bit/s; datasheet") && !Contains("head"));
}

TEST_CASE("features pay for the cloud's first layers on the device, and are chosen like any payload",
          "[cli]") {
  const PayloadPlace place;
  const char* meta =
      R"({"macs": 4e7, "payload": "features:9", "payload_side": 96, "device_macs": 649200, "encoded_values": 5000})";
  place.save("f9.npz", 300, meta);
  const Outcome outcome =
      place.on("payload", "raw.npz,f9.npz,jpeg75.npz", {"--latency", "200", "--out", "t.csv"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, Contains("features:9 96 px") && Contains("head ms") &&
                                Contains("head: 6.492e+07 MAC/s; assumed") &&
                                Contains("encoding, features: 5e+06 values/s; assumed"));
  const auto row = split(split(read_file(place / "t.csv"), '\n').at(1), ',');
  REQUIRE(row.at(0) == "features:9 96 px");
  REQUIRE(std::stod(row.at(15)) == Approx(10));  // head, ms
  REQUIRE(std::stod(row.at(16)) == Approx(0.5184));
  REQUIRE(std::stod(row.at(3)) == Approx(1));
  REQUIRE(std::stod(row.at(5)) == Approx(10 + 1 + 300 * 8 / 110.0 + 25));
  const Outcome tuned =
      place.on("tune", "raw.npz,f9.npz,jpeg75.npz", {"--payload", "auto", "--latency", "200", "--json"});
  REQUIRE(Json::parse(tuned.out).at(0).at("payload") == "features:9 96 px");
  place.save("half.npz", 300, R"({"macs": 4e7, "payload": "features:9", "encoded_values": 5000})");
  require_refusal(place.on("payload", "raw.npz,half.npz", {}), 4, "half.npz: meta.encoded_values is of");
  place.save("bare.npz", 300, R"({"macs": 4e7, "payload": "features:9"})");
  require_refusal(place.on("payload", "raw.npz,bare.npz", {}), 4, "bare.npz: meta.payload is of features");
  REQUIRE(place
              .run("hybrid", {"evaluate", "--base", "base.npz", "--cloud", "f9.npz", "--out", "run",
                              "--methods", "on_device,on_cloud,max_prob", "--bootstrap", "100"})
              .exit_code == 0);
  const Outcome ledger = place.run("hybrid", {"cost", "--run", "run", "--profile", "stm32f746-nbiot"});
  REQUIRE_THAT(ledger.out, Contains("head latency: 649200 MACs at 6.492e+07 MAC/s; assumed") &&
                               Contains("encoder latency: 5000 values at 5e+06 values/s; assumed") &&
                               Contains("head macs: the cloud network's first layers, on the device"));
}

TEST_CASE("cost --payloads shows the table of payload", "[cli]") {
  const PayloadPlace place;
  const Outcome table = place.on("payload", "raw.npz,jpeg75.npz", {"--latency", "300", "--out", "t.csv"});
  const auto cost = [&](std::vector<std::string> more) {
    more.insert(more.begin(), "--payloads");
    return place.run("latency-energy", more);
  };
  const Outcome same = cost(
      {"base.npz", "raw.npz", "jpeg75.npz", "--latency", "300", "--methods", "max_prob", "--out", "costs"});
  INFO(same.err);
  REQUIRE(same.exit_code == 0);
  REQUIRE(same.out == table.out);
  REQUIRE(read_file(place / "costs/payloads.csv") == read_file(place / "t.csv"));
  require_refusal(cost({"base.npz", "raw.npz"}), 2, "--payloads takes the base's set, then the cloud's");
  require_refusal(cost({"base.npz", "raw.npz", "jpeg75.npz", "--base", "base.npz"}), 2, "leave out");
  require_refusal(cost({"base.npz", "raw.npz", "jpeg75.npz", "--input-bytes", "9"}), 2, "leave out");
  require_refusal(cost({"base.npz", "raw.npz", "jpeg75.npz", "--methods", "auto,entropy"}), 2, "one method");
  require_refusal(cost({"base.npz", "raw.npz", "none.npz", "--methods", "max_prob"}), 4, "none.npz");
}

TEST_CASE("tune --payload auto takes what the tuning part says, and shows what it chose from", "[cli]") {
  const PayloadPlace place;
  const Outcome outcome =
      place.on("tune", "raw.npz,jpeg75.npz", {"--payload", "auto", "--latency", "200", "--json"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  const Json json = Json::parse(outcome.out).at(0);
  REQUIRE(json.at("payload") == "jpeg:75 96 px");
  REQUIRE(json.at("candidates").size() == 2);
  REQUIRE(json.at("candidates")[0].at("on_front") == true);
  REQUIRE(json.at("candidates")[1].at("on_front") == false);  // dearer, and no better
  REQUIRE(json.at("candidates")[0].at("tuned_coverage") < json.at("candidates")[1].at("tuned_coverage"));
  REQUIRE(json.at("points")[0].at("latency_ms") < 260);
  const Outcome text = place.on("tune", "raw.npz,jpeg75.npz", {"--payload", "auto", "--latency", "200"});
  REQUIRE_THAT(text.out, Contains("right on tune, %") && Contains("≤ 200 ms: jpeg:75 96 px") &&
                             Contains("\nsend an input iff its largest probability is below "));
}

TEST_CASE("payloads that cannot be compared are refused with what to do", "[cli]") {
  const PayloadPlace place;
  const std::string both = "raw.npz,jpeg75.npz";
  require_refusal(place.on("payload", "raw.npz", {}), 2, "--cloud names one set, raw.npz");
  require_refusal(place.on("payload", "raw.npz,raw.npz", {}), 2, "--cloud names 'raw.npz' twice");
  require_refusal(place.on("payload", both, {"--exchange"}), 2, "leave out --cross-fit");
  require_refusal(place.on("payload", both, {"--profile", "paper-table3"}), 2, "one lump for sending");
  require_refusal(place.on("payload", "raw.npz,none.npz", {}), 4, "none.npz");
  require_refusal(place.on("tune", both, {"--payload", "jpeg:75", "--latency", "300"}), 2, "must be auto");
  require_refusal(place.on("tune", both, {"--payload", "auto", "--accuracy", "80%"}), 2, "within budgets");
  require_refusal(place.on("tune", both, {"--payload", "auto", "--latency", "1"}), 5, "cannot be met");
  place.save("copy.npz", 9, R"({"payload": "raw", "payload_side": 96})");
  require_refusal(place.on("payload", "raw.npz,copy.npz", {}), 4, "copy.npz: is of raw 96 px, as another");
  place.save("odd.npz", 9, R"({"payload": "webp"})");
  require_refusal(place.on("payload", "raw.npz,odd.npz", {}), 4, "meta.payload is 'webp'");
  for (const char* side : {"1e300", "\"96\"", "96.5"}) {
    const std::string meta = std::string(R"({"payload": "raw", "payload_side": )") + side + "}";
    place.save("side.npz", 9, meta.c_str());
    require_refusal(place.on("payload", "raw.npz,side.npz", {}), 4, "meta.payload_side is not a size");
  }
  place.save("own.npz", 9, R"({"macs": 1e6})", "base.npz");
  require_refusal(place.run("hybrid", {"payload", "--base", "own.npz", "--cloud", both}), 4,
                  "has payload_bytes of its own");
}

TEST_CASE("a run keeps what its cloud's images were encoded as", "[cli]") {
  const PayloadPlace place;
  REQUIRE(place
              .run("hybrid", {"evaluate", "--base", "base.npz", "--cloud", "jpeg75.npz", "--out", "run",
                              "--methods", "on_device,on_cloud,max_prob", "--bootstrap", "100"})
              .exit_code == 0);
  const Outcome outcome = place.run("hybrid", {"cost", "--run", "run", "--profile", "stm32f746-nbiot"});
  INFO(outcome.err);
  REQUIRE_THAT(outcome.out, Contains("encoder latency: 9216 pixels at 5.12e+05 pixels/s; assumed"));
}

}  // namespace
}  // namespace hybrid::test
