#include "config/manual.h"

#include <catch2/catch.hpp>

#include "config/experiment.h"
#include "sample.h"

using namespace hybrid;
using namespace hybrid::config;
using namespace hybrid::test;

namespace {

/// Collects the dotted key of every field, and requires that each has its line of documentation.
class Keys final : public Fields {
 public:
  std::vector<std::string> keys;

 protected:
  void visit_field(std::string_view key, Binding, const FieldSpec& spec) override { add(key, spec); }
  std::string visit_choice(std::string_view key, const std::string& chosen, std::span<const std::string>,
                           const FieldSpec& spec) override {
    add(key, spec);
    return chosen;
  }
  void begin_section(std::string_view key, const FieldSpec& spec) override {
    add(key, spec);
    sections_.push_back(keys.back());
  }
  void end_section() override { sections_.pop_back(); }

 private:
  void add(std::string_view key, const FieldSpec& spec) {
    INFO(key);
    REQUIRE_FALSE(spec.doc.empty());
    keys.push_back(dotted(sections_.empty() ? "" : sections_.back(), key));
  }

  std::vector<std::string> sections_;
};

}  // namespace

TEST_CASE("the manual has a table per section, with bars escaped", "[config]") {
  REQUIRE(manual_for<Sample>("Options") == R"(# Options

| key | default | allowed | meaning | paper |
|---|---|---|---|---|
| `flag` | `false` | true or false | a flag |  |
| `count` | `3` | an integer >= 1 (things) | a count | 3 (Table 9) |
| `large` | `1` | an integer | a large number |  |
| `share` | `0.25` | a finite number in [0, 1) | a share |  |
| `target` | `oracle` | a finite number in [0, 1], or oracle | a target |  |
| `text` | `"plain"` | a text | this \| that |  |
| `lower` | `"abc"` | lower-case letters | a word |  |
| `widths` | `[8]` | a list of integers >= 1 | widths |  |
| `budgets` | `[1.5]` | a non-empty list of different finite numbers > 0 | budgets |  |
| `names` | `[]` | a list of texts | names |  |
| `colour` | `red` | one of red, green | a colour |  |

## `inner`

The inner part.

| key | default | allowed | meaning | paper |
|---|---|---|---|---|
| `inner.rate` | `0.5` | a finite number > 0 | a rate |  |
| `inner.label` | `"none"` | a text | a label |  |
)");
}

TEST_CASE("every option of an experiment is documented and in the manual", "[config]") {
  Keys visitor;
  ExperimentConfig config;
  describe(visitor, config);
  REQUIRE(visitor.keys.size() > 60);
  const std::string manual = manual_for<ExperimentConfig>("Options");
  for (const auto& key : visitor.keys) REQUIRE_THAT(manual, Catch::Contains("`" + key + "`"));
}
