#include "cost/payload.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "support/error_message.h"

using namespace hybrid;
using namespace hybrid::cost;
using Catch::Matchers::Contains;
using test::error_message;

TEST_CASE("a payload is told as it is read", "[cost]") {
  for (const char* word : {"raw", "png", "jpeg:1", "jpeg:75", "jpeg:100", "features:0", "features:17"})
    REQUIRE(to_string(parse_payload("--payload", word)) == word);
  REQUIRE(parse_payload("--payload", "jpeg:75") == Payload{PayloadFormat::jpeg, 75});
  REQUIRE(parse_payload("--payload", "features:7").after == "7");
}

TEST_CASE("a payload of another word or quality is refused, with what it may be", "[cost]") {
  const auto message = [](const char* word) {
    return error_message<InvalidArgument>([&] { parse_payload("--payload", word); });
  };
  REQUIRE_THAT(message("jpeg"), Contains("--payload is 'jpeg', say with what quality: jpeg:75"));
  for (const char* word : {"features", "features:"})
    REQUIRE_THAT(message(word), Contains("say after which layer: features:7"));
  REQUIRE_THAT(message("pgn"), Contains("must be raw, png, jpeg:QUALITY or features:LAYER") &&
                                   Contains("did you mean 'png'?"));
  REQUIRE_THAT(message("feature:7"), Contains("did you mean 'features:7'?"));
  for (const char* word :
       {"jpeg:0", "jpeg:101", "jpeg:-5", "jpeg:", "jpeg:7.5", "jpeg:nan", "jpeg:1e99", "jpeg:x"})
    REQUIRE_THAT(message(word), Contains("whole number from 1 to 100"));
  for (const char* word : {"", "RAW", "webp:75"})
    REQUIRE_THAT(message(word), Contains("must be raw, png, jpeg:QUALITY or features:LAYER"));
}

TEST_CASE("95 % of the sizes do not exceed the 95th percentile, and no smaller number will do", "[cost]") {
  std::vector<double> bytes;
  for (int i = 100; i >= 1; --i) bytes.push_back(i);
  REQUIRE(summary_of(bytes).mean == 50.5);
  REQUIRE(summary_of(bytes).p95 == 95);
  REQUIRE(summary_of({7}).p95 == 7);
  REQUIRE(summary_of({1, 2, 3}).p95 == 3);
}
