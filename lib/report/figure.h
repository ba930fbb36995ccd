#pragma once
// Pictures are gnuplot's: we write the data and a script beside the picture, so that anybody can restyle it.

#include <filesystem>
#include <string>
#include <vector>

#include "core/log.h"

namespace hybrid {

/// A line through points, or a single mark.
struct Series {
  std::string label;
  std::vector<double> x, y;
};

struct Figure {
  std::string title, x_label, y_label;
  std::vector<Series> series;
};

/// The picture's data and script as one text for gnuplot, writing `<svg_name>` into the folder it is run in.
std::string gnuplot_script(const Figure& figure, const std::string& svg_name);

/// Writes `<stem>.gp` into the folder and draws `<stem>.svg` from it. Without gnuplot the script alone is
/// left, without any points nothing, each with a warning. @throws DataError if the script cannot be written.
void draw(const Figure& figure, const std::filesystem::path& folder, const std::string& stem, Logger& log);

}  // namespace hybrid
