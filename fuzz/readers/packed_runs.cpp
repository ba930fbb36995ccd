#include "runs/packed_runs.h"

#include "input.h"
#include "readers.h"

namespace hybrid::fuzz {

/// A zip archive of finished runs; the one called "a" is unpacked.
void read_packed_runs(std::string_view bytes) {
  const auto path = file("packed/runs.zip", bytes);
  read_or_refuse([&] {
    runs::PackedRuns packed(path.parent_path());
    if (packed.has("a")) packed.unpack("a").verify();
  });
}

}  // namespace hybrid::fuzz
