#include "config/yaml_tree.h"

#include <fmt/format.h>

#include "core/limits.h"
#include "marked_yaml.h"

using namespace hybrid;
using namespace hybrid::config;
using namespace hybrid::test;

namespace {

YamlNode parse(std::string_view text) {
  ConfigReport report;
  const auto tree = parse_yaml(text, {"f", 1, 1}, report);
  REQUIRE(report.diagnostics.empty());
  REQUIRE(tree.has_value());
  return *tree;
}

/// Requires that the text is refused with exactly these findings.
void require_refused(std::string_view marked, const std::vector<std::string>& messages) {
  const MarkedYaml yaml = unmark(marked);
  ConfigReport report;
  INFO(marked);
  REQUIRE_FALSE(parse_yaml(yaml.text, {std::string(kFile), 1, 1}, report).has_value());
  REQUIRE(report.diagnostics.size() == messages.size());
  for (std::size_t i = 0; i < messages.size(); ++i) {
    REQUIRE(report.diagnostics[i].message == messages[i]);
    REQUIRE(to_string(report.diagnostics[i].where) == to_string(yaml.marks.at(i)));
  }
}

}  // namespace

TEST_CASE("texts, lists and maps keep their order and their places", "[config]") {
  const YamlNode root = parse("b: [1, 'x']\na:\n  c: 010\n");
  REQUIRE(root.kind == YamlNode::Kind::map);
  REQUIRE(root.children.size() == 2);
  const YamlNode& list = root.children[0];
  REQUIRE(list.key == "b");
  REQUIRE(list.kind == YamlNode::Kind::list);
  REQUIRE(to_string(list.children[0].at) == "f:1:5");
  REQUIRE_FALSE(list.children[0].quoted);
  REQUIRE(list.children[1].text == "x");
  REQUIRE(list.children[1].quoted);
  REQUIRE(to_string(root.find("a")->at) == "f:2:1");
  REQUIRE(root.find("a")->find("c")->text == "010");
  REQUIRE(to_string(root.find("a")->find("c")->at) == "f:3:6");
  REQUIRE(root.find("d") == nullptr);
}

TEST_CASE("no text and a lone document mark are nulls", "[config]") {
  for (const char* text : {"", "# comment\n", "---\n", "~"})
    REQUIRE(parse(text).kind == YamlNode::Kind::null);
}

TEST_CASE("document marks, directives, a byte order mark and CRLF are harmless", "[config]") {
  for (const char* text : {"---\na: 1\n...\n", "%YAML 1.2\n---\na: 1\n",
                           "\xef\xbb\xbf"
                           "a: 1\n",
                           "a: 1\r\n", "a:\t1\n"})
    REQUIRE(parse(text).find("a")->text == "1");
}

TEST_CASE("what is not YAML is refused at its place", "[config]") {
  require_refused("a: b^: c\n", {"not YAML: illegal map value"});
  require_refused("a: 1\n^\tb: 2\n", {"not YAML: illegal tab when looking for indentation"});
  require_refused("a: [1, 2\nb^: 3\n", {"not YAML: end of sequence flow not found"});
  require_refused("a: 1\n^}\n", {"not YAML: illegal flow end"});
}

TEST_CASE("a tower of brackets is refused instead of overflowing the stack", "[config]") {
  for (const char* level : {"[", "{a: ", "- "}) {
    std::string text;
    for (int i = 0; i < 100000; ++i) text += level;
    ConfigReport report;
    REQUIRE_FALSE(parse_yaml(text, {"f", 1, 1}, report).has_value());
    REQUIRE(report.diagnostics.size() == 1);
    REQUIRE(report.diagnostics[0].message == "lists and maps within each other, too deep to be a config");
  }
}

TEST_CASE("control characters are refused, for yaml-cpp would stop reading there", "[config]") {
  require_refused(
      "a: 1\nb: ^\x04"
      "2\n",
      {"not YAML: control character 0x04"});
  require_refused(std::string_view("^\0", 2), {"not YAML: control character 0x00"});
}

TEST_CASE("an unclosed quote is refused, for yaml-cpp would close it at the end of the file", "[config]") {
  require_refused("a: ^\"x\nb: 1\n", {"this \" is never closed"});
  require_refused("a: ^'it''s\n", {"this ' is never closed"});
  require_refused("a: ^\"x\\\"\n", {"this \" is never closed"});
  REQUIRE(parse("a: 'it''s'").find("a")->text == "it's");
  REQUIRE(parse("a: \"x\\\\\"").find("a")->text == "x\\");
  REQUIRE(parse("a: \"x\n  y\"").find("a")->text == "x y");
  REQUIRE(parse("a: |\n  \"x\n").find("a")->text == "\"x\n");
}

TEST_CASE("what a config does not need of YAML is refused", "[config]") {
  require_refused("a: ^&x 1\nb: ^*x\n",
                  {"anchors (&) are not supported, write the value out where it is used",
                   "aliases (*) are not supported, write the value out"});
  require_refused("^<<: {a: 1}\n", {"merge keys (<<) are not supported, write the keys out"});
  require_refused("a: ^!mine 1\n", {"tags (!mine) are not supported, write the value without one"});
  require_refused("? ^[a]\n: 1\n", {"a key must be a text"});
  require_refused("^~: 1\n", {"a key must be a text"});
  require_refused("a: 1\n^---\nb: 2\n", {"a second document starts here, a config is one document"});
}

TEST_CASE("of duplicate keys the first counts, and the others are reported", "[config]") {
  ConfigReport report;
  const auto root = parse_yaml("a: 1\nb: {c: 1, c: 2}\na : 3\n", {"f", 1, 1}, report);
  REQUIRE(root->find("a")->text == "1");
  REQUIRE(report.diagnostics.size() == 2);
  REQUIRE(report.diagnostics[0] == Diagnostic{{"f", 2, 11}, "duplicate key 'c' (first on line 2)"});
  REQUIRE(report.diagnostics[1] == Diagnostic{{"f", 3, 1}, "duplicate key 'a' (first on line 1)"});
}

TEST_CASE("a text from the command line has one place for everything in it", "[config]") {
  ConfigReport report;
  const Location start{"--set x=1", 0, 0};
  const auto node = parse_yaml("{a: [1], a: 2}", start, report);
  REQUIRE(node->find("a")->children[0].at == start);
  REQUIRE(report.diagnostics == std::vector<Diagnostic>{{start, "duplicate key 'a'"}});
  REQUIRE(parse_yaml("", start, report)->at == start);
}

TEST_CASE("a comma outside lists and maps is refused at its place", "[config]") {
  const std::string message = "a comma that no list in [ ] and no map in { } surrounds; leave it out";
  require_refused("^,", {message});
  require_refused("[128,32]^,", {message});
  require_refused("a: 1\n^---\n,,,", {"a second document starts here, a config is one document"});
}

TEST_CASE("no sequence of one or two YAML tokens runs without end", "[config]") {
  const std::vector<std::string> tokens{",",           "[",   "]",    "{",   "}",   ":",   ": ",    "? ",
                                        "- ",          "-",   "a",    "a: ", "'",   "'x'", "\"x\"", "\"",
                                        "|",           ">",   "\n",   "# ",  "&a ", "*a ", "!t ",   "---",
                                        "%YAML 1.2\n", "...", "<<: ", "\t",  "  "};
  std::size_t refused = 0;
  const auto parses = [&](const std::string& text) {
    INFO(text);
    ConfigReport report;
    const bool parsed = parse_yaml(text, {"f", 1, 1}, report).has_value();
    REQUIRE(report.diagnostics.size() <= 4);  // a loop would add a finding for each document
    REQUIRE((parsed || !report.diagnostics.empty()));
    refused += parsed ? 0 : 1;
  };
  for (const auto& first : tokens) {
    parses(first);
    for (const auto& second : tokens) {
      parses(first + second);
      parses(first + "\n" + second);
    }
  }
  REQUIRE(refused > 100);
}

TEST_CASE("YAML of more than a mebibyte is refused with its size", "[config]") {
  ConfigReport report;
  std::string text = "a: " + std::string(limits::kYaml - 3, 'x');
  REQUIRE(parse_yaml(text, {"f", 1, 1}, report).has_value());
  REQUIRE_FALSE(parse_yaml(text + 'x', {"f", 1, 1}, report).has_value());
  REQUIRE(report.diagnostics.front().message ==
          "1,048,577 bytes of YAML, at most 1,048,576 are read (docs/limits.md)");
}

TEST_CASE("a config full of keys is read in time, and a repeated one still refused", "[config]") {
  std::string text;
  for (int i = 0; i < 90'000; ++i) text += fmt::format("k{}: 1\n", i);
  REQUIRE(parse(text).children.size() == 90'000);  // minutes, if each were compared with all before it
  ConfigReport report;
  REQUIRE(parse_yaml(text + "k7: 1\n", {"f", 1, 1}, report).has_value());
  REQUIRE(report.diagnostics ==
          std::vector{Diagnostic{{"f", 90'001, 1}, "duplicate key 'k7' (first on line 8)"}});
}
