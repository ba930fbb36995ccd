#pragma once

#include <catch2/catch.hpp>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "core/error.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

namespace hybrid::test {

inline const std::filesystem::path kFixtures =
    std::filesystem::path(HYBRID_TEST_DATA) / "unit/predictions/fixtures";

/// The message of the DataError that `action` must throw.
template <class Action>
std::string data_error(Action&& action) {
  return error_message<DataError>(action);
}

/// A version 1 .npy file with this dict, padded by nothing.
inline std::string npy_file(std::string_view dict, std::string_view data) {
  std::string text = "\x93NUMPY";
  text += {'\x01', '\x00', static_cast<char>(dict.size() % 256), static_cast<char>(dict.size() / 256)};
  return text.append(dict).append(data);
}

}  // namespace hybrid::test
