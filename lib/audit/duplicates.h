#pragma once
// Examples that occur in both the tuning and the test part; results on them are optimistically biased. Found
// by equal ids, and by identical outputs of both models for the same label.

#include <cstddef>
#include <vector>

#include "predictions/prediction_pair.h"

namespace hybrid::audit {

struct Duplicate {
  std::size_t tune_row = 0;
  std::size_t test_row = 0;
};

struct Duplicates {
  bool ids_known = false;            ///< both parts have ids
  bool outputs_known = false;        ///< both models' outputs are known in both parts
  std::vector<Duplicate> same_id;    ///< and the same label
  std::vector<Duplicate> reused_id;  ///< the same id with another label: a different example
  /// Examples not found by id, in the order of the test rows. Only rows that cannot agree by chance count:
  /// all rows with the same outputs of one model have the same label and the same outputs of the other model,
  /// and neither model's probabilities are saturated (entropy 0).
  std::vector<Duplicate> same_outputs;

  std::size_t count() const { return same_id.size() + same_outputs.size(); }
};

/// Finds the duplicates in O(n).
Duplicates find_duplicates(const predictions::PredictionPair& tune, const predictions::PredictionPair& test);

}  // namespace hybrid::audit
