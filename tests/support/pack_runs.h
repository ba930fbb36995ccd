#pragma once

#include <zip.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "core/files.h"

namespace hybrid::test {

/// Packs folders of `folder` into a zip archive, by their names.
inline void pack(const std::filesystem::path& folder, const std::vector<std::string>& names,
                 const std::filesystem::path& to) {
  create_folders(to.parent_path());
  zip* archive = zip_open(to.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  REQUIRE(archive != nullptr);
  for (const auto& name : names)
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder / name))
      if (entry.is_regular_file())
        REQUIRE(zip_file_add(archive, entry.path().lexically_relative(folder).c_str(),
                             zip_source_file(archive, entry.path().c_str(), 0, -1), ZIP_FL_ENC_UTF_8) >= 0);
  REQUIRE(zip_close(archive) == 0);
}

}  // namespace hybrid::test
