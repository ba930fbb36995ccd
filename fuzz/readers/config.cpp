#include "config/experiment.h"
#include "config/load.h"
#include "config/pair.h"
#include "config/simulation.h"
#include "config/writer.h"
#include "input.h"
#include "readers.h"

namespace hybrid::fuzz {

namespace {

/// What is read must come back from what is written of it.
template <class Config>
void read_as(std::string_view bytes) {
  read_or_refuse([&] {
    const Config config = config::load_text<Config>(bytes, "config.yaml").value;
    HYBRID_CHECK(config::load_text<Config>(config::to_yaml(config), "written.yaml").value == config,
                 "a config changes when it is written and read");
  });
}

}  // namespace

void read_config(std::string_view bytes) {
  read_as<config::ExperimentConfig>(bytes);
  read_as<config::PairConfig>(bytes);
  read_as<config::SimulationConfig>(bytes);
}

}  // namespace hybrid::fuzz
