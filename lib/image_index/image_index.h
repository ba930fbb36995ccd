#pragma once
// The paths, positions and labels of a data set's images, common to folders, lists, tar files and shards. The
// index of ImageNet's 1.28 million images takes about 80 MB and is made once (index_cache.h).

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hybrid::image_index {

/// A file or folder from which an index was made, and its state at that time; a folder's time changes with
/// its entries.
struct IndexOrigin {
  std::string path;
  std::int64_t modified = 0;  ///< nanoseconds of the file system's clock
  std::uint64_t size = 0;     ///< bytes of a file; 0 for a folder
  bool operator==(const IndexOrigin&) const = default;
};

/// The position of an image in a tar file.
struct ImagePlace {
  std::uint64_t offset = 0;
  std::uint32_t size = 0;
  std::uint32_t archive = 0;  ///< index into ImageIndex::archives
  bool operator==(const ImagePlace&) const = default;
};

struct ImageIndex {
  std::string folder;                    ///< root of `paths`
  std::vector<std::string> class_names;  ///< [classes]
  std::vector<std::int32_t> labels;      ///< [n], each in {0, ..., classes - 1}
  std::string paths;                     ///< paths of all images, concatenated
  std::vector<std::uint64_t> ends;       ///< [n], end of each path
  std::vector<std::string> archives;  ///< tar files below `folder` with the images; empty: individual files
  std::vector<ImagePlace> places;     ///< [n], or empty without archives
  std::uint64_t other_files = 0;      ///< number of files whose names are not those of images
  std::vector<IndexOrigin> origins;
  std::vector<std::string> warnings;  ///< what the user should know of the labels, and what was left out
  bool operator==(const ImageIndex&) const = default;

  std::size_t size() const { return labels.size(); }
  /// The path below `folder` or in the archive, unique: "n01440764/x_1.JPEG".
  std::string_view path(std::size_t i) const;
  /// Appends an image.
  /// @throws DataError if the path is not UTF-8, as required for ids of examples
  void add(std::string_view path, std::int32_t label);
  /// Appends an image in an archive.
  void add(std::string_view path, std::int32_t label, const ImagePlace& place);
  /// Returns the SHA-256 of the index, independent of the location of the folder.
  std::string fingerprint() const;
  /// The location of an image, for messages: "imagenet/train.tar/n01440764/x_1.JPEG".
  std::filesystem::path name(std::size_t i) const;
  /// Records that the index depends on a file or folder.
  /// @throws DataError if it does not exist
  void depends_on(const std::filesystem::path& path);
};

/// Returns the current state of a file or folder; the time is 0 if and only if it does not exist.
IndexOrigin origin_at(const std::filesystem::path& path);

/// Returns whether a file is an image by its extension, as in torchvision, excluding the attribute files of
/// macOS.
bool is_image_name(std::string_view name);

/// Returns whether a file's name has no extension, or only digits as one ("frame.0017"), so that only its
/// content tells whether it is an image.
bool has_no_ending(std::string_view name);
/// Returns whether the first 12 bytes of a file are those of a JPEG, PNG, PNM, BMP, TIFF or WebP file.
bool begins_as_image(std::string_view bytes);
inline constexpr std::size_t kImageStart = 12;

/// Returns whether a file or folder is one that a program leaves among images: hidden ones
/// (".ipynb_checkpoints", ".AppleDouble"), thumbnails and recycle bins of network storage ("@eaDir",
/// "#recycle"), Windows ("System Volume Information") and macOS ("__MACOSX").
bool is_left_by_program(std::string_view name);
/// Warns that these folders are passed over, if there are any.
void warn_of_left_folders(const std::set<std::string>& names, ImageIndex& index);

}  // namespace hybrid::image_index
