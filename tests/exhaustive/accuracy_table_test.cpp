// The bounds of check-table against all there is: every outcome of up to four examples under every choice of
// what to send. Bounds that some case breaks are false, bounds that no case reaches are weak; neither may be.

#include "paper/accuracy_table.h"

#include <fmt/format.h>
#include <catch2/catch.hpp>
#include <set>

#include "exhaustive/tiny_cases.h"

namespace hybrid::test {
namespace {

/// What one choice of inputs to send makes of one set of outcomes, as counts.
struct Tally {
  int base = 0, cloud = 0, sent = 0, kept_right = 0, right = 0;
  auto operator<=>(const Tally&) const = default;
};

Tally tally_of(const routing::Outcomes& outcomes, unsigned sent) {
  Tally tally;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const bool is_sent = (sent >> i & 1U) != 0;
    const bool base_right = outcomes.base_value[i] > 0, cloud_right = outcomes.cloud_value[i] > 0;
    tally.base += base_right;
    tally.cloud += cloud_right;
    tally.sent += is_sent;
    tally.kept_right += !is_sent && base_right;
    tally.right += is_sent ? cloud_right : base_right;
  }
  return tally;
}

/// Every tally that n examples can have.
std::set<Tally> all_tallies(int n) {
  std::set<Tally> all;
  for_each_outcomes(static_cast<std::size_t>(n), [&](const routing::Outcomes& outcomes) {
    for (unsigned sent = 0; sent < (1U << n); ++sent) all.insert(tally_of(outcomes, sent));
  });
  return all;
}

/// In units of examples.
/// @param kept whether the row says how much of what is kept is right
bool is_possible(int n, const Tally& tally, bool kept) {
  const int coverage = n - tally.sent;
  paper::AccuracyRow row{.method = "m", .coverage = coverage, .accuracy = tally.right, .kept_accuracy = {}};
  if (kept) row.kept_accuracy = static_cast<double>(n) * tally.kept_right / coverage;
  const paper::AccuracyTable table{.name = "t",
                                   .whole = static_cast<double>(n),
                                   .base_accuracy = tally.base,
                                   .cloud_accuracy = tally.cloud,
                                   .rows = {row}};
  return paper::deciding_finding(paper::check_table(table), 0).sides.verdict == paper::ClaimVerdict::holds;
}

std::string words(int n, const Tally& t) {
  return fmt::format("{} examples: base {}, cloud {}, sent {}, kept and right {}, right {}", n, t.base,
                     t.cloud, t.sent, t.kept_right, t.right);
}

TEST_CASE("an accuracy is possible exactly if some outcomes and some choice of what to send have it",
          "[exhaustive]") {
  for (int n = 1; n <= 4; ++n) {
    const std::set<Tally> reached = all_tallies(n);
    for_each_number(4, n + 1, [&](const std::vector<int>& d) {
      Tally tally{.base = d[0], .cloud = d[1], .sent = d[2], .right = d[3]};
      bool is_reached = false;
      for (tally.kept_right = 0; tally.kept_right <= n; ++tally.kept_right)
        is_reached |= reached.contains(tally);
      INFO(words(n, tally));
      REQUIRE(is_possible(n, tally, false) == is_reached);
    });
  }
}

TEST_CASE("with what is kept and right known, too", "[exhaustive]") {
  for (int n = 1; n <= 4; ++n) {
    const std::set<Tally> reached = all_tallies(n);
    for_each_number(5, n + 1, [&](const std::vector<int>& d) {
      const Tally tally{.base = d[0], .cloud = d[1], .sent = d[2], .kept_right = d[3], .right = d[4]};
      if (tally.kept_right > n - tally.sent || tally.sent == n) return;
      INFO(words(n, tally));
      REQUIRE(is_possible(n, tally, true) == reached.contains(tally));
    });
  }
}

}  // namespace
}  // namespace hybrid::test
