#include "predictions/columns.h"

#include <fmt/ranges.h>

#include <algorithm>

#include "core/error.h"
#include "core/limits.h"
#include "core/text.h"
#include "predictions/output_rows.h"

namespace hybrid::predictions {

namespace {

/// Says how to save an array of this shape with one value for each example.
std::string column_advice(const std::string& name, const NpyHeader& header) {
  const auto& shape = header.shape;
  if (std::ranges::count_if(shape, [](std::size_t d) { return d != 1; }) <= 1) return "save array.ravel()";
  if (shape.size() == 2 && (name == "labels" || name == "predicted"))
    return "of one-hot rows save array.argmax(axis=1)";
  return "give one value for each example";
}

/// @throws DataError naming the first text that is no number
[[noreturn]] void refuse_text(NpyReader& reader) {
  const DType dtype = reader.header().dtype;
  const auto texts = read_all_text(reader);
  const auto word = std::ranges::find_if(texts, [](const auto& text) { return !parse_double(text); });
  throw DataError(reader.name(), fmt::format("holds {}, expected numbers; {}", name(dtype),
                                             word == texts.end() ? "save array.astype(np.float64)"
                                                                 : fmt::format("'{}' (row {}) is none", *word,
                                                                               word - texts.begin())));
}

}  // namespace

NpyReader open_column(const ArrayStore& store, const std::string& name, std::size_t n) {
  NpyReader reader = store.open(name);
  const auto& shape = reader.header().shape;
  if (shape.size() != 1)
    throw DataError(reader.name(), fmt::format("has shape [{}], expected one dimension; {}",
                                               fmt::join(shape, ", "), column_advice(name, reader.header())));
  if (n > 0 && shape[0] != n)
    throw DataError(reader.name(), fmt::format("has {} rows, labels have {}", shape[0], n));
  require_example_count(reader.name(), shape[0]);
  return reader;
}

std::vector<double> read_numbers(const ArrayStore& store, const std::string& name, std::size_t n) {
  NpyReader reader = open_column(store, name, n);
  if (is_text(reader.header().dtype)) refuse_text(reader);
  return read_all<double>(reader);
}

std::vector<OwnScore> read_own_scores(const ArrayStore& store, std::size_t n) {
  std::vector<std::string> arrays;
  std::ranges::copy_if(store.names(), std::back_inserter(arrays),
                       [](const auto& name) { return own_method(name).has_value(); });
  if (arrays.size() > limits::kOwnScores)
    throw DataError(store.path(), fmt::format("has {} arrays of scores, at most {} are read (docs/limits.md)",
                                              arrays.size(), limits::kOwnScores));
  std::vector<OwnScore> scores;
  for (const auto& array : arrays) scores.push_back({*own_method(array), read_numbers(store, array, n)});
  std::ranges::sort(scores, {}, &OwnScore::method);
  return scores;
}

}  // namespace hybrid::predictions
