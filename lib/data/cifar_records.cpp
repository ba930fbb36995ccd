#include "data/cifar_records.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <span>

#include "core/error.h"
#include "core/files.h"
#include "core/text.h"

namespace hybrid {

namespace fs = std::filesystem;

namespace {

constexpr int kSide = 32;
constexpr int kChannels = 3;
constexpr std::size_t kPixels = kChannels * kSide * kSide;

std::size_t record_bytes(const CifarFormat& format) {
  return format.label_bytes + kPixels;
}

/// Records of a file, each read by itself.
class RecordFile {
 public:
  RecordFile(fs::path path, std::size_t record)
      : path_(std::move(path)), record_(record), file_(::open(path_.c_str(), O_RDONLY | O_CLOEXEC)) {
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
          ::pread(file_, out.data() + done, out.size() - done, static_cast<off_t>(first * record_ + done));
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
  std::size_t record_;  ///< bytes of one
  int file_;
};

std::vector<std::string> read_class_names(const CifarFormat& format, const fs::path& path) {
  std::vector<std::string> names = split(read_file(path), '\n');
  std::erase(names, "");
  if (names.size() != static_cast<std::size_t>(format.classes))
    throw DataError(path, fmt::format("{} names, expected {}, one a line; {}", names.size(), format.classes,
                                      format.where));
  std::vector<std::string> sorted = names;
  std::ranges::sort(sorted);
  if (const auto twice = std::ranges::adjacent_find(sorted); twice != sorted.end())
    throw DataError(path, fmt::format("names two classes {}; {}", *twice, format.where));
  return names;
}

/// Hands each of the first `limit` records (all for 0) to `use`, having checked it.
template <class Use>
void for_each_record(const CifarFormat& format, const RecordFile& file, std::size_t limit, Use use) {
  constexpr std::size_t kAtOnce = 256;
  const std::size_t record = record_bytes(format);
  std::vector<std::uint8_t> buffer(kAtOnce * record);
  for (std::size_t row = 0; limit == 0 || row < limit;) {
    const std::size_t got = file.read(row, buffer);
    if (got % record != 0)
      throw DataError(
          file.path(),
          fmt::format("{} bytes, no multiple of the {} bytes of a {} record: damaged or another format; {}",
                      with_thousands(static_cast<std::int64_t>(row * record + got)), record, format.name,
                      format.where));
    if (got == 0) break;
    for (std::size_t at = 0; at < got && (limit == 0 || row < limit); at += record, ++row) {
      const auto bytes = std::span(buffer).subspan(at, record);
      const int label = bytes[format.label_bytes - 1];
      if (label >= format.classes)
        throw DataError(file.path(),
                        fmt::format("label {} of image {} is not in 0..{}: damaged or another format; {}",
                                    label, row, format.classes - 1, format.where));
      use(label, bytes.subspan(format.label_bytes));
    }
  }
}

/// The same over several files, one behind the other.
template <class Use>
void for_each_image(const CifarFormat& format, const CifarFiles& files, std::size_t limit, Use use) {
  std::size_t images = 0;
  for (const auto& path : files.records) {
    if (limit != 0 && images == limit) return;
    const std::size_t before = images;
    for_each_record(format, RecordFile(path, record_bytes(format)), limit == 0 ? 0 : limit - images,
                    [&](int label, std::span<const std::uint8_t> pixels) {
                      ++images;
                      use(label, pixels);
                    });
    if (images == before) throw DataError(path, "no images");
  }
}

class CifarSource final : public ImageSource {
 public:
  CifarSource(const CifarFormat& format, const CifarFiles& files, DataSplit split, std::size_t limit)
      : format_(format), class_names_(read_class_names(format, files.class_names)), split_(split) {
    for (const auto& path : files.records) {
      if (limit != 0 && labels_.size() == limit) break;
      files_.push_back(
          {.first = labels_.size(), .records = std::make_unique<RecordFile>(path, record_bytes(format))});
      const std::size_t left = limit == 0 ? 0 : limit - labels_.size();
      for_each_record(format, *files_.back().records, left, [&](int label, std::span<const std::uint8_t>) {
        labels_.push_back(static_cast<std::uint8_t>(label));
      });
      if (labels_.size() == files_.back().first) throw DataError(path, "no images");
    }
  }

  std::string name() const override { return std::string(format_.dataset); }
  std::string fingerprint() const override { return fingerprint_by_reading(*this); }
  std::size_t size() const override { return labels_.size(); }
  int classes() const override { return format_.classes; }
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
    const auto file = std::prev(std::ranges::upper_bound(files_, i, {}, &PlacedFile::first));
    std::vector<std::uint8_t> record(record_bytes(format_));
    if (file->records->read(i - file->first, record) != record.size())
      throw DataError(file->records->path(),
                      fmt::format("image {} is no longer there: the file became shorter", i - file->first));
    return {.channels = kChannels,
            .height = kSide,
            .width = kSide,
            .pixels = {record.begin() + static_cast<std::ptrdiff_t>(format_.label_bytes), record.end()}};
  }

 private:
  struct PlacedFile {
    std::size_t first = 0;  ///< number of its first image
    std::unique_ptr<RecordFile> records;
  };
  CifarFormat format_;
  std::vector<std::string> class_names_;
  std::vector<PlacedFile> files_;
  DataSplit split_;
  std::vector<std::uint8_t> labels_;
};

}  // namespace

ImageDataset read_cifar(const CifarFormat& format, const CifarFiles& files, std::size_t limit) {
  ImageDataset dataset{.name = std::string(format.dataset),
                       .channels = kChannels,
                       .height = kSide,
                       .width = kSide,
                       .classes = format.classes,
                       .class_names = read_class_names(format, files.class_names)};
  for_each_image(format, files, limit, [&](int label, std::span<const std::uint8_t> pixels) {
    dataset.labels.push_back(label);
    dataset.images.insert(dataset.images.end(), pixels.begin(), pixels.end());
  });
  return dataset;
}

std::unique_ptr<ImageSource> open_cifar(const CifarFormat& format, const CifarFiles& files, DataSplit split,
                                        std::size_t limit) {
  return std::make_unique<CifarSource>(format, files, split, limit);
}

}  // namespace hybrid
