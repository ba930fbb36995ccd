#include "runs/outcomes_file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "config/choices.h"
#include "core/error.h"
#include "core/files.h"
#include "core/json.h"
#include "core/json_number.h"
#include "core/json_text.h"
#include "core/limits.h"
#include "predictions/npz.h"
#include "routing/auto_router_file.h"

namespace hybrid::runs {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

constexpr std::array<config::Named<eval::MethodKind>, 5> kKindNames{
    {{eval::MethodKind::on_device, "on_device"},
     {eval::MethodKind::on_cloud, "on_cloud"},
     {eval::MethodKind::random, "random"},
     {eval::MethodKind::scored, "scored"},
     {eval::MethodKind::oracle, "oracle"}}};

constexpr std::array<config::Named<eval::ScoreMeaning>, 3> kMeaningNames{
    {{eval::ScoreMeaning::rank, "rank"},
     {eval::ScoreMeaning::help_logit, "help_logit"},
     {eval::ScoreMeaning::expected_gain, "expected_gain"}}};

constexpr std::array<config::Named<cost::PayloadFormat>, 3> kEncodedNames{
    {{cost::PayloadFormat::png, "png"},
     {cost::PayloadFormat::jpeg, "jpeg"},
     {cost::PayloadFormat::features, "features"}}};

/// Returns the key for the number of elements of an encoding.
const char* elements_key(cost::PayloadFormat format) {
  return format == cost::PayloadFormat::features ? "values" : "pixels";
}

/// The measurements of single inputs, written if present.
constexpr std::array<std::pair<const char*, std::vector<double> cost::MeasuredInputs::*>, 3> kMeasured{
    {{"payload_bytes", &cost::MeasuredInputs::payload_bytes},
     {"device_latency_ms", &cost::MeasuredInputs::device_latency_ms},
     {"cloud_latency_ms", &cost::MeasuredInputs::cloud_latency_ms}}};

/// Returns the value named by `word`.
/// @throws DataError naming `path` if `names` does not contain the word
template <class E, std::size_t N>
E parse_named(const std::string& word, const std::array<config::Named<E>, N>& names, const fs::path& path) {
  const auto* found = std::ranges::find(names, word, &config::Named<E>::name);
  if (found == names.end()) throw DataError(path, fmt::format("'{}' is unknown to this version", word));
  return found->value;
}

std::string keyed(const char* key, const eval::BaseVariant& variant) {
  return variant.suffix.empty() ? key : fmt::format("{}_{}", key, variant.suffix);
}

void write_split(const fs::path& path, const eval::RoutingProblem& problem,
                 routing::Outcomes eval::BaseVariant::*outcomes, routing::RoutingScores eval::Method::*scores,
                 cost::MeasuredInputs eval::RoutingProblem::*inputs,
                 std::vector<predictions::NpyArray> arrays = {}) {
  for (const auto& variant : problem.variants) {
    arrays.push_back(predictions::npy_view(keyed("base_value", variant), (variant.*outcomes).base_value));
    arrays.push_back(predictions::npy_view(keyed("cloud_value", variant), (variant.*outcomes).cloud_value));
  }
  for (const auto& method : problem.methods)
    if (method.kind == eval::MethodKind::scored)
      arrays.push_back(predictions::npy_view("score_" + method.name(), method.*scores));
  for (const auto& [key, values] : kMeasured)
    if (!(problem.*inputs.*values).empty())
      arrays.push_back(predictions::npy_view(key, problem.*inputs.*values));
  predictions::write_npz(path, arrays);
}

void read_split(const fs::path& path, eval::RoutingProblem& problem,
                routing::Outcomes eval::BaseVariant::*outcomes, routing::RoutingScores eval::Method::*scores,
                cost::MeasuredInputs eval::RoutingProblem::*inputs) {
  const predictions::NpzFile file(path);
  std::size_t n = 0;
  const auto check_size = [&](const std::string& key, std::size_t size) {
    if (n == 0) n = size;
    if (size != n || size == 0) throw DataError(path, fmt::format("{} has {} rows, others {}", key, size, n));
  };
  const auto read_values = [&](const std::string& key) {
    auto values = file.read<double>(key);
    check_size(key, values.size());
    if (!std::ranges::all_of(values, [](double value) { return std::isfinite(value); }))
      throw DataError(path, fmt::format("{} holds values that are no numbers", key));
    return values;
  };
  const auto read_amounts = [&](const char* key) {
    auto values = read_values(key);
    if (std::ranges::any_of(values, [](double value) { return value < 0; }))
      throw DataError(path, fmt::format("{} is negative in some row", key));
    return values;
  };
  for (auto& variant : problem.variants)
    variant.*
        outcomes = {read_values(keyed("base_value", variant)), read_values(keyed("cloud_value", variant))};
  for (auto& method : problem.methods)
    if (method.kind == eval::MethodKind::scored) {
      method.*scores = file.read<double>("score_" + method.name());
      check_size("score_" + method.name(), (method.*scores).size());
      if (std::ranges::any_of(method.*scores, [](double score) { return std::isnan(score); }))
        throw DataError(path, fmt::format("score_{} is not a number in some row", method.name()));
    }
  for (const auto& [key, values] : kMeasured)
    if (file.has(key)) problem.*inputs.*values = read_amounts(key);
}

std::vector<std::uint8_t> read_half(const fs::path& path, const eval::RoutingProblem& problem) {
  auto half = predictions::NpzFile(path).read<std::uint8_t>("half");
  const auto ones = std::ranges::count(half, 1), zeros = std::ranges::count(half, 0);
  if (ones == 0 || zeros == 0 || zeros + ones != std::ssize(half))
    throw DataError(
        path, fmt::format("half holds {} zeros and {} ones in {} rows, must be both and nothing else", zeros,
                          ones, half.size()));
  if (half.size() != problem.n_test() || half.size() != problem.n_tune())
    throw DataError(path, fmt::format("half has {} rows, the test part {}, the tuning part {}", half.size(),
                                      problem.n_test(), problem.n_tune()));
  return half;
}

std::vector<std::uint8_t> read_certify(const fs::path& path, const eval::RoutingProblem& problem) {
  const predictions::NpzFile file(path);
  if (!file.has("certify")) return {};
  auto certify = file.read<std::uint8_t>("certify");
  const auto ones = std::ranges::count(certify, 1), zeros = std::ranges::count(certify, 0);
  if (certify.size() != problem.n_tune() || ones == 0 || zeros + ones != std::ssize(certify))
    throw DataError(path, fmt::format("certify holds {} zeros and {} ones in {} rows, must be ones and zeros "
                                      "for the {} examples of the tuning part",
                                      zeros, ones, certify.size(), problem.n_tune()));
  return certify;
}

}  // namespace

void write_routing_problem(const fs::path& run, const eval::RoutingProblem& problem,
                           const cost::Workload& workload) {
  std::vector<predictions::NpyArray> certify;
  if (!problem.certify.empty()) certify.push_back(predictions::npy_view("certify", problem.certify));
  write_split(run / kTuneOutcomes, problem, &eval::BaseVariant::tune, &eval::Method::tune,
              &eval::RoutingProblem::tune_inputs, std::move(certify));
  std::vector<predictions::NpyArray> half;
  if (problem.cross_fitted()) half.push_back(predictions::npy_view("half", problem.half));
  write_split(run / kTestOutcomes, problem, &eval::BaseVariant::test, &eval::Method::test,
              &eval::RoutingProblem::test_inputs, std::move(half));
  Json json{{"schema_version", 2},
            {"classes", problem.classes},
            {"workload",
             {{"base_macs", json_or_null(workload.base_macs)},
              {"cloud_macs", json_or_null(workload.cloud_macs)},
              {"input_bytes", json_or_null(workload.input_bytes)}}},
            {"variants", Json::array()},
            {"methods", Json::array()},
            {"skipped", Json::object()},
            {"notes", Json::object()}};
  if (const auto& encoding = workload.encoding)
    json["workload"]["encoding"] = {{"format", name_of(encoding->format, kEncodedNames)},
                                    {elements_key(encoding->format), encoding->elements}};
  if (workload.head_macs > 0) json["workload"]["head_macs"] = workload.head_macs;
  if (problem.cross_fitted()) json["exchanged"] = true;
  if (!problem.accuracy.plain()) json["utility"] = problem.accuracy.utility;
  if (problem.accuracy.weighted) json["weighted"] = true;
  if (!problem.examples.empty()) json["examples"] = problem.examples;
  if (problem.base_outputs) json["base_outputs"] = *problem.base_outputs;
  if (problem.temperature) json["temperature"] = *problem.temperature;
  for (const auto& variant : problem.variants) json["variants"].push_back(variant.suffix);
  for (const auto& method : problem.methods) {
    json["methods"].push_back({{"name", method.name()},
                               {"kind", name_of(method.kind, kKindNames)},
                               {"variant", method.variant},
                               {"router_macs", method.router_macs},
                               {"score", name_of(method.meaning, kMeaningNames)}});
  }
  for (const auto& [method, reason] : problem.skipped) json["skipped"][method] = reason;
  for (const auto& [method, note] : problem.notes) json["notes"][method] = note;
  if (problem.auto_router) write_file_atomically(run / kAutoFile, to_json(*problem.auto_router));
  write_file_atomically(run / kMethodsFile, json_text(json));
}

namespace {

/// @param has_auto whether the run has written kAutoFile
StoredProblem read_problem(const fs::path& run, bool has_auto) {
  const fs::path methods_path = run / kMethodsFile;
  StoredProblem stored;
  auto& problem = stored.problem;
  bool cross_fitted = false;
  try {
    const auto json = parse_json<Json>(read_file(methods_path), methods_path);
    problem.classes = whole_number<int>(json.at("classes"));
    cross_fitted = json.value("exchanged", false);
    problem.accuracy.utility = json.value("utility", problem.accuracy.utility);
    problem.accuracy.weighted = json.value("weighted", false);
    problem.examples = json.value("examples", "");
    if (json.contains("base_outputs")) problem.base_outputs = whole_number<int>(json.at("base_outputs"));
    if (json.contains("temperature")) problem.temperature = json.at("temperature").get<double>();
    const int outputs = problem.base_outputs.value_or(0);
    if (outputs < 0 || outputs > limits::kClasses || !(problem.temperature.value_or(1) > 0))
      throw DataError(methods_path, "base_outputs or temperature is out of range");
    stored.workload = {.base_macs = optional_number(json.at("workload").at("base_macs")),
                       .cloud_macs = optional_number(json.at("workload").at("cloud_macs")),
                       .input_bytes = optional_number(json.at("workload").at("input_bytes"))};
    if (json.at("workload").contains("encoding")) {
      const auto& encoding = json.at("workload").at("encoding");
      const cost::PayloadFormat format =
          parse_named(encoding.at("format").get<std::string>(), kEncodedNames, methods_path);
      stored.workload.encoding = {format, encoding.at(elements_key(format)).get<double>()};
    }
    stored.workload.head_macs = json.at("workload").value("head_macs", 0.0);
    for (const auto& suffix : json.at("variants"))
      problem.variants.push_back({.suffix = suffix.get<std::string>()});
    for (const auto& entry : json.at("methods")) {
      const auto suffix = entry.at("variant").get<std::string>();
      if (std::ranges::find(problem.variants, suffix, &eval::BaseVariant::suffix) == problem.variants.end())
        throw DataError(methods_path, fmt::format("method of unknown variant '{}'", suffix));
      const auto name = entry.at("name").get<std::string>();
      const auto measure = eval::measure_in(name, suffix);
      if (!measure)
        throw DataError(methods_path,
                        fmt::format("method '{}' is not named after its variant '{}'", name, suffix));
      problem.methods.push_back(
          {.measure = *measure,
           .kind = parse_named(entry.at("kind").get<std::string>(), kKindNames, methods_path),
           .variant = suffix,
           .router_macs = entry.at("router_macs").get<double>(),
           .meaning = parse_named(entry.at("score").get<std::string>(), kMeaningNames, methods_path)});
    }
    for (const auto& [method, reason] : json.at("skipped").items())
      problem.skipped[method] = reason.get<std::string>();
    for (const auto& [method, note] : json.at("notes").items())
      problem.notes[method] = note.get<std::string>();
  } catch (const nlohmann::json::exception& error) {
    throw DataError(methods_path, fmt::format("is not what a run writes ({})", error.what()));
  }
  if (problem.variants.empty()) throw DataError(methods_path, "names no base");
  read_split(run / kTuneOutcomes, problem, &eval::BaseVariant::tune, &eval::Method::tune,
             &eval::RoutingProblem::tune_inputs);
  read_split(run / kTestOutcomes, problem, &eval::BaseVariant::test, &eval::Method::test,
             &eval::RoutingProblem::test_inputs);
  stored.workload = cost::with_means(stored.workload, problem.test_inputs);
  if (has_auto)
    problem.auto_router =
        routing::auto_router_from_json(read_file(run / kAutoFile), (run / kAutoFile).string());
  problem.certify = read_certify(run / kTuneOutcomes, problem);
  if (cross_fitted) problem.half = read_half(run / kTestOutcomes, problem);
  return stored;
}

}  // namespace

StoredProblem read_routing_problem(const fs::path& run) {
  return read_problem(run, fs::exists(run / kAutoFile));
}

StoredProblem read_routing_problem(const FinishedRun& run) {
  if (run.has("tiers.json"))
    throw DataError(
        run.path(),
        "is of more than two tiers, which have no one router; give the tiers' sets instead of the run");
  for (const char* file : {kMethodsFile, kTuneOutcomes, kTestOutcomes}) (void)run.verified(file);
  // A file that somebody put there is not read.
  if (run.has(kAutoFile)) (void)run.verified(kAutoFile);
  StoredProblem stored = read_problem(run.path(), run.has(kAutoFile));
  // Only training leaves the name of its config; it trains the router on other examples than it tunes on.
  stored.problem.trained_router = !run.manifest().experiment.config.empty();
  return stored;
}

}  // namespace hybrid::runs
