#include "datasets/cifar_records.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>

#include "archives/archive.h"
#include "archives/file_bytes.h"
#include "core/error.h"
#include "core/files.h"
#include "core/folders.h"
#include "core/text.h"
#include "core/words.h"

namespace hybrid::datasets {

namespace fs = std::filesystem;

namespace {

constexpr int kSide = 32;
constexpr int kChannels = 3;
constexpr std::size_t kPixels = std::size_t{kChannels} * kSide * kSide;

std::size_t record_bytes(const CifarFormat& format) {
  return format.label_bytes + kPixels;
}

/// Random access to the records of a file, on disk or, for a file in an archive, in memory.
class RecordFile {
 public:
  RecordFile(fs::path path, std::size_t record)
      : path_(std::move(path)), record_(record), file_(std::in_place, path_) {}
  RecordFile(fs::path path, std::size_t record, std::string content)
      : path_(std::move(path)), record_(record), content_(std::move(content)) {}

  const fs::path& path() const { return path_; }

  /// Reads up to out.size() bytes starting at record `first`.
  /// @return the number of bytes read
  std::size_t read(std::size_t first, std::span<std::uint8_t> out) const {
    const std::span<char> bytes(reinterpret_cast<char*>(out.data()), out.size());
    if (file_) return file_->read(first * record_, bytes);
    return std::string_view(content_)
        .substr(std::min(first * record_, content_.size()))
        .copy(bytes.data(), bytes.size());
  }

 private:
  fs::path path_;
  std::size_t record_;  ///< bytes per record
  std::optional<archives::FileBytes> file_;
  std::string content_;
};

/// The open files of a split.
struct OpenedFiles {
  std::vector<std::unique_ptr<RecordFile>> records;
  std::string class_names;
};

OpenedFiles open_files(const CifarFormat& format, const CifarFiles& files) {
  const std::size_t record = record_bytes(format);
  OpenedFiles opened;
  if (files.archive.empty()) {
    for (const auto& path : files.records)
      opened.records.push_back(std::make_unique<RecordFile>(path, record));
    opened.class_names = read_file(files.class_names);
    return opened;
  }
  std::vector<std::string> names;
  for (const auto& path : files.records) names.push_back(path.string());
  names.push_back(files.class_names.string());
  std::vector<std::string> contents = archives::read_members(files.archive, names);
  opened.class_names = std::move(contents.back());
  for (std::size_t i = 0; i < files.records.size(); ++i)
    opened.records.push_back(
        std::make_unique<RecordFile>(files.archive / files.records[i], record, std::move(contents[i])));
  return opened;
}

std::vector<std::string> class_names_in(const CifarFormat& format, const CifarFiles& files,
                                        const std::string& content) {
  const fs::path path = files.archive / files.class_names;
  std::vector<std::string> names = split(content, '\n');
  for (auto& name : names) name = std::string(bare_word(name));
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

/// Checks the first `limit` records (0: all) and passes each to `use`.
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

/// The same for several files in sequence.
template <class Use>
void for_each_image(const CifarFormat& format, const OpenedFiles& files, std::size_t limit, Use use) {
  std::size_t images = 0;
  for (const auto& file : files.records) {
    if (limit != 0 && images == limit) return;
    const std::size_t before = images;
    for_each_record(format, *file, limit == 0 ? 0 : limit - images,
                    [&](int label, std::span<const std::uint8_t> pixels) {
                      ++images;
                      use(label, pixels);
                    });
    if (images == before) throw DataError(file->path(), "no images");
  }
}

class CifarSource final : public images::ImageSource {
 public:
  CifarSource(const CifarFormat& format, const CifarFiles& files, config::DataSplit split, std::size_t limit)
      : format_(format), split_(split) {
    OpenedFiles opened = open_files(format, files);
    class_names_ = class_names_in(format, files, opened.class_names);
    for (auto& file : opened.records) {
      if (limit != 0 && labels_.size() == limit) break;
      files_.push_back({.first = labels_.size(), .records = std::move(file)});
      const std::size_t left = limit == 0 ? 0 : limit - labels_.size();
      for_each_record(format, *files_.back().records, left, [&](int label, std::span<const std::uint8_t>) {
        labels_.push_back(static_cast<std::uint8_t>(label));
      });
      if (labels_.size() == files_.back().first) throw DataError(files_.back().records->path(), "no images");
    }
  }

  std::string name() const override { return std::string(format_.dataset); }
  std::string fingerprint() const override { return images::fingerprint_by_reading(*this); }
  std::size_t size() const override { return labels_.size(); }
  int classes() const override { return format_.classes; }
  const std::vector<std::string>& class_names() const override { return class_names_; }
  std::int32_t label(std::size_t i) const override {
    HYBRID_CHECK(i < size(), "label {} of {}", i, size());
    return labels_[i];
  }
  std::string id(std::size_t i) const override {
    return fmt::format("{}/{}", name_of(split_, config::kDataSplitNames), i);
  }
  images::Image image(std::size_t i) const override {
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
    std::size_t first = 0;  ///< index of its first image
    std::unique_ptr<RecordFile> records;
  };
  CifarFormat format_;
  std::vector<std::string> class_names_;
  std::vector<PlacedFile> files_;
  config::DataSplit split_;
  std::vector<std::uint8_t> labels_;
};

/// Returns `root` if it is the archive, or the archive in `root`, or std::nullopt.
std::optional<fs::path> archive_at(const CifarFormat& format, const fs::path& root) {
  for (const auto& place : {root, root / format.archive})
    if (fs::is_regular_file(place)) return place;
  return std::nullopt;
}

}  // namespace

fs::path cifar_root(const CifarFormat& format, const std::string& configured) {
  if (!configured.empty()) return configured;
  if (const auto data = data_folder()) {
    const fs::path folder = *data / format.folder;
    return fs::exists(folder) ? folder : archive_at(format, *data).value_or(folder);
  }
  throw DataError(fs::path(format.folder),
                  fmt::format("no folder given; {}, then give the folder {} or the archive as data.root, "
                              "or the folder that holds one of them as $HYBRID_DATA",
                              format.where, format.folder));
}

CifarFiles cifar_files(const CifarFormat& format, const fs::path& root, config::DataSplit split) {
  const auto named = split == config::DataSplit::train ? format.train_files : format.test_files;
  const std::vector<std::string> records(named.begin(), named.end());
  const std::string class_names = format.class_names;
  if (const auto archive = archive_at(format, root); archive && !fs::exists(root / records.front())) {
    CifarFiles files{.class_names = fs::path(format.folder) / class_names, .archive = *archive};
    for (const auto& name : records) files.records.push_back(fs::path(format.folder) / name);
    return files;
  }
  CifarFiles files{.class_names = root / class_names};
  for (const auto& name : records) files.records.push_back(root / name);
  for (const auto& file : inputs_of(files))
    if (!fs::is_regular_file(file))
      throw DataError(file, fmt::format("not found; {}, so that {} and {} are in {}", format.where,
                                        join(records), class_names, root.string()));
  return files;
}

std::vector<fs::path> inputs_of(const CifarFiles& files) {
  if (!files.archive.empty()) return {files.archive};
  std::vector<fs::path> inputs = files.records;
  inputs.push_back(files.class_names);
  return inputs;
}

images::ImageDataset read_cifar(const CifarFormat& format, const CifarFiles& files, std::size_t limit) {
  const OpenedFiles opened = open_files(format, files);
  images::ImageDataset dataset{.name = std::string(format.dataset),
                               .channels = kChannels,
                               .height = kSide,
                               .width = kSide,
                               .classes = format.classes,
                               .class_names = class_names_in(format, files, opened.class_names)};
  for_each_image(format, opened, limit, [&](int label, std::span<const std::uint8_t> pixels) {
    dataset.labels.push_back(label);
    dataset.images.insert(dataset.images.end(), pixels.begin(), pixels.end());
  });
  return dataset;
}

std::unique_ptr<images::ImageSource> open_cifar(const CifarFormat& format, const CifarFiles& files,
                                                config::DataSplit split, std::size_t limit) {
  return std::make_unique<CifarSource>(format, files, split, limit);
}

}  // namespace hybrid::datasets
