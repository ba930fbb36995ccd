#include "workflows/verify_data.h"

#include <algorithm>
#include <memory>

#include "core/cpus.h"
#include "core/error.h"
#include "core/folders.h"
#include "core/progress.h"
#include "datasets/cifar_records.h"
#include "datasets/mnist.h"
#include "datasets/reviews.h"
#include "fetch/checksum.h"
#include "fetch/published_data.h"
#include "image_index/image_folder.h"
#include "image_index/indexed_images.h"
#include "image_index/unreadable_images.h"
#include "images/memory_source.h"

namespace hybrid::workflows {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kSample = 200;

std::string name_in(config::DataSplit split) {
  return std::string(name_of(split, config::kDataSplitNames));
}

std::vector<std::size_t> rows_to_try(std::size_t n, bool all) {
  const std::size_t count = all ? n : std::min(n, kSample);
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < count; ++i) rows.push_back(i * n / count);
  return rows;
}

void check_images(const std::string& name, const images::ImageSource& images, std::size_t other_files,
                  const VerifyRequest& request, Logger& log, VerifiedData& found) {
  const auto rows = rows_to_try(images.size(), request.all);
  Progress progress(log, name, static_cast<std::int64_t>(rows.size()), "images");
  const auto unreadable = image_index::unreadable_images(images, rows, worker_threads(request.threads),
                                                         [&] { progress.advance(1); });
  found.splits.push_back({.name = name,
                          .examples = images.size(),
                          .classes = static_cast<std::size_t>(images.classes()),
                          .tried = rows.size(),
                          .unreadable = unreadable.size(),
                          .other_files = other_files});
  for (const auto& image : unreadable) found.problems.push_back(image.reason);
}

void check_image_folder(const fs::path& root, const VerifyRequest& request, Logger& log,
                        VerifiedData& found) {
  for (const auto split : {config::DataSplit::train, config::DataSplit::test}) {
    if (!image_index::find_split(root, split)) continue;
    auto index = image_index::image_folder_index(root, split, {.cache = cache_folder()});
    image_index::report_warnings(root, index, log);
    const std::size_t other_files = index.other_files;
    check_images(name_in(split), *image_index::indexed_images(std::move(index)), other_files, request, log,
                 found);
  }
  if (found.splits.empty())
    throw DataError(root,
                    "is no data set that is known here: expected train or test as a folder with a folder "
                    "per class, as .csv, .tar or shards (`hybrid data info imagenet` lists them), CIFAR's "
                    "binary files or archive, MNIST's IDX files, or IMDb's train/pos and test/pos");
}

void check_reviews(const fs::path& root, VerifiedData& found, Logger& log) {
  for (const auto& count : datasets::count_reviews(root)) {
    found.splits.push_back({.name = count.folder,
                            .examples = count.reviews,
                            .classes = 2,
                            .tried = count.reviews,
                            .unreadable = count.broken.size(),
                            .other_files = {}});
    found.problems.insert(found.problems.end(), count.broken.begin(), count.broken.end());
  }
  log.info("these are texts: networks that read text are not built here");
}

std::string folder_name(const fs::path& folder) {
  return fs::absolute(folder / "").parent_path().filename().string();
}

/// Compares the checksum of each file in the folder with that of the published file of its name. A difference
/// is reported but is not an error. Large files are only read with `all`; otherwise they are listed in
/// `found`.
void compare_checksums(const fs::path& folder, bool all, Logger& log, VerifiedData& found) {
  constexpr std::uintmax_t kLarge = std::uintmax_t{1} << 30U;  // seconds; ImageNet takes about ten minutes
  const std::string name = folder_name(folder);
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::ranges::sort(files);
  for (const auto& file : files)
    if (const auto* published = fetch::find_published(name, file.filename().string())) {
      if (!all && fs::file_size(file) > kLarge) {
        found.not_compared.push_back(file);
        continue;
      }
      const std::string md5 = fetch::md5_of(file);
      if (md5 == published->md5)
        log.info("{}: has the published MD5", file.string());
      else if (md5 == published->debian_md5)
        log.info("{}: has the MD5 of Debian's package, which holds the published data", file.string());
      else
        log.warn("{}: is not the published file byte for byte (its MD5 differs)", file.string());
    }
}

/// Returns the format whose files are in the folder, or null; that of the folder's name if all formats' would
/// be, since the checks are the same for all.
const datasets::MnistFormat* mnist_format_of(const fs::path& root) {
  const datasets::MnistFormat* found = nullptr;
  for (const auto dataset :
       {config::DatasetName::mnist, config::DatasetName::kmnist, config::DatasetName::fashion_mnist}) {
    const auto& format = datasets::mnist_format(dataset);
    if (datasets::holds_mnist(format, root) && (!found || format.folder == folder_name(root)))
      found = &format;
  }
  return found;
}

void check_cifar(config::DatasetName dataset, const fs::path& root, const VerifyRequest& request, Logger& log,
                 VerifiedData& found) {
  const datasets::CifarFormat& format = datasets::cifar_format(dataset);
  for (const auto split : {config::DataSplit::train, config::DataSplit::test})
    check_images(name_in(split),
                 *datasets::open_cifar(format, datasets::cifar_files(format, root, split), split), 0, request,
                 log, found);
}

void check_folder(const fs::path& root, const VerifyRequest& request, Logger& log, VerifiedData& found) {
  if (fs::is_directory(root)) compare_checksums(root, request.all, log, found);
  const auto has = [&](std::string_view name) { return fs::exists(root / name) || root.filename() == name; };
  if (has("train.bin") || has("test.bin") || has("cifar-100-binary.tar.gz")) {
    check_cifar(config::DatasetName::cifar100, root, request, log, found);
  } else if (has("test_batch.bin") || has("cifar-10-binary.tar.gz")) {
    check_cifar(config::DatasetName::cifar10, root, request, log, found);
  } else if (const auto* format = mnist_format_of(root)) {
    for (const auto split : {config::DataSplit::train, config::DataSplit::test})
      check_images(name_in(split),
                   *source_of(datasets::read_mnist(*format, datasets::mnist_files(*format, root, split)),
                              name_in(split)),
                   0, request, log, found);
  } else if (datasets::holds_reviews(root)) {
    check_reviews(root, found, log);
  } else {
    check_image_folder(root, request, log, found);
  }
}

}  // namespace

VerifiedData verify_data(const VerifyRequest& request, Logger& log) {
  VerifiedData found;
  check_folder(request.folder, request, log, found);
  return found;
}

}  // namespace hybrid::workflows
