#include "routing/router_net.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "routing/features.h"

namespace hybrid {

RouterNet make_router(const RouterConfig& config, std::size_t top_k, SeedTree seed) {
  constexpr std::size_t kOutputs = 2;
  std::vector<std::size_t> widths{1 + top_k * top_k};
  for (const auto width : config.hidden) widths.push_back(static_cast<std::size_t>(width));
  widths.push_back(kOutputs);

  Rng rng = seed.at("router.init").rng();
  RouterNet net{.pairs = config.pairs};
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
  HYBRID_CHECK(net.pairs == PairFeatures::difference && !net.folded,
               "only an unfolded router on differences folds");
  const auto k =
      static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(net.layers[0].weight.cols - 1))));
  Matrix folded;
  multiply(net.layers[0].weight, expansion(k), folded);
  net.layers[0].weight = std::move(folded);
  net.folded = true;
  return net;
}

Matrix inputs_for(const RouterNet& net, const Matrix& compact) {
  return net.folded ? compact : full_features(compact, net.pairs);
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

RoutingScores router_scores(const RouterNet& net, const PredictionSet& base) {
  // In blocks, so that a million examples need no million-row activations.
  constexpr std::size_t kBlock = 4096;
  const SingleThreadedBlas single_threaded;
  const Matrix compact = compact_features(base);
  RoutingScores scores(compact.rows);
  for (std::size_t first = 0; first < compact.rows; first += kBlock) {
    const std::size_t count = std::min(kBlock, compact.rows - first);
    Matrix block(count, compact.cols);
    std::copy_n(compact.values.begin() + static_cast<std::ptrdiff_t>(first * compact.cols),
                count * compact.cols, block.values.begin());
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
                              {"pairs", net.pairs == PairFeatures::difference ? "difference" : "product"},
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

RouterNet router_from_json(const std::string& text, const std::string& path) {
  try {
    const auto json = nlohmann::json::parse(text);
    const std::string pairs = json.at("pairs").get<std::string>();
    if (pairs != "difference" && pairs != "product") throw DataError(path, "pairs is '" + pairs + "'");
    RouterNet net{.pairs = pairs == "product" ? PairFeatures::product : PairFeatures::difference,
                  .folded = json.at("folded").get<bool>()};
    for (const auto& entry : json.at("layers")) {
      RouterLayer layer{.bias = entry.at("bias").get<std::vector<double>>(),
                        .relu = entry.at("relu").get<bool>()};
      // The claimed sizes are checked against what is there before anything is made of that size.
      const auto outputs = entry.at("outputs").get<std::size_t>();
      const auto inputs = entry.at("inputs").get<std::size_t>();
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
    return net;
  } catch (const nlohmann::json::exception& error) {
    throw DataError(path, fmt::format("is not a router ({})", error.what()));
  }
}

}  // namespace hybrid
