#include "datasets/idx.h"

#include "input.h"
#include "readers.h"

namespace hybrid::fuzz {

/// Images and labels of MNIST, gzipped or plain.
void read_idx(std::string_view bytes) {
  const auto path = file("idx", bytes);
  read_or_refuse([&] { datasets::read_idx(path, 1); });
  read_or_refuse([&] { datasets::read_idx(path, 3); });
}

}  // namespace hybrid::fuzz
