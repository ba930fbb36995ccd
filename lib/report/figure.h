#pragma once
// Figures are drawn by gnuplot: data and script are written beside the figure, so that its style can be
// changed. Series differ in marker and dashes as well as in colour, so that a figure is readable in grey.
// Intervals are bands along lines, and bars at single points.

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/log.h"

namespace hybrid::report {

/// The drawing style of a series.
enum class SeriesStyle {
  line,       ///< filled markers on a line; only a marker for a single point
  curve,      ///< a line without markers, for many points
  points,     ///< filled markers without a line
  hollow,     ///< hollow markers without a line: values printed by others
  reference,  ///< a thin dashed line without markers: a bound or a level
};
std::string_view name_of(SeriesStyle style);

struct Series {
  std::string label;
  std::vector<double> x, y;
  /// Intervals of y: empty, or one per point (NaN: no interval for this point).
  std::vector<double> low = {}, high = {};
  SeriesStyle style = SeriesStyle::line;
  /// Series of one group share colour and marker shape; empty: a group of its own.
  std::string group = {};
};

struct Figure {
  std::string title, x_label, y_label;  ///< labels contain units: "mean latency, ms"
  std::vector<Series> series;
};

/// The formats that are drawn beside SVG.
struct Pictures {
  bool png = false, pdf = false;
};
/// @param formats of config::kPictureFormats
Pictures pictures_in(std::span<const std::string> formats);

/// Returns the gnuplot script of the figure, including its data. It writes `<stem>.svg` (and .png, .pdf) to
/// the working directory.
std::string gnuplot_script(const Figure& figure, const std::string& stem, Pictures pictures = {});

/// Returns the figure's numbers, one row per point: series,x,y,low,high.
std::string figure_csv(const Figure& figure);

/// Returns whether the .svg, .png or .pdf file is there and has its end: gnuplot says nothing of a full disk.
bool is_whole_picture(const std::filesystem::path& file);

/// Writes `<stem>.gp` to the folder and draws `<stem>.svg` (and .png, .pdf) from it, the same bytes every
/// time with one version of gnuplot and its libraries. Writes only the script if gnuplot is missing or fails,
/// and no file if there are no points, each with a warning.
/// @throws DataError if the script cannot be written
void draw(const Figure& figure, const std::filesystem::path& folder, const std::string& stem, Logger& log,
          Pictures pictures = {});

}  // namespace hybrid::report
