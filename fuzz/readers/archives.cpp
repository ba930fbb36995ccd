#include "archives/archive.h"
#include "archives/tar_members.h"
#include "image_index/indexed_images.h"
#include "image_index/list_shards.h"
#include "image_index/list_tar.h"
#include "input.h"
#include "readers.h"

namespace hybrid::fuzz {

namespace {

/// Reads every image at the place that the index names.
void read_images(image_index::ImageIndex index) {
  const auto images = image_index::indexed_images(std::move(index));
  for (std::size_t i = 0; i < images->size(); ++i) read_or_refuse([&] { images->image(i); });
}

}  // namespace

/// A tar file of images: a folder per class, or a tar file per class.
void read_image_tar(std::string_view bytes) {
  const auto path = file("images.tar", bytes);
  read_or_refuse([&] { read_images(image_index::list_tar(path, {}, {})); });
}

/// A shard of WebDataset.
void read_shard(std::string_view bytes) {
  const std::vector paths{file("shard-000000.tar", bytes)};
  read_or_refuse([&] { read_images(image_index::list_shards(paths, {})); });
}

/// An archive of any format that libarchive knows, unpacked. Nothing may appear outside of its folder.
void unpack(std::string_view bytes) {
  const auto path = file("unpack/archive", bytes);
  const auto into = folder() / "unpack" / "into";
  read_or_refuse([&] { archives::unpack_archive(path, into); });
  for (const auto& entry : std::filesystem::directory_iterator(folder() / "unpack"))
    HYBRID_CHECK(entry.path() == path || entry.path() == into, "{} was left", entry.path().string());
  std::filesystem::remove_all(into);
}

}  // namespace hybrid::fuzz
