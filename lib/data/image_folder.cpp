#include "data/image_folder.h"

#include <fmt/format.h>

#include <cstdlib>
#include <set>

#include "core/error.h"
#include "core/text.h"
#include "data/class_list.h"
#include "data/image_files.h"
#include "data/index_cache.h"
#include "data/indexed_images.h"
#include "data/list_csv.h"
#include "data/list_folders.h"

namespace hybrid {

namespace fs = std::filesystem;

namespace {

bool is_list(const fs::path& place) {
  return place.extension() == ".csv";
}

/// The classes of a split that lies at `place`. Those of a list without a list of classes are the training list's, so
/// that a label means the same in both.
ClassList classes_of(const fs::path& root, const fs::path& place) {
  if (const auto list = class_list_of(root)) return read_class_list(*list);
  if (!is_list(place)) return classes_named(folders_in(place), place);
  const fs::path train = root / "train.csv";
  return classes_in_csv(fs::is_regular_file(train) ? train : place);
}

ImageIndex list_images(const fs::path& root, const fs::path& place) {
  const ClassList classes = classes_of(root, place);
  ImageIndex index = is_list(place) ? list_csv(place, classes) : list_folders(place, classes);
  index.depends_on(classes.listed_in);
  return index;
}

}  // namespace

fs::path image_folder_root(const std::string& configured) {
  std::vector<fs::path> places{configured};
  if (const char* data = std::getenv("HYBRID_DATA"); data != nullptr && *data != '\0')
    places.push_back(fs::path(data) / configured);
  for (const auto& place : places)
    if (fs::is_directory(place)) return place;
  std::vector<std::string> tried;
  for (const auto& place : places) tried.push_back(place.string());
  throw DataError(
      configured,
      fmt::format("no such folder; looked for {}{}; data.root must hold train/ and test/, in each a "
                  "folder per class (configs/README.md says how to lay out ImageNet)",
                  join(tried), places.size() < 2 ? " (and nowhere else: $HYBRID_DATA is not set)" : ""));
}

fs::path image_folder_of(const fs::path& root, DataSplit split) {
  const std::string name(name_of(split, kDataSplitNames));
  if (const fs::path list = root / (name + ".csv"); fs::is_regular_file(list)) return list;
  const fs::path folder = root / name;
  if (!fs::is_directory(folder))
    throw DataError(folder, "no such folder; data.root must hold train/ or test/, in it a folder per class");
  return folder;
}

std::vector<fs::path> image_folder_inputs(const fs::path& root, DataSplit split) {
  const fs::path place = image_folder_of(root, split);
  std::vector<fs::path> inputs{place};
  if (is_list(place)) {
    const ImageIndex index = list_images(root, place);
    std::set<fs::path> below;  // a folder of a million images is one input
    for (std::size_t i = 0; i < index.size(); ++i) below.insert(root / *fs::path(index.path(i)).begin());
    inputs.insert(inputs.end(), below.begin(), below.end());
  }
  if (const auto list = class_list_of(root)) inputs.push_back(*list);
  return inputs;
}

ImageIndex image_folder_index(const fs::path& root, DataSplit split, const fs::path& cache) {
  const fs::path place = image_folder_of(root, split);
  const fs::path list = class_list_of(root).value_or("");  // one that comes later makes another index
  const std::string key = fs::absolute(place).string() + '\n' + list.string();
  return kept_index(cache, key, [&] { return list_images(root, place); });
}

std::unique_ptr<ImageSource> open_image_folder(const fs::path& root, DataSplit split, std::size_t limit,
                                               int size, const fs::path& cache) {
  require_image_files("data.dataset: image_folder");
  return indexed_images(image_folder_index(root, split, cache), limit, size);
}

}  // namespace hybrid
