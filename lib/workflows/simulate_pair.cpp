#include "workflows/simulate_pair.h"

#include <nlohmann/json.hpp>

#include "config/writer.h"
#include "core/files.h"
#include "predictions/npz.h"
#include "simulate/simulator.h"

namespace hybrid::workflows {

namespace fs = std::filesystem;

namespace {

void write_part(const fs::path& folder, const std::string& prefix, const simulate::SimulatedOutputs& outputs,
                nlohmann::json meta) {
  meta["model"] = "simulated base";
  predictions::write_prediction_set(folder / (prefix + "base.npz"), outputs.labels, outputs.base_logits, {},
                                    meta);
  meta["model"] = "simulated cloud";
  predictions::write_prediction_set(folder / (prefix + "cloud.npz"), outputs.labels, outputs.cloud_logits, {},
                                    meta);
}

}  // namespace

SimulatedPair simulate_pair(const config::SimulationConfig& config, const fs::path& folder) {
  const simulate::Simulator simulator(config);
  const SeedTree seed(static_cast<std::uint64_t>(config.seed));
  const auto make = [&](simulate::SimulatedPart part, const char* split, int n, const std::string& prefix) {
    simulate::SimulatedOutputs outputs = simulator.draw(part, static_cast<std::size_t>(n), seed);
    write_part(folder, prefix, outputs, {{"dataset", config.name}, {"split", split}, {"seed", config.seed}});
    return outputs;
  };
  SimulatedPair pair;
  pair.tune = simulate::prediction_pair(make(simulate::SimulatedPart::tune, "tune", config.n_tune, "tune-"));
  const simulate::SimulatedOutputs outputs = make(simulate::SimulatedPart::test, "test", config.n_test, "");
  pair.test = simulate::prediction_pair(outputs);
  pair.optimal = simulate::optimal_scores(outputs);
  predictions::write_npz(folder / "optimal.npz", std::vector{predictions::npy_view("optimal", pair.optimal)});
  write_file_atomically(folder / "config.yaml", config::to_yaml(config));
  return pair;
}

}  // namespace hybrid::workflows
