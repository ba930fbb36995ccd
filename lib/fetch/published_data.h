#pragma once
// The data sets that others publish: where, with which checksum, under which licence, and how to cite them.

#include <string>
#include <string_view>
#include <vector>

namespace hybrid {

struct PublishedFile {
  std::string address;
  std::string md5;
  bool unpack = false;  ///< an archive whose content is wanted
  /// What stands behind the last '/': the file's own name.
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
  std::string access;                ///< why nobody but the user can fetch it; empty if the program can
  std::vector<std::string> layouts;  ///< in which it is read, a line each
};

/// In the order of `hybrid data list`.
const std::vector<PublishedData>& published_data();

/// The published MD5 of a file of that name; empty if there is none. MNIST's relatives share their files'
/// names: `folder` tells them apart.
std::string published_md5(std::string_view folder, std::string_view file);

}  // namespace hybrid
