#pragma once
// Pictures are gnuplot's: we write the data and a script beside the picture, so that anybody can restyle it.
// Series are told apart by marker and dashes as much as by colour, so that a picture reads in grey, too.

#include <filesystem>
#include <string>
#include <vector>

#include "core/log.h"

namespace hybrid::report {

/// How a series is drawn.
enum class SeriesStyle {
  line,       ///< filled markers on a line; a single point is a marker alone
  points,     ///< filled markers without a line
  hollow,     ///< hollow markers without a line: what somebody else printed
  reference,  ///< a thin dashed line without markers: a bound, a level
};
std::string_view name_of(SeriesStyle style);

struct Series {
  std::string label;
  std::vector<double> x, y;
  std::vector<double> low = {},
                      high =
                          {};  ///< intervals of y, drawn as bars: none, or one per point (NaN: not this one)
  SeriesStyle style = SeriesStyle::line;
  std::string group =
      {};  ///< series of one group share colour and shape of the marker; empty: a group of its own
};

struct Figure {
  std::string title, x_label, y_label;  ///< labels with units: "mean latency, ms"
  std::vector<Series> series;
};

enum class Pictures { svg, svg_and_png };

/// The picture's data and script as one text for gnuplot, writing `<stem>.svg` (and `<stem>.png`) into the
/// folder it is run in.
std::string gnuplot_script(const Figure& figure, const std::string& stem, Pictures pictures = Pictures::svg);

/// The figure as numbers, a row per point: series,x,y,low,high.
std::string figure_csv(const Figure& figure);

/// Writes `<stem>.gp` into the folder and draws `<stem>.svg` (and `<stem>.png`) from it. Without gnuplot the
/// script alone is left, without any points nothing, each with a warning. @throws DataError if the script
/// cannot be written.
void draw(const Figure& figure, const std::filesystem::path& folder, const std::string& stem, Logger& log,
          Pictures pictures = Pictures::svg);

}  // namespace hybrid::report
