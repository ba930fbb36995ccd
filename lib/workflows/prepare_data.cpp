#include "workflows/prepare_data.h"

#include <optional>

#include "core/cpus.h"
#include "core/error.h"
#include "core/files.h"
#include "core/interrupt.h"
#include "core/new_file.h"
#include "core/progress.h"
#include "datasets/resized_shards.h"
#include "image_index/image_folder.h"
#include "images/image_files.h"

namespace hybrid::workflows {

namespace fs = std::filesystem;

namespace {

std::uint64_t archive_bytes(const image_index::SplitPlace& place) {
  std::uint64_t bytes = 0;
  for (const auto& file : place.files)
    if (fs::is_regular_file(file)) bytes += fs::file_size(file);
  return bytes;
}

}  // namespace

std::vector<ListedSplit> list_splits(const fs::path& root, config::ClassOrder order, const fs::path& cache,
                                     Logger& log) {
  std::vector<ListedSplit> splits;
  for (const auto split : {config::DataSplit::train, config::DataSplit::test}) {
    const auto place = image_index::find_split(root, split);
    if (!place) continue;
    const std::string name(name_of(split, config::kDataSplitNames));
    log.info("{}: listing {}{}", name, place->files.front().string(),
             place->files.size() > 1 ? fmt::format(" and {} more", place->files.size() - 1) : "");
    Progress progress(log, name, static_cast<std::int64_t>(archive_bytes(*place)), "B");
    const auto advance = [&](std::uint64_t bytes) { progress.advance(static_cast<std::int64_t>(bytes)); };
    splits.push_back({split, name,
                      image_index::image_folder_index(
                          root, split, {.order = order, .cache = cache, .progress = advance})});
    image_index::report_warnings(root, splits.back().index, log);
  }
  if (splits.empty())
    (void)image_index::image_folder_place(root,
                                          config::DataSplit::train);  // throws, naming the folders
  return splits;
}

std::vector<CopiedSplit> copy_splits(const CopyRequest& request, const std::vector<ListedSplit>& splits,
                                     Logger& log) {
  images::require_image_files("a copy of smaller images");
  const StopsWhenSafe stops;  // an unfinished shard is removed
  const fs::path& out = request.out;
  for (const auto& split : splits)
    if (split.index.class_names != splits.front().index.class_names)
      throw DataError(request.root,
                      "train and test have not the same classes; put imagenet_wnids.txt there, with all "
                      "classes in their order");
  const auto list = image_index::class_list_of(request.root);
  const std::string class_list =
      datasets::class_list_text(splits.front().index.class_names,
                                list ? std::optional(image_index::read_class_list(*list)) : std::nullopt);
  const datasets::ResizedShards settings{
      .image_size = request.image_size, .quality = request.quality, .force = request.force};
  const fs::path list_file = out / "imagenet_wnids.txt";
  for (const auto& split : splits) datasets::require_same_copy(split.index, split.name, settings, out);
  if (fs::exists(list_file) && !request.force && read_file(list_file) != class_list)
    throw OccupiedPlace(list_file, "lists other classes");
  write_file_atomically(list_file, class_list);
  std::vector<CopiedSplit> copied;
  for (const auto& split : splits) {
    Progress progress(log, split.name, static_cast<std::int64_t>(split.index.size()), "images");
    const auto result =
        datasets::write_resized_shards(split.index, split.name, settings, out,
                                       worker_threads(request.threads), [&] { progress.advance(1); });
    copied.push_back(
        {.name = split.name, .written = result.written, .kept = result.kept, .bytes = result.bytes});
  }
  return copied;
}

}  // namespace hybrid::workflows
