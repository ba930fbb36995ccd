#pragma once
// Which images a data set has, where each lies and what it shows: the one type behind a folder per class and a list. The 1.28 million images of ImageNet take some 80 MB and are listed once (index_cache.h).

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace hybrid {

/// A file or folder that an index was made from, as it was then: a folder whose entries change gets a new time.
struct IndexOrigin {
  std::string path;
  std::int64_t modified = 0;  ///< nanoseconds, of the file system's clock
  bool operator==(const IndexOrigin&) const = default;
};

struct ImageIndex {
  std::string folder;                    ///< what `paths` are below
  std::vector<std::string> class_names;  ///< [classes]
  std::vector<std::int32_t> labels;      ///< [n], each in {0, ..., classes - 1}
  std::string paths;                     ///< of all images, one behind the other
  std::vector<std::uint64_t> ends;       ///< [n], where each path ends
  std::uint64_t passed_over = 0;         ///< files that are no images by their names
  std::vector<IndexOrigin> origins;
  bool operator==(const ImageIndex&) const = default;

  std::size_t size() const { return labels.size(); }
  /// Below `folder`, unique: "n01440764/x_1.JPEG".
  std::string_view path(std::size_t i) const;
  /// @throws DataError if the path is not UTF-8, which ids of examples are
  void add(std::string_view path, std::int32_t label);
  /// SHA-256 of everything that it says, but not of where the folder is.
  std::string fingerprint() const;
  /// That the index depends on the file or folder. @throws DataError if it is not there
  void depends_on(const std::filesystem::path& path);
};

/// Nanoseconds; nothing that is there has the time 0. 0 if it is not there.
std::int64_t modified_time(const std::filesystem::path& path);

/// Whether a path is absolute or has a part "..": what lists and archives of strangers may not ask for.
bool leaves_its_folder(std::string_view path);

/// Whether a file is an image by the ending of its name, as torchvision tells.
bool is_image_name(std::string_view name);

}  // namespace hybrid
