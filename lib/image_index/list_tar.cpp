#include "image_index/list_tar.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>
#include <tuple>
#include <vector>

#include "archives/tar_members.h"
#include "core/error.h"
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
};

std::string first_part(const std::string& path) {
  return path.substr(0, path.find('/'));
}

class TarLister {
 public:
  TarLister(fs::path tar, const ListProgress& progress) : tar_(std::move(tar)), progress_(progress) {}

  TarContent list() {
    archives::for_each_member({.file = tar_}, [&](const archives::TarMember& member) { take(member); });
    std::ranges::sort(content_.images, {}, &TarImage::order);
    const auto twice = std::ranges::adjacent_find(content_.images, {}, &TarImage::order);
    if (twice != content_.images.end())
      throw DataError(tar_, fmt::format("has two entries '{}/{}'", twice->within, twice->name));
    return std::move(content_);
  }

 private:
  /// Removes the leading folder of the split: "train" in train.tar is not a class.
  std::string below_split(const std::string& name) const {
    const std::string split = tar_.stem().string();
    if (name == split) return "";
    return name.starts_with(split + '/') ? name.substr(split.size() + 1) : name;
  }

  void take(const archives::TarMember& member) {
    const std::string name = below_split(member.name);
    if (member.folder) {
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
        archives::part_of({.file = tar_}, member), [&](const archives::TarMember& inner) {
          if (!inner.folder)
            add(inner.name.starts_with(folder + '/') ? inner.name : folder + '/' + inner.name, inner);
          report(inner);
        });
  }

  void add(const std::string& path, const archives::TarMember& member) {
    if (!is_image_name(path)) {
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
  const ListProgress& progress_;
  TarContent content_;
  std::uint64_t reported_ = 0;
};

ImageIndex empty_index(const fs::path& tar, const ClassList& classes, std::uint64_t other_files) {
  ImageIndex index{.folder = tar.parent_path().string(),
                   .class_names = classes.names,
                   .archives = {tar.filename().string()},
                   .other_files = other_files};
  index.depends_on(tar);
  return index;
}

ImageIndex index_by_folder(const fs::path& tar, const TarContent& content, const ClassList& classes) {
  const Labels labels = labels_of(classes);
  std::set<std::string> empty = content.folders;
  ImageIndex index = empty_index(tar, classes, content.other_files);
  for (const auto& image : content.images) {
    if (image.folder.empty())
      throw DataError(tar, fmt::format("has the image '{}' in no class's folder", image.name));
    const auto label = labels.find(image.folder);
    if (label == labels.end())
      throw DataError(tar / image.folder,
                      fmt::format("is no class: {} does not list it", classes.listed_in.string()));
    empty.erase(image.folder);
    index.add(image.within + '/' + image.name, label->second, image.place);
  }
  if (!empty.empty()) throw DataError(tar / *empty.begin(), "holds no images (JPEG, PNG, ...)");
  return index;
}

ImageIndex index_by_labels(const fs::path& tar, const TarContent& content,
                           const std::optional<ClassList>& listed, const fs::path& label_file) {
  const auto lines = read_label_file(label_file);
  const ClassList classes = listed ? *listed : classes_of_lines(lines, label_file);
  std::vector<std::string> names;
  for (const auto& image : content.images) names.push_back(image.name);
  const auto labels = labels_for(names, lines, label_file, classes);
  ImageIndex index = empty_index(tar, classes, content.other_files);
  index.depends_on(label_file);
  for (std::size_t i = 0; i < names.size(); ++i) index.add(names[i], labels[i], content.images[i].place);
  return index;
}

}  // namespace

ImageIndex list_tar(const fs::path& tar, const std::optional<ClassList>& classes,
                    const std::optional<fs::path>& label_file, const ListProgress& progress) {
  const TarContent content = TarLister(tar, progress).list();
  if (content.images.empty() && content.folders.empty())
    throw DataError(tar, "holds no images (JPEG, PNG, ...)");
  if (!content.folders.empty())
    return index_by_folder(
        tar, content,
        classes ? *classes : classes_named({content.folders.begin(), content.folders.end()}, tar));
  if (label_file) return index_by_labels(tar, content, classes, *label_file);
  throw DataError(tar,
                  "has images without a folder or tar per class, and there is no label file for them "
                  "beside it (`hybrid data info imagenet` lists the names)");
}

}  // namespace hybrid::image_index
