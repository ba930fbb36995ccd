#include "paper/check_paper.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "core/files.h"
#include "support/temporary_folder.h"

namespace hybrid::test {
using namespace hybrid::paper;
namespace {

const std::vector<CheckedClaim>& claims() {
  static const std::vector<CheckedClaim> all =
      check_paper(Paper(std::filesystem::path(HYBRID_SOURCE) / "results/paper"));
  return all;
}

/// The one claim of that place whose words contain `words`.
const CheckedClaim& claim_of(const std::string& place, const std::string& words) {
  const CheckedClaim* found = nullptr;
  for (const auto& claim : claims()) {
    if (claim.place != place || claim.claim.find(words) == std::string::npos) continue;
    INFO("a second claim of " << place << " with '" << words << "'");
    REQUIRE(found == nullptr);
    found = &claim;
  }
  INFO("no claim of " << place << " with '" << words << "'");
  REQUIRE(found != nullptr);
  return *found;
}

TEST_CASE("what is known to be contradicted is, with its arithmetic", "[paper]") {
  const auto require = [](const char* place, const char* words, const char* arithmetic) {
    const CheckedClaim& claim = claim_of(place, words);
    CHECK(claim.verdict == ClaimVerdict::contradicted);
    CHECK_THAT(claim.arithmetic, Catch::Contains(arithmetic));
  };
  require("abstract", "25 %", "1 - 1600 / 2000 = 20 %; printed 25 %");
  require("abstract", "no excess loss", "79.5 %; must be at least 79.9 %");
  require("section 1", "10x", "200 / 25 = 8 x");
  require("section 3", "5 % over dynamic networks", "= 3.8 %; printed 5 %");
  require("section 3", "up to 70 % latency reduction", "= 60.12 %");
  require("section 3, Table 3", "On-Device at 1000 ms: 60.9", "1075 ms");
  require("A.1", "150 K", "50 K; printed 150 K");
  require("A.2", "model B consumes", "= 55.73 mJ; printed 60 mJ");
  require("A.2", "model C consumes", "= 72.58 mJ; printed 80 mJ");
  require("A.2", "236 x 236", "= 12.15 s; printed 2 s");
  require("A.2", "the accuracy of the same network", "62.2 %; printed 60.9 %");
  require("A.2", "Table 4, MBV3-48", "= 71.4 %");
  require("A.2", "Figure 4 at 69", "70.90 %; must be at most");
  require("A.4.2, Table 6", "MASS-240 is named", "230 M; printed 240 M");
  require("A.5", "row 3 of Table 1", "= 2");
  require("A.7", "less than 2 % slowdown", "= 2.298 %");
  require("A.7", "saves energy at 1400 ms", "= 243 mJ; must be less than 216 mJ");
  require("A.7", "A.2's 10.368 mJ", "111.2 mJ");
  require("A.8.1", "up to 40 % lower latency", "= 17.67 %");
  require("A.8.4, Table 9", "Hybrid, 97 kept", "94.31 %; must be at most min(97, 91) + min(3, 96) = 94");
}

TEST_CASE("what is known to hold does, at most with rounding", "[paper]") {
  const auto require = [](const char* place, const char* words, ClaimVerdict verdict,
                          const char* arithmetic) {
    const CheckedClaim& claim = claim_of(place, words);
    CHECK(claim.verdict == verdict);
    CHECK_THAT(claim.arithmetic, Catch::Contains(arithmetic));
  };
  const auto holds = ClaimVerdict::holds, rounding = ClaimVerdict::holds_with_rounding;
  require("section 3", "25 % reduction in energy", holds, "1 - 161 / 216 = 25.46 %");
  require("section 3", "10 % over the on-device", holds, "71.2 - 60.9 = 10.3 %");
  require("section 3", "half the latency", holds, "= 64.35 %");
  require("section 3", "about 2 % slowdown", holds, "= 2.298 %");
  require("section 3, Table 4", "nearly 2 %", holds, "= 1.9 %");
  require("section 3, Table 3", "96 mJ at 1000 ms, with", rounding, "= 96.77 mJ");
  require("section 3, Table 3", "Upper-Bound at 600 ms", rounding, "= 62.88 %");
  require("section 3, Table 3", "Upper-Bound at 1000 ms", holds, "= 74.66 %");
  require("section 2", "2025 ms", holds, "2000 + 25 = 2025 ms");
  require("A.2", "28 KB at", holds, "28 * 8 / 110 = 2.036 s");
  require("A.2", "c = a_b", holds, "= 79.9 %");
  require("A.4.2", "101 inputs", holds, "1 + 10 * 10 = 101");
  require("A.4.2", "less than 2 %", holds, "= 0.3313 %");
  require("A.5", "0.3 %", holds, "79.9 - 79.6 = 0.3 %");
  require("A.7", "overhead in energy", holds, "= 1.978 %");
  require("A.8.2, Table 8", "MBV3-48: on what is sent at 90 %", holds, "= 56.3 %; must be more than");
  require("A.8.5, Table 10", "Table 3's", holds, "the largest difference is");
}

TEST_CASE("claims come in the paper's order, each once", "[paper]") {
  REQUIRE(claims().front().place == "abstract");
  REQUIRE(claims().back().place == "A.8.5, Table 10");
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& claim : claims()) {
    INFO(claim.place << ": " << claim.claim);
    REQUIRE(seen.insert({claim.place, claim.claim}).second);
    REQUIRE_FALSE(claim.arithmetic.empty());
  }
}

TEST_CASE("another printed number changes the verdict", "[paper]") {
  const TemporaryFolder folder;
  std::filesystem::copy(std::filesystem::path(HYBRID_SOURCE) / "results/paper", folder / "paper");
  std::string table9 = read_file(folder / "paper/table9.yaml");
  const auto at = table9.find("94.31");
  REQUIRE(at != std::string::npos);
  write_file_atomically(folder / "paper/table9.yaml", table9.replace(at, 5, "93.99"));
  const auto changed = check_paper(Paper(folder / "paper"));
  const auto contradicted = [](const std::vector<CheckedClaim>& all) {
    return std::ranges::count(all, ClaimVerdict::contradicted, &CheckedClaim::verdict);
  };
  REQUIRE(contradicted(changed) == contradicted(claims()) - 1);
}

TEST_CASE("the page, the CSV and the JSON have all claims", "[paper]") {
  const std::vector<CheckedClaim> two{{"section 1", "a | b", "1 - \"2\" = 3", ClaimVerdict::holds, ""},
                                      {"A.2, Table 9", "c", "4", ClaimVerdict::contradicted, "why"}};
  REQUIRE(paper_check_summary(two) == "2 claims: 1 hold, 0 hold with rounding, 1 are contradicted");
  const std::string page = paper_check_markdown(two);
  REQUIRE_THAT(
      page, Catch::Contains("a \\| b") && Catch::Contains("## Section 1\n") && Catch::Contains("## A.2\n"));
  // The contradicted one stands at the head and in its section.
  const std::string row = "| A.2, Table 9 | c | 4 | **contradicted** | why |\n";
  REQUIRE(page.find(row) != page.rfind(row));
  REQUIRE(page.find(row) < page.find("## Section 1"));
  REQUIRE(paper_check_csv(two) ==
          "place,claim,arithmetic,verdict,remark\n"
          "section 1,a | b,\"1 - \"\"2\"\" = 3\",holds,\n"
          "\"A.2, Table 9\",c,4,contradicted,why\n");
  const auto json = nlohmann::json::parse(paper_check_json(two));
  REQUIRE(json.at("contradicted") == 1);
  REQUIRE(json.at("claims").at(1).at("remark") == "why");
}

}  // namespace
}  // namespace hybrid::test
