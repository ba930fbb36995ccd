#include "workflows/payload_candidates.h"

#include <catch2/catch.hpp>

#include "config/load.h"
#include "core/error.h"
#include "support/error_message.h"
#include "support/payload_set.h"
#include "support/temporary_folder.h"
#include "support/tiny_predictions.h"

namespace hybrid::workflows {
namespace {

using Catch::Matchers::Contains;

/// A pair's base, and its cloud on raw images (27,648 bytes each) and on JPEG files (2,700 bytes).
struct Payloads {
  test::TemporaryFolder folder;
  Logger log{Verbosity::quiet};
  cost::SystemProfile profile = config::load<cost::SystemProfile>(std::filesystem::path(HYBRID_SOURCE) /
                                                                  "configs/systems" / "stm32f746-nbiot.yaml")
                                    .value;

  Payloads() {
    test::write_pair(folder.path());
    save("raw.npz", 27648, R"({"payload": "raw", "payload_side": 96})");
    save("jpeg.npz", 2700, R"({"payload": "jpeg:75", "payload_side": 96, "encoded_pixels": 9216})");
  }
  void save(const char* name, double bytes, const char* meta) const {
    test::save_with_payload(folder / "cloud.npz", folder / name, bytes, meta);
  }
  std::vector<PayloadCandidate> load(const std::vector<std::string>& names,
                                     const std::string& method = "max_prob") {
    std::vector<std::string> clouds;
    for (const auto& name : names) clouds.push_back((folder / name).string());
    const ProblemSource source{.files = {.base = (folder / "base.npz").string()}};
    return load_payloads(source, clouds, method, profile, log);
  }
};

TEST_CASE("payloads come by bytes, each with the terms of its price", "[workflows]") {
  Payloads payloads;
  const auto candidates = payloads.load({"raw.npz", "jpeg.npz"});
  REQUIRE(candidates.size() == 2);
  const PayloadCandidate &jpeg = candidates[0], &raw = candidates[1];
  REQUIRE((jpeg.name == "jpeg:75 96 px" && raw.name == "raw 96 px"));
  REQUIRE((jpeg.bytes.mean == 2700 && raw.bytes.mean == 27648));
  REQUIRE(jpeg.method().name() == "max_prob");
  REQUIRE(jpeg.encoding.ms == Approx(9216 / 512.0));    // 512,000 pixels/s
  REQUIRE(jpeg.upload.ms == Approx(2700 * 8 / 110.0));  // 110 kbit/s
  REQUIRE(jpeg.upload.mj == Approx(2700 * 8 / 110.0 * 108 / 1000));
  REQUIRE(jpeg.latency.per_offload == Approx(18 + 2700 * 8 / 110.0 + 25));
  REQUIRE((raw.encoding.ms == 0 && raw.head.ms == 0));
  // The same predictions: all bytes are for nothing.
  REQUIRE((jpeg.cloud == raw.cloud && jpeg.tuned_cloud == raw.tuned_cloud));
  REQUIRE(front_of(candidates) == std::vector<std::size_t>{0});
  const eval::PayloadChoice choice =
      choose_payload({.budgets = {{cost::Resource::latency, 1000}}}, candidates);
  REQUIRE(choice.best == 0);
  REQUIRE(choice.point(0)->point.coverage < choice.point(1)->point.coverage);
}

TEST_CASE("payloads that cannot be compared are refused", "[workflows]") {
  Payloads payloads;
  payloads.save("again.npz", 9, R"({"payload": "raw", "payload_side": 96})");
  REQUIRE_THAT(test::error_message<DataError>([&] {
                 payloads.load({"raw.npz", "again.npz"});
               }),
               Contains("again.npz: is of raw 96 px, as another set of the cloud model is"));
  payloads.profile.kind = cost::ProfileKind::lumps;
  REQUIRE_THAT(test::error_message<InvalidArgument>([&] {
                 payloads.load({"raw.npz", "jpeg.npz"});
               }),
               Contains("gives one lump for sending"));
}

}  // namespace
}  // namespace hybrid::workflows
