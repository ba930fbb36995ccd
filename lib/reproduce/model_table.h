#pragma once

#include <string>

#include "reproduce/tables.h"

namespace hybrid {

/// Tables 5 and 6: accuracy, parameters and MACs of published models, a column per model; ours are counted from the
/// architecture that the model's card in configs/models names.
ReproducedTable model_table(const TableSources& sources, const std::string& name);

}  // namespace hybrid
