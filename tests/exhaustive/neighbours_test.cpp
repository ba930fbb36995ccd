#include "reference/neighbours.h"

#include <catch2/catch.hpp>

#include "tiny_cases.h"

using namespace hybrid;

namespace {

/// Points on a line at 0, 1 or 2, of two classes: a digit from 0 to 5 each.
routing::Points points_of(const std::vector<int>& digits) {
  routing::Points points{routing::Matrix(digits.size(), 1), {}};
  for (std::size_t i = 0; i < digits.size(); ++i) {
    points.features(i, 0) = digits[i] % 3;
    points.classes.push_back(digits[i] / 3);
  }
  return points;
}

std::vector<std::size_t> up_to(std::size_t n) {
  std::vector<std::size_t> ks;
  for (std::size_t k = 1; k <= n; ++k) ks.push_back(k);
  return ks;
}

}  // namespace

TEST_CASE("every few points on a line have the neighbours that a sort gives them", "[routing]") {
  const routing::Points queries = points_of({0, 1, 2, 3, 4, 5});
  const std::vector<double> powers{1, 2, 4, 8};  // a mean tells which were taken
  for (std::size_t n = 1; n <= 4; ++n)
    test::for_each_number(n, 6, [&](const std::vector<int>& digits) {
      const routing::Points references = points_of(digits);
      const std::span<const double> values = std::span(powers).first(n);
      const auto ks = up_to(n);
      for (const double apart : {0.0, 1.0, 2.0}) {
        const routing::ClassDistance distance{apart};
        if (routing::neighbour_means(references, values, queries, distance, ks) !=
            reference::neighbour_means(references, values, queries, distance, ks))
          FAIL("references " << Catch::Detail::stringify(digits) << ", classes " << apart << " apart");
      }
    });
}

TEST_CASE("every few points leave themselves out as if they were not there", "[routing]") {
  const std::vector<double> powers{1, 2, 4, 8};
  for (std::size_t n = 2; n <= 4; ++n)
    test::for_each_number(n, 6, [&](const std::vector<int>& digits) {
      const routing::Points points = points_of(digits);
      std::vector<std::optional<std::size_t>> own;
      for (std::size_t i = 0; i < n; ++i) own.emplace_back(i);
      const auto ks = up_to(n - 1);
      const routing::ClassDistance distance{1};
      const routing::Matrix means =
          routing::neighbour_means(points, std::span(powers).first(n), points, distance, ks, own);
      for (std::size_t i = 0; i < n; ++i) {
        std::vector<double> others(powers.begin(), powers.begin() + static_cast<std::ptrdiff_t>(n));
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
        routing::Points query{routing::Matrix(1, 1), {points.classes[i]}};
        query.features(0, 0) = points.features(i, 0);
        const routing::Matrix expected =
            reference::neighbour_means(reference::without(points, i), others, query, distance, ks);
        for (std::size_t k = 0; k < ks.size(); ++k)
          if (means(i, k) != expected(0, k))
            FAIL("points " << Catch::Detail::stringify(digits) << ", row " << i << ", k " << ks[k]);
      }
    });
}
