#include "predictions/prediction_arrays.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "predictions/output_rows.h"

namespace hybrid::predictions {

namespace {

const std::array<std::string, 13> kKeys = {
    "labels",     "logits",   "probabilities", "scale",  "zero_point", "ids", "predicted",
    "confidence", "features", "payload_bytes", "weight", "latency_ms", "meta"};
constexpr double kSumTolerance = 1e-3;
constexpr double kSumToleranceHalf = 1e-2;  // float16 keeps three digits
constexpr double kSumToleranceInt8 = 0.1;   // steps of 1/256 in every class

/// Opens an array of one value per example; n = 0 accepts any number of examples.
NpyReader open_column(const ArrayStore& store, const std::string& name, std::size_t n = 0) {
  NpyReader reader = store.open(name);
  const auto& shape = reader.header().shape;
  if (shape.size() != 1)
    throw DataError(reader.name(), fmt::format("has shape [{}], expected one dimension; save array.ravel()",
                                               fmt::join(shape, ", ")));
  if (n > 0 && shape[0] != n)
    throw DataError(reader.name(), fmt::format("has {} rows, labels have {}", shape[0], n));
  return reader;
}

template <class T>
std::vector<T> read_column(const ArrayStore& store, const std::string& name, std::size_t n = 0) {
  NpyReader reader = open_column(store, name, n);
  return read_all<T>(reader);
}

/// Opens an array of one row per example; sets `width` to the row's length.
NpyReader open_rows(const ArrayStore& store, const std::string& name, std::size_t n, std::size_t& width) {
  NpyReader reader = store.open(name);
  const auto& shape = reader.header().shape;
  if (shape.size() != 2 || shape[0] != n)
    throw DataError(reader.name(), fmt::format("has shape [{}], expected [{}, columns] for {} labels",
                                               fmt::join(shape, ", "), n, n));
  width = shape[1];
  return reader;
}

double read_scalar(const ArrayStore& store, const std::string& name) {
  NpyReader reader = store.open(name);
  if (reader.header().count() != 1)
    throw DataError(reader.name(), fmt::format("is {}, expected one number", to_string(reader.header())));
  const double value = read_all<double>(reader).front();
  if (!std::isfinite(value))
    throw DataError(reader.name(), fmt::format("is {}, expected a finite number", value));
  return value;
}

struct Quantization {
  double scale = 1;
  double zero_point = 0;  // shifts all logits of a row equally, without effect; read only to be checked
};

/// Returns the quantisation of the stored outputs, or std::nullopt for floats.
/// @throws DataError for types that are not allowed
std::optional<Quantization> quantization_of(const ArrayStore& store, const NpyReader& reader,
                                            OutputKind kind) {
  const DType dtype = reader.header().dtype;
  if (is_float(dtype)) return {};
  if (kind == OutputKind::probabilities)
    throw DataError(reader.name(),
                    fmt::format("holds {}, expected float16, float32 or float64", name(dtype)));
  if (dtype != DType::int8 && dtype != DType::uint8)
    throw DataError(reader.name(),
                    fmt::format("holds {}, expected float16, float32, float64, or int8 or uint8 with 'scale'",
                                name(dtype)));
  if (!store.has("scale"))
    throw DataError(reader.name(),
                    fmt::format("holds {} without 'scale'; add the scalars scale and zero_point of the "
                                "model's output tensor",
                                name(dtype)));
  const Quantization quantization{read_scalar(store, "scale"),
                                  store.has("zero_point") ? read_scalar(store, "zero_point") : 0.0};
  if (!(quantization.scale > 0))
    throw DataError(store.path(), fmt::format("scale is {}, expected more than 0", quantization.scale));
  return quantization;
}

void read_outputs(const ArrayStore& store, OutputKind kind, const ReadOptions& options, PredictionSet& set) {
  std::size_t classes = 0;
  NpyReader reader = open_rows(store, std::string(name(kind)), set.size(), classes);
  const auto quantization = quantization_of(store, reader, kind);
  if (!quantization && store.has("scale"))
    set.warnings.push_back(
        fmt::format("scale is ignored: {} are {}", name(kind), name(reader.header().dtype)));
  const double tolerance = reader.header().dtype == DType::float16 ? kSumToleranceHalf : kSumTolerance;
  begin_outputs(set, kind, set.size(), classes, options);
  std::vector<double> row(classes);
  ProbabilityCheck check(quantization ? kSumToleranceInt8 : tolerance);
  for (std::size_t i = 0; i < set.size(); ++i) {
    reader.read(std::span(row));
    if (quantization)
      for (double& value : row) value = (value - quantization->zero_point) * quantization->scale;
    append_outputs(set, kind, row, tolerance);
    if (kind == OutputKind::logits) check.add(row);
  }
  if (kind == OutputKind::logits) check.warn(set);
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
  set.predicted = read_column<std::int32_t>(store, "predicted", set.size());
  if (store.has("confidence")) set.confidence = read_column<double>(store, "confidence", set.size());
}

void read_features(const ArrayStore& store, PredictionSet& set) {
  std::size_t width = 0;
  NpyReader reader = open_rows(store, "features", set.size(), width);
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
      throw DataError(reader.name(), fmt::format("is {}, expected one JSON text; save json.dumps(meta)",
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
    meta = nlohmann::json::parse(*text);
  } catch (const nlohmann::json::exception& e) {
    throw DataError(store.path(), fmt::format("meta is not JSON ({}); save json.dumps(meta)", e.what()));
  }
  if (!meta.is_object())
    throw DataError(store.path(), fmt::format("meta is a JSON {}, expected an object", meta.type_name()));
  return meta;
}

void warn_of_unknown(const ArrayStore& store, PredictionSet& set) {
  for (const auto& name : store.names())
    if (std::find(kKeys.begin(), kKeys.end(), name) == kKeys.end())
      set.warnings.push_back(fmt::format("unknown array '{}' is ignored{}", name, did_you_mean(name, kKeys)));
}

}  // namespace

PredictionSet read_prediction_arrays(const ArrayStore& store, const ReadOptions& options) {
  PredictionSet set;
  set.source = store.path().string();
  set.labels = read_column<std::int32_t>(store, "labels");
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
    if (store.has(name)) *values = read_column<double>(store, name, set.size());
  set.meta = read_meta(store);
  warn_of_unknown(store, set);
  check_prediction_set(set);
  return set;
}

}  // namespace hybrid::predictions
