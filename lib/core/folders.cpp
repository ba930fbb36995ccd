#include "core/folders.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "core/error.h"
#include "core/text.h"

namespace hybrid {

namespace fs = std::filesystem;

std::optional<fs::path> data_folder() {
  const char* folder = std::getenv("HYBRID_DATA");
  if (folder == nullptr || *folder == '\0') return std::nullopt;
  return folder;
}

fs::path find_in_data(const std::string& name, std::vector<fs::path> places,
                      bool (*is_there)(const fs::path&), std::string_view message) {
  const auto data = data_folder();
  if (data) places.push_back(*data / name);
  const auto place = std::ranges::find_if(places, is_there);
  if (place != places.end()) return *place;
  std::vector<std::string> tried;
  for (const auto& looked : places) tried.push_back(looked.string());
  throw DataError(name,
                  fmt::format(fmt::runtime(message),
                              join(tried) + (data ? "" : " (and nowhere else: $HYBRID_DATA is not set)")));
}

fs::path results_folder() {
  return "results";
}

fs::path cache_folder() {
  return results_folder() / "cache";
}

}  // namespace hybrid
