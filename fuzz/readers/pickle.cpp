#include "weights/pickle.h"

#include "input.h"
#include "readers.h"
#include "weights/state_dict.h"

namespace hybrid::fuzz {

/// A pickle, with the bytes that follow it as every storage.
void read_pickle(std::string_view bytes) {
  read_or_refuse([&] {
    const weights::Pickle pickle = weights::read_pickle(bytes, weights::tensor_functions(), "pickle");
    weights::storage_references(pickle, "pickle");
    weights::read_state_dict(
        pickle, [&](const auto&) { return bytes; }, std::int64_t{1} << 20, "pickle");
  });
}

}  // namespace hybrid::fuzz
