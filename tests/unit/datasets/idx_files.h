#pragma once

#include <zlib.h>

#include <catch2/catch.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/files.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

namespace hybrid::test {

/// An IDX file of bytes.
inline std::string idx(const std::vector<std::uint32_t>& dimensions, const std::string& values) {
  std::string text{'\0', '\0', '\x08', static_cast<char>(dimensions.size())};
  for (const std::uint32_t dimension : dimensions)
    for (const unsigned shift : {24U, 16U, 8U, 0U})
      text.push_back(static_cast<char>((dimension >> shift) & 0xFFU));
  return text + values;
}

inline std::string gzipped(const std::string& content) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "x.gz";
  const gzFile file = gzopen(path.c_str(), "wb");
  REQUIRE(gzwrite(file, content.data(), static_cast<unsigned>(content.size())) ==
          static_cast<int>(content.size()));
  REQUIRE(gzclose(file) == Z_OK);
  return read_file(path);
}

template <class Action>
std::string data_error(Action action) {
  return error_message<DataError>(action);
}

}  // namespace hybrid::test
