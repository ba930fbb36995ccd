#include "predictions/prediction_set.h"

#include "input.h"
#include "readers.h"

namespace hybrid::fuzz {

/// .npz or CSV, recognised by the content.
void read_prediction_set(std::string_view bytes) {
  const auto path = file("set", bytes);
  read_or_refuse([&] {
    const auto set = predictions::read_prediction_set(path, {.keep_logits = true});
    predictions::check_prediction_set(set);
    predictions::select(set, std::vector<std::size_t>{set.size() - 1, 0});
  });
}

}  // namespace hybrid::fuzz
