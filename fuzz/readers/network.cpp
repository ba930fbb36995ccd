#include "arch/arch_file.h"
#include "arch/count.h"
#include "arch/split_points.h"
#include "input.h"
#include "readers.h"

namespace hybrid::fuzz {

/// The JSON description of a network, as the MCUNet zoo and Once-for-All write it.
void read_network(std::string_view bytes) {
  const auto path = file("network.json", bytes);
  read_or_refuse([&] {
    const arch::ArchSpec spec = arch::read_arch_file(path);
    arch::count(spec);
    arch::split_points(spec);
  });
}

}  // namespace hybrid::fuzz
