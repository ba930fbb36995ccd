#include "config/reader.h"

#include <filesystem>
#include <fstream>
#include <limits>

#include "config/manual.h"
#include "config/writer.h"
#include "marked_yaml.h"
#include "sample.h"

using namespace hybrid;
using namespace hybrid::config;
using namespace hybrid::test;

namespace {

Sample read(std::string_view text) {
  return load_text<Sample>(text, kFile).value;
}

struct WithFiles {
  std::string profile;
  std::vector<std::string> systems;
};
void describe(Fields& f, WithFiles& c) {
  f.field("profile", c.profile, {.doc = "a file", .file = true});
  f.field("systems", c.systems, {.doc = "files", .file = true});
}

/// A key with a former name, in a section of its own.
struct Renamed {
  int edges = 1;
};
void describe(Fields& f, Renamed& c) {
  f.field("edges", c.edges, {.doc = "how many", .min = 1, .formerly = "sides"});
}
struct WithRenamed {
  Renamed shape;
};
void describe(Fields& f, WithRenamed& c) {
  f.section("shape", c.shape, {.doc = "A section."});
}

struct Sourced {
  double value = 0;
  std::string source = "assumed";
  bool operator==(const Sourced&) const = default;
};
struct Measured {
  double wait = 1;
  std::vector<double> waits;
  int memory = 1;
  Sourced speed;
};
void describe(Fields& f, Sourced& c) {
  f.field("value", c.value, {.doc = "the number", .min = 0});
  f.field("source", c.source, {.doc = "where it is from"});
}
void describe(Fields& f, Measured& c) {
  f.field("wait", c.wait, {.doc = "a time", .unit = "ms", .above = 0});
  f.field("waits", c.waits, {.doc = "times", .unit = "ms", .above = 0});
  f.field("memory", c.memory, {.doc = "a size", .unit = "bytes", .min = 1});
  f.section("speed", c.speed, {.doc = "a speed", .unit = "MAC/s"});
}

struct Needy {
  std::string name;
  Inner inner;
};
struct Outer {
  Needy deep;
  int other = 0;
};
void describe(Fields& f, Needy& c) {
  f.field("name", c.name, {.doc = "what it is called", .required = true});
}
void describe(Fields& f, Outer& c) {
  f.section("deep", c.deep, {.doc = "A section with a required key."});
  f.field("other", c.other, {.doc = "another"});
}

/// Numbers without bounds of their own.
struct Numbers {
  double plain = 1;
  std::optional<double> optional;
};

void describe(Fields& f, Numbers& numbers) {
  f.field("plain", numbers.plain, {.doc = "a number"});
  f.field("optional", numbers.optional, {.doc = "a number or none", .empty_word = "none"});
}

}  // namespace

TEST_CASE("each kind of value is read", "[config]") {
  const Sample c = read(
      "flag: true\ncount: 7\nlarge: -9223372036854775808\nshare: 1e-3\ntarget: 0.5\ntext: a b\nlower: xyz\n"
      "inner: {rate: 2, label: ''}\n"
      "widths: [1, 2]\nbudgets:\n  - 3\n  - .5\nnames: [x, 'no', 12]\ncolour: green\n");
  REQUIRE(c.flag);
  REQUIRE(c.count == 7);
  REQUIRE(c.large == std::numeric_limits<std::int64_t>::min());
  REQUIRE(c.share == 1e-3);
  REQUIRE(c.target == 0.5);
  REQUIRE(c.text == "a b");
  REQUIRE(c.lower == "xyz");
  REQUIRE(c.inner == Inner{2.0, ""});
  REQUIRE(c.widths == std::vector{1, 2});
  REQUIRE(c.budgets == std::vector{3.0, 0.5});
  REQUIRE(c.names == std::vector<std::string>{"x", "no", "12"});
  REQUIRE(c.colour == Colour::green);
}

TEST_CASE("keys that are left out keep their defaults", "[config]") {
  REQUIRE(read("") == Sample{});
  REQUIRE(read("# only a comment\n") == Sample{});
  REQUIRE(read("{}") == Sample{});
  Sample expected;
  expected.inner.rate = 2;
  REQUIRE(read("inner:\n  rate: 2\n") == expected);
}

TEST_CASE("the word for an empty optional number is read, and a list may be empty", "[config]") {
  REQUIRE_FALSE(read("target: oracle").target.has_value());
  REQUIRE(read("widths: []").widths.empty());
}

TEST_CASE("only true and false are bools", "[config]") {
  for (const std::string word : {"no", "yes", "on", "True", "1", "[true]", "{a: true}"}) {
    const std::string seen = word.starts_with("[") ? "a list" : word.starts_with("{") ? "a section" : word;
    // A section is placed at its key, since it begins on the next line where it is written without braces.
    const std::string text = word.starts_with("{") ? "^flag: " + word : "flag: ^" + word;
    require_findings<Sample>(text, {"flag is " + seen + ", must be true or false"});
  }
  require_findings<Sample>("flag: ^'true'", {"flag is \"true\", must be true or false without quotes"});
}

TEST_CASE("only decimal integers are integers", "[config]") {
  for (const std::string word : {"0x10", "1_000", "1.5", "three", "nan"})
    require_findings<Sample>("count: ^" + word, {"count is " + word + ", must be an integer >= 1"});
  require_findings<Sample>("count: ^\"5\"", {"count is \"5\", must be an integer >= 1 without quotes"});
  require_findings<Sample>("count: ^|\n  5\n",
                           {"count is \"5\\x0a\", must be an integer >= 1 without quotes"});
}

TEST_CASE("of a whole number in a spelling that is not read it is said which is", "[config]") {
  for (const std::string word : {"010", "1.0", "1e3", "+5"}) {
    const std::string rule = ", written in digits without '+' or leading zeros";
    require_findings<Sample>("count: ^" + word, {"count is " + word + ", must be an integer >= 1" + rule});
    require_findings<Sample>("large: ^" + word, {"large is " + word + ", must be an integer" + rule});
    require_findings<Sample>("widths: [^" + word + "]",
                             {"widths[0] is " + word + ", must be an integer >= 1" + rule});
  }
}

TEST_CASE("integers stay within their bounds and their type", "[config]") {
  require_findings<Sample>("count: ^+0", {"count is +0, must be >= 1"});
  require_findings<Sample>("count: ^99999999999999999999",
                           {"count is 99999999999999999999, must be <= 2147483647"});
  require_findings<Sample>("large: ^9223372036854775808",
                           {"large is 9223372036854775808, must be <= 9223372036854775807"});
  require_findings<Sample>("large: ^-9223372036854775809",
                           {"large is -9223372036854775809, must be >= -9223372036854775808"});
  require_findings<Sample>("count: ^0", {"count is 0, must be >= 1"});
  require_findings<Sample>("count: ^2147483648", {"count is 2147483648, must be <= 2147483647"});
  REQUIRE(read("count: 2147483647").count == 2147483647);
  REQUIRE(read("count: 1").count == 1);
}

TEST_CASE("only finite decimal numbers are numbers", "[config]") {
  for (const std::string word :
       {".nan", "nan", ".inf", "-.inf", "1e400", "0x1p3", "1,5", "half", "1e", "80%%", "80ms"})
    require_findings<Sample>("share: ^" + word, {"share is " + word + ", must be a finite number in [0, 1)"});
  require_findings<Sample>("share: ^'0.5'",
                           {"share is \"0.5\", must be a finite number in [0, 1) without quotes"});
  require_findings<Sample>("share: ^[0.5]", {"share is a list, must be a finite number in [0, 1)"});
}

TEST_CASE("shares may be in per cent, and numbers carry the unit of their kind", "[config]") {
  REQUIRE(read("share: 80%").share == 0.8);
  REQUIRE(read("share: 80 %").share == 0.8);
  REQUIRE(read("target: 12.5%").target == 0.125);
  require_findings<Sample>("share: ^100%", {"share is 100%, must be in [0, 1)"});

  const auto measured = [](const std::string& text) { return load_text<Measured>(text, kFile).value; };
  REQUIRE(measured("wait: 1.4s").wait == 1400);
  REQUIRE(measured("wait: 1.4 s").wait == 1400);
  REQUIRE(measured("waits: [600, 0.6s, 2min]").waits == std::vector<double>{600, 600, 120000});
  REQUIRE(measured("memory: 320KiB").memory == 327680);
  require_findings<Measured>(
      "wait: ^1.4 J", {"wait is 1.4 J, must be a finite number > 0, in ms (600) or with a unit (0.6s)"});
  require_findings<Measured>("wait: ^-1s", {"wait is -1s, must be > 0"});
  require_findings<Measured>("wait: ^'1s'", {"wait is \"1s\", must be a finite number > 0, in ms (600) or "
                                             "with a unit (0.6s) without quotes"});
  for (const std::string word : {"320KB", "0.5B"})
    require_findings<Measured>("memory: ^" + word, {"memory is " + word +
                                                    ", must be an integer >= 1, in bytes (27648) or with a "
                                                    "unit (27kB, 27KiB)"});
}

TEST_CASE("a section of a value and its source may be written as the value", "[config]") {
  const auto speed = [](const std::string& text) { return load_text<Measured>(text, kFile).value.speed; };
  REQUIRE(speed("speed: 64.92M") == Sourced{64.92e6, "assumed"});
  REQUIRE(speed("speed: {value: 64.92M, source: paper}") == Sourced{64.92e6, "paper"});
  require_findings<Measured>("speed: ^fast", {"speed is fast, must be a finite number >= 0, in MAC/s (65e6) "
                                              "or with a prefix (65M)"});
  require_findings<Measured>("^speed:\n", {"speed is empty, must be a finite number >= 0, in MAC/s (65e6) or "
                                           "with a prefix (65M)"});
  require_findings<Measured>("speed: ^-1", {"speed is -1, must be >= 0"});
}

TEST_CASE("numbers stay within their bounds", "[config]") {
  REQUIRE(read("share: 0").share == 0.0);
  require_findings<Sample>("share: ^1", {"share is 1, must be in [0, 1)"});
  require_findings<Sample>("share: ^-1e-9", {"share is -1e-9, must be in [0, 1)"});
  require_findings<Sample>("inner:\n  rate: ^0.0\n", {"inner.rate is 0.0, must be > 0"});
}

TEST_CASE("an optional number is a number in bounds or its word", "[config]") {
  REQUIRE(read("target: 1").target == 1.0);
  for (const std::string word : {"1.5", "orcale", "none", "\"oracle\""}) {
    const std::string hint = word.starts_with('"') ? " without quotes" : "";
    require_findings<Sample>("target: ^" + word,
                             {"target is " + word + ", must be a finite number in [0, 1], or oracle" + hint});
  }
}

TEST_CASE("texts are taken as written, and checked where there is a rule", "[config]") {
  REQUIRE(read("text: 010").text == "010");
  REQUIRE(read("text: no").text == "no");
  REQUIRE(read("text: ''").text.empty());
  require_findings<Sample>("text: ^[a]", {"text is a list, must be a text"});
  require_findings<Sample>("lower: ^aBc", {"lower is aBc, must be lower-case letters"});
}

TEST_CASE("lists are read entry by entry, and each bad entry is reported", "[config]") {
  require_findings<Sample>("widths: ^8", {"widths is 8, must be a list of integers >= 1"});
  require_findings<Sample>("widths: [4, ^0, ^x, ^'5', ^[6]]",
                           {"widths[1] is 0, must be >= 1", "widths[2] is x, must be an integer >= 1",
                            "widths[3] is \"5\", must be an integer >= 1 without quotes",
                            "widths[4] is a list, must be an integer >= 1"});
  require_findings<Sample>("names: [a, ^{b: 1}, ^~]",
                           {"names[1] is a section, must be a text", "names[2] is empty, must be a text"});
  require_findings<Sample>("budgets: ^[]",
                           {"budgets is a list, must be a non-empty list of different finite numbers > 0"});
  require_findings<Sample>("budgets: [1, 2, ^1.0]",
                           {"budgets[2] is 1.0, must be different from the entries before it"});
}

TEST_CASE("entries that could not be read are not called equal as well", "[config]") {
  require_findings<Sample>(
      "budgets: [1, ^x, ^y, ^1]",
      {"budgets[1] is x, must be a finite number > 0", "budgets[2] is y, must be a finite number > 0",
       "budgets[3] is 1, must be different from the entries before it"});
}

TEST_CASE("an unknown word of a closed list is answered with the list and the nearest word", "[config]") {
  require_findings<Sample>("colour: ^gren",
                           {"colour is gren, must be one of red, green; did you mean 'green'?"});
  require_findings<Sample>("colour: ^ultramarine", {"colour is ultramarine, must be one of red, green"});
  require_findings<Sample>("colour: ^[red]", {"colour is a list, must be one of red, green"});
  REQUIRE(read("colour: 'green'").colour == Colour::green);
}

TEST_CASE("a null is refused wherever it stands", "[config]") {
  require_findings<Sample>("^count:\nflag: true\n", {"count is empty, must be an integer >= 1"});
  require_findings<Sample>("^text: ~\n", {"text is empty, must be a text"});
  require_findings<Sample>("^colour: null\n", {"colour is empty, must be one of red, green"});
  require_findings<Sample>("^inner:\n",
                           {"inner is empty, must be a section with keys of its own (rate, label)"});
}

TEST_CASE("a section must be a map", "[config]") {
  require_findings<Sample>("inner: ^3", {"inner is 3, must be a section with keys of its own (rate, label)"});
  require_findings<Sample>("inner: ^[1]",
                           {"inner is a list, must be a section with keys of its own (rate, label)"});
}

TEST_CASE("an unknown key is answered with the nearest key that is not used yet", "[config]") {
  require_findings<Sample>("inner:\n  ^ratte: 2\n", {"unknown key 'ratte' in inner; did you mean 'rate'?"});
  require_findings<Sample>("^txet: x", {"unknown key 'txet'; did you mean 'text'?"});
  require_findings<Sample>("text: y\n^txet: x",
                           {"unknown key 'txet', known are flag, count, large, share, target, text, lower, "
                            "inner, widths, budgets, names, colour"});
  require_findings<Sample>("inner: {^'': 1}", {"unknown key '' in inner, known are rate, label"});
}

TEST_CASE("a renamed key is read under both names, and written under the former", "[config]") {
  const auto edges = [](std::string_view text, std::vector<std::string> sets = {}) {
    return load_text<WithRenamed>(text, kFile, sets).value.shape.edges;
  };
  REQUIRE(edges("shape: {edges: 3}") == 3);
  REQUIRE(edges("shape: {sides: 4}") == 4);
  REQUIRE(edges("shape: {sides: 4}", {"shape.edges=5"}) == 5);
  REQUIRE(edges("shape: {edges: 4}", {"shape.sides=5"}) == 5);
  REQUIRE(edges("shape: {sides: 4}", {"shape.sides=5"}) == 5);
  REQUIRE(to_yaml(WithRenamed{{7}}) == "shape:\n  sides: 7\n");
  REQUIRE_THAT(
      manual_for<WithRenamed>("Options"),
      Catch::Contains("| `shape.edges` | `1` | an integer >= 1 | how many (formerly `sides`, which is "
                      "still read) |  |"));
  const auto loaded = load_text<WithRenamed>("shape: {sides: 4}", kFile);
  REQUIRE(origin_of(loaded.places, "shape.edges") == "configs/test.yaml:1:16");
}

TEST_CASE("a finding about a renamed key uses the name that was written", "[config]") {
  require_findings<WithRenamed>("shape: {sides: ^0}", {"shape.sides is 0, must be >= 1"});
  require_findings<WithRenamed>("shape: {edges: ^0}", {"shape.edges is 0, must be >= 1"});
  require_findings<WithRenamed>("shape: {^sides: }", {"shape.sides is empty, must be an integer >= 1"});
  require_findings<WithRenamed>("shape: {edges: 3, ^sides: 4}",
                                {"shape.sides is the former name of edges: give one of them"});
  require_findings<WithRenamed>("shape: {^sodes: 4}", {"unknown key 'sodes' in shape, known are edges"});
}

TEST_CASE("numbers whose sums or quotients no double can hold are refused", "[config]") {
  for (const char* number : {"1e308", "1.1e30", "-1e31", "1e-31", "-1e-308"})
    require_findings<Numbers>(
        fmt::format("plain: ^{}", number),
        {fmt::format("plain is {}, must be 0 or between 1e-30 and 1e+30 (docs/limits.md)", number)});
  for (const char* number : {"1e30", "-1e30", "1e-30", "0"})
    require_findings<Numbers>(fmt::format("plain: {}\noptional: {}", number, number), {});
  require_findings<Numbers>("optional: ^1e308",
                            {"optional is 1e308, must be 0 or between 1e-30 and 1e+30 (docs/limits.md)"});
}

TEST_CASE("a missing key is asked for at the section it belongs to", "[config]") {
  require_findings<Needy>("^", {"name is missing, must be given: what it is called"});
  require_findings<Outer>("^other: 1\n", {"deep.name is missing, must be given: what it is called"});
  require_findings<Outer>("other: 1\n^deep: {}\n",
                          {"deep.name is missing, must be given: what it is called"});
  require_findings<Outer>("deep: ^7\n", {"deep is 7, must be a section with keys of its own (name)"});
}

TEST_CASE("all errors are found in one pass, sorted by place", "[config]") {
  require_findings<Sample>(
      "colour: ^blue\nflag: ^no\n^flga: true\ninner: {label: x, rate: ^-1, ^extra: 1}\n^flag: true\n",
      {"colour is blue, must be one of red, green", "flag is no, must be true or false",
       "unknown key 'flga', known are flag, count, large, share, target, text, lower, inner, widths, "
       "budgets, names, colour",
       "inner.rate is -1, must be > 0", "unknown key 'extra' in inner, known are rate, label",
       "duplicate key 'flag' (first on line 2)"});
}

TEST_CASE("files are looked for beside the config file", "[config]") {
  const auto folder = std::filesystem::temp_directory_path() / "hybrid-reader-test";
  std::filesystem::create_directories(folder / "systems");
  std::ofstream(folder / "systems/a.yaml") << "x\n";
  const auto config = folder / "c.yaml";
  const auto loaded = load_text<WithFiles>("profile: systems/a.yaml\nsystems: [systems/a.yaml]\n", config);
  REQUIRE(loaded.value.profile == "systems/a.yaml");
  REQUIRE(loaded.folder == folder);
  for (const std::string missing : {"systems/b.yaml", "systems", ""}) {
    const auto message = "systems[0] is \"" + missing + "\", must be an existing file (looked for " +
                         (folder / missing).string() + ")";
    REQUIRE_THROWS_WITH(load_text<WithFiles>("systems: ['" + missing + "']", config),
                        Catch::Contains(message));
  }
  REQUIRE_THROWS_AS(load_text<WithFiles>("profile: " + std::string(5000, 'x'), config), ConfigError);
  std::filesystem::remove_all(folder);
}
