#include "runs/run_list.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "core/error.h"
#include "core/files.h"
#include "core/json.h"
#include "core/json_number.h"
#include "eval/routing_problem.h"
#include "runs/split_file.h"
#include "runs/work_lock.h"

namespace hybrid::runs {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

/// Returns the method of kPreferredMethods that the metrics have, else their first that has several points.
const Json* default_method_in(const Json& methods, std::string& name) {
  for (const char* preferred : eval::kPreferredMethods)
    if (methods.contains(preferred)) {
      name = preferred;
      return &methods.at(preferred);
    }
  for (const auto& [method, figures] : methods.items())
    if (figures.at("points").size() > 1 && method != "random" && method != "oracle") {
      name = method;
      return &figures;
    }
  return nullptr;
}

/// Parses what a headline needs of metrics.json, most of which are comparisons.
Json read_metrics(const FinishedRun& run) {
  const fs::path path = run.verified("metrics.json");
  bool wanted = true;
  return parse_json<Json>(read_file(path), path,
                          [&](int depth, nlohmann::detail::parse_event_t event, const Json& value) {
                            if (depth == 1 && event == nlohmann::detail::parse_event_t::key)
                              wanted = value == "data" || value == "methods";
                            return depth == 0 || wanted;
                          });
}

std::optional<Headline> headline_of(const FinishedRun& run) {
  if (!fs::exists(run.path() / "metrics.json")) return std::nullopt;  // published runs have none
  const Json metrics = read_metrics(run);
  try {
    const Json& data = metrics.at("data");
    Headline headline{.n_test = whole_number<std::size_t>(data.at("n_test")),
                      .base_accuracy = data.at("base_accuracy"),
                      .cloud_accuracy = data.at("cloud_accuracy"),
                      .method = {},
                      .utility = {}};
    const Json* method = default_method_in(metrics.at("methods"), headline.method);
    if (method == nullptr) return std::nullopt;
    const Json& points = method->at("points");
    const Json& point = points.at(points.size() / 2);
    headline.target_coverage = point.at("target_coverage");
    const std::string utility = data.value("utility", "accuracy");
    const bool plain = utility == "accuracy" && !data.value("weighted", false);
    headline.utility = plain ? "" : utility == "accuracy" ? "weighted" : utility;
    headline.matched_accuracy = point.at("matched_accuracy");
    return headline;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;  // of an older version
  }
}

/// Opens a finished run; one that cannot be read is listed as damaged.
ListedRun listed(const fs::path& path) {
  ListedRun entry{.path = path, .made_by = {}, .ended = {}, .fault = {}};
  try {
    const FinishedRun run = FinishedRun::unchecked(path);
    entry.ended = run.manifest().ended;
    entry.made_by = made_by(run);
    entry.headline = headline_of(run);
  } catch (const Error& error) {
    entry.fault = error.what();
  } catch (const nlohmann::json::exception& error) {
    entry.fault = fmt::format("{}: is not JSON ({})", (path / "metrics.json").string(), error.what());
  }
  if (!entry.fault.empty()) entry.state = ListedRun::State::damaged;
  return entry;
}

ListedRun unfinished(const fs::path& run, const fs::path& work) {
  return {.path = run,
          .state = ListedRun::State::unfinished,
          .made_by = {},
          .ended = utc_of_change(work),
          .fault = fmt::format(
              "{}: {}", work.string(),
              is_run(work) ? "is complete, but not in its place; the same command puts it there"
                           : "is being written, or was interrupted; the same command goes on with it, "
                             "or starts it again")};
}

}  // namespace

std::string_view made_by(const FinishedRun& run) {
  if (run.has(kSplitFile)) return "train-exits";
  return run.has("train_log.csv") ? "train" : "evaluate";
}

std::string_view name_of(ListedRun::State state) {
  switch (state) {
    case ListedRun::State::finished:
      return "finished";
    case ListedRun::State::unfinished:
      return "unfinished";
    case ListedRun::State::damaged:
      return "damaged";
  }
  HYBRID_CHECK(false, "state {} is not one of ours", static_cast<int>(state));
}

std::vector<ListedRun> list_runs(const fs::path& folder) {
  if (!fs::is_directory(folder)) throw DataError(folder, "is no folder");
  if (is_run(folder)) return {listed(folder)};
  std::vector<ListedRun> runs;
  constexpr int kDeepest = 4;  // results/runs/split-int8/after-0
  const auto options = fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator entry(folder, options), end; entry != end; ++entry) {
    if (entry->is_symlink() || !entry->is_directory()) continue;
    const fs::path& path = entry->path();
    const std::string name = path.filename().string();
    if (entry.depth() == kDeepest) entry.disable_recursion_pending();
    if (name.ends_with(kPartial) && fs::exists(path / kLockFile)) {
      const bool inside = name == kPartial;
      runs.push_back(unfinished(inside ? path.parent_path() : fs::path(path).replace_extension(), path));
      entry.disable_recursion_pending();
    } else if (is_run(path)) {
      runs.push_back(listed(path));
      entry.disable_recursion_pending();
    }
  }
  // ISO times sort as text.
  std::ranges::sort(runs, [](const ListedRun& a, const ListedRun& b) {
    return std::tie(b.ended, a.path) < std::tie(a.ended, b.path);
  });
  return runs;
}

}  // namespace hybrid::runs
