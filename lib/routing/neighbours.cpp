#include "routing/neighbours.h"

#include <algorithm>
#include <limits>
#include <map>
#include <vector>

#include "core/error.h"

namespace hybrid::routing {

namespace {

constexpr std::size_t kBlock = 64;  // queries per block of distances

struct Neighbour {
  double distance;
  std::uint32_t index;
  auto operator<=>(const Neighbour&) const = default;  // ties go to the lower index
};

/// Returns an upper bound of the k nearest distances that about 1.25 k of them meet, estimated from every
/// 32nd; infinity if the sample is too small.
double bound_of_nearest(std::span<const double> distances, std::size_t k, std::vector<double>& sample) {
  constexpr std::size_t kStride = 32;
  sample.clear();
  for (std::size_t i = 0; i < distances.size(); i += kStride) sample.push_back(distances[i]);
  const std::size_t rank = k / kStride + k / kStride / 4 + 8;
  if (rank >= sample.size()) return std::numeric_limits<double>::infinity();
  const auto place = sample.begin() + static_cast<std::ptrdiff_t>(rank);
  std::nth_element(sample.begin(), place, sample.end());
  return *place;
}

/// Writes the indices of the distances within the bound to the front of `within`, which has one element more
/// than `distances`. Returns their number.
std::size_t find_within(std::span<const double> distances, double bound, std::vector<std::uint32_t>& within) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < distances.size(); ++i) {
    within[count] = static_cast<std::uint32_t>(i);
    count += static_cast<std::size_t>(distances[i] <=
                                      bound);  // branch-free, because a branch would be mispredicted
  }
  return count;
}

/// Returns rows whose products with query_rows() are the squared distances between different classes, without
/// the query's own square, which is the same for all references: b -> (b, |b|^2 + class distance), a -> (-2
/// a, 1).
Matrix reference_rows(const Matrix& features, ClassDistance class_distance) {
  Matrix rows(features.rows, features.cols + 1);
  for (std::size_t r = 0; r < rows.rows; ++r) {
    double last = class_distance.squared;
    for (std::size_t c = 0; c < features.cols; ++c) {
      rows(r, c) = features(r, c);
      last += features(r, c) * features(r, c);
    }
    rows(r, features.cols) = last;
  }
  return rows;
}

Matrix query_rows(const Matrix& features, std::size_t begin, std::size_t count) {
  Matrix rows(count, features.cols + 1);
  for (std::size_t r = 0; r < count; ++r) {
    for (std::size_t c = 0; c < features.cols; ++c) rows(r, c) = -2 * features(begin + r, c);
    rows(r, features.cols) = 1;
  }
  return rows;
}

/// Computes the mean of `values` over the nearest `ks` of `found` for one query; reorders `found`.
void mean_of_nearest(std::span<Neighbour> found, std::span<const double> values,
                     std::span<const std::size_t> ks, std::span<double> means) {
  auto end = found.end();
  for (std::size_t at = ks.size(); at-- > 0;) {  // the nearest 100 are among the nearest 200
    const auto kth = found.begin() + static_cast<std::ptrdiff_t>(ks[at]);
    if (kth != end) std::nth_element(found.begin(), kth, end);
    end = kth;
  }
  double sum = 0;
  std::size_t summed = 0;
  for (std::size_t at = 0; at < ks.size(); ++at) {
    for (; summed < ks[at]; ++summed) sum += values[found[summed].index];
    means[at] = sum / static_cast<double>(ks[at]);
  }
}

}  // namespace

Matrix neighbour_means(const Points& references, std::span<const double> values, const Points& queries,
                       ClassDistance class_distance, std::span<const std::size_t> ks,
                       std::span<const std::optional<std::size_t>> own) {
  const std::size_t n = references.features.rows;
  HYBRID_CHECK(references.features.cols == queries.features.cols && values.size() == n &&
                   references.classes.size() == n && queries.classes.size() == queries.features.rows,
               "{} x {} references, {} values, queries of {}", n, references.features.cols, values.size(),
               queries.features.cols);
  HYBRID_CHECK(own.empty() || own.size() == queries.features.rows, "{} queries, {} known",
               queries.features.rows, own.size());
  HYBRID_CHECK(
      !ks.empty() && std::ranges::is_sorted(ks) && ks.front() > 0 && ks.back() + (own.empty() ? 0 : 1) <= n,
      "{} references are too few", n);
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const Matrix rows = reference_rows(references.features, class_distance);
  std::map<std::int32_t, std::vector<std::size_t>> rows_of_class;
  for (std::size_t r = 0; r < n; ++r) rows_of_class[references.classes[r]].push_back(r);

  const SingleThreadedBlas one_thread;
  Matrix means(queries.features.rows, ks.size()), products;
  std::vector<double> sample;
  std::vector<std::uint32_t> within(n + 1);
  std::vector<Neighbour> found;
  for (std::size_t begin = 0; begin < means.rows; begin += kBlock) {
    const std::size_t count = std::min(kBlock, means.rows - begin);
    multiply_transposed(query_rows(queries.features, begin, count), rows, products);
    for (std::size_t q = 0; q < count; ++q) {
      const auto distances = products.row(q);
      if (const auto same = rows_of_class.find(queries.classes[begin + q]); same != rows_of_class.end())
        for (const std::size_t r : same->second) distances[r] -= class_distance.squared;
      if (!own.empty() && own[begin + q]) distances[*own[begin + q]] = kInfinity;

      std::size_t near = find_within(distances, bound_of_nearest(distances, ks.back(), sample), within);
      if (near < ks.back()) near = find_within(distances, kInfinity, within);
      found.clear();
      for (std::size_t i = 0; i < near; ++i) found.push_back({distances[within[i]], within[i]});
      mean_of_nearest(found, values, ks, means.row(begin + q));
    }
  }
  return means;
}

}  // namespace hybrid::routing
