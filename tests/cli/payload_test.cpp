// Prediction sets of one cloud on several payloads, from the sets to what `hybrid payload` and `hybrid tune` print.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/text.h"
#include "predictions/npz.h"
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
    const NpzFile file(path() / from);
    const auto labels = file.read<std::int32_t>("labels");
    const auto logits = file.read<float>("logits");
    const std::vector<double> payload(200, bytes);
    const std::vector<NpyArray> arrays{npy_view("labels", labels),
                                       npy_view("logits", std::span<const float>(logits), {200, 3}),
                                       npy_view("payload_bytes", payload), npy_scalar_text("meta", meta)};
    write_npz(path() / to, arrays);
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
  REQUIRE(jpeg.back() == "1");
  REQUIRE(raw.back() == "0");
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
  REQUIRE_THAT(text.out, Contains("accuracy on tune") && Contains("latency 200 ms: jpeg:75 96 px"));
}

TEST_CASE("payloads that cannot be compared are refused with what to do", "[cli]") {
  const PayloadPlace place;
  const std::string both = "raw.npz,jpeg75.npz";
  require_refusal(place.on("payload", "raw.npz", {}), 2, "--cloud names one set, raw.npz");
  require_refusal(place.on("payload", "raw.npz,raw.npz", {}), 2, "--cloud names 'raw.npz' twice");
  require_refusal(place.on("payload", both, {"--exchange"}), 2, "leave out --exchange");
  require_refusal(place.on("payload", both, {"--profile", "paper-table3"}), 2, "one lump for sending");
  require_refusal(place.on("payload", "raw.npz,none.npz", {}), 4, "none.npz");
  require_refusal(place.on("tune", both, {"--payload", "jpeg:75", "--latency", "300"}), 2, "must be auto");
  require_refusal(place.on("tune", both, {"--payload", "auto", "--accuracy", "80%"}), 2, "within budgets");
  require_refusal(place.on("tune", both, {"--payload", "auto", "--latency", "1"}), 5, "cannot be met");
  place.save("copy.npz", 9, R"({"payload": "raw", "payload_side": 96})");
  require_refusal(place.on("payload", "raw.npz,copy.npz", {}), 4, "copy.npz: is of raw 96 px, as another");
  place.save("odd.npz", 9, R"({"payload": "webp"})");
  require_refusal(place.on("payload", "raw.npz,odd.npz", {}), 4, "meta.payload is 'webp'");
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
