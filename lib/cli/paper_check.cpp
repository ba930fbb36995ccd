// hybrid reproduce paper-check: the paper's claims checked by its own numbers.

#include "cli/paper_check.h"

#include <filesystem>
#include <memory>

#include "cli/find_paper.h"
#include "cli/output.h"
#include "core/files.h"
#include "core/folders.h"
#include "paper/check_paper.h"

namespace hybrid::cli {

namespace {

struct PaperCheckOptions {
  std::string out = results_folder().string();
  bool json = false;
};

void run_paper_check(const PaperCheckOptions& options, Logger& log) {
  const std::vector<paper::CheckedClaim> claims = paper::check_paper(paper::Paper(find_paper()));
  write_paper_check(claims, options.out);
  print_text(options.json ? paper::paper_check_json(claims) : paper::paper_check_markdown(claims));
  log.info("\n{}\nfiles: {}/paper-check.md, .csv, .json", paper::paper_check_summary(claims), options.out);
}

}  // namespace

void write_paper_check(std::span<const paper::CheckedClaim> claims, const std::filesystem::path& folder) {
  write_file_atomically(folder / "paper-check.md", paper::paper_check_markdown(claims));
  write_file_atomically(folder / "paper-check.csv", paper::paper_check_csv(claims));
  write_file_atomically(folder / "paper-check.json", paper::paper_check_json(claims));
}

void add_paper_check(CLI::App& reproduce, Action& chosen) {
  auto options = std::make_shared<PaperCheckOptions>();
  CLI::App* app = reproduce.add_subcommand(
      "paper-check", "every claim of the paper's text, recomputed from its own numbers");
  app->add_option("--out", options->out, "the folder to write paper-check.md, .csv and .json into")
      ->capture_default_str();
  app->add_flag("--json", options->json, "print JSON instead of Markdown");
  app->footer(
      "Needs no data: the printed numbers are in results/paper/*.yaml. A printed number stands for all "
      "that rounds to\n"
      "it. A claim holds if what is recomputed rounds to it, holds with rounding if numbers that round to "
      "the printed\n"
      "ones confirm it, and is contradicted otherwise.\n"
      "Examples:\n"
      "  hybrid reproduce paper-check\n"
      "  hybrid reproduce paper-check --json --out checks | jq '.claims[].verdict'\n"
      "The same on your own table: hybrid check-table --help");
  app->parse_complete_callback(
      [&chosen, options] { chosen = [options](Logger& log) { run_paper_check(*options, log); }; });
}

}  // namespace hybrid::cli
