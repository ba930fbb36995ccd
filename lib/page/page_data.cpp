#include "page/page_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "core/command_line.h"
#include "core/json_text.h"
#include "core/text.h"
#include "eval/router_export.h"
#include "page/words.h"

namespace hybrid::page {

namespace {

using Json = nlohmann::ordered_json;

/// Six digits are finer than any screen, and a third of the bytes.
double rounded(double value) {
  return parse_double(fmt::format("{:.6g}", value)).value_or(value);
}

Json per_cent_json(double share) {
  return rounded(100 * share);
}

/// Adds the point to the columns of `json`.
void add_place(const eval::OperatingPoint& point, Json& json) {
  json["sent"].push_back(per_cent_json(1 - point.coverage));
  if (point.latency_ms) json["latency"].push_back(rounded(*point.latency_ms));
  if (point.energy_mj) json["energy"].push_back(rounded(*point.energy_mj));
  json["accuracy"].push_back(per_cent_json(point.accuracy));
  json["low"].push_back(per_cent_json(point.accuracy_ci.low));
  json["high"].push_back(per_cent_json(point.accuracy_ci.high));
}

/// Shortens a column whose texts begin alike (front coding): each is [the number of characters that it shares
/// with the one before, its rest].
class FrontCoder {
 public:
  void add(const std::string& text) {
    std::size_t same = 0;
    // The script counts characters otherwise than in bytes, except in ASCII.
    while (same < std::min(text.size(), before_.size()) && text[same] == before_[same] &&
           static_cast<unsigned char>(text[same]) < 0x80)
      ++same;
    json_.push_back(Json::array({same, text.substr(same)}));
    before_ = text;
  }
  const Json& json() const { return json_; }

 private:
  std::string before_;
  Json json_ = Json::array();
};

Json alone_json(const eval::OperatingPoint& point) {
  Json json = Json::object();
  add_place(point, json);
  return json;
}

Json method_json(const RunPage& run, const Grid& grid, const MethodGrid& method) {
  Json json{{"name", method.method->name()}, {"label", method.label}, {"chosen", method.chosen}};
  std::map<std::string, FrontCoder> text;
  for (const auto& point : method.points) {
    add_place(point.tuned.point, json);
    if (!method.chosen) continue;
    for (const auto& [name, words] : text_of(run, grid, method, point)) text[name].add(words);
    if (point.verdicts) json["decisions"].push_back(point.verdicts->of);
  }
  if (!method.chosen) return json;
  json["word"] = shell_quoted(method.method->name());
  json["exports"] = eval::export_missing(run.problem, *method.method).empty();
  for (const auto& [name, coder] : text) json["text"][name] = coder.json();
  return json;
}

}  // namespace

std::string page_data(const RunPage& run, const Grid& grid) {
  Json json{{"steps", kSteps},
            {"step", kDefaultStep},
            {"device", alone_json(grid.device)},
            {"cloud", alone_json(grid.cloud)},
            {"methods", Json::array()}};
  for (const auto& method : grid.methods) json["methods"].push_back(method_json(run, grid, method));
  std::string text;
  for (const char c : json_line(json)) {
    if (c == '<')
      text += "\\u003c";  // what ends or opens an element must not be in a script
    else
      text += c;
  }
  return text;
}

}  // namespace hybrid::page
