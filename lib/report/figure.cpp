#include "report/figure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iterator>
#include <system_error>

#include "core/csv.h"
#include "core/error.h"
#include "core/files.h"
#include "core/new_file.h"
#include "core/printable.h"
#include "core/text.h"
#include "report/gnuplot.h"

namespace hybrid::report {

namespace {

/// Okabe & Ito's palette, distinguishable with colour vision deficiency, dark and light alternating; without
/// its yellow, which is invisible on white.
constexpr std::array kColours{"#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#777777"};
/// gnuplot's filled point types: circle, square, triangle, diamond, inverted triangle, pentagon. The hollow
/// variant of each is the preceding number.
constexpr std::array kMarkers{7, 5, 9, 13, 11, 15};
constexpr std::array kDashes{"1", "(12,5)", "(3,4)", "(12,4,3,4)", "(22,6)"};
constexpr std::array kReferenceDashes{"(2,5)", "(8,3,2,3,2,3)", "(5,8)"};

/// Lengths in pixels of the SVG.
constexpr std::size_t kWidth = 860, kPlotHeight = 490, kLegendRowHeight = 22;
constexpr double kPixelsPerInch = 100;

std::size_t longest_label(const Figure& figure) {
  std::size_t longest = 0;
  for (const Series& series : figure.series) longest = std::max(longest, series.label.size());
  return longest;
}

/// Returns the number of rows of the legend. The legend is below the plot, so that the plot has the full
/// width; it has as many columns as the longest label allows.
std::size_t legend_rows(const Figure& figure) {
  constexpr std::size_t kSampleWidth = 70, kCharacterWidth = 7;
  const std::size_t columns =
      std::max<std::size_t>(1, kWidth / (kSampleWidth + kCharacterWidth * longest_label(figure)));
  return std::max<std::size_t>(1, (figure.series.size() + columns - 1) / columns);
}

/// The appearance of the series of a group.
struct Style {
  std::string group;
  const char* colour = "#000000";
  int marker = 0;
  const char* dashes = "";
};

const std::string& group_of(const Series& series) {
  return series.group.empty() ? series.label : series.group;
}

std::vector<Style> styles_of(const Figure& figure) {
  std::vector<Style> styles;
  std::size_t lines = 0;
  for (const Series& series : figure.series) {
    if (series.style == SeriesStyle::reference ||
        std::ranges::find(styles, group_of(series), &Style::group) != styles.end())
      continue;
    Style appearance{.group = group_of(series), .marker = kMarkers[styles.size() % kMarkers.size()]};
    // Groups of single points are black, so that the colours suffice for the lines.
    if (std::ranges::any_of(figure.series, [&](const Series& s) {
          return group_of(s) == appearance.group && s.x.size() > 1;
        })) {
      appearance.colour = kColours[lines % kColours.size()];
      appearance.dashes = kDashes[lines % kDashes.size()];
      ++lines;
    }
    styles.push_back(appearance);
  }
  return styles;
}

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : printable(text)) {
    if (c == '"' || c == '\\') result += '\\';
    // gnuplot executes text in backticks within double quotes.
    result += c == '`' ? '\'' : c == '\n' ? ' ' : c;
  }
  return result;
}

std::string or_nan(double value) {
  return std::isnan(value) ? "NaN" : shortest(value);
}

std::string data_block(const Series& series, std::size_t number) {
  HYBRID_CHECK(series.x.size() == series.y.size() && series.low.size() == series.high.size() &&
                   (series.low.empty() || series.low.size() == series.x.size()),
               "{} has {} x, {} y, {} low, {} high", series.label, series.x.size(), series.y.size(),
               series.low.size(), series.high.size());
  std::string block = fmt::format("$series{} << EOD\n", number);
  for (std::size_t i = 0; i < series.x.size(); ++i) {
    block += fmt::format("{} {}", shortest(series.x[i]), shortest(series.y[i]));
    if (!series.low.empty()) block += fmt::format(" {} {}", or_nan(series.low[i]), or_nan(series.high[i]));
    block += "\n";
  }
  return block + "EOD\n";
}

/// Whether the series' intervals are a band along its line.
bool has_band(const Series& series) {
  const bool is_line = series.style == SeriesStyle::line || series.style == SeriesStyle::curve;
  return is_line && series.x.size() > 1 && !series.low.empty();
}

/// Returns the arguments of `plot` for each series; bands lie below all bars, and bars below all lines and
/// markers.
std::vector<std::string> plots_of(const Figure& figure) {
  const auto styles = styles_of(figure);
  std::vector<std::string> bands, bars, plots;
  std::size_t references = 0;
  for (std::size_t s = 0; s < figure.series.size(); ++s) {
    const Series& series = figure.series[s];
    const std::string title = escaped(series.label);
    if (series.style == SeriesStyle::reference) {
      plots.push_back(fmt::format("$series{} with lines dt {} lw 1.5 lc rgb '#333333' title \"{}\"", s,
                                  kReferenceDashes[references++ % kReferenceDashes.size()], title));
      continue;
    }
    const Style& appearance = *std::ranges::find(styles, group_of(series), &Style::group);
    if (has_band(series))
      bands.push_back(fmt::format(
          "$series{} using 1:3:4 with filledcurves fs transparent solid 0.16 noborder lc rgb '{}' "
          "notitle",
          s, appearance.colour));
    else if (!series.low.empty())
      bars.push_back(fmt::format("$series{} using 1:2:3:4 with yerrorbars pt 0 lw 1 lc rgb '{}' notitle", s,
                                 appearance.colour));
    if (series.style == SeriesStyle::hollow)
      plots.push_back(fmt::format("$series{} with points pt {} ps 1 lw 1.6 lc rgb '{}' title \"{}\"", s,
                                  appearance.marker - 1, appearance.colour, title));
    else if (series.x.size() == 1 || series.style == SeriesStyle::points)
      plots.push_back(fmt::format("$series{} with points pt {} ps 0.9 lc rgb '{}' title \"{}\"", s,
                                  appearance.marker, appearance.colour, title));
    else if (series.style == SeriesStyle::curve)
      plots.push_back(fmt::format("$series{} with lines lw 2 dt {} lc rgb '{}' title \"{}\"", s,
                                  appearance.dashes, appearance.colour, title));
    else
      plots.push_back(
          fmt::format("$series{} with linespoints pt {} ps 0.6 lw 2 dt {} lc rgb '{}' title \"{}\"", s,
                      appearance.marker, appearance.dashes, appearance.colour, title));
  }
  bands.insert(bands.end(), bars.begin(), bars.end());
  bands.insert(bands.end(), plots.begin(), plots.end());
  return bands;
}

}  // namespace

std::string_view name_of(SeriesStyle style) {
  switch (style) {
    case SeriesStyle::line:
      return "line";
    case SeriesStyle::curve:
      return "curve";
    case SeriesStyle::points:
      return "points";
    case SeriesStyle::hollow:
      return "hollow";
    case SeriesStyle::reference:
      return "reference";
  }
  HYBRID_CHECK(false, "style {}", static_cast<int>(style));
}

Pictures pictures_in(std::span<const std::string> formats) {
  return {.png = std::ranges::find(formats, "png") != formats.end(),
          .pdf = std::ranges::find(formats, "pdf") != formats.end()};
}

namespace {

/// Returns the names of the files that the script writes.
std::vector<std::string> files_of(const std::string& stem, Pictures pictures) {
  std::vector<std::string> names{stem + ".svg"};
  if (pictures.png) names.push_back(stem + ".png");
  if (pictures.pdf) names.push_back(stem + ".pdf");
  return names;
}

}  // namespace

std::string gnuplot_script(const Figure& figure, const std::string& stem, Pictures pictures) {
  const std::size_t rows = legend_rows(figure);
  const std::size_t height = kPlotHeight + rows * kLegendRowHeight;
  std::string script = fmt::format(
      "# run by gnuplot, this draws {0}\n"
      "set encoding utf8\n"
      "set title \"{1}\"\nset xlabel \"{2}\" offset 0,0.3\nset ylabel \"{3}\"\n"
      "set offsets graph 0.03, graph 0.03, graph 0.05, graph 0.03\n"
      // gnuplot assumes labels a quarter wider than they are; the empty title separates the legend from the
      // axis.
      "set key below center vertical maxrows {4} width -{5} Left reverse samplen 3 font ',13' title ' '\n"
      "set grid lt 1 lw 0.8 dt 1 lc rgb '#d8d8d8'\nset border 3\nset tics nomirror out\n\n",
      join(files_of(stem, pictures), " and "), escaped(figure.title), escaped(figure.x_label),
      escaped(figure.y_label), rows, longest_label(figure) / 5);
  // An axis without negative values begins at 0.
  const bool negative = std::ranges::any_of(figure.series, [](const Series& series) {
    return std::ranges::any_of(series.x, [](double x) { return x < 0; });
  });
  if (!negative) script += "set xrange [0:*]\n";
  for (std::size_t s = 0; s < figure.series.size(); ++s) script += data_block(figure.series[s], s);
  script += fmt::format(
      "\nset terminal svg size {},{} font 'Helvetica,14' background rgb 'white' noenhanced\n"
      "set output '{}.svg'\nplot {}\n",
      kWidth, height, stem, fmt::join(plots_of(figure), ", \\\n  "));
  if (pictures.png)
    script += fmt::format(
        "\n"
        "# twice the size, for screens with many pixels; its fonts are in points, its markers smaller than "
        "the other's\n"
        "set terminal pngcairo size {},{} font 'Helvetica,14' fontscale 1.5 linewidth 2 pointscale 3 "
        "background rgb 'white' noenhanced\n"
        "set output '{}.png'\nreplot\n",
        2 * kWidth, 2 * height, stem);
  if (pictures.pdf)
    script += fmt::format(
        "\n"
        "# its fonts are in points of the page\n"
        "set key font ',10'\n"
        "set terminal pdfcairo size {:.2f}in,{:.2f}in font 'Helvetica,11' linewidth 1.3 noenhanced\n"
        "set output '{}.pdf'\nreplot\n",
        static_cast<double>(kWidth) / kPixelsPerInch, static_cast<double>(height) / kPixelsPerInch, stem);
  return script;
}

std::string figure_csv(const Figure& figure) {
  CsvWriter csv;
  csv.row("series", "x", "y", "low", "high");
  for (const Series& series : figure.series)
    for (std::size_t i = 0; i < series.x.size(); ++i) {
      const auto bound = [&](const std::vector<double>& bounds) {
        return bounds.empty() || std::isnan(bounds[i]) ? std::nullopt : std::optional(bounds[i]);
      };
      csv.row(series.label, series.x[i], series.y[i], bound(series.low), bound(series.high));
    }
  return csv.text();
}

bool is_whole_picture(const std::filesystem::path& file) {
  constexpr std::streamoff kRead = 16;
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  in.seekg(std::max<std::streamoff>(0, in.tellg() - kRead));
  std::string last((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (file.extension() == ".png") return last.ends_with("IEND\xae\x42\x60\x82");
  if (file.extension() == ".pdf") return last.ends_with("%%EOF\n");
  last.resize(last.find_last_not_of(" \n") + 1);
  return last.ends_with("</svg>");
}

void draw(const Figure& figure, const std::filesystem::path& folder, const std::string& stem, Logger& log,
          Pictures pictures) {
  const std::string svg = stem + ".svg";
  const std::string script = stem + ".gp";
  if (std::ranges::all_of(figure.series, [](const Series& series) { return series.x.empty(); })) {
    log.warn("{} was not drawn: there is nothing to show over {}", svg, figure.x_label);
    return;
  }
  write_file_atomically(folder / script, gnuplot_script(figure, stem, pictures));
  const Gnuplot gnuplot = run_gnuplot(folder, script);
  if (gnuplot == Gnuplot::missing) {
    log.warn("{} was not drawn: gnuplot is missing; install gnuplot-nox, then run `gnuplot {}` beside it",
             svg, script);
    return;
  }
  bool whole = gnuplot == Gnuplot::done;
  const std::vector<std::string> names = files_of(stem, pictures);
  for (const auto& name : names) whole = whole && is_whole_picture(folder / name);
  if (whole) {
    if (pictures.pdf) remove_creation_date(folder / (stem + ".pdf"));
    for (const auto& name : names) sync_to_disk(folder / name);
    return;
  }
  std::error_code ignored;
  for (const auto& name : names) std::filesystem::remove(folder / name, ignored);
  log.warn("{} was not drawn: gnuplot failed, or the disk is full; `gnuplot {}` beside it says why", svg,
           script);
}

}  // namespace hybrid::report
