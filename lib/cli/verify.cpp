// hybrid verify: whether finished runs, and what they were made from, are as their manifests say.

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/output.h"
#include "cli/setups.h"
#include "core/error.h"
#include "core/json_text.h"
#include "core/text.h"
#include "runs/check_run.h"
#include "runs/packed_runs.h"

namespace hybrid::cli {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct VerifyOptions {
  std::vector<std::string> runs;
  bool no_inputs = false;
  bool json = false;
};

/// What was found out about one run.
struct Verified {
  std::string run;
  runs::RunCheck check;
  std::size_t not_packed = 0;  ///< files that the archive leaves out
  std::string unreadable;      ///< why the run cannot be opened; empty if it can

  bool intact() const { return unreadable.empty() && check.faults.empty(); }
};

/// Calls `check`, whose error is a finding about the run.
template <class Check>
Verified verified(const std::string& run, Check check) {
  Verified result{.run = run, .check = {}, .unreadable = {}};
  try {
    result.check = check();
  } catch (const DataError& error) {
    result.unreadable = error.what();
  }
  return result;
}

/// Checks the run in a folder, or every run in an archive.
void verify(const std::string& path, bool with_inputs, std::vector<Verified>& results) {
  if (!path.ends_with(".zip") || fs::is_directory(path)) {
    results.push_back(
        verified(path, [&] { return runs::check_run(runs::FinishedRun::unchecked(path), with_inputs); }));
    return;
  }
  if (!fs::exists(path)) throw DataError(path, "there is no such archive");
  runs::PackedRuns packed(path);
  if (packed.names().empty()) throw DataError(path, "holds no run (no manifest.json)");
  for (const std::string& name : packed.names()) {
    results.push_back(verified(packed.place_of(name).string(),
                               [&] { return check_run(packed.unpack_unchecked(name), with_inputs); }));
    auto& faults = results.back().check.faults;
    // An archive holds what tables are made from (results/FORMATS.md).
    results.back().not_packed = std::erase_if(
        faults, [](const runs::FileFault& fault) { return fault.kind == runs::FileFault::Kind::missing; });
  }
}

std::string hashes_of(const runs::FileFault& fault) {
  if (fault.then.empty()) return "not in manifest.json";
  if (fault.now.empty()) return fmt::format("SHA-256 was {}", runs::short_hash(fault.then));
  return fmt::format("SHA-256 is {}, was {}", runs::short_hash(fault.now), runs::short_hash(fault.then));
}

std::string text_of(const Verified& run, bool with_inputs) {
  if (!run.unreadable.empty()) return fmt::format("{}\n", run.unreadable);
  std::string text =
      fmt::format("{}: {} files ({} MB){}{}: {}\n", run.run, run.check.files,
                  shortest(std::max(0.1, static_cast<double>(run.check.bytes / 100'000) / 10)),
                  run.not_packed > 0 ? fmt::format(", {} not packed", run.not_packed) : "",
                  with_inputs ? fmt::format(" and {} inputs", run.check.inputs) : "",
                  run.intact() ? "unchanged" : fmt::format("{} at fault", run.check.faults.size()));
  for (const auto& fault : run.check.faults)
    text += fmt::format("  {:<14} {}{}: {}\n", runs::name_of(fault.kind), fault.path,
                        fault.role.empty() ? "" : fmt::format(" ({})", fault.role), hashes_of(fault));
  return text;
}

Json json_of(const Verified& run) {
  Json json{{"run", run.run},
            {"unchanged", run.intact()},
            {"files", run.check.files},
            {"inputs", run.check.inputs},
            {"not_packed", run.not_packed},
            {"faults", Json::array()}};
  if (!run.unreadable.empty()) json["error"] = run.unreadable;
  for (const auto& fault : run.check.faults)
    json["faults"].push_back({{"kind", runs::name_of(fault.kind)},
                              {"path", fault.path},
                              {"role", fault.role},
                              {"sha256", fault.now},
                              {"recorded_sha256", fault.then}});
  return json;
}

/// Returns what can be done about these faults.
std::string advice_on(const std::vector<Verified>& results) {
  using Kind = runs::FileFault::Kind;
  const auto any = [&](std::initializer_list<Kind> kinds) {
    return std::ranges::any_of(results, [&](const Verified& run) {
      return std::ranges::any_of(run.check.faults, [&](const runs::FileFault& fault) {
        return std::ranges::find(kinds, fault.kind) != kinds.end();
      });
    });
  };
  std::string advice;
  if (any({Kind::changed, Kind::missing})) advice += "; `hybrid rerun RUN` makes a run again beside it";
  if (any({Kind::unlisted})) advice += "; move files that are not the run's out of its folder";
  if (any({Kind::input_changed, Kind::input_missing}))
    advice += "; --no-inputs checks a run without what it was made from";
  return advice;
}

void run_verify(const VerifyOptions& options) {
  if (options.runs.empty())
    throw UsageError("give finished runs: hybrid verify RUN...; `hybrid runs` lists them");
  std::vector<Verified> results;
  for (const auto& run : options.runs) verify(run, !options.no_inputs, results);
  if (options.json) {
    Json json{{"schema_version", 1}, {"runs", Json::array()}};
    for (const auto& run : results) json["runs"].push_back(json_of(run));
    print_text(json_text(json));
  } else {
    for (const auto& run : results) print_text(text_of(run, !options.no_inputs));
  }
  flush_output();
  const auto at_fault = std::ranges::count_if(results, [](const Verified& run) { return !run.intact(); });
  const auto first = std::ranges::find_if(results, [](const Verified& run) { return !run.intact(); });
  if (at_fault == 0) return;
  const std::string others = at_fault == 1   ? ""
                             : at_fault == 2 ? ", nor is another run"
                                             : fmt::format(", nor are {} others", at_fault - 1);
  throw DataError(first->run, fmt::format("is not as it was made{}{}", others, advice_on(results)));
}

}  // namespace

Action setup_verify(CLI::App& app) {
  auto options = std::make_shared<VerifyOptions>();
  app.add_option("runs", options->runs, "finished runs, or archives of them (results/published/*.zip)");
  app.add_flag("--no-inputs", options->no_inputs,
               "check the run's own files alone, not the prediction sets or data that it was made from");
  app.add_flag("--json", options->json, "print JSON instead of lines");
  app.footer(
      "Every file of a run, and every file that it was made from, is compared with its SHA-256 in manifest.json; files\n"
      "that the run did not write are found, too. Exit code 0 if all is as it was, else 4.\n"
      "Examples:\n"
      "  hybrid verify results/quickstart-1a2b3c4d\n"
      "  hybrid verify --no-inputs results/published/pair.zip");
  return [options](Logger& /*log*/) { run_verify(*options); };
}

}  // namespace hybrid::cli
