#include "predictions/prediction_arrays.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <optional>
#include <utility>

#include "core/error.h"
#include "core/files.h"
#include "core/json.h"
#include "core/limits.h"
#include "core/text.h"
#include "core/words.h"
#include "predictions/columns.h"
#include "predictions/output_rows.h"
#include "predictions/quantised_outputs.h"

namespace hybrid::predictions {

namespace {

const std::array<std::string, 13> kKeys = {
    "labels",     "logits",   "probabilities", "scale",  "zero_point", "ids", "predicted",
    "confidence", "features", "payload_bytes", "weight", "latency_ms", "meta"};

/// Reads an array of classes.
/// @throws DataError with the way from names or floats to classes
std::vector<std::int32_t> read_classes(const ArrayStore& store, const std::string& name, std::size_t n = 0) {
  NpyReader reader = open_column(store, name, n);
  const DType dtype = reader.header().dtype;
  if (is_integer(dtype)) return read_all<std::int32_t>(reader);
  const std::string found = fmt::format("holds {}, expected integers", predictions::name(dtype));
  if (is_text(dtype)) {
    const auto texts = read_all_text(reader);
    const auto word = std::ranges::find_if(texts, [](const auto& text) { return !class_number(text); });
    if (word != texts.end() && !digits_hint(*word).empty())
      throw DataError(reader.name(), fmt::format("{}; '{}' (row {}){}", found, *word, word - texts.begin(),
                                                 digits_hint(*word)));
    if (word != texts.end())
      throw DataError(
          reader.name(),
          fmt::format("{}; '{}' (row {}) is a name: save np.array([names.index(x) for x in "
                      "array.astype(str)]) with one list `names` for both models, in the order of "
                      "their outputs",
                      found, *word, word - texts.begin()));
    if (!std::ranges::all_of(texts, [](const auto& text) { return parse_integer(text).has_value(); }))
      throw DataError(reader.name(), found + "; save array.astype(np.float64).astype(np.int64)");
  } else {
    const auto values = read_all<double>(reader);
    const auto part = std::ranges::find_if(
        values, [](double value) { return !std::isfinite(value) || value != std::floor(value); });
    if (part != values.end())
      throw DataError(reader.name(),
                      fmt::format("{}; {} (row {}) is no class", found, *part, part - values.begin()));
  }
  throw DataError(reader.name(), found + "; save array.astype(np.int64)");
}

/// Says how to save an array of this shape with one row for each of n examples, or "" if it cannot be said.
std::string rows_advice(const std::vector<std::size_t>& shape, std::size_t n) {
  if (shape.size() == 2 && shape[1] == n) return "; save array.T";
  if (shape.size() < 3) return "";
  std::vector<std::size_t> wide;
  std::ranges::copy_if(shape, std::back_inserter(wide), [](std::size_t d) { return d != 1; });
  return wide.size() == 2 && wide[0] == n ? fmt::format("; save array.reshape({}, -1)", n) : "";
}

/// Opens an array of one row per example; sets `width` to the row's length.
/// @param of_one what to do with an array of one number for each example
NpyReader open_rows(const ArrayStore& store, const std::string& name, std::size_t n, std::string_view of_one,
                    std::size_t& width) {
  NpyReader reader = store.open(name);
  const auto& shape = reader.header().shape;
  if (shape.size() != 2 || shape[0] != n)
    throw DataError(
        reader.name(),
        fmt::format("has shape [{}], expected [{}, columns] for {} labels{}", fmt::join(shape, ", "), n, n,
                    shape == std::vector{n} ? std::string(of_one) : rows_advice(shape, n)));
  width = shape[1];
  return reader;
}

void read_outputs(const ArrayStore& store, OutputKind kind, const ReadOptions& options, PredictionSet& set) {
  std::size_t classes = 0;
  NpyReader reader =
      open_rows(store, std::string(name(kind)), set.size(),
                kind == OutputKind::logits ? "; for two classes save np.stack([0 * array, array], axis=1)"
                                           : "; for two classes save np.stack([1 - array, array], axis=1)",
                classes);
  const auto quantization = quantization_of(store, reader, kind);
  if (!quantization && store.has("scale"))
    set.warnings.push_back(
        fmt::format("scale is ignored: {} are {}", name(kind), name(reader.header().dtype)));
  begin_outputs(set, kind, set.size(), classes, options);
  std::vector<double> row(classes);
  OutputRows rows(set, kind, reader.header().dtype == DType::float16 ? kExactSumHalf : kExactSum);
  for (std::size_t i = 0; i < set.size(); ++i) {
    reader.read(std::span(row));
    if (quantization && i == 0 && kind == OutputKind::probabilities)
      check_zero_point(reader, *quantization, row);
    if (quantization) dequantise(row, *quantization);
    rows.append(row);
  }
  rows.finish();
}

void read_predictions(const ArrayStore& store, const ReadOptions& options, PredictionSet& set) {
  const bool has_logits = store.has("logits");
  if (has_logits || store.has("probabilities")) {
    read_outputs(store, has_logits ? OutputKind::logits : OutputKind::probabilities, options, set);
    for (const std::string ignored : {"probabilities", "predicted", "confidence"})
      if (store.has(ignored) && (has_logits || ignored != "probabilities"))
        set.warnings.push_back(
            fmt::format("{} are ignored: {} are there", ignored, has_logits ? "logits" : "probabilities"));
    return;
  }
  if (!store.has("predicted"))
    throw DataError(
        store.path(),
        fmt::format("has no outputs, expected 'logits', 'probabilities' or 'predicted'; found: {}",
                    join(store.names())));
  set.predicted = read_classes(store, "predicted", set.size());
  if (store.has("confidence")) set.confidence = read_numbers(store, "confidence", set.size());
  clip_confidence(set);
}

void read_features(const ArrayStore& store, PredictionSet& set) {
  std::size_t width = 0;
  NpyReader reader = open_rows(store, "features", set.size(), "; save array.reshape(-1, 1)", width);
  if (reader.header().count() > limits::kFeatures)
    throw DataError(reader.name(),
                    fmt::format("is {}, at most {} numbers are read (docs/limits.md); leave the "
                                "features out",
                                to_string(reader.header()), with_thousands(limits::kFeatures)));
  set.features = read_all<float>(reader);
  set.feature_dim = static_cast<int>(width);
  const auto bad =
      std::find_if(set.features.begin(), set.features.end(), [](float x) { return !std::isfinite(x); });
  if (bad == set.features.end()) return;
  const auto at = static_cast<std::size_t>(bad - set.features.begin());
  throw DataError(reader.name(), fmt::format("row {}, column {} is {}, expected a finite number", at / width,
                                             at % width, *bad));
}

std::optional<std::string> read_meta_text(const ArrayStore& store) {
  if (store.has("meta")) {
    NpyReader reader = store.open("meta");
    if (is_text(reader.header().dtype) && reader.header().count() == 1) return reader.read_text();
    if (reader.header().dtype != DType::uint8)
      throw DataError(reader.name(),
                      fmt::format("is {}, expected one JSON text; save json.dumps(meta) of one "
                                  "dict",
                                  to_string(reader.header())));
    const auto bytes = read_all<std::uint8_t>(reader);
    return std::string(bytes.begin(), bytes.end());
  }
  const auto file = store.path() / "meta.json";
  std::error_code error;
  if (std::filesystem::exists(file, error)) return read_file(file);
  return {};
}

nlohmann::json read_meta(const ArrayStore& store) {
  const auto text = read_meta_text(store);
  if (!text) return nlohmann::json::object();
  nlohmann::json meta;
  try {
    meta = parse_json(*text, store.path() / "meta");
  } catch (const nlohmann::json::parse_error& e) {
    const std::string_view rest =
        std::string_view(*text).substr(std::clamp<std::size_t>(e.byte, 1, text->size() + 1) - 1);
    for (const std::string_view word : {"NaN", "Infinity"})
      if (rest.starts_with(word))
        throw DataError(store.path(), fmt::format("meta holds {} (byte {}), which JSON does not have; give a "
                                                  "number, or leave that key out",
                                                  word, e.byte - 1));
    throw DataError(store.path(), fmt::format("meta is not JSON ({}); save json.dumps(meta)", e.what()));
  }
  if (!meta.is_object())
    throw DataError(store.path(),
                    fmt::format("meta is a JSON {}, expected an object; save json.dumps(meta) of "
                                "a dict, once",
                                meta.type_name()));
  return meta;
}

void warn_of_unknown(const ArrayStore& store, PredictionSet& set) {
  for (const auto& name : store.names())
    if (std::find(kKeys.begin(), kKeys.end(), name) == kKeys.end() && !own_method(name))
      set.warnings.push_back(fmt::format("unknown array '{}' is ignored{}", name, did_you_mean(name, kKeys)));
}

}  // namespace

PredictionSet read_prediction_arrays(const ArrayStore& store, const ReadOptions& options) {
  PredictionSet set;
  set.source = store.path().string();
  set.labels = read_classes(store, "labels");
  if (set.size() == 0) throw DataError(set.source, "holds no examples");
  read_predictions(store, options, set);
  if (store.has("ids")) {
    NpyReader reader = open_column(store, "ids", set.size());
    set.ids = read_all_text(reader);
  }
  if (store.has("features")) read_features(store, set);
  for (const auto& [name, values] : {std::pair{"payload_bytes", &set.payload_bytes},
                                     {"latency_ms", &set.latency_ms},
                                     {"weight", &set.weight}})
    if (store.has(name)) *values = read_numbers(store, name, set.size());
  set.scores = read_own_scores(store, set.size());
  set.meta = read_meta(store);
  warn_of_unknown(store, set);
  check_prediction_set(set);
  return set;
}

}  // namespace hybrid::predictions
