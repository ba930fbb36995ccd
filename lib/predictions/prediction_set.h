#pragma once
// The outputs of one model on one split: the input format of every evaluation. A set is a folder of .npy
// files, one .npz or a CSV file with these arrays of n examples:
//
//   labels                  [n] int            required; counted from 0
//   logits | probabilities  [n, k] float       or int8, uint8, int16 with scalars scale and zero_point
//   predicted, confidence   [n] int, [n] float for services that return no more
//   ids, features, payload_bytes, latency_ms, weight, meta (JSON)    optional
//   scores, score_NAME      [n] float      own routing scores (own_scores.h), optional
//
// CSV: `[id,]label,predicted[,confidence]` or `[id,]label,p0,p1,...` (probabilities) or `z0,z1,...` (logits),
// each followed by any columns `score` and `score_NAME`.
// Outputs are summarised row by row while they are read (output_summary.h), so that ImageNet's 1.28 M x 1000
// are never in memory unless requested. See docs/prediction-sets.md. Rows count from 0, lines from 1.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "predictions/logit_rows.h"
#include "predictions/output_summary.h"
#include "predictions/own_scores.h"

namespace hybrid::predictions {

struct PredictionSet {
  std::string source;                   ///< the given path, for messages
  int classes = 0;                      ///< columns of the outputs; 0 if only `predicted` is known
  std::vector<std::int32_t> labels;     ///< [n]
  std::vector<std::int32_t> predicted;  ///< [n], argmax of the outputs, ties: lowest index
  std::vector<std::int32_t> runner_up;  ///< [n], second most probable class; empty without outputs
  int top_k = 0;                        ///< min(kTopK, classes); 0 without outputs
  std::vector<double> top;              ///< [n, top_k], largest probabilities, descending
  std::vector<double> entropy;          ///< [n], nats; empty without outputs
  std::vector<double> confidence;  ///< [n], largest probability, or as given; may be empty without outputs

  std::vector<double> log_sum_exp;  ///< [n], ln sum e^z of the logits; empty without logits
  LogitRows logits;                 ///< [n, classes], with ReadOptions::keep_logits

  // Empty if not given.
  std::vector<std::string> ids;  ///< [n], UTF-8, unique
  std::vector<float> features;   ///< [n, feature_dim]
  int feature_dim = 0;
  std::vector<double> payload_bytes;  ///< [n], bytes sent for the input
  std::vector<double> latency_ms;     ///< [n], latency of this model on the input
  std::vector<double> weight;         ///< [n], importance
  std::vector<OwnScore> scores;       ///< sorted by method
  nlohmann::json meta = nlohmann::json::object();

  std::vector<std::string> warnings;  ///< what was ignored while reading, and why

  std::size_t size() const { return labels.size(); }
  bool has_outputs() const { return top_k > 0; }
  bool operator==(const PredictionSet&) const = default;
};

/// The default limit for kept logits: 1 GiB, 268,000 x 1000.
inline constexpr std::size_t kMaxLogitBytes = std::size_t{1} << 30;

struct ReadOptions {
  /// Whether to keep the full outputs in PredictionSet::logits: logits (integers dequantised), or ln max(p,
  /// smallest normal double) of probabilities. They are not kept above `most_logit_bytes`.
  bool keep_logits = false;
  std::size_t most_logit_bytes = kMaxLogitBytes;
};

/// Reads and checks a set; the format is recognised by the content.
/// @throws DataError naming the array, row or line
PredictionSet read_prediction_set(const std::filesystem::path& path, const ReadOptions& options = {});

/// Checks a set; called by every reader, and for sets made in memory.
/// @throws DataError (with `set.source`) for an empty set, labels or classes out of range, a cost or weight
/// that is negative or not finite, or repeated ids
void check_prediction_set(const PredictionSet& set);

/// Returns [n]: 1 where predicted == label, else 0.
std::vector<double> correct(const PredictionSet& set);

/// Returns the set of these rows, in this order.
PredictionSet select(const PredictionSet& set, std::span<const std::size_t> rows);

/// Writes an .npz that read_prediction_set reads. `logits` is [n, k] and `features` [n, d], row-major; `ids`
/// and `features` may be empty.
/// @throws DataError if it cannot be written
void write_prediction_set(const std::filesystem::path& path, std::span<const std::int32_t> labels,
                          std::span<const float> logits, std::span<const std::string> ids = {},
                          const nlohmann::json& meta = nlohmann::json::object(),
                          std::span<const float> features = {});

}  // namespace hybrid::predictions
