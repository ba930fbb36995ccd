#include "image_index/image_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/error.h"
#include "core/folders.h"
#include "core/text.h"
#include "image_index/class_list.h"
#include "image_index/index_cache.h"
#include "image_index/list_csv.h"
#include "image_index/list_folders.h"
#include "image_index/list_shards.h"

namespace hybrid::image_index {

namespace fs = std::filesystem;

namespace {

using Kind = SplitPlace::Kind;

/// Returns the class folders of the training split if they contain those of this split, else this split's own
/// with a warning.
ClassList classes_of_folders(const SplitPlace& place, const std::optional<SplitPlace>& train,
                             config::ClassOrder order) {
  const fs::path& folder = place.files.front();
  const auto own = folders_in(folder);
  if (!train || train->kind != Kind::folders || train->files == place.files)
    return classes_named(own, folder, order);
  const fs::path& other = train->files.front();
  const auto trained = folders_in(other);
  if (std::ranges::includes(trained, own)) return classes_named(trained, other, order);
  ClassList classes = classes_named(own, folder, order);
  const auto alone =
      std::ranges::find_if(own, [&](const auto& name) { return !std::ranges::binary_search(trained, name); });
  classes.warnings.push_back(fmt::format(
      "the class folders of {} are not among those of {} ('{}' is not), so each is numbered alone and a label "
      "may mean different classes; list all in imagenet_wnids.txt, a folder name per line",
      folder.filename().string(), other.filename().string(), *alone));
  return classes;
}

/// Returns the classes of the class list. Without one, folders, image lists and shards use the classes of the
/// training split, so that a number means the same in both splits. Returns std::nullopt if the layout
/// determines the classes.
std::optional<ClassList> classes_of(const fs::path& root, const SplitPlace& place,
                                    const ListOptions& options) {
  if (const auto list = class_list_of(root)) {
    ClassList classes = read_class_list(*list);
    if (options.order != config::ClassOrder::text)
      classes.warnings.push_back(fmt::format("the classes have the order of {}: class_order does not count",
                                             list->filename().string()));
    return classes;
  }
  const auto train = find_split(root, config::DataSplit::train);
  if (place.kind == Kind::folders) return classes_of_folders(place, train, options.order);
  if (place.kind != Kind::list && place.kind != Kind::shards) return std::nullopt;
  const bool has_train = train && train->kind == place.kind;
  if (place.kind == Kind::list)
    return classes_in_csv(has_train ? train->files.front() : place.files.front(), options.order);
  if (!has_train || train->files == place.files) return std::nullopt;
  const ImageIndex index =
      image_folder_index(root, config::DataSplit::train, {.order = options.order, .cache = options.cache});
  return ClassList{.folders = index.class_names,
                   .names = index.class_names,
                   .listed_in = train->files.front(),
                   .warnings = index.warnings};
}

ImageIndex list_images(const fs::path& root, const SplitPlace& place, const ListOptions& options) {
  const auto classes = classes_of(root, place, options);
  const auto list = [&] {
    const fs::path& first = place.files.front();
    switch (place.kind) {
      case Kind::list:
        return list_csv(first, *classes);
      case Kind::folders:
        return list_folders(first, *classes);
      case Kind::flat_folder:
        if (!place.labels)
          throw DataError(first,
                          "holds no folders; expected one per class, with its images in it, or a label "
                          "file beside it (`hybrid data info imagenet` lists the names)");
        return list_flat_folder(first, classes, *place.labels, options.order);
      case Kind::tar:
        return list_tar(first, classes, place.labels, options.progress, options.order);
      case Kind::shards:
        return list_shards(place.files, classes, options.progress, options.order);
    }
    HYBRID_CHECK(false, "kind {} of a split", static_cast<int>(place.kind));
  };
  ImageIndex index = list();
  if (classes) index.depends_on(classes->listed_in);
  return index;
}

}  // namespace

fs::path image_folder_root(const std::string& configured) {
  return find_in_data(
      configured, {configured}, [](const fs::path& place) { return fs::is_directory(place); },
      "no such folder; looked for {}; data.root must hold train/ and test/, in each a folder per class "
      "(configs/README.md says how to lay out ImageNet)");
}

SplitPlace image_folder_place(const fs::path& root, config::DataSplit split) {
  if (auto place = find_split(root, split)) return *std::move(place);
  const std::string_view name = name_of(split, config::kDataSplitNames);
  throw DataError(
      root / name,
      fmt::format("no such folder; data.root must hold {0}/ with a folder per class, {0}.csv, {0}.tar or "
                  "shards {0}-000000.tar (`hybrid data info imagenet` lists what is read)",
                  name));
}

std::vector<fs::path> image_folder_inputs(const fs::path& root, config::DataSplit split) {
  const SplitPlace place = image_folder_place(root, split);
  std::vector<fs::path> inputs = place.files;
  if (place.kind == Kind::list) {
    const ImageIndex index = list_images(root, place, {});
    std::set<fs::path> below;  // a folder of a million images is a single input
    for (std::size_t i = 0; i < index.size(); ++i) below.insert(root / *fs::path(index.path(i)).begin());
    inputs.insert(inputs.end(), below.begin(), below.end());
  }
  if (place.labels) inputs.push_back(*place.labels);
  if (const auto list = class_list_of(root)) inputs.push_back(*list);
  return inputs;
}

ImageIndex image_folder_index(const fs::path& root, config::DataSplit split, const ListOptions& options) {
  const SplitPlace place = image_folder_place(root, split);
  // Another index is made if a class list, a label file or further shards are added later.
  std::string key =
      fmt::format("{}\n{}\n{}", class_list_of(root).value_or("").string(), place.labels.value_or("").string(),
                  name_of(options.order, config::kClassOrderNames));
  for (const auto& file : place.files) key += '\n' + fs::absolute(file).string();
  return cached_index(options.cache, key, [&] { return list_images(root, place, options); });
}

void report_warnings(const fs::path& root, const ImageIndex& index, Logger& log) {
  const auto say = [&](const std::string& warning) {
    const std::string text = fmt::format("{}: {}", root.string(), warning);
    if (std::ranges::find(log.warnings(), text) == log.warnings().end()) log.warn("{}", text);
  };
  for (const auto& warning : index.warnings) say(warning);
  for (const auto& warning : unused_splits(root)) say(warning);
}

}  // namespace hybrid::image_index
