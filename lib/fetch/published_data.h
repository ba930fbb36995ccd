#pragma once
// Published data sets: addresses, checksums, licences and citations.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hybrid::fetch {

struct PublishedFile {
  std::string address;
  std::string md5;
  std::uint64_t most_bytes = 0;  ///< its size, rounded up; a download that is longer is another file
  bool unpack = false;           ///< whether it is an archive to be unpacked
  /// Of the file in Debian's package, which differs only in the gzip header; may be empty.
  std::string debian_md5 = {};
  /// The file name: the part after the last '/'.
  std::string name() const;
};

struct PublishedData {
  std::string name;     ///< "cifar10"
  std::string title;    ///< "CIFAR-10 (binary version)"
  std::string content;  ///< images, classes, sizes
  std::string folder;   ///< below $HYBRID_DATA
  std::string page;
  std::string licence;
  std::string citation;
  std::vector<PublishedFile> files;
  std::string access;                ///< why only the user can download it; empty if the program can
  std::vector<std::string> layouts;  ///< supported layouts, one line each
};

/// Returns the data sets in the order of `hybrid data list`.
const std::vector<PublishedData>& published_data();

/// Returns the published file of this name, or null if there is none. `folder` is needed because MNIST and
/// similar data sets use the same file names.
const PublishedFile* find_published(std::string_view folder, std::string_view file);

}  // namespace hybrid::fetch
