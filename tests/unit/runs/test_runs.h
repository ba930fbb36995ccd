#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/files.h"
#include "runs/run_folder.h"
#include "support/error_message.h"

namespace hybrid::runs {

inline const std::string kHash(64, 'a');
inline const std::string kOtherHash(64, 'b');

inline Logger silent() {
  return Logger(Verbosity::quiet);
}

inline void write_run(const std::filesystem::path& path, const std::string& hash = kHash,
                      const std::string& ended = "") {
  Logger log = silent();
  auto writer = RunWriter::begin({.path = path, .hash = hash}, log);
  REQUIRE(writer.has_value());
  writer->write("metrics.json", "{}\n");
  writer->write("predictions/outcomes.txt", "1 0 1\n");
  writer->finish({});
  if (ended.empty()) return;
  Manifest manifest = read_manifest(path / "manifest.json");
  manifest.ended = ended;
  write_file_atomically(path / "manifest.json", to_json(manifest));
}

/// The message with which a run at `path` is refused.
inline std::string refused(const RunRequest& request) {
  Logger log = silent();
  return test::error_message<DataError>([&] { RunWriter::begin(request, log); });
}

inline std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace hybrid::runs
