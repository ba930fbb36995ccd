#include "config/experiment.h"
#include "config/load.h"
#include "core/text.h"
#include "input.h"
#include "readers.h"

namespace hybrid::fuzz {

/// One --set per line.
void read_overrides(std::string_view bytes) {
  read_or_refuse([&] { config::load_text<config::ExperimentConfig>("", "config.yaml", split(bytes, '\n')); });
}

}  // namespace hybrid::fuzz
