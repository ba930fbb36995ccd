#include "cli/data_prepare.h"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "cli/output.h"
#include "core/error.h"
#include "core/folders.h"
#include "core/text.h"
#include "image_index/image_folder.h"
#include "report/text_table.h"
#include "workflows/prepare_data.h"

namespace hybrid::cli {

namespace fs = std::filesystem;

namespace {

/// The properties of a split in the description of ImageNet (Russakovsky et al. 2015, Table 2).
struct Expected {
  config::DataSplit split = config::DataSplit::train;
  std::size_t images = 0;
  std::size_t least = 0;  ///< minimum number of images per class
  std::size_t most = 0;
};
constexpr std::size_t kImageNetClasses = 1000;
constexpr std::array kImageNet{Expected{config::DataSplit::train, 1'281'167, 732, 1300},
                               Expected{config::DataSplit::test, 50'000, 50, 50}};

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
}

fs::path root_of(const PrepareOptions& options) {
  if (!options.root.empty()) return image_index::image_folder_root(options.root);
  const auto data = data_folder();
  if (options.name != "imagenet" || !data)
    throw UsageError(
        "give --root, the folder of the images" +
        std::string(options.name == "imagenet" ? ", or set $HYBRID_DATA, below which imagenet/ is" : ""));
  return image_index::image_folder_root((*data / "imagenet").string());
}

/// Returns a row for the split; deviations are added to `problems`.
std::vector<std::string> row_of(const workflows::ListedSplit& split, bool imagenet,
                                std::vector<std::string>& problems) {
  const image_index::ImageIndex& index = split.index;
  std::vector<std::size_t> counts(index.class_names.size());
  for (const auto label : index.labels) ++counts[static_cast<std::size_t>(label)];
  const auto [least, most] = std::ranges::minmax(counts);
  const auto without = static_cast<std::size_t>(std::ranges::count(counts, 0U));
  if (imagenet) {
    const Expected& expected = split.split == config::DataSplit::train ? kImageNet[0] : kImageNet[1];
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
          number(most), number(without),      number(index.other_files)};
}

/// Checks that the copy is outside `root`; inside, it would be read as additional images.
void require_elsewhere(const fs::path& out, const fs::path& root) {
  const fs::path from_root = fs::weakly_canonical(out).lexically_relative(fs::weakly_canonical(root));
  if (!from_root.empty() && *from_root.begin() != "..")
    throw UsageError(
        fmt::format("--out {} lies in {}, whose images it would be read with; give a folder elsewhere",
                    out.string(), root.string()));
}

void print_split(const workflows::CopiedSplit& split, const fs::path& out) {
  print("{}: shards: {} written{}, {} MB in all\n", (out / (split.name + "-*.tar")).string(), split.written,
        split.kept > 0 ? fmt::format(", {} kept", split.kept) : "", number(split.bytes / 1'000'000));
}

}  // namespace

void describe(config::Fields& f, PrepareOptions& o) {
  constexpr int kMinQuality = 50;  // at lower quality the copy would be a different data set
  f.field("image_size", o.image_size,
          {.doc = "write a copy with images of this shorter side", .unit = "pixels", .min = 1});
  f.field("quality", o.quality, {.doc = "of the copy's JPEGs", .min = kMinQuality, .max = 100});
}

void run_prepare(const PrepareOptions& options, Logger& log) {
  check_options(options);
  const fs::path root = root_of(options);
  if (!options.out.empty()) require_elsewhere(options.out, root);
  const std::vector<workflows::ListedSplit> splits =
      workflows::list_splits(root, options.data.class_order, cache_folder(), log);
  report::TextTable table{
      .header = {"", "images", "classes", "least of a class", "most", "classes without", "passed over"}};
  std::vector<std::string> problems;
  for (const auto& split : splits) table.rows.push_back(row_of(split, options.name == "imagenet", problems));
  print_text(to_text(table));
  if (!problems.empty())
    throw DataError(root, fmt::format("is not the whole of ImageNet ({}); say image_folder for a part of it",
                                      join(problems, "; ")));
  if (options.out.empty()) return;
  const workflows::CopyRequest request{.root = root,
                                       .out = options.out,
                                       .image_size = options.image_size,
                                       .quality = options.quality,
                                       .threads = options.threads,
                                       .force = options.force};
  for (const auto& split : workflows::copy_splits(request, splits, log)) print_split(split, options.out);
}

}  // namespace hybrid::cli
