#include "data/cifar100.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <span>

#include "core/error.h"
#include "core/files.h"
#include "core/text.h"

namespace hybrid {

namespace fs = std::filesystem;

namespace {

constexpr int kSide = 32;
constexpr int kChannels = 3;
constexpr int kClasses = 100;
constexpr std::size_t kLabels = 2;  ///< bytes: coarse, fine
constexpr std::size_t kPixels = kChannels * kSide * kSide;
constexpr std::size_t kRecord = kLabels + kPixels;
constexpr std::string_view kWhere =
    "get the \"CIFAR-100 binary version\" from www.cs.toronto.edu/~kriz/cifar.html and unpack "
    "cifar-100-binary.tar.gz";

using Record = std::array<std::uint8_t, kRecord>;

/// Records of a file, each read by itself.
class RecordFile {
 public:
  explicit RecordFile(fs::path path)
      : path_(std::move(path)), file_(::open(path_.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (file_ < 0) fail();
  }
  ~RecordFile() { ::close(file_); }
  RecordFile(const RecordFile&) = delete;
  RecordFile& operator=(const RecordFile&) = delete;

  const fs::path& path() const { return path_; }

  /// As many of the bytes from record `first` on as there are.
  std::size_t read(std::size_t first, std::span<std::uint8_t> out) const {
    std::size_t done = 0;
    while (done < out.size()) {
      const auto got =
          ::pread(file_, out.data() + done, out.size() - done, static_cast<off_t>(first * kRecord + done));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) fail();
      if (got == 0) break;
      done += static_cast<std::size_t>(got);
    }
    return done;
  }

 private:
  [[noreturn]] void fail() const {
    throw DataError(path_, fmt::format("cannot be read ({})", std::strerror(errno)));
  }

  fs::path path_;
  int file_;
};

std::vector<std::string> read_class_names(const fs::path& path) {
  std::vector<std::string> names = split(read_file(path), '\n');
  std::erase(names, "");
  if (names.size() != kClasses)
    throw DataError(path,
                    fmt::format("{} names, expected {}, one a line; {}", names.size(), kClasses, kWhere));
  return names;
}

/// Hands each of the first `limit` records (all for 0) to `use`, having checked it.
template <class Use>
void for_each_record(const RecordFile& file, std::size_t limit, Use use) {
  constexpr std::size_t kAtOnce = 256;
  std::vector<std::uint8_t> buffer(kAtOnce * kRecord);
  for (std::size_t row = 0; limit == 0 || row < limit;) {
    const std::size_t got = file.read(row, buffer);
    if (got % kRecord != 0)
      throw DataError(
          file.path(),
          fmt::format("{} bytes, no multiple of the {} bytes of a CIFAR-100 record: damaged or "
                      "another format; {}",
                      with_thousands(static_cast<std::int64_t>(row * kRecord + got)), kRecord, kWhere));
    if (got == 0) break;
    for (std::size_t at = 0; at < got && (limit == 0 || row < limit); at += kRecord, ++row) {
      const auto record = std::span(buffer).subspan(at, kRecord);
      if (record[1] >= kClasses)
        throw DataError(file.path(),
                        fmt::format("label {} of image {} is not in 0..{}: damaged or another format; {}",
                                    record[1], row, kClasses - 1, kWhere));
      use(record);
    }
  }
}

class Cifar100Source final : public ImageSource {
 public:
  Cifar100Source(const Cifar100Files& files, DataSplit split, std::size_t limit)
      : class_names_(read_class_names(files.class_names)), records_(files.records), split_(split) {
    for_each_record(records_, limit,
                    [&](std::span<const std::uint8_t> record) { labels_.push_back(record[1]); });
    if (labels_.empty()) throw DataError(files.records, "no images");
  }

  std::size_t size() const override { return labels_.size(); }
  int classes() const override { return kClasses; }
  const std::vector<std::string>& class_names() const override { return class_names_; }
  std::int32_t label(std::size_t i) const override {
    HYBRID_CHECK(i < size(), "label {} of {}", i, size());
    return labels_[i];
  }
  std::string id(std::size_t i) const override {
    return fmt::format("{}/{}", name_of(split_, kDataSplitNames), i);
  }
  Image image(std::size_t i) const override {
    HYBRID_CHECK(i < size(), "image {} of {}", i, size());
    Record record;
    if (records_.read(i, record) != kRecord)
      throw DataError(records_.path(),
                      fmt::format("image {} is no longer there: the file became shorter", i));
    return {.channels = kChannels,
            .height = kSide,
            .width = kSide,
            .pixels = {record.begin() + kLabels, record.end()}};
  }

 private:
  std::vector<std::string> class_names_;
  RecordFile records_;
  DataSplit split_;
  std::vector<std::uint8_t> labels_;
};

}  // namespace

fs::path cifar100_root(const std::string& configured) {
  if (!configured.empty()) return configured;
  if (const char* data = std::getenv("HYBRID_DATA"); data != nullptr && *data != '\0')
    return fs::path(data) / "cifar-100-binary";
  throw DataError("cifar-100-binary",
                  fmt::format("no folder given; {}, then give the folder cifar-100-binary as "
                              "data.root, or the folder that holds it as $HYBRID_DATA",
                              kWhere));
}

Cifar100Files cifar100_files(const fs::path& root, DataSplit split) {
  const Cifar100Files files{.records = root / fmt::format("{}.bin", name_of(split, kDataSplitNames)),
                            .class_names = root / "fine_label_names.txt"};
  for (const auto& file : {files.records, files.class_names})
    if (!fs::is_regular_file(file))
      throw DataError(
          file, fmt::format("not found; {}, so that train.bin, test.bin and fine_label_names.txt are in {}",
                            kWhere, root.string()));
  return files;
}

ImageDataset read_cifar100(const Cifar100Files& files, std::size_t limit) {
  ImageDataset dataset{.name = "cifar100",
                       .channels = kChannels,
                       .height = kSide,
                       .width = kSide,
                       .classes = kClasses,
                       .class_names = read_class_names(files.class_names)};
  const RecordFile records(files.records);
  for_each_record(records, limit, [&](std::span<const std::uint8_t> record) {
    dataset.labels.push_back(record[1]);
    dataset.images.insert(dataset.images.end(), record.begin() + kLabels, record.end());
  });
  if (dataset.labels.empty()) throw DataError(files.records, "no images");
  return dataset;
}

std::unique_ptr<ImageSource> open_cifar100(const Cifar100Files& files, DataSplit split, std::size_t limit) {
  return std::make_unique<Cifar100Source>(files, split, limit);
}

}  // namespace hybrid
