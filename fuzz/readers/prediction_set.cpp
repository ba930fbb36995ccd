#include "predictions/prediction_set.h"

#include "input.h"
#include "predictions/score_file.h"
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

/// .npz, .npy or CSV of own scores.
void read_scores(std::string_view bytes) {
  const auto path = file("scores", bytes);
  read_or_refuse([&] {
    const auto scores = predictions::read_score_file(path);
    predictions::PredictionSet set;
    set.labels.resize(scores.scores.front().values.size());
    predictions::add_scores(scores, set);
  });
}

}  // namespace hybrid::fuzz
