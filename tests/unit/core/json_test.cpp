#include "core/json.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/limits.h"
#include "support/error_message.h"

using namespace hybrid;
using Catch::Matchers::Contains;
using test::error_message;

namespace {

std::string nested(int depth, const std::string& open, const std::string& inner, const std::string& close) {
  std::string text;
  for (int i = 0; i < depth; ++i) text += open;
  text += inner;
  for (int i = 0; i < depth; ++i) text += close;
  return text;
}

}  // namespace

TEST_CASE("JSON nests up to the limit, in lists and objects, in every kind of document", "[core]") {
  for (const auto& brackets : {std::pair("[", "]"), std::pair("{\"a\":", "}")}) {
    const std::string open = brackets.first, close = brackets.second;
    const std::string deepest = nested(limits::kJsonDepth, open, "1", close);
    const auto json = parse_json<nlohmann::ordered_json>(deepest, "f");
    const auto copy = json;  // NOLINT(performance-unnecessary-copy-initialization): recurs
    REQUIRE(copy.dump() == deepest);
    REQUIRE(parse_json(deepest, "f").dump() == deepest);
    for (const int depth : {limits::kJsonDepth + 1, 48'000, 100'000})
      REQUIRE_THAT(error_message<DataError>([&] { parse_json(nested(depth, open, "1", close), "f"); }),
                   Contains("f: nests JSON lists and objects deeper than 64 (byte "));
  }
  REQUIRE_THROWS_AS(parse_json(std::string(100'000, '['), "f"), DataError);  // also if nothing is closed
}

TEST_CASE("brackets in texts do not nest, and lists in sequence neither", "[core]") {
  const std::string texts = R"({"[[[": "]]{\"[\\", "b": "\\"})";
  REQUIRE(parse_json(texts, "f").at("[[[") == "]]{\"[\\");
  REQUIRE(parse_json('"' + std::string(1000, '[') + '"', "f") == std::string(1000, '['));
  REQUIRE(parse_json(R"("\"[[)" + std::string(1000, '[') + '"', "f").is_string());
  std::string sequence = "[";
  for (int i = 0; i < 1000; ++i) sequence += "[1],";
  REQUIRE(parse_json(sequence + "2]", "f").size() == 1001);
  REQUIRE_THROWS_AS(parse_json("{", "f"), nlohmann::json::exception);
}

TEST_CASE("JSON of more bytes than the limit is refused before it is parsed", "[core]") {
  const std::string text(limits::kJson + 1, ' ');
  REQUIRE(error_message<DataError>([&] { parse_json(text, "f"); }) ==
          "f: holds 100,000,001 bytes of JSON, at most 100,000,000 are read (docs/limits.md)");
}
