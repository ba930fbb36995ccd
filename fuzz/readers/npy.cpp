#include "predictions/npy.h"

#include "input.h"
#include "readers.h"

namespace hybrid::fuzz {

namespace {

/// With so little memory for rows that a matrix in column order takes several passes.
predictions::NpyReader open(const std::filesystem::path& path) {
  return predictions::NpyReader(predictions::open_file_source(path), 64);
}

template <class T>
void read_as(const std::filesystem::path& path) {
  read_or_refuse([&] {
    auto reader = open(path);
    predictions::read_all<T>(reader);
  });
}

}  // namespace

void read_npy(std::string_view bytes) {
  const auto path = file("array.npy", bytes);
  read_as<double>(path);
  read_as<std::int64_t>(path);
  read_as<std::int32_t>(path);
  read_as<std::uint8_t>(path);
  read_or_refuse([&] {
    auto reader = open(path);
    predictions::read_all_text(reader);
  });
}

}  // namespace hybrid::fuzz
