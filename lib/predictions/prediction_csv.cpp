#include "predictions/prediction_csv.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>

#include "core/csv.h"
#include "core/error.h"
#include "core/text.h"
#include "core/words.h"
#include "predictions/output_rows.h"

namespace hybrid::predictions {

namespace {

/// The columns in their required order: [id,] label, then outputs or predicted[, confidence], then own
/// scores.
struct Columns {
  std::vector<std::string> names;  ///< but for those of scores
  std::vector<OwnScore> scores;
  bool has_id = false;
  std::optional<OutputKind> outputs;  // std::nullopt: predicted
  bool has_confidence = false;

  std::size_t label() const { return has_id ? 1 : 0; }
  std::size_t first_output() const { return label() + 1; }
};

/// Takes the columns of scores from the end of the header.
std::vector<OwnScore> take_score_columns(std::vector<std::string>& names) {
  std::vector<OwnScore> scores;
  while (!names.empty() && own_method(names.back())) {
    scores.insert(scores.begin(), {*own_method(names.back()), {}});
    names.pop_back();
  }
  return scores;
}

Columns parse_header(CsvReader& csv) {
  Columns columns;
  for (const auto field : csv.next()) columns.names.emplace_back(bare_word(field));
  auto& names = columns.names;
  columns.scores = take_score_columns(names);
  if (names.empty()) throw DataError(csv.path(), "is empty");
  if (names[0].empty() && names.size() > 1)
    csv.fail("column 1 has no name; leave out the index, with pandas df.to_csv(path, index=False)");
  if (const std::string hint = separator_hint(names[0]); names.size() == 1 && !hint.empty())
    csv.fail("has one column" + hint);
  // Requires the column `name` at `at`; `allowed` lists names for the error message.
  const auto expect = [&](std::size_t at, const std::string& name, std::span<const std::string> allowed) {
    if (at < names.size() && names[at] == name) return;
    const std::string found = at < names.size() ? fmt::format("column {} is '{}'{}", at + 1, names[at],
                                                              did_you_mean(names[at], allowed))
                                                : fmt::format("column {} ('{}') is missing", at + 1, name);
    csv.fail(found +
             "; expected [id,]label,predicted[,confidence] or [id,]label,p0,p1,... or [id,]label,z0,z1,..." +
             (columns.scores.empty() ? "" : ", and then the scores"));
  };
  columns.has_id = names[0] == "id";
  const std::array<std::string, 2> first = {"label", "id"};
  expect(columns.label(), "label", first);

  const std::size_t at = columns.first_output();
  const std::string column = at < names.size() ? names[at] : "";
  if (column == "p0" || column == "z0") {
    columns.outputs = column == "p0" ? OutputKind::probabilities : OutputKind::logits;
    for (std::size_t i = at; i < names.size(); ++i) {
      const std::array<std::string, 1> name = {column.substr(0, 1) + std::to_string(i - at)};
      expect(i, name[0], name);
    }
    return columns;
  }
  const std::array<std::string, 4> allowed_names = {"predicted", "p0", "z0", "confidence"};
  expect(at, "predicted", allowed_names);
  columns.has_confidence = names.size() > at + 1;
  if (columns.has_confidence) expect(at + 1, "confidence", allowed_names);
  if (names.size() > at + 2)
    csv.fail(fmt::format("column {} ('{}') after confidence, expected none", at + 3, names[at + 2]));
  return columns;
}

std::int32_t parse_class(const CsvReader& csv, const std::string& column, std::string_view field) {
  const std::string_view word = bare_word(field);
  const auto value = class_number(word);
  if (!value || !std::in_range<std::int32_t>(*value))
    csv.fail(fmt::format("{} is '{}', expected a whole number, the class counted from 0{}", column, field,
                         digits_hint(word)));
  return static_cast<std::int32_t>(*value);
}

double parse_number(const CsvReader& csv, const std::string& column, std::string_view field) {
  const auto value = parse_double(bare_word(field));
  if (!value) csv.fail(fmt::format("{} is '{}', expected a finite number", column, field));
  return *value;
}

void append_scores(const CsvReader& csv, std::span<const std::string_view> fields,
                   std::vector<OwnScore>& scores) {
  for (std::size_t s = 0; s < scores.size(); ++s)
    scores[s].values.push_back(parse_number(csv, array_of_own(scores[s].method), fields[s]));
}

/// Parses an output; a logit may be -inf in any usual spelling.
double parse_output(const CsvReader& csv, OutputKind kind, const std::string& column,
                    std::string_view field) {
  if (kind == OutputKind::probabilities) return parse_number(csv, column, field);
  const std::string word = lower_case(bare_word(field));
  if (word == "-inf" || word == "-infinity") return -std::numeric_limits<double>::infinity();
  const auto value = parse_double(word);
  if (!value) csv.fail(fmt::format("{} is '{}', expected a finite number or -inf", column, field));
  return *value;
}

}  // namespace

PredictionSet read_prediction_csv(CsvReader csv, const ReadOptions& options) {
  Columns columns = parse_header(csv);
  const auto& names = columns.names;
  const std::size_t first = columns.first_output();
  PredictionSet set;
  set.source = csv.path().string();
  std::vector<double> row;
  std::optional<OutputRows> rows;
  if (columns.outputs) {
    begin_outputs(set, *columns.outputs, 0, names.size() - first, options);
    rows.emplace(set, *columns.outputs, kExactSum);
  }
  for (auto fields = csv.next(); !fields.empty(); fields = csv.next()) {
    const std::size_t width = names.size() + columns.scores.size();
    if (fields.size() != width) csv.fail(fmt::format("{} columns, the header has {}", fields.size(), width));
    if (columns.has_id) set.ids.emplace_back(fields[0]);
    set.labels.push_back(parse_class(csv, "label", fields[columns.label()]));
    require_example_count(set.source, set.size());
    if (rows) {
      row.clear();
      for (std::size_t i = first; i < names.size(); ++i)
        row.push_back(parse_output(csv, *columns.outputs, names[i], fields[i]));
      rows->append(row);
    } else {
      set.predicted.push_back(parse_class(csv, "predicted", fields[first]));
      if (columns.has_confidence)
        set.confidence.push_back(parse_number(csv, "confidence", fields[first + 1]));
    }
    append_scores(csv, fields.subspan(names.size()), columns.scores);
  }
  if (rows) rows->finish();
  clip_confidence(set);
  set.scores = std::move(columns.scores);
  std::ranges::sort(set.scores, {}, &OwnScore::method);
  check_prediction_set(set);
  return set;
}

}  // namespace hybrid::predictions
