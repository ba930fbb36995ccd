#include "config/overrides.h"

#include "marked_yaml.h"
#include "sample.h"

using namespace hybrid;
using namespace hybrid::config;
using namespace hybrid::test;

namespace {

Sample read(std::string_view text, std::vector<std::string> sets) {
  return load_text<Sample>(text, kFile, sets).value;
}

}  // namespace

TEST_CASE("--set replaces what the file says, and the last one wins", "[config]") {
  REQUIRE(read("count: 5", {"count=6"}).count == 6);
  REQUIRE(read("count: 5", {"count=6", "count=7"}).count == 7);
  REQUIRE(read("widths: [1, 2, 3]", {"widths=[128,32]"}).widths == std::vector{128, 32});
  REQUIRE(read("", {"text=a=b"}).text == "a=b");
  REQUIRE(read("", {"text=''"}).text.empty());
}

TEST_CASE("--set reaches into sections, present or not", "[config]") {
  REQUIRE(read("inner: {label: x}", {"inner.rate=2"}).inner == Inner{2.0, "x"});
  REQUIRE(read("", {"inner.rate=2"}).inner == Inner{2.0, "none"});
  REQUIRE(read("inner: {label: x}", {"inner={rate: 3}"}).inner == Inner{3.0, "none"});
}

TEST_CASE("what is wrong with a --set is placed there", "[config]") {
  require_set_finding<Sample>("inner: {rate: 1}", "inner.rat=2",
                              "unknown key 'rat' in inner, known are rate, label");
  require_set_finding<Sample>("", "inner.rat=2", "unknown key 'rat' in inner; did you mean 'rate'?");
  require_set_finding<Sample>("", "iner.rate=2", "unknown key 'iner'; did you mean 'inner'?");
  require_set_finding<Sample>("count: 4", "count=0", "count is 0, must be >= 1");
  require_set_finding<Sample>("", "widths=[1,0]", "widths[1] is 0, must be >= 1");
  require_set_finding<Sample>("", "text=", "text is empty, must be a text");
  require_set_finding<Sample>("", "widths=[1", "not YAML: end of sequence flow not found");
  require_set_finding<Sample>("", "inner={rate: 1, rate: 2}", "duplicate key 'rate'");
  require_set_finding<Sample>("flag: true", "count=2", "flag needs a count of 3");
}

TEST_CASE("a --set cannot go through what is no section", "[config]") {
  require_set_finding<Sample>("count: 4", "count.x=1", "count is not a section (configs/test.yaml:1:8)");
  require_set_finding<Sample>("", "count.x=1", "count is a section, must be an integer >= 1");
}

TEST_CASE("a --set must be key=value", "[config]") {
  for (const char* set : {"count", "=1", ".count=1", "inner..rate=1", "inner.=1", ""})
    require_set_finding<Sample>("", set, "must have the form key=value, for example router.hidden=[128,32]");
}

TEST_CASE("a --set over several lines is shown on one", "[config]") {
  const std::vector<std::string> sets = {"count=\n0"};
  REQUIRE(to_string(findings_in<Sample>("", sets).at(0).where) == "--set count= 0");
}
