#include "workflows/kept_repeats.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/files.h"
#include "core/interrupt.h"
#include "core/json.h"
#include "core/json_text.h"
#include "core/sha256.h"

namespace hybrid::workflows {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Json = nlohmann::ordered_json;

namespace {

constexpr auto kShortest = std::chrono::milliseconds(100);  ///< between two writings
constexpr int kShare = 50;  ///< a fiftieth of the time may be spent on writing

Json json_of(const eval::FinishedRepeat& repeat) {
  Json figures = Json::object(), variances = Json::array();
  for (const auto& [method, columns] : repeat.figures) {
    Json& list = figures[method] = Json::array();
    for (const auto& column : columns)
      list.push_back({column.matched_accuracy, column.accuracy, column.coverage});
  }
  for (const auto& [pair, columns] : repeat.test_variance)
    variances.push_back({{"method", pair.first}, {"against", pair.second}, {"columns", columns}});
  return {{"figures", std::move(figures)}, {"test_variance", std::move(variances)}};
}

/// @throws nlohmann::json::exception for anything else than json_of() writes
eval::FinishedRepeat repeat_of(const Json& json) {
  eval::FinishedRepeat repeat;
  for (const auto& [method, columns] : json.at("figures").items())
    for (const Json& column : columns)
      repeat.figures[method].push_back({column.at(0), column.at(1), column.at(2)});
  for (const Json& entry : json.at("test_variance"))
    repeat.test_variance[{entry.at("method"), entry.at("against")}] =
        entry.at("columns").get<std::vector<double>>();
  return repeat;
}

bool has_columns(const eval::FinishedRepeat& repeat, std::size_t columns) {
  for (const auto& [method, figures] : repeat.figures)
    if (figures.size() != columns) return false;
  for (const auto& [pair, variances] : repeat.test_variance)
    if (variances.size() != columns) return false;
  return true;
}

}  // namespace

RepeatsFile::RepeatsFile(const fs::path& folder, std::string hash, std::size_t columns, Logger& log)
    : path_(folder / kRepeatsFile), hash_(std::move(hash)), next_write_(Clock::now() + kShortest) {
  if (!fs::exists(path_)) return;
  try {
    const Json json = parse_json<Json>(read_file(path_), path_);
    const Json& repeats = json.at("repeats");
    const bool ours =
        repeats.is_array() && json.at("hash") == hash_ && json.at("sha256") == sha256(json_text(repeats));
    for (const Json& repeat : repeats) finished_.push_back(repeat_of(repeat));
    const auto fits = [&](const eval::FinishedRepeat& repeat) { return has_columns(repeat, columns); };
    if (!ours || !std::ranges::all_of(finished_, fits)) throw DataError(path_, "is not of this run");
    repeats_ = repeats;
  } catch (const DataError& error) {
    finished_.clear();
    log.warn("{}; the repeats start again", error.what());
  } catch (const nlohmann::json::exception&) {
    finished_.clear();
    log.warn("{}: is damaged; the repeats start again", path_.string());
  }
}

void RepeatsFile::add(const eval::FinishedRepeat& repeat) {
  repeats_.push_back(json_of(repeat));
  written_ = false;
  if (interrupted() || Clock::now() >= next_write_) flush();
}

void RepeatsFile::flush() {
  if (written_) return;
  const auto start = Clock::now();
  write_file_atomically(path_, json_text(Json{{"schema_version", 1},
                                              {"hash", hash_},
                                              {"sha256", sha256(json_text(repeats_))},
                                              {"repeats", repeats_}}));
  written_ = true;
  const auto end = Clock::now();
  next_write_ = end + std::max<Clock::duration>(kShortest, kShare * (end - start));
}

}  // namespace hybrid::workflows
