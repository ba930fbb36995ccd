#pragma once
// A file of own routing scores alone (`--scores`): an .npz or folder with `scores`, `score_NAME` and perhaps
// `ids`; a single .npy array; or CSV `[id,]score[,score_NAME...]`.

#include <filesystem>
#include <string>
#include <vector>

#include "predictions/prediction_set.h"

namespace hybrid::predictions {

struct ScoreFile {
  std::string source;                 ///< the given path, for messages
  std::vector<std::string> ids;       ///< [n]; empty if not given
  std::vector<OwnScore> scores;       ///< sorted by method
  std::vector<std::string> warnings;  ///< what was ignored while reading
};

/// @throws DataError naming the file and the array, row or line
ScoreFile read_score_file(const std::filesystem::path& path);

/// Adds the file's scores to the set's.
/// @throws DataError (with the file's path) unless the file has as many rows as the set, the same ids in the
/// same order if both have ids, and no score that the set has, too
void add_scores(const ScoreFile& file, PredictionSet& set);

}  // namespace hybrid::predictions
