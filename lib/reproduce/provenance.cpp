#include "reproduce/provenance.h"

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/json.h"

namespace hybrid::reproduce {

using Json = nlohmann::ordered_json;

void write_provenance(const std::vector<RunProvenance>& runs, const std::filesystem::path& file) {
  Json list = Json::array();
  for (const auto& run : runs)
    list.push_back({{"name", run.name},
                    {"path", run.path},
                    {"command", run.command},
                    {"commit", run.commit},
                    {"version", run.version},
                    {"hash", run.hash},
                    {"started", run.started},
                    {"machine", run.machine},
                    {"seconds", run.seconds}});
  const Json json{{"schema_version", 1}, {"runs", std::move(list)}};
  write_file_atomically(file, json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

std::vector<RunProvenance> read_provenance(const std::filesystem::path& file) {
  const std::string text = read_file(file);
  try {
    const Json json = parse_json<Json>(text, file);
    std::vector<RunProvenance> runs;
    for (const auto& run : json.at("runs"))
      runs.push_back({.name = run.at("name"),
                      .path = run.at("path"),
                      .command = run.at("command"),
                      .commit = run.at("commit"),
                      .version = run.at("version"),
                      .hash = run.at("hash"),
                      .started = run.at("started"),
                      .machine = run.at("machine"),
                      .seconds = run.at("seconds")});
    return runs;
  } catch (const nlohmann::json::exception& error) {
    throw DataError(file,
                    fmt::format("is not a list of runs that `hybrid reproduce` wrote ({})", error.what()));
  }
}

std::string duration_text(double seconds) {
  constexpr double kMinute = 60, kHour = 3600;
  if (seconds < 2 * kMinute) return fmt::format("{:.0f} s", seconds);
  if (seconds < 2 * kHour) return fmt::format("{:.0f} min", seconds / kMinute);
  return fmt::format("{:.1f} h", seconds / kHour);
}

}  // namespace hybrid::reproduce
