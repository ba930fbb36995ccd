#include "cli/data_prepare.h"

#include <algorithm>
#include <filesystem>
#include <thread>
#include <vector>

#include "core/error.h"
#include "core/files.h"
#include "core/folders.h"
#include "core/progress.h"
#include "core/text.h"
#include "datasets/resized_shards.h"
#include "image_index/image_folder.h"
#include "images/image_files.h"
#include "report/text_table.h"

namespace hybrid {

namespace fs = std::filesystem;

namespace {

constexpr const char* kCache = "results/cache";

/// What ImageNet's description (Russakovsky et al. 2015, Table 2) says of a split.
struct Expected {
  DataSplit split = DataSplit::train;
  std::size_t images = 0;
  std::size_t least = 0;  ///< images of a class
  std::size_t most = 0;
};
constexpr std::size_t kImageNetClasses = 1000;
constexpr std::array kImageNet{Expected{DataSplit::train, 1'281'167, 732, 1300},
                               Expected{DataSplit::test, 50'000, 50, 50}};

struct Split {
  DataSplit split = DataSplit::train;
  std::string name;
  ImageIndex index;
};

std::string number(std::size_t value) {
  return with_thousands(static_cast<std::int64_t>(value));
}

void check_options(const PrepareOptions& options) {
  if (options.name != "imagenet" && options.name != "image_folder")
    throw UsageError(
        fmt::format("prepare is for imagenet, and for image_folder: any folder of images{}; other data "
                    "sets are read as they come",
                    options.name.empty() ? "" : ", not for '" + options.name + "'"));
  if ((options.image_size > 0) != !options.out.empty())
    throw UsageError(
        "--image-size and --out go together: how large the copy's images are, and where it is written");
  if (options.image_size < 0)
    throw UsageError(fmt::format("--image-size is {}, must be > 0", options.image_size));
  constexpr int kLeastQuality = 50;  // below it the copy would be another data set
  if (options.quality < kLeastQuality || options.quality > 100)
    throw UsageError(fmt::format("--quality is {}, must be {} to 100", options.quality, kLeastQuality));
  if (options.threads < 0) throw UsageError(fmt::format("--threads is {}, must be >= 0", options.threads));
}

fs::path root_of(const PrepareOptions& options) {
  if (!options.root.empty()) return image_folder_root(options.root);
  const auto data = data_folder();
  if (options.name != "imagenet" || !data)
    throw UsageError(
        "give --root, the folder of the images" +
        std::string(options.name == "imagenet" ? ", or set $HYBRID_DATA, below which imagenet/ is" : ""));
  return image_folder_root((*data / "imagenet").string());
}

std::uint64_t archive_bytes(const SplitPlace& place) {
  std::uint64_t bytes = 0;
  for (const auto& file : place.files)
    if (fs::is_regular_file(file)) bytes += fs::file_size(file);
  return bytes;
}

std::vector<Split> list_splits(const fs::path& root, Logger& log) {
  std::vector<Split> splits;
  for (const auto split : {DataSplit::train, DataSplit::test}) {
    const auto place = find_split(root, split);
    if (!place) continue;
    const std::string name(name_of(split, kDataSplitNames));
    log.info("{}: listing {}{}", name, place->files.front().string(),
             place->files.size() > 1 ? fmt::format(" and {} more", place->files.size() - 1) : "");
    Progress progress(log, name, static_cast<std::int64_t>(archive_bytes(*place)), "B");
    splits.push_back({split, name, image_folder_index(root, split, kCache, [&](std::uint64_t bytes) {
                        progress.advance(static_cast<std::int64_t>(bytes));
                      })});
  }
  if (splits.empty()) (void)image_folder_place(root, DataSplit::train);  // says what is looked for
  return splits;
}

/// A row for the split; what is not as expected goes to `problems`.
std::vector<std::string> row_of(const Split& split, bool imagenet, std::vector<std::string>& problems) {
  const ImageIndex& index = split.index;
  std::vector<std::size_t> counts(index.class_names.size());
  for (const auto label : index.labels) ++counts[static_cast<std::size_t>(label)];
  const auto [least, most] = std::ranges::minmax(counts);
  const auto without = static_cast<std::size_t>(std::ranges::count(counts, 0U));
  if (imagenet) {
    const Expected& expected = split.split == DataSplit::train ? kImageNet[0] : kImageNet[1];
    if (counts.size() != kImageNetClasses)
      problems.push_back(
          fmt::format("{}: {} classes, ImageNet has {}", split.name, counts.size(), kImageNetClasses));
    if (index.size() != expected.images)
      problems.push_back(fmt::format("{}: {} images, ImageNet has {}", split.name, number(index.size()),
                                     number(expected.images)));
    else if (least < expected.least || most > expected.most)
      problems.push_back(
          fmt::format("{}: {} to {} images of a class, ImageNet has {} to {}: labels are wrong", split.name,
                      least, most, expected.least, expected.most));
  }
  return {split.name,   number(index.size()), number(counts.size()),    number(least),
          number(most), number(without),      number(index.passed_over)};
}

/// A copy among the images that it was made of would be read as more of them.
void require_elsewhere(const fs::path& out, const fs::path& root) {
  const fs::path from_root = fs::weakly_canonical(out).lexically_relative(fs::weakly_canonical(root));
  if (!from_root.empty() && *from_root.begin() != "..")
    throw UsageError(
        fmt::format("--out {} lies in {}, whose images it would be read with; give a folder elsewhere",
                    out.string(), root.string()));
}

void write_copy(const fs::path& root, const std::vector<Split>& splits, const PrepareOptions& options,
                Logger& log) {
  require_image_files("hybrid data prepare --image-size");
  const fs::path out = options.out;
  for (const auto& split : splits)
    if (split.index.class_names != splits.front().index.class_names)
      throw DataError(root,
                      "train and test have not the same classes; put imagenet_wnids.txt there, with all "
                      "classes in their order");
  const auto list = class_list_of(root);
  write_file_atomically(out / "imagenet_wnids.txt",
                        class_list_text(splits.front().index.class_names,
                                        list ? std::optional(read_class_list(*list)) : std::nullopt));
  const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  for (const auto& split : splits) {
    Progress progress(log, split.name, static_cast<std::int64_t>(split.index.size()), "images");
    const auto result = write_resized_shards(
        split.index, split.name, {.image_size = options.image_size, .quality = options.quality}, out,
        options.threads == 0 ? cores : options.threads, [&] { progress.advance(1); });
    fmt::print("{}: shards: {} written{}, {} MB in all\n", (out / (split.name + "-*.tar")).string(),
               result.written, result.kept > 0 ? fmt::format(", {} kept", result.kept) : "",
               number(result.bytes / 1'000'000));
  }
}

}  // namespace

void run_prepare(const PrepareOptions& options, Logger& log) {
  check_options(options);
  const fs::path root = root_of(options);
  if (!options.out.empty()) require_elsewhere(options.out, root);
  const std::vector<Split> splits = list_splits(root, log);
  TextTable table{
      .header = {"", "images", "classes", "least of a class", "most", "classes without", "passed over"}};
  std::vector<std::string> problems;
  for (const auto& split : splits) table.rows.push_back(row_of(split, options.name == "imagenet", problems));
  fmt::print("{}", to_text(table));
  if (!problems.empty())
    throw DataError(root, fmt::format("is not the whole of ImageNet ({}); say image_folder for a part of it",
                                      join(problems, "; ")));
  if (!options.out.empty()) write_copy(root, splits, options, log);
}

}  // namespace hybrid
