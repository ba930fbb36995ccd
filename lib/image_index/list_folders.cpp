#include "image_index/list_folders.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <utility>

#include "core/error.h"
#include "image_index/label_file.h"

namespace hybrid::image_index {

namespace fs = std::filesystem;

namespace {

/// A folder below the class's folder, and a file in it.
using FolderAndName = std::pair<std::string, std::string>;

/// Reads the file's first bytes only if its name has no ending.
bool is_image_file(const fs::path& file) {
  const std::string name = file.filename().string();
  if (is_image_name(name)) return true;
  std::error_code ignored;
  if (!has_no_ending(name) || !fs::is_regular_file(file, ignored))
    return false;  // a pipe would be waited for
  std::string start(kImageStart, '\0');
  std::ifstream in(file, std::ios::binary);
  in.read(start.data(), static_cast<std::streamsize>(start.size()));
  return begins_as_image(std::string_view(start).substr(0, static_cast<std::size_t>(in.gcount())));
}

/// Adds the images in a class's folder and its subfolders, in the order of Python's sorted(os.walk(...)).
/// Folders that programs leave are added to `left` instead.
void add_images(const fs::path& folder, std::int32_t label, ImageIndex& index, std::set<std::string>& left) {
  const fs::path above = index.folder;
  std::vector<FolderAndName> images;
  index.depends_on(folder);
  fs::recursive_directory_iterator entry(folder, fs::directory_options::follow_directory_symlink);
  for (; entry != fs::recursive_directory_iterator(); ++entry) {
    std::error_code broken;  // a dangling link counts as an image that cannot be read
    std::string name = entry->path().filename().string();
    if (entry->is_directory(broken)) {
      if (is_left_by_program(name)) {
        entry.disable_recursion_pending();
        left.insert(std::move(name));
      } else {
        index.depends_on(entry->path());
      }
    } else if (entry->is_regular_file(broken) || entry->is_symlink()) {
      if (is_image_file(entry->path()))
        images.emplace_back(entry->path().parent_path().lexically_relative(above).string(), std::move(name));
      else
        ++index.other_files;
    }
  }
  if (images.empty()) throw DataError(folder, "holds no images (JPEG, PNG, ...)");
  std::ranges::sort(images);
  for (const auto& [within, name] : images) index.add(within + '/' + name, label);
}

}  // namespace

std::vector<std::string> folders_in(const fs::path& folder) {
  std::vector<std::string> folders;
  for (const auto& entry : fs::directory_iterator(folder)) {
    std::string name = entry.path().filename().string();
    if (entry.is_directory() && !is_left_by_program(name)) folders.push_back(std::move(name));
  }
  std::ranges::sort(folders);
  return folders;
}

ImageIndex list_folders(const fs::path& folder, const ClassList& classes) {
  const std::vector<std::string> present = folders_in(folder);
  if (present.empty())
    throw DataError(folder, "holds no folders; expected one per class, with its images in it");
  const Labels labels(classes);
  ImageIndex index{.folder = folder.string(), .class_names = classes.names, .warnings = classes.warnings};
  index.depends_on(folder);
  std::set<std::string> left;
  for (const auto& entry : fs::directory_iterator(folder))
    if (std::string name = entry.path().filename().string(); entry.is_directory() && is_left_by_program(name))
      left.insert(std::move(name));
  for (const auto& name : present) {
    const auto label = labels.of_folder(name);
    if (!label)
      throw DataError(folder / name,
                      fmt::format("is no class: {} does not list it", classes.listed_in.string()));
    add_images(folder / name, *label, index, left);
  }
  warn_of_left_folders(left, index);
  return index;
}

ImageIndex list_flat_folder(const fs::path& folder, const std::optional<ClassList>& listed,
                            const fs::path& label_file, config::ClassOrder order) {
  ImageIndex index{.folder = folder.string()};
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (is_image_file(entry.path()))
      names.push_back(entry.path().filename().string());
    else
      ++index.other_files;
  }
  std::ranges::sort(names);
  const auto lines = read_label_file(label_file);
  const ClassList classes = listed ? *listed : classes_of_lines(lines, label_file, order);
  const auto labels = labels_for(names, lines, label_file, classes);
  index.class_names = classes.names;
  index.warnings = classes.warnings;
  index.depends_on(folder);
  index.depends_on(label_file);
  for (std::size_t i = 0; i < names.size(); ++i) index.add(names[i], labels[i]);
  return index;
}

}  // namespace hybrid::image_index
