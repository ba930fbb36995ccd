#include "config/writer.h"

#include "change_everything.h"
#include "marked_yaml.h"
#include "sample.h"

using namespace hybrid;
using namespace hybrid::config;
using namespace hybrid::test;

TEST_CASE("every key is written, in the order of its description", "[config]") {
  REQUIRE(to_yaml(Sample{}) ==
          "flag: false\ncount: 3\nlarge: 1\nshare: 0.25\ntarget: oracle\ntext: \"plain\"\nlower: \"abc\"\n"
          "inner:\n  rate: 0.5\n  label: \"none\"\nwidths: [8]\nbudgets: [1.5]\nnames: []\ncolour: red\n");
}

TEST_CASE("what is written reads back as the same value", "[config]") {
  REQUIRE(load_text<Sample>(to_yaml(Sample{}), kFile).value == Sample{});
  const auto sample = changed<Sample>("");
  REQUIRE(sample.text != Sample{}.text);
  REQUIRE(load_text<Sample>(to_yaml(sample), kFile).value == sample);
}

TEST_CASE("only what was changed is written for people, and reads back as the same value", "[config]") {
  REQUIRE(to_short_yaml(Sample{}).empty());
  Sample sample;
  sample.inner.label = "x";
  sample.colour = Colour::green;
  REQUIRE(to_short_yaml(sample) == "inner:\n  label: \"x\"\ncolour: green\n");
  const auto all = changed<Sample>("");
  REQUIRE(load_text<Sample>(to_short_yaml(all), kFile).value == all);
}

TEST_CASE("the origin of each value can be written beside it", "[config]") {
  const std::vector<std::string> sets = {"inner.rate=2"};
  const auto text = to_yaml_with_origins(load_text<Sample>("count: 5\n", kFile, sets));
  REQUIRE_THAT(text, Catch::StartsWith("flag: false  # default\ncount: 5  # configs/test.yaml:1:8\n"));
  REQUIRE_THAT(text,
               Catch::Contains("inner:\n  rate: 2  # --set inner.rate=2\n  label: \"none\"  # default\n"));
  REQUIRE(load_text<Sample>(text, kFile).value.inner.rate == 2.0);
}
