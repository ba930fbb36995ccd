#include "image_index/list_csv.h"

#include <fmt/format.h>

#include <set>

#include "core/error.h"
#include "core/files.h"
#include "core/paths.h"

namespace hybrid {

namespace fs = std::filesystem;

namespace {

struct Row {
  std::size_t line = 0;  ///< from 1
  std::string_view image;
  std::string_view label;
};

/// Returns whether the line has the names of two columns, as file names would have an extension.
bool is_header(std::string_view line) {
  const auto comma = line.rfind(',');
  return comma != std::string_view::npos && comma > 0 &&
         line.substr(0, comma).find('.') == std::string_view::npos;
}

template <class Use>
void for_each_row(const fs::path& path, Use use) {
  const std::string content = read_file(path);
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  std::string_view left = content;
  if (left.starts_with(kByteOrderMark)) left.remove_prefix(kByteOrderMark.size());
  for (std::size_t line = 1; !left.empty(); ++line) {
    const auto end = left.find('\n');
    std::string_view text = left.substr(0, end);
    left.remove_prefix(end == std::string_view::npos ? left.size() : end + 1);
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (text.empty()) continue;
    const auto comma = text.rfind(',');
    if (line == 1 && is_header(text)) continue;
    if (comma == std::string_view::npos || comma == 0 || comma + 1 == text.size())
      throw DataError(path, fmt::format("line {} is '{}', expected path,label", line, text));
    use(Row{line, text.substr(0, comma), text.substr(comma + 1)});
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
      ++index.passed_over;
  });
  if (index.size() == 0) throw DataError(path, "lists no images");
  return index;
}

}  // namespace hybrid
