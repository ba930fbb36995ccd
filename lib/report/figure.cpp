#include "report/figure.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include "core/files.h"
#include "core/text.h"

extern char** environ;

namespace hybrid {

namespace {

/// Okabe & Ito's palette, distinguishable with colour-blind eyes.
constexpr std::array kColours{"#56B4E9", "#009E73", "#CC79A7", "#0072B2",
                              "#999999", "#D55E00", "#E69F00", "#F0E442"};

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result;
}

}  // namespace

std::string gnuplot_script(const Figure& figure, const std::string& svg_name) {
  std::string script = fmt::format(
      "# run by gnuplot, this draws {0}\n"
      "set terminal svg size 860,560 font 'Helvetica,14' background rgb 'white' noenhanced\n"
      "set output '{0}'\n"
      "set title \"{1}\"\nset xlabel \"{2}\"\nset ylabel \"{3}\"\n"
      "set offsets graph 0.03, graph 0.03, graph 0.05, graph 0.03\nset key outside right top\n"
      "set grid lc rgb '#dddddd'\nset border 3\nset tics nomirror out\n\n",
      svg_name, escaped(figure.title), escaped(figure.x_label), escaped(figure.y_label));
  std::string plot = "plot";
  std::size_t lines = 0;
  for (std::size_t s = 0; s < figure.series.size(); ++s) {
    const Series& series = figure.series[s];
    script += fmt::format("$series{} << EOD\n", s);
    for (std::size_t i = 0; i < series.x.size(); ++i)
      script += fmt::format("{} {}\n", shortest(series.x[i]), shortest(series.y[i]));
    script += "EOD\n";
    // Single points are black, so that the colours last for the lines.
    const bool mark = series.x.size() == 1;
    const char* colour = mark ? "#000000" : kColours[lines++ % kColours.size()];
    plot += fmt::format("{} $series{} with {} pt {} ps {} lw 2 lc rgb '{}' title \"{}\"",
                        s > 0 ? ", \\\n  " : "", s, mark ? "points" : "linespoints", 4 + s % 10,
                        mark ? "1.4" : "0.6", colour, escaped(series.label));
  }
  return script + "\n" + plot + "\n";
}

void draw(const Figure& figure, const std::filesystem::path& folder, const std::string& stem, Logger& log) {
  const std::string svg = stem + ".svg";
  const std::string script_name = stem + ".gp";
  if (figure.series.empty()) {
    log.warn("{} was not drawn: there is nothing to show over {}", svg, figure.x_label);
    return;
  }
  write_file_atomically(folder / script_name, gnuplot_script(figure, svg));
  // gnuplot writes where it is started, so that the script works for whoever runs it by hand, too.
  const std::string command = "cd \"$1\" && exec gnuplot \"$2\"";
  const std::string folder_text = folder.string();
  const std::array<const char*, 7> arguments{
      "sh", "-c", command.c_str(), "sh", folder_text.c_str(), script_name.c_str(), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", 1, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", 1, 0);
  pid_t child = 0;
  int status = -1;
  if (posix_spawnp(&child, "sh", &actions, nullptr, const_cast<char* const*>(arguments.data()), environ) == 0)
    ::waitpid(child, &status, 0);
  posix_spawn_file_actions_destroy(&actions);
  if (status != 0)
    log.warn("{} was not drawn: gnuplot is missing or failed; install gnuplot-nox, then run gnuplot {} in {}",
             svg, script_name, folder_text);
}

}  // namespace hybrid
