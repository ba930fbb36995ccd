#include "predictions/prediction_set.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <string_view>
#include <system_error>
#include <unordered_map>

#include "core/error.h"
#include "core/json_text.h"
#include "core/limits.h"
#include "core/text.h"
#include "core/unicode.h"
#include "predictions/npz.h"
#include "predictions/output_rows.h"
#include "predictions/prediction_arrays.h"
#include "predictions/prediction_csv.h"

namespace hybrid::predictions {

namespace fs = std::filesystem;

namespace {

/// Returns the first bytes, and leaves the file at its beginning; of a pipe, one byte.
std::string look_ahead(std::ifstream& in, bool is_pipe) {
  if (is_pipe)
    return in.peek() == std::ifstream::traits_type::eof() ? "" : std::string(1, static_cast<char>(in.peek()));
  std::string beginning(512, '\0');
  in.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
  beginning.resize(static_cast<std::size_t>(in.gcount()));
  in.clear();
  in.seekg(0);
  return beginning;
}

bool looks_like_text(std::string_view bytes) {
  return std::none_of(bytes.begin(), bytes.end(), [](char c) {
    return static_cast<unsigned char>(c) < ' ' && c != '\t' && c != '\r' && c != '\n';
  });
}

/// @throws DataError for a class beyond the limit, such as 2147483647 for "no answer"
void require_class(const PredictionSet& set, std::string_view name, std::int32_t value, std::ptrdiff_t row) {
  if (value >= limits::kClasses)
    throw DataError(
        set.source,
        fmt::format("{} is {} (row {}), expected a class below {} (docs/limits.md), counted from 0; "
                    "a model without an answer: leave its rows out of all sets, or give it the class "
                    "after the last",
                    name, value, row, with_thousands(limits::kClasses)));
}

void check_labels(const PredictionSet& set) {
  const auto [lowest, highest] = std::minmax_element(set.labels.begin(), set.labels.end());
  const auto row = [&](auto at) { return at - set.labels.begin(); };
  if (*lowest < 0)
    throw DataError(set.source, fmt::format("label {} (row {}), expected 0 or more; labels count from 0",
                                            *lowest, row(lowest)));
  require_class(set, "label", *highest, row(highest));
  if (set.classes > 0 && *highest >= set.classes)
    throw DataError(set.source,
                    fmt::format("{} classes, labels go up to {} (row {}){}", set.classes, *highest,
                                row(highest), *lowest > 0 ? "; labels count from 0" : ""));
}

/// @throws DataError unless every value is >= 0 and within the limit
void check_amounts(const PredictionSet& set, std::string_view name, std::span<const double> values) {
  HYBRID_CHECK(values.empty() || values.size() == set.size(), "{}: {} values of {}", set.source,
               values.size(), name);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!(values[i] >= 0 && std::isfinite(values[i])))
      throw DataError(set.source,
                      fmt::format("{} is {} (row {}), expected a number of 0 or more", name, values[i], i));
    if (values[i] > limits::kAmount)
      throw DataError(set.source, fmt::format("{} is {} (row {}), expected at most {:g} (docs/limits.md)",
                                              name, values[i], i, limits::kAmount));
  }
}

void check_ids(const PredictionSet& set) {
  std::unordered_map<std::string_view, std::size_t> first_seen;
  first_seen.reserve(set.ids.size());
  for (std::size_t i = 0; i < set.ids.size(); ++i) {
    if (!decode_utf8(set.ids[i]))
      throw DataError(set.source, fmt::format("the id of row {} is not UTF-8 text", i));
    const auto [seen, is_new] = first_seen.emplace(set.ids[i], i);
    if (!is_new)
      throw DataError(set.source,
                      fmt::format("id '{}' is used twice (rows {} and {})", set.ids[i], seen->second, i));
  }
}

template <class T>
std::vector<T> select_rows(const std::vector<T>& values, std::size_t width,
                           std::span<const std::size_t> rows) {
  std::vector<T> selected;
  if (values.empty()) return selected;
  selected.reserve(rows.size() * width);
  for (const std::size_t row : rows) {
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(row * width);
    selected.insert(selected.end(), begin, begin + static_cast<std::ptrdiff_t>(width));
  }
  return selected;
}

}  // namespace

PredictionSet read_prediction_set(const fs::path& path, const ReadOptions& options) {
  constexpr auto kExpected = "expected a folder of .npy files, an .npz (np.savez) or CSV";
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) throw DataError(path, "does not exist or may not be looked at");
  if (fs::is_directory(status)) return read_prediction_arrays(NpyFolder(path), options);
  const bool is_pipe = fs::is_other(status);
  std::ifstream in(path, std::ios::binary);
  const std::string beginning = look_ahead(in, is_pipe);
  if (beginning.empty()) throw DataError(path, fmt::format("is empty or cannot be read, {}", kExpected));
  if (is_pipe && (beginning == "P" || beginning == "\x93" || !looks_like_text(beginning)))
    throw DataError(path, "is a pipe, through which only CSV is read; save it as a file");
  if (beginning.starts_with("PK")) return read_prediction_arrays(NpzFile(path), options);
  if (beginning.starts_with("\x93NUMPY"))
    throw DataError(path, fmt::format("is a single array, {}; give the folder, with labels.npy and "
                                      "logits.npy or probabilities.npy in it",
                                      kExpected));
  if (!looks_like_text(beginning))
    throw DataError(path, fmt::format("is not a prediction set, {}", kExpected));
  return read_prediction_csv(CsvReader(path, std::move(in)), options);
}

void check_prediction_set(const PredictionSet& set) {
  if (set.size() == 0) throw DataError(set.source, "holds no examples");
  require_example_count(set.source, set.size());
  HYBRID_CHECK(set.predicted.size() == set.size(), "{}: {} predictions, {} labels", set.source,
               set.predicted.size(), set.size());
  HYBRID_CHECK(set.ids.empty() || set.ids.size() == set.size(), "{}: {} ids", set.source, set.ids.size());
  check_labels(set);
  const auto largest = std::ranges::max_element(set.predicted);
  require_class(set, "predicted", *largest, largest - set.predicted.begin());
  const auto predicted =
      std::find_if(set.predicted.begin(), set.predicted.end(), [](auto p) { return p < 0; });
  if (predicted != set.predicted.end())
    throw DataError(set.source, fmt::format("predicted is {} (row {}), expected a class, counted from 0",
                                            *predicted, predicted - set.predicted.begin()));
  check_amounts(set, "confidence", set.confidence);
  if (!set.has_outputs() && !set.confidence.empty()) {
    const auto highest = std::max_element(set.confidence.begin(), set.confidence.end());
    if (*highest > 1)
      throw DataError(
          set.source,
          fmt::format("confidence is {} (row {}), expected 0 to 1{}", *highest,
                      highest - set.confidence.begin(),
                      *highest <= 100 ? "; if these are per cent, divide all of them by 100" : ""));
  }
  check_amounts(set, "payload_bytes", set.payload_bytes);
  check_amounts(set, "latency_ms", set.latency_ms);
  check_amounts(set, "weight", set.weight);
  if (!set.weight.empty() &&
      std::all_of(set.weight.begin(), set.weight.end(), [](double w) { return w == 0; }))
    throw DataError(set.source, "every weight is 0");
  check_own_scores(set.source, set.scores, set.size());
  check_ids(set);
}

std::vector<double> correct(const PredictionSet& set) {
  std::vector<double> right(set.size());
  for (std::size_t i = 0; i < right.size(); ++i) right[i] = set.predicted[i] == set.labels[i] ? 1 : 0;
  return right;
}

PredictionSet select(const PredictionSet& set, std::span<const std::size_t> rows) {
  for (const std::size_t row : rows) HYBRID_CHECK(row < set.size(), "row {} of {}", row, set.size());
  PredictionSet selected;
  selected.source = set.source;
  selected.classes = set.classes;
  selected.labels = select_rows(set.labels, 1, rows);
  selected.predicted = select_rows(set.predicted, 1, rows);
  selected.runner_up = select_rows(set.runner_up, 1, rows);
  selected.top_k = set.top_k;
  selected.top = select_rows(set.top, static_cast<std::size_t>(set.top_k), rows);
  selected.entropy = select_rows(set.entropy, 1, rows);
  selected.confidence = select_rows(set.confidence, 1, rows);
  selected.log_sum_exp = select_rows(set.log_sum_exp, 1, rows);
  selected.logits = set.logits.select(rows);
  selected.ids = select_rows(set.ids, 1, rows);
  selected.features = select_rows(set.features, static_cast<std::size_t>(set.feature_dim), rows);
  selected.feature_dim = set.feature_dim;
  selected.payload_bytes = select_rows(set.payload_bytes, 1, rows);
  selected.latency_ms = select_rows(set.latency_ms, 1, rows);
  selected.weight = select_rows(set.weight, 1, rows);
  for (const auto& score : set.scores)
    selected.scores.push_back({score.method, select_rows(score.values, 1, rows)});
  selected.meta = set.meta;
  selected.warnings = set.warnings;
  return selected;
}

void write_prediction_set(const fs::path& path, std::span<const std::int32_t> labels,
                          std::span<const float> logits, std::span<const std::string> ids,
                          const nlohmann::json& meta, std::span<const float> features) {
  const std::size_t n = labels.size();
  HYBRID_CHECK(n > 0 && logits.size() % n == 0, "{} logits for {} labels", logits.size(), n);
  HYBRID_CHECK(features.size() % n == 0, "{} features for {} labels", features.size(), n);
  HYBRID_CHECK(ids.empty() || ids.size() == n, "{} ids for {} labels", ids.size(), n);
  std::vector<NpyArray> arrays = {npy_view("labels", labels),
                                  npy_view("logits", logits, {n, logits.size() / n})};
  if (!ids.empty()) arrays.push_back(npy_text("ids", ids));
  if (!features.empty()) arrays.push_back(npy_view("features", features, {n, features.size() / n}));
  if (!meta.empty()) arrays.push_back(npy_scalar_text("meta", json_line(meta)));
  write_npz(path, arrays);
}

}  // namespace hybrid::predictions
