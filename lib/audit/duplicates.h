#pragma once
// Examples that are in the tuning and in the test part: what was chosen on them looks better than it is.
// Found by equal ids, and by two models that give exactly the same numbers for the same label.

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
  std::vector<Duplicate> same_id;    ///< with the same label too
  std::vector<Duplicate> reused_id;  ///< the same id with another label: not the same example
  /// Not already found by id, in the order of the test rows. Only rows that cannot agree by chance count:
  /// wherever the base gives those numbers the label and the cloud's numbers are the same, the other way
  /// round too, and neither model's probabilities are saturated (entropy 0).
  std::vector<Duplicate> same_outputs;

  std::size_t count() const { return same_id.size() + same_outputs.size(); }
};

/// O(n).
Duplicates find_duplicates(const predictions::PredictionPair& tune, const predictions::PredictionPair& test);

}  // namespace hybrid::audit
