#pragma once
// Which images a data set has, where each lies and what it shows: the one type behind folders, lists, tar
// files and shards. The 1.28 million images of ImageNet take some 80 MB and are listed once (index_cache.h).

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace hybrid {

/// A file or folder that an index was made from, as it was then: a folder whose entries change gets a new
/// time.
struct IndexOrigin {
  std::string path;
  std::int64_t modified = 0;  ///< nanoseconds, of the file system's clock
  std::uint64_t size = 0;     ///< bytes of a file; 0 of a folder
  bool operator==(const IndexOrigin&) const = default;
};

/// Bytes in a tar file, which are an image.
struct ImagePlace {
  std::uint64_t offset = 0;
  std::uint32_t size = 0;
  std::uint32_t archive = 0;  ///< which of the index's
  bool operator==(const ImagePlace&) const = default;
};

struct ImageIndex {
  std::string folder;                    ///< what `paths` are below
  std::vector<std::string> class_names;  ///< [classes]
  std::vector<std::int32_t> labels;      ///< [n], each in {0, ..., classes - 1}
  std::string paths;                     ///< of all images, one behind the other
  std::vector<std::uint64_t> ends;       ///< [n], where each path ends
  std::vector<std::string>
      archives;  ///< tar files below `folder` that the images lie in; empty: in files of their own
  std::vector<ImagePlace> places;  ///< [n], or empty where there are no archives
  std::uint64_t passed_over = 0;   ///< files that are no images by their names
  std::vector<IndexOrigin> origins;
  bool operator==(const ImageIndex&) const = default;

  std::size_t size() const { return labels.size(); }
  /// Below `folder` or within its archive, unique: "n01440764/x_1.JPEG".
  std::string_view path(std::size_t i) const;
  /// @throws DataError if the path is not UTF-8, which ids of examples are
  void add(std::string_view path, std::int32_t label);
  /// The same of an image in an archive.
  void add(std::string_view path, std::int32_t label, const ImagePlace& place);
  /// SHA-256 of everything that it says, but not of where the folder is.
  std::string fingerprint() const;
  /// Where the image is, for messages: "imagenet/train.tar/n01440764/x_1.JPEG".
  std::filesystem::path name(std::size_t i) const;
  /// That the index depends on the file or folder. @throws DataError if it is not there
  void depends_on(const std::filesystem::path& path);
};

/// The file or folder as it is now; its time is 0 if it is not there, and else is not.
IndexOrigin origin_at(const std::filesystem::path& path);

/// Whether a file is an image by the ending of its name, as torchvision tells, and not what macOS leaves
/// beside one.
bool is_image_name(std::string_view name);

}  // namespace hybrid
