#include "image_index/list_csv.h"

#include <fmt/format.h>

#include <set>

#include "core/csv.h"
#include "core/error.h"
#include "core/paths.h"

namespace hybrid::image_index {

namespace fs = std::filesystem;

namespace {

struct Row {
  int line = 0;  ///< from 1
  std::string_view image;
  std::string_view label;
};

/// Returns whether the row has the names of two columns, as file names would have an extension.
bool is_header(const Row& row) {
  return !row.image.empty() && row.image.find('.') == std::string_view::npos;
}

template <class Use>
void for_each_row(const fs::path& path, Use use) {
  CsvReader csv(path);
  for (auto fields = csv.next(); !fields.empty(); fields = csv.next()) {
    // A path may hold commas without being quoted.
    const std::string image = fmt::format("{}", fmt::join(fields.first(fields.size() - 1), ","));
    const Row row{csv.line(), image, fields.back()};
    if (row.line == 1 && fields.size() > 1 && is_header(row)) continue;
    if (row.image.empty() || row.label.empty())
      throw DataError(path,
                      fmt::format("line {} is '{}', expected path,label", row.line, fmt::join(fields, ",")));
    use(row);
  }
}

}  // namespace

ClassList classes_in_csv(const fs::path& path) {
  std::set<std::string, std::less<>> words;
  for_each_row(path, [&](const Row& row) {
    if (!words.contains(row.label)) words.emplace(row.label);
  });
  return classes_of_words(words, path);
}

ImageIndex list_csv(const fs::path& path, const ClassList& classes) {
  const auto labels = labels_of(classes);
  const auto label_in = [&](const Row& row) {
    if (const auto label = find_label(labels, row.label)) return *label;
    throw DataError(path, fmt::format("line {} has the label '{}', which is none of the {} classes in {}",
                                      row.line, row.label, labels.size(), classes.listed_in.string()));
  };
  ImageIndex index{.folder = path.parent_path().string(), .class_names = classes.names};
  index.depends_on(path);
  for_each_row(path, [&](const Row& row) {
    if (leaves_its_folder(row.image))
      throw DataError(
          path, fmt::format("line {} names '{}'; images lie below the list's folder, without '..'", row.line,
                            row.image));
    if (is_image_name(row.image))
      index.add(row.image, label_in(row));
    else
      ++index.other_files;
  });
  if (index.size() == 0) throw DataError(path, "lists no images");
  return index;
}

}  // namespace hybrid::image_index
