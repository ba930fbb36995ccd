#include "predictions/score_file.h"

#include <algorithm>
#include <fstream>

#include "core/csv.h"
#include "core/error.h"
#include "core/text.h"
#include "core/words.h"
#include "predictions/columns.h"
#include "predictions/npz.h"
#include "predictions/output_rows.h"

namespace hybrid::predictions {

namespace fs = std::filesystem;

namespace {

constexpr auto kExpectedScores =
    "expected an .npz (np.savez), a folder of .npy files or a CSV with `scores` or `score_NAME`, or one .npy array";

ScoreFile from_arrays(const ArrayStore& store) {
  ScoreFile file{
      .source = store.path().string(), .ids = {}, .scores = read_own_scores(store), .warnings = {}};
  for (const auto& name : store.names())
    if (name == "ids")
      file.ids = store.read_text(name);
    else if (!own_method(name))
      file.warnings.push_back(fmt::format("array '{}' is ignored: of this file only scores are used", name));
  if (file.scores.empty())
    throw DataError(file.source, fmt::format("has no scores, expected 'scores' or 'score_NAME'; found: {}",
                                             store.names().empty() ? "none" : join(store.names())));
  return file;
}

ScoreFile from_csv(CsvReader csv) {
  ScoreFile file{.source = csv.path().string(), .ids = {}, .scores = {}, .warnings = {}};
  bool has_id = false;
  std::vector<std::string> names;
  for (const auto field : csv.next()) names.emplace_back(bare_word(field));
  for (std::size_t i = 0; i < names.size(); ++i)
    if (const auto method = own_method(names[i]))
      file.scores.push_back({*method, {}});
    else if (i == 0 && names[i] == "id")
      has_id = true;
    else
      csv.fail(fmt::format("column {} is '{}', expected [id,]score or [id,]score_NAME,...{}", i + 1, names[i],
                           names.size() == 1 ? separator_hint(names[0]) : ""));
  const std::size_t first = has_id ? 1 : 0;
  if (file.scores.empty()) csv.fail("has no column 'score' or 'score_NAME'");
  for (auto fields = csv.next(); !fields.empty(); fields = csv.next()) {
    if (fields.size() != names.size())
      csv.fail(fmt::format("{} columns, the header has {}", fields.size(), names.size()));
    if (has_id) file.ids.emplace_back(fields[0]);
    for (std::size_t i = first; i < names.size(); ++i) {
      const auto value = parse_double(bare_word(fields[i]));
      if (!value) csv.fail(fmt::format("{} is '{}', expected a finite number", names[i], fields[i]));
      file.scores[i - first].values.push_back(*value);
    }
    require_example_count(file.source, file.scores.front().values.size());
  }
  std::ranges::sort(file.scores, {}, &OwnScore::method);
  return file;
}

/// Returns the bytes that tell the formats apart.
std::string first_bytes(std::ifstream& in) {
  std::string bytes(6, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  in.clear();
  in.seekg(0);
  return bytes;
}

/// A folder's array, given by itself.
class SingleArray : public ArrayStore {
 public:
  explicit SingleArray(const fs::path& path) : ArrayStore(path) { set_names({"scores"}); }

 private:
  std::unique_ptr<ByteSource> open_bytes(const std::string&) const override {
    return open_file_source(path());
  }
};

}  // namespace

ScoreFile read_score_file(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) throw DataError(path, "does not exist or may not be looked at");
  if (fs::is_directory(status)) return from_arrays(NpyFolder(path));
  if (!fs::is_regular_file(status)) throw DataError(path, "is not a file, " + std::string(kExpectedScores));
  std::ifstream in(path, std::ios::binary);
  const std::string beginning = first_bytes(in);
  if (beginning.empty())
    throw DataError(path, fmt::format("is empty or cannot be read, {}", kExpectedScores));
  if (beginning.starts_with("PK")) return from_arrays(NpzFile(path));
  if (beginning.starts_with("\x93NUMPY")) return from_arrays(SingleArray(path));
  return from_csv(CsvReader(path, std::move(in)));
}

void add_scores(const ScoreFile& file, PredictionSet& set) {
  for (const auto& score : file.scores)
    if (score.values.size() != set.size())
      throw DataError(file.source,
                      fmt::format("{} has {} rows, {} has {}; scores are of the same examples",
                                  array_of_own(score.method), score.values.size(), set.source, set.size()));
  if (!file.ids.empty() && !set.ids.empty()) {
    if (file.ids.size() != set.size())
      throw DataError(file.source, fmt::format("has {} ids of {} examples", file.ids.size(), set.size()));
    const auto differs = std::mismatch(file.ids.begin(), file.ids.end(), set.ids.begin());
    if (differs.first != file.ids.end())
      throw DataError(
          file.source,
          fmt::format("row {} has id '{}', {} has '{}'; sort the scores as the examples are",
                      differs.first - file.ids.begin(), *differs.first, set.source, *differs.second));
  }
  for (const auto& score : file.scores)
    if (std::ranges::find(set.scores, score.method, &OwnScore::method) != set.scores.end())
      throw DataError(file.source, fmt::format("has '{}', and so has {}; leave it out of one of them",
                                               array_of_own(score.method), set.source));
  check_own_scores(file.source, file.scores, set.size());
  set.scores.insert(set.scores.end(), file.scores.begin(), file.scores.end());
  std::ranges::sort(set.scores, {}, &OwnScore::method);
  check_own_scores(set.source, set.scores, set.size());
}

}  // namespace hybrid::predictions
