#include "image_index/list_csv.h"

#include <fmt/format.h>

#include <set>
#include <span>

#include "core/csv.h"
#include "core/error.h"
#include "core/paths.h"
#include "core/text.h"
#include "core/words.h"
#include "image_index/label_words.h"

namespace hybrid::image_index {

namespace fs = std::filesystem;

namespace {

/// The columns of a list.
struct Columns {
  std::size_t count = 0;  ///< of the header; 0: there is none
  std::size_t image = 0, label = 1;
};

/// Returns whether a path is that of an image, which need not have an ending: the list names it.
bool is_image_path(std::string_view path) {
  return is_image_name(path) || has_no_ending(path);
}

/// Returns the fields of the next record, bare.
std::vector<std::string> next_words(CsvReader& csv) {
  std::vector<std::string> words;
  for (const auto field : csv.next()) words.emplace_back(bare_word(field));
  return words;
}

/// The first record is a header if it has usual names of columns, or if the second one, unlike the first,
/// has an image's name, or a number as the label.
Columns read_columns(const fs::path& path) {
  CsvReader csv(path);
  const auto first = next_words(csv);
  if (first.size() < 2 || is_image_name(first.front())) return {};
  const auto [image, label] = columns_named(first);
  if (image && label) return {first.size(), *image, *label};
  const auto second = next_words(csv);
  const bool differs = !second.empty() && (is_image_name(second.front()) ||
                                           (class_number(second.back()) && !class_number(first.back())));
  if (!image && !label && !differs) return {};
  if (first.size() > 2)
    throw DataError(path, fmt::format("has the header '{}', which does not tell the columns of paths and "
                                      "labels; name them path and label",
                                      join(first, ",")));
  const bool swapped = image == 1 || label == 0;
  return {.count = 2, .image = swapped ? 1U : 0U, .label = swapped ? 0U : 1U};
}

struct Row {
  int line = 0;  ///< from 1
  std::string image;
  std::string label;
};

Row row_of(const CsvReader& csv, std::span<const std::string_view> fields, const Columns& columns) {
  const auto row = [&](std::string_view image, std::string_view label) {
    return Row{csv.line(), std::string(bare_word(image)), std::string(bare_word(label))};
  };
  if (columns.count > 2) {
    if (fields.size() != columns.count)
      csv.fail(fmt::format("{} columns, the header has {}", fields.size(), columns.count));
    return row(fields[columns.image], fields[columns.label]);
  }
  // A path may hold commas without being quoted.
  if (columns.label == 0) return row(fmt::format("{}", fmt::join(fields.subspan(1), ",")), fields.front());
  return row(fmt::format("{}", fmt::join(fields.first(fields.size() - 1), ",")), fields.back());
}

/// Passes the rows to `use`, and returns the number of lines that name files of other types.
template <class Use>
std::size_t for_each_image(const fs::path& path, Use use) {
  const Columns columns = read_columns(path);
  CsvReader csv(path);
  if (columns.count > 0) csv.next();
  std::size_t others = 0;
  for (auto fields = csv.next(); !fields.empty(); fields = csv.next()) {
    if (fields.size() < 2)
      throw DataError(path, fmt::format("line {} is '{}', expected path,label{}", csv.line(), fields.front(),
                                        separator_hint(fields.front())));
    const Row row = row_of(csv, fields, columns);
    if (row.image.empty() || row.label.empty())
      throw DataError(path,
                      fmt::format("line {} is '{},{}', expected path,label", row.line, row.image, row.label));
    if (is_image_name(row.label))
      throw DataError(path, fmt::format("line {} has the image '{}' for a label, expected path,label, or a "
                                        "header that names the columns path and label",
                                        row.line, row.label));
    if (is_image_path(row.image))
      use(row);
    else
      ++others;
  }
  return others;
}

}  // namespace

ClassList classes_in_csv(const fs::path& path, config::ClassOrder order) {
  std::set<std::string, std::less<>> words;
  for_each_image(path, [&](const Row& row) {
    if (!words.contains(row.label)) words.insert(row.label);
  });
  return classes_of_words(words, path, order);
}

ImageIndex list_csv(const fs::path& path, const ClassList& classes) {
  const Labels labels(classes);
  ImageIndex index{
      .folder = path.parent_path().string(), .class_names = classes.names, .warnings = classes.warnings};
  index.depends_on(path);
  index.other_files = for_each_image(path, [&](const Row& row) {
    if (leaves_its_folder(row.image))
      throw DataError(
          path, fmt::format("line {} names '{}'; images lie below the list's folder, without '..'", row.line,
                            row.image));
    const auto label = labels.of_word(row.label);
    if (!label) throw DataError(path, fmt::format("line {} has {}", row.line, labels.unknown(row.label)));
    index.add(row.image, *label);
  });
  if (index.size() == 0) throw DataError(path, "lists no images");
  if (index.other_files > 0)
    index.warnings.push_back(fmt::format("{}: {} lines are passed over, whose files have no image's name",
                                         path.filename().string(), index.other_files));
  return index;
}

}  // namespace hybrid::image_index
