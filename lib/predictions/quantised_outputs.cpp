#include "predictions/quantised_outputs.h"

#include <fmt/format.h>

#include <cmath>

#include "core/error.h"
#include "predictions/probability_rows.h"

namespace hybrid::predictions {

namespace {

double read_scalar(const ArrayStore& store, const std::string& name) {
  NpyReader reader = store.open(name);
  if (reader.header().count() != 1)
    throw DataError(reader.name(), fmt::format("is {}, expected one number", to_string(reader.header())));
  const double value = read_all<double>(reader).front();
  if (!std::isfinite(value))
    throw DataError(reader.name(), fmt::format("is {}, expected a finite number", value));
  return value;
}

}  // namespace

std::optional<Quantization> quantization_of(const ArrayStore& store, const NpyReader& reader,
                                            OutputKind kind) {
  const DType dtype = reader.header().dtype;
  const bool probabilities = kind == OutputKind::probabilities;
  if (is_float(dtype)) return {};
  if (dtype != DType::int8 && dtype != DType::uint8 && dtype != DType::int16)
    throw DataError(reader.name(),
                    fmt::format("holds {}, expected float16, float32, float64, or int8, uint8 or int16 with "
                                "'scale'; {}",
                                name(dtype),
                                store.has("scale") ? "save (array - zero_point) * scale"
                                : probabilities    ? "of counts save array / array.sum(axis=1, keepdims=True)"
                                                   : "save array.astype(np.float32)"));
  if (!store.has("scale") || (probabilities && !store.has("zero_point")))
    throw DataError(
        reader.name(),
        fmt::format("holds {} without '{}'; add the scalars scale and zero_point of the model's "
                    "output tensor{}",
                    name(dtype), store.has("scale") ? "zero_point" : "scale",
                    probabilities ? " (TFLite's softmax: 1/256, and -128 for int8 or 0 for uint8)" : ""));
  const Quantization quantization{read_scalar(store, "scale"),
                                  store.has("zero_point") ? read_scalar(store, "zero_point") : 0.0};
  if (!(quantization.scale > 0))
    throw DataError(store.path(), fmt::format("scale is {}, expected more than 0", quantization.scale));
  return quantization;
}

void dequantise(std::span<double> row, const Quantization& quantization) {
  for (double& value : row) value = (value - quantization.zero_point) * quantization.scale;
}

void check_zero_point(const NpyReader& reader, const Quantization& given, const std::vector<double>& stored) {
  const DType dtype = reader.header().dtype;
  const Quantization softmax{given.scale, dtype == DType::int8 ? -128.0 : 0.0};
  std::vector<double> as_given = stored, as_softmax = stored;
  dequantise(as_given, given);
  dequantise(as_softmax, softmax);
  if (sums_to_one(as_given) || !sums_to_one(as_softmax)) return;
  throw DataError(reader.name(),
                  fmt::format("zero_point is {}, but row 0 sums to 1 with {}, as a softmax in "
                              "{} does: save zero_point {}",
                              given.zero_point, softmax.zero_point, name(dtype), softmax.zero_point));
}

}  // namespace hybrid::predictions
