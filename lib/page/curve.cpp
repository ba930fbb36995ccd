#include "page/curve.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "eval/own_methods.h"
#include "page/words.h"
#include "report/text_table.h"

namespace hybrid::page {

namespace {

constexpr double kWidth = 560, kHeight = 340;
constexpr double kLeft = 48, kRight = 12, kTop = 14, kBottom = 46;

/// The accuracies that the axis spans, in per cent.
struct Range {
  double low = 100, high = 0;

  void add(double share) {
    low = std::min(low, 100 * share);
    high = std::max(high, 100 * share);
  }
};

/// Returns a round distance that gives four to eight ticks.
double tick_step(double span) {
  const double power = std::pow(10.0, std::floor(std::log10(span / 4)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (span / (factor * power) <= 8) return factor * power;
  return 10 * power;
}

struct Frame {
  double low = 0, high = 100;  ///< accuracies, per cent

  double x(double per_cent) const { return kLeft + per_cent / 100 * (kWidth - kLeft - kRight); }
  double y(double per_cent) const {
    return kTop + (high - per_cent) / (high - low) * (kHeight - kTop - kBottom);
  }
  std::string at(double sent, double accuracy) const {
    return fmt::format("{:.1f},{:.1f}", x(100 * sent), y(100 * accuracy));
  }
};

Frame frame_of(const Grid& grid) {
  Range range;
  for (const auto* alone : {&grid.device, &grid.cloud}) {
    range.add(alone->accuracy_ci.low);
    range.add(alone->accuracy_ci.high);
  }
  for (std::size_t m = 0; m < grid.methods.size(); ++m)
    if (shown_at_first(grid, m))
      for (const auto& point : grid.methods[m].points) {
        range.add(m == 0 ? point.tuned.point.accuracy_ci.low : point.tuned.point.accuracy);
        range.add(m == 0 ? point.tuned.point.accuracy_ci.high : point.tuned.point.accuracy);
      }
  if (range.high - range.low < 0.1) return {range.low - 0.5, range.high + 0.5};
  const double span = range.high - range.low;  // below, the names of the single models have to fit
  return {std::max(0.0, range.low - 0.1 * span), std::min(100.0, range.high + 0.04 * span)};
}

std::string axes_svg(const Frame& frame) {
  std::string svg;
  const double step = tick_step(frame.high - frame.low);
  for (double tick = std::ceil(frame.low / step) * step; tick <= frame.high; tick += step)
    svg += fmt::format(
        "<line class=\"grid\" x1=\"{0:.1f}\" x2=\"{1:.1f}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\"/>"
        "<text class=\"tick\" text-anchor=\"end\" x=\"{3:.1f}\" y=\"{4:.1f}\">{5:.5g}</text>\n",
        kLeft, kWidth - kRight, frame.y(tick), kLeft - 6, frame.y(tick) + 4, tick);
  for (int tick = 0; tick <= 100; tick += 20)
    svg += fmt::format("<text class=\"tick\" text-anchor=\"middle\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n",
                       frame.x(tick), kHeight - kBottom + 18, tick);
  return svg + fmt::format(
                   "<text class=\"tick\" text-anchor=\"middle\" x=\"{:.1f}\" y=\"{:.1f}\">inputs sent to the "
                   "cloud, %</text>\n",
                   (kLeft + kWidth - kRight) / 2, kHeight - 8);
}

std::string line_svg(const Frame& frame, const MethodGrid& method, std::size_t number) {
  std::string points;
  for (const auto& point : method.points)
    points += frame.at(1 - point.tuned.point.coverage, point.tuned.point.accuracy) + " ";
  return fmt::format("<polyline class=\"line{} {}\" points=\"{}\"/>\n", number == 0 ? " main" : "",
                     curve_class(number), points);
}

std::string band_svg(const Frame& frame, const MethodGrid& method) {
  std::string upper, lower;
  for (const auto& point : method.points) {
    const eval::OperatingPoint& p = point.tuned.point;
    upper += frame.at(1 - p.coverage, p.accuracy_ci.high) + " ";
    lower = frame.at(1 - p.coverage, p.accuracy_ci.low) + " " + lower;
  }
  return fmt::format("<polygon class=\"band m0\" points=\"{}{}\"/>\n", upper, lower);
}

std::string alone_svg(const Frame& frame, double sent, const eval::OperatingPoint& point, const char* anchor,
                      const char* name) {
  const double x = frame.x(100 * sent), y = frame.y(100 * point.accuracy);
  const bool left = sent < 0.5;
  return fmt::format(
      "<circle class=\"alone\" cx=\"{0:.1f}\" cy=\"{1:.1f}\" r=\"4\"/>"
      "<text class=\"name\" text-anchor=\"{2}\" x=\"{3:.1f}\" y=\"{4:.1f}\">{5}</text>\n",
      x, y, anchor, left ? x + 8 : x - 2, left ? y + 16 : y + 20, name);
}

}  // namespace

std::string curve_class(std::size_t method) {
  return fmt::format("m{}", method % 12);
}

bool shown_at_first(const Grid& grid, std::size_t method) {
  const eval::Method& m = *grid.methods[method].method;
  return method == 0 || (m.variant == grid.main().method->variant &&
                         (m.measure == "max_prob" || m.kind == eval::MethodKind::random ||
                          (grid.methods[method].chosen && eval::is_own(m))));
}

std::string curve_svg(const Grid& grid) {
  const Frame frame = frame_of(grid);
  const eval::OperatingPoint& point = grid.main_point().tuned.point;
  std::string svg = fmt::format(
      "<svg id=\"curve\" role=\"img\" aria-labelledby=\"curve-title curve-desc\" viewBox=\"0 0 {} {}\">\n"
      "<title id=\"curve-title\">Accuracy over the share of inputs sent to the cloud</title>\n"
      "<desc id=\"curve-desc\">From {} % with nothing sent to {} % in the cloud alone; {} reaches {} % with "
      "{} % sent. The tables below hold the same numbers.</desc>\n<g id=\"drawing\">\n",
      kWidth, kHeight, report::per_cent(grid.device.accuracy), report::per_cent(grid.cloud.accuracy),
      text_html(grid.main().label), report::per_cent(point.accuracy), report::per_cent(1 - point.coverage));
  svg += axes_svg(frame) + band_svg(frame, grid.main());
  for (std::size_t m = grid.methods.size(); m-- > 0;)
    if (shown_at_first(grid, m)) svg += line_svg(frame, grid.methods[m], m);
  svg += alone_svg(frame, 0, grid.device, "start", "device alone") +
         alone_svg(frame, 1, grid.cloud, "end", "cloud alone");
  return svg + fmt::format("<circle class=\"chosen\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"7\"/>\n</g></svg>\n",
                           frame.x(100 * (1 - point.coverage)), frame.y(100 * point.accuracy));
}

}  // namespace hybrid::page
