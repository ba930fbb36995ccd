#include "input.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace hybrid::fuzz {

namespace fs = std::filesystem;

namespace {

struct TemporaryFolder {
  fs::path path;
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "hybrid-fuzz-XXXXXX").string();
    HYBRID_CHECK(::mkdtemp(name.data()) != nullptr, "no folder for temporary files: {}", name);
    path = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
};

}  // namespace

const fs::path& folder() {
  static const TemporaryFolder made;
  return made.path;
}

fs::path file(const fs::path& name, std::string_view content) {
  fs::path path = folder() / name;
  std::ofstream out(path, std::ios::binary);
  if (!out) {
    fs::create_directories(path.parent_path());
    out.open(path, std::ios::binary);
  }
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  out.close();
  HYBRID_CHECK(!out.fail(), "{} cannot be written", path.string());
  return path;
}

std::map<std::string, std::string> files_in(std::string_view bytes) {
  constexpr std::string_view kMark = "--- ";
  std::map<std::string, std::string> files;
  std::string* content = nullptr;
  while (!bytes.empty()) {
    const std::string_view line = bytes.substr(0, bytes.find('\n') + 1);  // npos + 1: empty
    const std::string_view taken = line.empty() ? bytes : line;
    if (taken.starts_with(kMark) && taken.ends_with('\n'))
      content = &files[std::string(taken.substr(kMark.size(), taken.size() - kMark.size() - 1))];
    else if (content != nullptr)
      *content += taken;
    bytes.remove_prefix(taken.size());
  }
  return files;
}

Logger& no_log() {
  static Logger log(Verbosity::quiet, std::fopen("/dev/null", "w"));
  return log;
}

}  // namespace hybrid::fuzz
