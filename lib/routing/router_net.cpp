#include "routing/router_net.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/json.h"
#include "core/json_number.h"
#include "core/limits.h"

namespace hybrid::routing {

RouterNet make_router(const config::RouterConfig& config, const FeatureLayout& layout, SeedTree seed) {
  constexpr std::size_t kOutputs = 2;
  std::vector<std::size_t> widths{full_size(layout)};
  for (const auto width : config.hidden) widths.push_back(static_cast<std::size_t>(width));
  widths.push_back(kOutputs);

  Rng rng = seed.at("router.init").rng();
  RouterNet net{.layout = layout};
  for (std::size_t l = 0; l + 1 < widths.size(); ++l) {
    RouterLayer layer{.weight = Matrix(widths[l + 1], widths[l]),
                      .bias = std::vector<double>(widths[l + 1], 0.01)};
    const double bound = std::sqrt(6.0 / static_cast<double>(widths[l] + widths[l + 1]));
    for (double& w : layer.weight.values) w = rng.uniform(-bound, bound);
    net.layers.push_back(std::move(layer));
  }
  net.layers.back().relu = false;
  if (net.layers.size() >= 2) net.layers[net.layers.size() - 2].relu = config.final_relu;
  return net;
}

RouterNet fold(RouterNet net) {
  HYBRID_CHECK(folds(net.layout) && !net.folded, "only an unfolded router on differences folds");
  Matrix folded;
  multiply(net.layers[0].weight, expansion(net.layout), folded);
  net.layers[0].weight = std::move(folded);
  net.folded = true;
  return net;
}

Matrix inputs_for(const RouterNet& net, const CompactFeatures& compact) {
  HYBRID_CHECK(net.layout == compact.layout, "features of another layout than the router's");
  return net.folded ? compact.values : full_features(compact);
}

void apply(const RouterLayer& layer, const Matrix& inputs, Matrix& out) {
  multiply_transposed(inputs, layer.weight, out);
  for (std::size_t r = 0; r < out.rows; ++r) {
    const auto row = out.row(r);
    for (std::size_t c = 0; c < out.cols; ++c) {
      const double value = row[c] + layer.bias[c];
      row[c] = layer.relu && value < 0 ? 0 : value;
    }
  }
}

Matrix forward(const RouterNet& net, const Matrix& inputs) {
  Matrix activations = inputs;
  Matrix out;
  for (const auto& layer : net.layers) {
    apply(layer, activations, out);
    std::swap(activations, out);
  }
  return activations;
}

RoutingScores router_scores(const RouterNet& net, const predictions::PredictionSet& base) {
  // In blocks, to limit the memory for activations with a million examples.
  constexpr std::size_t kBlock = 4096;
  const SingleThreadedBlas single_threaded;
  const CompactFeatures compact = compact_features(base, net.layout.features, net.layout.pairs);
  const auto& [rows, cols, values] = compact.values;
  RoutingScores scores(rows);
  for (std::size_t first = 0; first < rows; first += kBlock) {
    const std::size_t count = std::min(kBlock, rows - first);
    CompactFeatures block{compact.layout, Matrix(count, cols)};
    std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(first * cols), count * cols,
                block.values.values.begin());
    const Matrix r = forward(net, inputs_for(net, block));
    for (std::size_t i = 0; i < count; ++i) scores[first + i] = r(i, 1) - r(i, 0);
  }
  return scores;
}

std::int64_t macs(const RouterNet& net) {
  std::size_t total = 0;
  for (const auto& layer : net.layers) total += layer.weight.values.size();
  return static_cast<std::int64_t>(total);
}

std::int64_t parameter_count(const RouterNet& net) {
  std::size_t total = 0;
  for (const auto& layer : net.layers) total += layer.weight.values.size() + layer.bias.size();
  return static_cast<std::int64_t>(total);
}

std::string to_json(const RouterNet& net) {
  nlohmann::ordered_json json{{"schema_version", 1},
                              {"features", name_of(net.layout.features, config::kRouterFeaturesNames)},
                              {"pairs", name_of(net.layout.pairs, config::kPairFeaturesNames)},
                              {"top_k", net.layout.top_k},
                              {"classes", net.layout.classes},
                              {"folded", net.folded},
                              {"layers", nlohmann::ordered_json::array()}};
  for (const auto& layer : net.layers)
    json["layers"].push_back({{"outputs", layer.weight.rows},
                              {"inputs", layer.weight.cols},
                              {"relu", layer.relu},
                              {"weight", layer.weight.values},
                              {"bias", layer.bias}});
  return json.dump() + "\n";
}

namespace {

/// Returns the value of `key`, one of the words of `names`.
template <class E, std::size_t N>
E choice(const nlohmann::json& json, const char* key, const std::array<config::Named<E>, N>& names,
         const std::string& path) {
  const std::string word = json.at(key).get<std::string>();
  for (const auto& row : names)
    if (row.name == word) return row.value;
  throw DataError(path, fmt::format("{} is '{}'", key, word));
}

/// Checks that the first layer matches the features of the layout.
void check_inputs(const RouterNet& net, const std::string& path) {
  const FeatureLayout& layout = net.layout;
  constexpr std::size_t kMaxClasses = limits::kClasses;  // prevents overflow of the sums below
  if (layout.top_k == 0 || layout.top_k > predictions::kTopK || layout.classes > kMaxClasses ||
      (layout.classes > 0) != config::has_class(layout.features))
    throw DataError(
        path, fmt::format("features of top_k {} and {} classes are none", layout.top_k, layout.classes));
  if (net.folded && !folds(layout)) throw DataError(path, "is folded, but has no table of differences");
  const std::size_t expected = net.folded ? compact_size(layout) : full_size(layout);
  if (net.layers.front().weight.cols != expected)
    throw DataError(
        path, fmt::format("takes {} inputs, its features are {}", net.layers.front().weight.cols, expected));
}

}  // namespace

RouterNet router_from_json(const std::string& text, const std::string& path) {
  try {
    const auto json = parse_json(text, path);
    RouterNet net{.layout = {.features = choice(json, "features", config::kRouterFeaturesNames, path),
                             .pairs = choice(json, "pairs", config::kPairFeaturesNames, path),
                             .top_k = whole_number<std::size_t>(json.at("top_k")),
                             .classes = whole_number<std::size_t>(json.at("classes"))},
                  .folded = json.at("folded").get<bool>()};
    for (const auto& entry : json.at("layers")) {
      RouterLayer layer{.bias = entry.at("bias").get<std::vector<double>>(),
                        .relu = entry.at("relu").get<bool>()};
      // The stated sizes are checked against the data before allocation.
      const auto outputs = whole_number<std::size_t>(entry.at("outputs"));
      const auto inputs = whole_number<std::size_t>(entry.at("inputs"));
      auto weight = entry.at("weight").get<std::vector<double>>();
      const bool fits = outputs > 0 && outputs == layer.bias.size() && inputs > 0 &&
                        weight.size() % outputs == 0 && weight.size() / outputs == inputs &&
                        (net.layers.empty() || net.layers.back().weight.rows == inputs);
      if (!fits) throw DataError(path, fmt::format("layer {} has the wrong shape", net.layers.size()));
      layer.weight.rows = outputs;
      layer.weight.cols = inputs;
      layer.weight.values = std::move(weight);
      net.layers.push_back(std::move(layer));
    }
    if (net.layers.empty() || net.layers.back().weight.rows != 2) throw DataError(path, "has no two outputs");
    check_inputs(net, path);
    return net;
  } catch (const nlohmann::json::exception& error) {
    throw DataError(path, fmt::format("is not a router ({})", error.what()));
  }
}

}  // namespace hybrid::routing
