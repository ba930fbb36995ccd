#include "datasets/resized_shards.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "archives/tar_members.h"
#include "archives/tar_writer.h"
#include "core/error.h"
#include "core/files.h"
#include "core/interrupt.h"
#include "core/new_file.h"
#include "core/words.h"
#include "image_index/image_bytes.h"
#include "images/decode_jpeg.h"
#include "images/encode_image.h"
#include "images/image_files.h"
#include "images/in_parallel.h"
#include "images/resize.h"

namespace hybrid::datasets {

namespace fs = std::filesystem;

namespace {

images::Image with_shorter_side(const images::Image& image, int size) {
  const int shorter = std::min(image.height, image.width);
  const auto scaled = [&](int side) { return static_cast<int>(std::int64_t{side} * size / shorter); };
  images::Image small{
      .channels = image.channels, .height = scaled(image.height), .width = scaled(image.width), .pixels = {}};
  small.pixels.resize(static_cast<std::size_t>(small.channels) * static_cast<std::size_t>(small.height) *
                      static_cast<std::size_t>(small.width));
  images::Resizer(config::Resize::pillow_bilinear, image.height, image.width, small.height, small.width)(
      image.pixels, small.pixels);
  return small;
}

/// Returns a key such as "000017-n01440764_10026": unique by its number, and without a dot, which would end
/// the key.
std::string key_of(const image_index::ImageIndex& index, std::size_t i) {
  std::string stem = fs::path(index.path(i)).stem().string();
  std::ranges::replace(stem, '.', '_');
  return fmt::format("{:07}-{}", i, stem);
}

/// Describes the source and settings of the shards, to recognise whether existing shards can be continued.
std::string description(const image_index::ImageIndex& index, const ResizedShards& settings) {
  image_index::ImageIndex content = index;
  content.origins.clear();  // the times of the images do not matter
  return fmt::format("images {}\nimage_size {}\nquality {}\nper_shard {}\nsource {}\n", index.size(),
                     settings.image_size, settings.quality, settings.per_shard, content.fingerprint());
}

fs::path description_file(const fs::path& folder, const std::string& split) {
  return folder / (split + "-shards.txt");
}

/// Returns the shards of a split in a folder, whoever wrote them.
std::vector<fs::path> shards_in(const fs::path& folder, const std::string& split) {
  std::vector<fs::path> shards;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    const std::string name = entry.path().filename().string();
    const std::string number = name.substr(std::min(split.size() + 1, name.size()));
    if (name.starts_with(split + "-") && number.ends_with(".tar") &&
        number.find_first_not_of("0123456789") == number.size() - std::string_view(".tar").size())
      shards.push_back(entry.path());
  }
  std::ranges::sort(shards);
  return shards;
}

bool is_same_copy(const fs::path& file, const std::string& text) {
  return fs::is_regular_file(file) && read_file(file) == text;
}

/// Returns whether a shard with this number of images exists; a damaged shard is written again.
bool is_whole(const fs::path& path, std::size_t images) {
  constexpr std::size_t kFilesOfAnImage = 2;
  if (!fs::is_regular_file(path)) return false;
  std::size_t files = 0;
  try {
    archives::for_each_member({.file = path}, [&](const archives::TarMember&) { ++files; });
  } catch (const DataError&) {
    return false;
  }
  return files == kFilesOfAnImage * images;
}

class ShardWriter {
 public:
  ShardWriter(const image_index::ImageIndex& index, const ResizedShards& settings,
              const std::function<void()>& done)
      : index_(index), bytes_(index), settings_(settings), done_(done) {}

  void write(std::size_t shard, const fs::path& path) {
    archives::TarWriter tar(path);
    const std::size_t begin = shard * settings_.per_shard;
    for (std::size_t i = begin; i < std::min(begin + settings_.per_shard, index_.size()); ++i) {
      throw_if_interrupted("finished shards are kept; repeat the command to resume");
      const std::string key = key_of(index_, i);
      tar.add(key + ".jpg", resized_jpeg(bytes_.read(i), index_.name(i).string(), settings_));
      tar.add(key + ".cls", std::to_string(index_.labels[i]));
      const std::scoped_lock lock(mutex_);
      done_();
    }
    tar.finish();
  }

 private:
  const image_index::ImageIndex& index_;
  image_index::ImageBytes bytes_;
  const ResizedShards& settings_;
  const std::function<void()>& done_;
  std::mutex mutex_;  ///< guards done_
};

}  // namespace

std::string resized_jpeg(std::string_view bytes, std::string_view name, const ResizedShards& settings) {
  const images::Image image = images::decode_image(bytes, name);
  if (std::min(image.height, image.width) > settings.image_size)
    return images::encode_image(with_shorter_side(image, settings.image_size),
                                {.format = cost::PayloadFormat::jpeg, .quality = settings.quality});
  if (images::is_jpeg(bytes)) return std::string(bytes);
  return images::encode_image(image, {.format = cost::PayloadFormat::jpeg, .quality = settings.quality});
}

void require_same_copy(const image_index::ImageIndex& index, const std::string& split,
                       const ResizedShards& settings, const fs::path& folder) {
  const fs::path file = description_file(folder, split);
  if (settings.force || is_same_copy(file, description(index, settings))) return;
  if (fs::exists(file)) throw OccupiedPlace(file, "tells of a copy of other images or by other settings");
  if (const auto shards = shards_in(folder, split); !shards.empty())
    throw OccupiedPlace(shards.front(),
                        fmt::format("is no shard of this copy (there is no {})", file.filename().string()));
}

WrittenShards write_resized_shards(const image_index::ImageIndex& index, const std::string& split,
                                   const ResizedShards& settings, const fs::path& folder, int threads,
                                   const std::function<void()>& done) {
  HYBRID_CHECK(settings.image_size > 0 && settings.per_shard > 0 && threads > 0, "nothing to write");
  create_folders(folder);
  require_same_copy(index, split, settings, folder);
  const fs::path file = description_file(folder, split);
  const std::string text = description(index, settings);
  if (!is_same_copy(file, text)) {
    fs::remove(file);
    for (const auto& shard : shards_in(folder, split)) fs::remove(shard);
    write_file_atomically(file, text);
  }
  const std::size_t count = (index.size() + settings.per_shard - 1) / settings.per_shard;
  const auto path = [&](std::size_t shard) { return folder / fmt::format("{}-{:06}.tar", split, shard); };
  std::vector<std::size_t> missing;
  WrittenShards result;
  for (std::size_t shard = 0; shard < count; ++shard)
    if (!is_whole(path(shard), std::min(settings.per_shard, index.size() - shard * settings.per_shard)))
      missing.push_back(shard);
  result.written = missing.size();
  result.kept = count - missing.size();
  ShardWriter writer(index, settings, done);
  images::in_parallel(missing.size(), threads,
                      [&](std::size_t i) { writer.write(missing[i], path(missing[i])); });
  for (std::size_t shard = 0; shard < count; ++shard) result.bytes += fs::file_size(path(shard));
  return result;
}

std::string class_list_text(const std::vector<std::string>& names,
                            const std::optional<image_index::ClassList>& listed) {
  const bool by_folder = listed && std::ranges::none_of(listed->folders, [](const std::string& word) {
                           return class_number(word).has_value();
                         });
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string word = by_folder ? listed->folders[i] : std::to_string(i);
    text += word == names[i] ? word + '\n' : word + ' ' + names[i] + '\n';
  }
  return text;
}

}  // namespace hybrid::datasets
