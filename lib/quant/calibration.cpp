#include "quant/calibration.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <utility>

#include "core/error.h"
#include "quant/float_inference.h"
#include "quant/threads.h"

namespace hybrid::quant {
namespace {

constexpr std::size_t kBins = 2048;

/// The histogram of one tensor's non-zero values within its range.
struct Histogram {
  Range range;
  std::array<std::uint64_t, kBins> counts{};

  double width() const { return (double{range.highest} - double{range.lowest}) / static_cast<double>(kBins); }
  double middle(std::size_t bin) const {
    return double{range.lowest} + (static_cast<double>(bin) + 0.5) * width();
  }
  void add(float value) {
    const double bin = (double{value} - double{range.lowest}) / width();
    ++counts[std::min(kBins - 1, static_cast<std::size_t>(std::max(bin, 0.0)))];
  }
};

void widen(Range& range, const Range& other) {
  range.lowest = std::min(range.lowest, other.lowest);
  range.highest = std::max(range.highest, other.highest);
}

/// The network and the images to calibrate it with.
struct Run {
  const FloatInference& inference;
  const Graph& graph;
  std::span<const float> images;
  int threads;

  std::size_t thread_count() const { return static_cast<std::size_t>(threads); }
  std::size_t tensor_count() const { return graph.tensors.size(); }

  /// Calls see(thread, tensor, values) for each tensor of each image; image i runs on thread i % threads.
  template <class See>
  void each_tensor(const See& see) const {
    const auto elements = static_cast<std::size_t>(graph.tensors.front().elements());
    on_threads(threads, [&](std::size_t thread) {
      FloatInference own = inference;
      for (std::size_t i = thread; i < images.size() / elements; i += thread_count()) {
        own.run(images.subspan(i * elements, elements));
        for (std::size_t t = 0; t < tensor_count(); ++t) see(thread, t, own.tensor(static_cast<int>(t)));
      }
    });
  }
};

/// Returns the range of each tensor's values.
std::vector<Range> observed_ranges(const Run& run) {
  std::vector<std::vector<Range>> seen(run.thread_count(), std::vector<Range>(run.tensor_count()));
  run.each_tensor([&](std::size_t thread, std::size_t t, std::span<const float> values) {
    for (const float value : values) {
      if (!std::isfinite(value))
        throw Infeasible(
            fmt::format("calibration gave {} in tensor {} ({}); are these the network's weights?", value, t,
                        to_string(run.graph.tensors[t])));
      widen(seen[thread][t], {value, value});
    }
  });
  for (const std::vector<Range>& other : seen)
    for (std::size_t t = 0; t < other.size(); ++t) widen(seen.front()[t], other[t]);
  return seen.front();
}

/// Returns the histogram of each tensor over its range.
std::vector<Histogram> observed_histograms(const Run& run, std::span<const Range> ranges) {
  std::vector<std::vector<Histogram>> seen(run.thread_count(), std::vector<Histogram>(run.tensor_count()));
  for (std::vector<Histogram>& own : seen)
    for (std::size_t t = 0; t < own.size(); ++t) own[t].range = ranges[t];
  run.each_tensor([&](std::size_t thread, std::size_t t, std::span<const float> values) {
    for (const float value : values)
      if (value != 0) seen[thread][t].add(value);
  });
  std::vector<Histogram>& sums = seen.front();
  for (std::size_t thread = 1; thread < seen.size(); ++thread)
    for (std::size_t t = 0; t < sums.size(); ++t)
      std::ranges::transform(sums[t].counts, seen[thread][t].counts, sums[t].counts.begin(), std::plus<>());
  return std::move(sums);
}

/// Returns the sum of squared errors: inside the range uniform within a step, outside the distance to the
/// range.
double error(const Histogram& histogram, const Range& range) {
  const double step = (double{range.highest} - double{range.lowest}) / 255;
  double sum = 0;
  for (std::size_t bin = 0; bin < kBins; ++bin) {
    const double value = histogram.middle(bin);
    const double outside = value - std::clamp(value, double{range.lowest}, double{range.highest});
    sum += static_cast<double>(histogram.counts[bin]) * (outside != 0 ? outside * outside : step * step / 12);
  }
  return sum;
}

/// Searches the upper end, then the lower end, in hundredths of the observed range.
Range least_error(const Histogram& histogram) {
  Range best = histogram.range;
  for (float Range::*end : {&Range::highest, &Range::lowest}) {
    const float whole = best.*end;
    double least = error(histogram, best);
    for (int share = 99; share > 0; --share) {
      Range candidate = best;
      candidate.*end = whole * static_cast<float>(share) / 100;
      const double loss = error(histogram, candidate);
      if (loss >= least) continue;
      least = loss;
      best = candidate;
    }
  }
  return best;
}

/// Removes whole bins from both ends while neither end loses more than its part.
Range percentile(const Histogram& histogram, double percentile) {
  std::uint64_t total = 0;
  for (const std::uint64_t count : histogram.counts) total += count;
  const double allowed = static_cast<double>(total) * (100 - percentile) / 200;
  std::size_t first = 0, last = kBins;
  for (double lost = 0; first < kBins && (lost += static_cast<double>(histogram.counts[first])) <= allowed;)
    ++first;
  for (double lost = 0; last > first && (lost += static_cast<double>(histogram.counts[last - 1])) <= allowed;)
    --last;
  const double width = histogram.width(), lowest = double{histogram.range.lowest};
  return {std::min(0.0F, static_cast<float>(lowest + static_cast<double>(first) * width)),
          std::max(0.0F, static_cast<float>(lowest + static_cast<double>(last) * width))};
}

}  // namespace

std::vector<Range> calibrate(const Graph& graph, std::span<const FoldedConvolution> folded,
                             std::span<const float> images, const Calibration& calibration) {
  const auto elements = static_cast<std::size_t>(graph.tensors.front().elements());
  HYBRID_CHECK(!images.empty() && images.size() % elements == 0, "{} numbers for images of {}", images.size(),
               elements);
  HYBRID_CHECK(calibration.threads > 0 && calibration.percentile > 0 && calibration.percentile <= 100,
               "{} threads, percentile {}", calibration.threads, calibration.percentile);
  const FloatInference inference(graph, folded);
  const Run run{inference, graph, images, calibration.threads};
  std::vector<Range> ranges = observed_ranges(run);
  if (calibration.rule == RangeRule::min_max) return ranges;
  const std::vector<Histogram> histograms = observed_histograms(run, ranges);
  for (std::size_t t = 0; t < ranges.size(); ++t)
    ranges[t] = calibration.rule == RangeRule::percentile ? percentile(histograms[t], calibration.percentile)
                                                          : least_error(histograms[t]);
  return ranges;
}

}  // namespace hybrid::quant
