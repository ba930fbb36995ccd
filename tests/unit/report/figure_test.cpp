#include "report/figure.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "core/error.h"
#include "core/files.h"
#include "support/temporary_folder.h"
#include "support/tiny_table.h"

namespace hybrid::report {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

const Figure kFigure{.title = "accuracy of \"mine\"",
                     .x_label = "latency, ms",
                     .y_label = "accuracy, %",
                     .series = {{"router", {600, 1000.5}, {80, 85}}, {"on_device", {200}, {70}}}};

/// PATH as given, until the end of the test.
class ScopedPath {
 public:
  explicit ScopedPath(const std::string& path) : before_(std::getenv("PATH")) {
    ::setenv("PATH", path.c_str(), 1);
  }
  ~ScopedPath() { ::setenv("PATH", before_.c_str(), 1); }
  ScopedPath(const ScopedPath&) = delete;
  ScopedPath& operator=(const ScopedPath&) = delete;

 private:
  std::string before_;
};

TEST_CASE("a figure's script holds its data, its labels and the name of its picture", "[report]") {
  const std::string script = gnuplot_script(kFigure, "pareto");
  REQUIRE_THAT(script, Contains("set output 'pareto.svg'"));
  REQUIRE_THAT(script, Contains("set title \"accuracy of \\\"mine\\\"\""));
  REQUIRE_THAT(script, Contains("set xlabel \"latency, ms\"") && Contains("set ylabel \"accuracy, %\""));
  REQUIRE_THAT(script, Contains("$series0 << EOD\n600 80\n1000.5 85\nEOD\n"));
  REQUIRE_THAT(script, Contains("plot $series0 with linespoints") && Contains("title \"router\""));
}

TEST_CASE("a series of one point is a mark without a line", "[report]") {
  REQUIRE_THAT(gnuplot_script(kFigure, "a"), Contains("$series1 with points"));
}

TEST_CASE("a group shares colour and marker: filled is ours, hollow what is printed; bounds have neither",
          "[report]") {
  const std::string script = gnuplot_script(test::tiny_figure(), "figure2");
  REQUIRE_THAT(script, Contains("$series0 << EOD\n400 72.5 71.5 73.5\n600 75.25 NaN NaN\nEOD\n"));
  REQUIRE_THAT(script, Contains("$series0 using 1:3:4 with filledcurves fs transparent solid 0.16 noborder "
                                "lc rgb '#0072B2' notitle"));
  REQUIRE_THAT(script,
               Contains("$series0 with linespoints pt 7 ps 0.6 lw 2 dt 1 lc rgb '#0072B2' title \"ours\""));
  REQUIRE_THAT(
      script,
      Contains("$series1 with points pt 6 ps 1 lw 1.6 lc rgb '#0072B2' title \"printed, \\\"theirs\\\"\""));
  REQUIRE_THAT(script, Contains("$series2 with lines dt (2,5)"));
}

TEST_CASE("intervals are bands along lines, bars at points, and lie below what they belong to", "[report]") {
  Figure figure = test::tiny_figure();
  figure.series[0].style = SeriesStyle::curve;
  figure.series.push_back(
      {.label = "alone", .x = {1}, .y = {2}, .low = {1.5}, .high = {2.5}, .style = SeriesStyle::line});
  figure.series.push_back({.label = "dots",
                           .x = {1, 2},
                           .y = {2, 2},
                           .low = {1, 1},
                           .high = {3, 3},
                           .style = SeriesStyle::points});
  const std::string script = gnuplot_script(figure, "a");
  const auto at = [&](const std::string& plot) {
    INFO(plot << "\n" << script);
    REQUIRE(script.find(plot) != std::string::npos);
    return script.find(plot);
  };
  const auto band = at("$series0 using 1:3:4 with filledcurves"), line = at("$series0 with lines lw 2");
  const auto bar = at("$series3 using 1:2:3:4 with yerrorbars"),
             dots = at("$series4 using 1:2:3:4 with yerrorbars");
  REQUIRE((band < bar && bar < dots && dots < line));
  REQUIRE(script.find("$series3 using 1:3:4") == std::string::npos);
}

TEST_CASE("lines differ in marker and dashes, not in colour alone", "[report]") {
  Figure figure;
  for (const char* label : {"a", "b", "c"})
    figure.series.push_back({.label = label, .x = {1, 2}, .y = {1, 2}});
  figure.series.push_back({.label = "d", .x = {1, 2}, .y = {1, 2}, .style = SeriesStyle::points});
  const std::string script = gnuplot_script(figure, "a");
  REQUIRE_THAT(script, Contains("pt 7 ps 0.6 lw 2 dt 1 ") && Contains("pt 5 ps 0.6 lw 2 dt (12,5) ") &&
                           Contains("pt 9 ps 0.6 lw 2 dt (3,4) "));
  REQUIRE_THAT(script, Contains("$series3 with points pt 13 "));
}

TEST_CASE("one script draws all pictures that are wanted", "[report]") {
  REQUIRE_THAT(gnuplot_script(kFigure, "a"), !Contains("png") && !Contains("pdf"));
  const std::string all = gnuplot_script(kFigure, "a", {.png = true, .pdf = true});
  REQUIRE_THAT(all, StartsWith("# run by gnuplot, this draws a.svg and a.png and a.pdf\n"));
  REQUIRE_THAT(all, Contains("set output 'a.svg'\nplot ") && Contains("pngcairo") &&
                        Contains("set output 'a.png'\nreplot\n") && Contains("pdfcairo") &&
                        Contains("set output 'a.pdf'\nreplot\n"));
  const auto wanted = pictures_in(std::vector<std::string>{"svg", "pdf"});
  REQUIRE((wanted.pdf && !wanted.png));
}

TEST_CASE("pictures are the same bytes whenever they are drawn", "[report]") {
  if (std::system("command -v gnuplot > /dev/null") != 0) {
    WARN("gnuplot is not installed; nothing drawn");
    return;
  }
  const test::TemporaryFolder first, second;
  Logger log(Verbosity::quiet, std::tmpfile());
  draw(test::tiny_figure(), first.path(), "a", log, {.png = true, .pdf = true});
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // a PDF has its date in seconds
  draw(test::tiny_figure(), second.path(), "a", log, {.png = true, .pdf = true});
  REQUIRE(log.warnings().empty());
  for (const char* name : {"a.svg", "a.png", "a.pdf"}) {
    INFO(name);
    REQUIRE(read_file(first / name) == read_file(second / name));
  }
  REQUIRE_THAT(read_file(first / "a.pdf"), StartsWith("%PDF") && Contains("/CreationDate (D:19700101"));
}

TEST_CASE("the legend has as many columns as its longest label allows, and the picture grows with its rows",
          "[report]") {
  Figure figure;
  for (const char* label : {"a", "b", "c", "d", "e"})
    figure.series.push_back({.label = label, .x = {1}, .y = {1}});
  REQUIRE_THAT(gnuplot_script(figure, "a"), Contains("maxrows 1 ") && Contains("size 860,512 "));
  figure.series[0].label = std::string(50, 'a');
  REQUIRE_THAT(gnuplot_script(figure, "a"), Contains("maxrows 3 ") && Contains("size 860,556 "));
  figure.series[0].label = std::string(200, 'a');
  REQUIRE_THAT(gnuplot_script(figure, "a"), Contains("maxrows 5 ") && Contains("size 860,600 "));
}

TEST_CASE("a figure's CSV has a row per point; what has no interval is empty", "[report]") {
  REQUIRE(figure_csv(test::tiny_figure()) ==
          "series,x,y,low,high\n"
          "ours,400,72.5,71.5,73.5\n"
          "ours,600,75.25,,\n\"printed, \"\"theirs\"\"\",400,57,,\nbound,400,80,,\nbound,600,80,,\n");
}

TEST_CASE("bounds that are not those of the points are a fault of ours", "[report]") {
  Figure figure = test::tiny_figure();
  figure.series[0].low.pop_back();
  REQUIRE_THROWS_AS(gnuplot_script(figure, "a"), InternalError);
}

TEST_CASE("without gnuplot the script is left with a warning that says what to do", "[report]") {
  const test::TemporaryFolder folder, bin;
  std::filesystem::create_symlink("/bin/sh", bin / "sh");
  const ScopedPath path(bin.path().string());
  Logger log(Verbosity::quiet, std::tmpfile());
  draw(kFigure, folder.path(), "pareto", log);
  REQUIRE(read_file(folder / "pareto.gp") == gnuplot_script(kFigure, "pareto"));
  REQUIRE_FALSE(std::filesystem::exists(folder / "pareto.svg"));
  REQUIRE(log.warnings().size() == 1);
  REQUIRE_THAT(log.warnings()[0], Contains("gnuplot") && Contains("pareto.gp"));
}

TEST_CASE("a picture that gnuplot could not write to its end is removed, with a warning", "[report]") {
  const test::TemporaryFolder folder, bin;
  const ScopedPath path(bin.path().string() + ":/usr/bin:/bin");
  const auto drawn_by = [&](const std::string& gnuplot) {
    bin.file("gnuplot", "#!/bin/sh\n" + gnuplot);
    std::filesystem::permissions(bin / "gnuplot", std::filesystem::perms::owner_all);
    Logger log(Verbosity::quiet, std::tmpfile());
    draw(kFigure, folder.path(), "a", log, {.png = true, .pdf = true});
    for (const auto* name : {"a.svg", "a.png", "a.pdf"})
      if (log.warnings().empty() != std::filesystem::exists(folder / name)) FAIL(gnuplot << ": " << name);
    return log.warnings().empty();
  };
  const std::string svg = "printf '<svg></svg>\\n\\n' > a.svg; ",
                    png = "printf '\\0IEND\\256B`\\202' > a.png; ", pdf = "printf '%%%%EOF\\n' > a.pdf; ";
  REQUIRE(drawn_by(svg + png + pdf));
  REQUIRE_FALSE(drawn_by("printf '<svg></sv' > a.svg; " + png + pdf));
  REQUIRE_FALSE(drawn_by(": > a.svg; " + png + pdf));
  REQUIRE_FALSE(drawn_by(svg + "printf '\\0IEND\\256B`' > a.png; " + pdf));
  REQUIRE_FALSE(drawn_by(svg + png + "printf '%%%%EO' > a.pdf"));
  REQUIRE_FALSE(drawn_by(svg + pdf));
  REQUIRE_FALSE(drawn_by(png + pdf));
  REQUIRE_FALSE(drawn_by(svg + png));
  REQUIRE_FALSE(drawn_by(svg + png + pdf + "exit 1"));
}

TEST_CASE("the picture lands beside its script, wherever the program was started", "[report]") {
  if (std::system("command -v gnuplot > /dev/null") != 0) {
    WARN("gnuplot is not installed; nothing drawn");
    return;
  }
  const test::TemporaryFolder folder;
  std::filesystem::create_directory(folder / "a b's");
  Logger log(Verbosity::quiet, std::tmpfile());
  draw(test::tiny_figure(), folder / "a b's", "figure2", log, {.png = true});
  draw(kFigure, folder / "a b's", "pareto", log);
  REQUIRE(log.warnings().empty());
  REQUIRE_THAT(read_file(folder / "a b's/figure2.png"), StartsWith("\x89PNG"));
  REQUIRE_THAT(read_file(folder / "a b's/figure2.svg"), StartsWith("<?xml") && Contains("theirs"));
  REQUIRE_THAT(read_file(folder / "a b's/pareto.svg"), StartsWith("<?xml") && Contains("router"));
}

TEST_CASE("a figure without points is not drawn and says so", "[report]") {
  const test::TemporaryFolder folder;
  Logger log(Verbosity::quiet, std::tmpfile());
  draw({.title = "", .x_label = "latency", .y_label = "", .series = {{.label = "empty", .x = {}, .y = {}}}},
       folder.path(), "pareto", log);
  REQUIRE(std::filesystem::is_empty(folder.path()));
  REQUIRE(log.warnings().size() == 1);
  REQUIRE_THAT(log.warnings()[0], Contains("nothing to show over latency"));
}

TEST_CASE("a script that cannot be written is an error, not a warning", "[report]") {
  const test::TemporaryFolder folder;
  folder.file("file", "text");
  Logger log(Verbosity::quiet, std::tmpfile());
  REQUIRE_THROWS_AS(draw(kFigure, folder / "file", "pareto", log), DataError);
}

TEST_CASE("a folder like an option, or found elsewhere by CDPATH, gets its picture", "[report]") {
  if (std::system("command -v gnuplot > /dev/null") != 0) {
    WARN("gnuplot is not installed; nothing drawn");
    return;
  }
  const test::TemporaryFolder folder;
  const auto before = std::filesystem::current_path();
  for (const char* name : {"-dash", "elsewhere/-dash"}) std::filesystem::create_directories(folder / name);
  std::filesystem::current_path(folder.path());
  ::setenv("CDPATH", (folder / "elsewhere").c_str(), 1);
  Logger log(Verbosity::quiet, std::tmpfile());
  draw(kFigure, "-dash", "pareto", log);
  ::unsetenv("CDPATH");
  std::filesystem::current_path(before);
  REQUIRE(log.warnings().empty());
  REQUIRE(std::filesystem::exists(folder / "-dash/pareto.svg"));
}

TEST_CASE("no text of a file is a command of gnuplot's", "[report]") {
  Figure figure{.title = "`date`\nb", .x_label = "x\\", .y_label = "y\";system(\"z\")#", .series = {}};
  figure.series.push_back({.label = "`id`\x1b[2J", .x = {1}, .y = {2}});
  const std::string script = gnuplot_script(figure, "f");
  REQUIRE(script.find('`') == std::string::npos);
  REQUIRE(script.find("'date' b") != std::string::npos);
  REQUIRE_THAT(script, Contains("set xlabel \"x\\\\\"") &&
                           Contains("set ylabel \"y\\\";system(\\\"z\\\")#\"\n") &&
                           Contains("title \"'id'\\\\u001b[2J\""));
}

}  // namespace
}  // namespace hybrid::report
