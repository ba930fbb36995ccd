#include "eval/utility.h"
#include "input.h"
#include "readers.h"
#include "workflows/audit_input.h"

namespace hybrid::fuzz {

/// CSV files of utilities and of slices.
void read_utility(std::string_view bytes) {
  const auto path = file("utility.csv", bytes);
  read_or_refuse([&] { eval::read_utility(path.string()); });
}

void read_slices(std::string_view bytes) {
  const auto path = file("slices.csv", bytes);
  read_or_refuse([&] { workflows::read_slicings(path, {"a", "b", "c"}); });
}

}  // namespace hybrid::fuzz
