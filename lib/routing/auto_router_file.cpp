#include "routing/auto_router_file.h"

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/json.h"

namespace hybrid::routing {

namespace {

using Json = nlohmann::ordered_json;

Json json_of(const LogisticRouter& router) {
  return {{"mean", router.standardisation.mean},
          {"scale", router.standardisation.scale},
          {"intercept", router.head.intercept},
          {"weights", router.head.weights},
          {"effects", router.head.effects}};
}

LogisticRouter router_of(const Json& json, const std::string& path) {
  LogisticRouter router{
      {json.at("mean").get<std::vector<double>>(), json.at("scale").get<std::vector<double>>()},
      {json.at("intercept").get<double>(), json.at("weights").get<std::vector<double>>(), {}}};
  for (const auto& effects : json.at("effects"))
    router.head.effects.push_back(effects.get<std::vector<double>>());
  if (router.head.effects.empty() || router.head.effects.front().empty())
    throw DataError(path, "knows no class");
  const std::size_t d = router.head.weights.size();
  if (router.standardisation.mean.size() != d || router.standardisation.scale.size() != d)
    throw DataError(path,
                    fmt::format("{} weights, {} means, {} scales", d, router.standardisation.mean.size(),
                                router.standardisation.scale.size()));
  return router;
}

}  // namespace

std::string to_json(const AutoRouter& router) {
  const Json json{{"schema_version", 1},
                  {"weight", router.weight},
                  {"confidence",
                   {{"intercept", router.confidence.intercept},
                    {"slope", router.confidence.slope},
                    {"range", router.confidence.range}}},
                  {"range", router.heads.range},
                  {"base", json_of(router.heads.base)},
                  {"cloud", json_of(router.heads.cloud)}};
  return json.dump() + "\n";
}

AutoRouter auto_router_from_json(const std::string& text, const std::string& path) {
  try {
    const Json json = parse_json<Json>(text, path);
    const Json& confidence = json.at("confidence");
    AutoRouter router{
        .weight = json.at("weight").get<double>(),
        .confidence = {confidence.at("intercept").get<double>(), confidence.at("slope").get<double>(),
                       confidence.at("range").get<double>()},
        .heads = {router_of(json.at("base"), path), router_of(json.at("cloud"), path),
                  json.at("range").get<double>()}};
    const auto shape = [](const LogisticRouter& r) {
      std::vector<std::size_t> sizes{r.head.weights.size()};
      for (const auto& effects : r.head.effects) sizes.push_back(effects.size());
      return sizes;
    };
    if (shape(router.heads.base) != shape(router.heads.cloud))
      throw DataError(path, "has two heads of different shapes");
    return router;
  } catch (const nlohmann::json::exception& error) {
    throw DataError(path, fmt::format("is not an auto router ({})", error.what()));
  }
}

}  // namespace hybrid::routing
