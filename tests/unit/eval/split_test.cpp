#include "eval/split.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <numeric>

#include "core/error.h"

using namespace hybrid;
using namespace hybrid::eval;

namespace {

using Labels = std::vector<std::int32_t>;

/// count_of[l] rows of label l, in turn as long as there are some left.
Labels interleaved(std::vector<int> count_of) {
  Labels labels;
  const int total = std::accumulate(count_of.begin(), count_of.end(), 0);
  while (static_cast<int>(labels.size()) < total)
    for (std::size_t l = 0; l < count_of.size(); ++l)
      if (count_of[l]-- > 0) labels.push_back(static_cast<std::int32_t>(l));
  return labels;
}

std::map<std::int32_t, std::size_t> counts(const Labels& labels, const std::vector<std::size_t>& rows) {
  std::map<std::int32_t, std::size_t> result;
  for (const auto row : rows) ++result[labels[row]];
  return result;
}

/// Disjoint, complete, ascending, and of each label its share up to one row.
void require_stratified(const Labels& labels, double fraction, const Split& split) {
  REQUIRE(std::ranges::is_sorted(split.first));
  REQUIRE(std::ranges::is_sorted(split.second));
  std::vector<std::size_t> all = split.first;
  all.insert(all.end(), split.second.begin(), split.second.end());
  std::ranges::sort(all);
  std::vector<std::size_t> expected(labels.size());
  std::iota(expected.begin(), expected.end(), std::size_t{0});
  REQUIRE(all == expected);
  const auto taken = counts(labels, split.first);
  for (const auto& [label, total] : counts(labels, expected)) {
    const double got = taken.contains(label) ? static_cast<double>(taken.at(label)) : 0;
    REQUIRE(std::abs(got - fraction * static_cast<double>(total)) < 1);
  }
}

}  // namespace

TEST_CASE("a split is stratified, disjoint, complete and of the right size", "[eval]") {
  const Labels labels = GENERATE(interleaved({10, 10, 10}), interleaved({1, 2, 3, 40}), interleaved({7}),
                                 interleaved({3, 0, 5, 1, 1, 1}));
  const double fraction = GENERATE(0.0, 0.1, 0.3, 0.5, 0.77, 1.0);
  const Split split = stratified_split(labels, fraction, SeedTree(1));
  require_stratified(labels, fraction, split);
  REQUIRE(split.first.size() ==
          static_cast<std::size_t>(std::floor(fraction * static_cast<double>(labels.size()) + 1e-9)));
}

TEST_CASE("whole shares are exact", "[eval]") {
  const Labels labels = interleaved({10, 20, 30});
  const Split split = stratified_split(labels, 0.3, SeedTree(1));  // 0.3 * 10 may be 2.9999999999999996
  REQUIRE(counts(labels, split.first) == std::map<std::int32_t, std::size_t>{{0, 3}, {1, 6}, {2, 9}});
}

TEST_CASE("nothing and everything are splits too", "[eval]") {
  const Labels labels = interleaved({3, 4});
  REQUIRE(stratified_split(labels, 0, SeedTree(1)).first.empty());
  REQUIRE(stratified_split(labels, 1, SeedTree(1)).second.empty());
  REQUIRE(stratified_split({}, 0.5, SeedTree(1)).first.empty());
}

TEST_CASE("rows that are left over go to the largest remainders, ties to the smaller label", "[eval]") {
  const Labels labels = interleaved({3, 3, 3, 4});  // 6 of 13: 1.5, 1.5, 1.5 and 2
  const Split split = stratified_split(labels, 0.5, SeedTree(1));
  REQUIRE(counts(labels, split.first) == std::map<std::int32_t, std::size_t>{{0, 2}, {1, 1}, {2, 1}, {3, 2}});
}

TEST_CASE("a third written with ten digits splits many small labels", "[eval]") {
  // Per label almost 1 row, in total almost 100: the parts must not round up further than the whole.
  const Labels labels = interleaved(std::vector<int>(100, 3));
  for (const double fraction : {0.333333333, 0.3333333333, 0.33333333333, 0.333333333333, 1.0 / 3}) {
    const Split split = stratified_split(labels, fraction, SeedTree(1));
    require_stratified(labels, fraction, split);
    REQUIRE((split.first.size() == 99 || split.first.size() == 100));
  }
  REQUIRE(stratified_split(labels, 0.333333333, SeedTree(1)).first.size() == 99);
  REQUIRE(stratified_split(labels, 1.0 / 3, SeedTree(1)).first.size() == 100);
}

TEST_CASE("a split is decided by its seed, and a label's rows by that label alone", "[eval]") {
  const Labels labels = interleaved({20, 20});
  const Split split = stratified_split(labels, 0.5, SeedTree(1));
  REQUIRE(split.first == stratified_split(labels, 0.5, SeedTree(1)).first);
  REQUIRE(split.first != stratified_split(labels, 0.5, SeedTree(2)).first);

  Labels more = labels;
  more.insert(more.end(), 10, 2);
  const Split split_of_more = stratified_split(more, 0.5, SeedTree(1));
  std::vector<std::size_t> shared;
  std::ranges::copy_if(split_of_more.first, std::back_inserter(shared),
                       [](std::size_t row) { return row < 40; });
  REQUIRE(shared == split.first);
}

TEST_CASE("every row has the same chance to be taken", "[eval]") {
  const Labels labels = interleaved({5, 5});
  std::vector<int> taken(10);
  for (std::uint64_t seed = 0; seed < 2000; ++seed)
    for (const auto row : stratified_split(labels, 0.4, SeedTree(seed)).first) ++taken[row];
  for (const int count : taken) REQUIRE(count == Approx(800).margin(5 * std::sqrt(2000 * 0.4 * 0.6)));
}

TEST_CASE("a fraction beyond 0 to 1 is a fault of the caller", "[eval]") {
  REQUIRE_THROWS_AS(stratified_split(Labels{0}, -0.1, SeedTree(1)), InternalError);
  REQUIRE_THROWS_AS(stratified_split(Labels{0}, 1.1, SeedTree(1)), InternalError);
}

TEST_CASE("a sample has the size asked for and of each label its share, up or down", "[eval]") {
  const Labels labels = GENERATE(interleaved({10, 10, 10}), interleaved({1, 2, 3, 40}), interleaved({7}));
  const std::size_t count = GENERATE(1U, 3U, 6U, 7U, 100U);
  const auto sample = stratified_sample(labels, count, SeedTree(1));
  REQUIRE(sample.size() == std::min<std::size_t>(count, labels.size()));
  REQUIRE(std::ranges::is_sorted(sample));
  REQUIRE(std::ranges::adjacent_find(sample) == sample.end());
  REQUIRE(sample.back() < labels.size());
  std::vector<std::size_t> all(labels.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const auto taken = counts(labels, sample);
  for (const auto& [label, total] : counts(labels, all)) {
    const double share = static_cast<double>(sample.size() * total) / static_cast<double>(labels.size());
    const double got = taken.contains(label) ? static_cast<double>(taken.at(label)) : 0;
    REQUIRE(std::abs(got - share) < 1);
  }
}

TEST_CASE("with fewer rows than labels every row is as likely to be drawn", "[eval]") {
  const Labels labels = interleaved({4, 4, 4, 4, 8});  // 24 rows, of which 3 are drawn
  std::vector<int> drawn(labels.size());
  for (std::uint64_t seed = 0; seed < 2000; ++seed)
    for (const auto row : stratified_sample(labels, 3, SeedTree(seed))) ++drawn[row];
  for (const int times : drawn) REQUIRE(times == Approx(250).margin(75));  // five standard deviations
}
