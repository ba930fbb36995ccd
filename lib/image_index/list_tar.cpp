#include "image_index/list_tar.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>
#include <tuple>
#include <vector>

#include "archives/file_bytes.h"
#include "archives/tar_members.h"
#include "core/error.h"
#include "core/text.h"
#include "core/words.h"
#include "image_index/label_file.h"

namespace hybrid::image_index {

namespace fs = std::filesystem;

namespace {

struct TarImage {
  std::string folder;  ///< class folder; empty without one
  std::string within;  ///< folder of the image: the class folder or one inside it
  std::string name;
  ImagePlace place;
  auto order() const { return std::tie(folder, within, name); }
};

struct TarContent {
  std::vector<TarImage> images;
  std::set<std::string> folders;  ///< class folders, with or without images
  std::uint64_t other_files = 0;
  PassedOver links;
  std::set<std::string> left_by_programs;
};

std::string first_part(const std::string& path) {
  return path.substr(0, path.find('/'));
}

class TarLister {
 public:
  TarLister(fs::path tar, const ListProgress& progress)
      : tar_(std::move(tar)), file_(tar_), progress_(progress) {}

  TarContent list() {
    archives::for_each_member(
        {.file = tar_}, [&](const archives::TarMember& member) { take(member); },
        [&](const std::string& name) { content_.links.add(name); });
    std::ranges::sort(content_.images, {}, &TarImage::order);
    const auto twice = std::ranges::adjacent_find(content_.images, {}, &TarImage::order);
    if (twice != content_.images.end())
      throw DataError(tar_, fmt::format("has two entries '{}/{}'", twice->within, twice->name));
    return std::move(content_);
  }

 private:
  /// Removes the leading folder of the split: "train" in train.tar is not a class.
  std::string below_split(const std::string& name) const {
    const std::string split = lower_case(tar_.stem().string());
    const std::string first = first_part(name);
    if (lower_case(first) != split) return name;
    return first.size() == name.size() ? "" : name.substr(first.size() + 1);
  }

  /// Returns whether the entry is a folder that programs leave, or lies in one.
  bool is_left(const std::string& path, bool folder) {
    auto folders = split(path, '/');
    if (!folder) folders.pop_back();
    const auto left = std::ranges::find_if(folders, is_left_by_program);
    if (left == folders.end()) return false;
    content_.left_by_programs.insert(*left);
    if (!folder) ++content_.other_files;
    return true;
  }

  void take(const archives::TarMember& member) {
    const std::string name = below_split(member.name);
    if (is_left(name, member.folder)) {
      report(member);
    } else if (member.folder) {
      if (!name.empty()) content_.folders.insert(first_part(name));
    } else if (name.ends_with(".tar")) {
      take_class(member, fs::path(name).stem().string());
    } else {
      add(name, member);
      report(member);
    }
  }

  void take_class(const archives::TarMember& member, const std::string& folder) {
    if (!content_.folders.insert(folder).second)
      throw DataError(tar_, fmt::format("has the class {} twice", folder));
    archives::for_each_member(
        archives::part_of({.file = tar_}, member),
        [&](const archives::TarMember& inner) {
          if (!is_left(inner.name, inner.folder) && !inner.folder)
            add(inner.name.starts_with(folder + '/') ? inner.name : folder + '/' + inner.name, inner);
          report(inner);
        },
        [&](const std::string& name) { content_.links.add(member.name + '/' + name); });
  }

  bool is_image(const std::string& path, const archives::TarMember& member) const {
    if (is_image_name(path)) return true;
    if (!has_no_ending(path)) return false;
    std::string start(std::min<std::uint64_t>(kImageStart, member.size), '\0');
    start.resize(file_.read(member.offset, start));
    return begins_as_image(start);
  }

  void add(const std::string& path, const archives::TarMember& member) {
    if (!is_image(path, member)) {
      ++content_.other_files;
      return;
    }
    if (member.size > std::numeric_limits<std::uint32_t>::max())
      throw DataError(tar_,
                      fmt::format("has the image '{}' of {} bytes, which no image has", path, member.size));
    const auto slash = path.rfind('/');
    const bool flat = slash == std::string::npos;
    TarImage image{.folder = flat ? "" : first_part(path),
                   .within = flat ? "" : path.substr(0, slash),
                   .name = flat ? path : path.substr(slash + 1),
                   .place = {.offset = member.offset, .size = static_cast<std::uint32_t>(member.size)}};
    if (!flat) content_.folders.insert(image.folder);
    content_.images.push_back(std::move(image));
  }

  void report(const archives::TarMember& member) {
    const std::uint64_t end = member.offset + member.size;
    if (progress_ && end > reported_) progress_(end - reported_);
    reported_ = std::max(reported_, end);
  }

  fs::path tar_;
  archives::FileBytes file_;
  const ListProgress& progress_;
  TarContent content_;
  std::uint64_t reported_ = 0;
};

ImageIndex empty_index(const fs::path& tar, const TarContent& content, const ClassList& classes) {
  ImageIndex index{.folder = tar.parent_path().string(),
                   .class_names = classes.names,
                   .archives = {tar.filename().string()},
                   .other_files = content.other_files,
                   .warnings = classes.warnings};
  index.depends_on(tar);
  warn_of_left_folders(content.left_by_programs, index);
  if (content.links.count > 0)
    index.warnings.push_back(fmt::format("{}: {} links are passed over, the first: '{}'", index.archives[0],
                                         content.links.count, content.links.first));
  return index;
}

ImageIndex index_by_folder(const fs::path& tar, const TarContent& content, const ClassList& classes) {
  const Labels labels(classes);
  std::set<std::string> empty = content.folders;
  ImageIndex index = empty_index(tar, content, classes);
  for (const auto& image : content.images) {
    if (image.folder.empty())
      throw DataError(tar, fmt::format("has the image '{}' in no class's folder", image.name));
    const auto label = labels.of_folder(image.folder);
    if (!label)
      throw DataError(tar / image.folder,
                      fmt::format("is no class: {} does not list it", classes.listed_in.string()));
    empty.erase(image.folder);
    index.add(image.within + '/' + image.name, *label, image.place);
  }
  if (!empty.empty()) throw DataError(tar / *empty.begin(), "holds no images (JPEG, PNG, ...)");
  return index;
}

ImageIndex index_by_labels(const fs::path& tar, const TarContent& content,
                           const std::optional<ClassList>& listed, const fs::path& label_file,
                           config::ClassOrder order) {
  const auto lines = read_label_file(label_file);
  const ClassList classes = listed ? *listed : classes_of_lines(lines, label_file, order);
  std::vector<std::string> names;
  for (const auto& image : content.images) names.push_back(image.name);
  const auto labels = labels_for(names, lines, label_file, classes);
  ImageIndex index = empty_index(tar, content, classes);
  index.depends_on(label_file);
  for (std::size_t i = 0; i < names.size(); ++i) index.add(names[i], labels[i], content.images[i].place);
  return index;
}

}  // namespace

ImageIndex list_tar(const fs::path& tar, const std::optional<ClassList>& classes,
                    const std::optional<fs::path>& label_file, const ListProgress& progress,
                    config::ClassOrder order) {
  const TarContent content = TarLister(tar, progress).list();
  if (content.images.empty() && content.folders.empty())
    throw DataError(tar, "holds no images (JPEG, PNG, ...)");
  if (!content.folders.empty())
    return index_by_folder(
        tar, content,
        classes ? *classes : classes_named({content.folders.begin(), content.folders.end()}, tar, order));
  if (label_file) return index_by_labels(tar, content, classes, *label_file, order);
  throw DataError(tar,
                  "has images without a folder or tar per class, and there is no label file for them "
                  "beside it (`hybrid data info imagenet` lists the names)");
}

}  // namespace hybrid::image_index
