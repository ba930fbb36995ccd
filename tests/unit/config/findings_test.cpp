#include "config/findings.h"

#include "marked_yaml.h"
#include "sample.h"

using namespace hybrid;
using namespace hybrid::config;
using namespace hybrid::test;

TEST_CASE("a key's place is where it was given, else its section's, else the file's start", "[config]") {
  const auto loaded = load_text<Sample>("inner:\n  rate: 2\n", "f");
  REQUIRE(to_string(place_of(loaded.places, "inner.rate")) == "f:2:9");
  REQUIRE(to_string(place_of(loaded.places, "inner.label")) == "f:1:1");
  REQUIRE(to_string(place_of(loaded.places, "inner")) == "f:1:1");
  REQUIRE(to_string(place_of(loaded.places, "count")) == "f:1:1");
  REQUIRE(place_of({}, "count") == Location{});
}

TEST_CASE("findings see the places of their own section", "[config]") {
  ConfigReport report;
  report.places = {{"", {"f", 1, 1}}, {"a.b", {"f", 3, 4}}};
  REQUIRE(Findings(report).in("a").at("b") == Location{"f", 3, 4});
  REQUIRE(Findings(report).in("x").in("y").at("z") == Location{"f", 1, 1});
}

TEST_CASE("a broken rule is placed at the first of its keys that was given", "[config]") {
  require_findings<Sample>("flag: true\ncount: ^2\n", {"flag needs a count of 3"});
  require_findings<Sample>("text: x\ninner: {label: fast, rate: ^0.05}\n", {"fast needs a rate of 0.1"});
  ConfigReport report;
  report.places = {{"", {"f", 1, 1}}, {"second", {"f", 2, 9}}};
  Findings(report).add({"first", "second"}, "broken");
  Findings(report).add({"third"}, "nowhere");
  REQUIRE(report.diagnostics == std::vector<Diagnostic>{{{"f", 2, 9}, "broken"}, {{"f", 1, 1}, "nowhere"}});
}

TEST_CASE("rules and readings are reported together, but no rule about a value that was not read",
          "[config]") {
  require_findings<Sample>("flag: true\ncount: ^2\nshare: ^9\n",
                           {"flag needs a count of 3", "share is 9, must be in [0, 1)"});
  ConfigReport report;
  report.faulty = {"inner"};
  Findings(report).in("inner").add({"rate", "label"}, "dropped");
  Findings(report).add({"count", "inner.rate"}, "dropped");
  REQUIRE(report.diagnostics.empty());
}

TEST_CASE("a rule about no key is our fault", "[config]") {
  ConfigReport report;
  REQUIRE_THROWS_AS(Findings(report).add({}, "?"), InternalError);
}
