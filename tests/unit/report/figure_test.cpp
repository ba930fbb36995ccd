#include "report/figure.h"

#include <catch2/catch.hpp>
#include <cstdlib>

#include "core/error.h"
#include "core/files.h"
#include "support/temporary_folder.h"

namespace hybrid {
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
  const std::string script = gnuplot_script(kFigure, "pareto.svg");
  REQUIRE_THAT(script, Contains("set output 'pareto.svg'"));
  REQUIRE_THAT(script, Contains("set title \"accuracy of \\\"mine\\\"\""));
  REQUIRE_THAT(script, Contains("set xlabel \"latency, ms\"") && Contains("set ylabel \"accuracy, %\""));
  REQUIRE_THAT(script, Contains("$series0 << EOD\n600 80\n1000.5 85\nEOD\n"));
  REQUIRE_THAT(script, Contains("plot $series0 with linespoints") && Contains("title \"router\""));
}

TEST_CASE("a series of one point is a mark without a line", "[report]") {
  REQUIRE_THAT(gnuplot_script(kFigure, "a.svg"), Contains("$series1 with points"));
}

TEST_CASE("without gnuplot the script is left with a warning that says what to do", "[report]") {
  const test::TemporaryFolder folder, bin;
  std::filesystem::create_symlink("/bin/sh", bin / "sh");
  const ScopedPath path(bin.path().string());
  Logger log(Verbosity::quiet, std::tmpfile());
  draw(kFigure, folder.path(), "pareto", log);
  REQUIRE(read_file(folder / "pareto.gp") == gnuplot_script(kFigure, "pareto.svg"));
  REQUIRE_FALSE(std::filesystem::exists(folder / "pareto.svg"));
  REQUIRE(log.warnings().size() == 1);
  REQUIRE_THAT(log.warnings()[0], Contains("gnuplot") && Contains("pareto.gp"));
}

TEST_CASE("the picture lands beside its script, wherever the program was started", "[report]") {
  if (std::system("command -v gnuplot > /dev/null") != 0) {
    WARN("gnuplot is not installed; nothing drawn");
    return;
  }
  const test::TemporaryFolder folder;
  std::filesystem::create_directory(folder / "a b's");
  Logger log(Verbosity::quiet, std::tmpfile());
  draw(kFigure, folder / "a b's", "pareto", log);
  REQUIRE(log.warnings().empty());
  REQUIRE_THAT(read_file(folder / "a b's/pareto.svg"), StartsWith("<?xml") && Contains("router"));
}

TEST_CASE("a figure without points is not drawn and says so", "[report]") {
  const test::TemporaryFolder folder;
  Logger log(Verbosity::quiet, std::tmpfile());
  draw({.x_label = "latency"}, folder.path(), "pareto", log);
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

}  // namespace
}  // namespace hybrid
