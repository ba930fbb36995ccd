#include "core/files.h"

#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <vector>

#include "core/error.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;
using test::error_message;
using test::TemporaryFolder;

namespace {

namespace fs = std::filesystem;

/// While it lives, no file may grow beyond so many bytes: what a full disk looks like to a writer.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before_) == 0);
    const rlimit limit{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int);
};

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename().string());
  return names;
}

}  // namespace

TEST_CASE("what is written is read back, bytes and all", "[core]") {
  const TemporaryFolder folder;
  const std::string content("a\0b\r\n\xff", 6);
  write_file_atomically(folder / "a/b/c.bin", content);
  REQUIRE(read_file(folder / "a/b/c.bin") == content);
  write_file_atomically(folder / "a/b/c.bin", "");
  REQUIRE(read_file(folder / "a/b/c.bin").empty());
  REQUIRE(names_in(folder / "a/b") == std::vector<std::string>{"c.bin"});
}

TEST_CASE("a file that cannot be read is named with the reason", "[core]") {
  const TemporaryFolder folder;
  const auto reading = [](const fs::path& path) {
    return error_message<DataError>([&] { read_file(path); });
  };
  const fs::path missing = folder / "missing";
  REQUIRE(reading(missing) == missing.string() + ": cannot be read (No such file or directory)");
  REQUIRE(reading(folder.path()) == folder.path().string() + ": is a folder, expected a file");
  REQUIRE_THAT(reading(folder / std::string(5000, 'x')), EndsWith("cannot be read (File name too long)"));
}

TEST_CASE("a full disk leaves the old content, no temporary file, and the reason", "[core]") {
  const TemporaryFolder folder;
  const fs::path path = folder / "metrics.json";
  write_file_atomically(path, "old");
  std::string message;
  {
    const FileSizeLimit limit(4096);
    message = error_message<DataError>([&] { write_file_atomically(path, std::string(100000, 'x')); });
  }
  REQUIRE(message == path.string() + ": cannot be written (File too large)");
  REQUIRE(read_file(path) == "old");
  REQUIRE(names_in(folder.path()) == std::vector<std::string>{"metrics.json"});
}

TEST_CASE("an unwritable place is named with the reason, and nothing is left there", "[core]") {
  const TemporaryFolder folder;
  write_file_atomically(folder / "file", "x");
  REQUIRE_THAT(error_message<DataError>([&] { write_file_atomically(folder / "file/below", "y"); }),
               StartsWith((folder / "file").string() + ": folder cannot be made ("));

  fs::create_directory(folder / "taken");
  REQUIRE(error_message<DataError>([&] { write_file_atomically(folder / "taken", "y"); }) ==
          (folder / "taken").string() + ": cannot be written (Is a directory)");
  REQUIRE_FALSE(fs::exists(folder / "taken.tmp"));

  const fs::path too_long = folder / std::string(300, 'x');
  REQUIRE_THAT(error_message<DataError>([&] { write_file_atomically(too_long, "y"); }),
               EndsWith(": cannot be written (File name too long)"));
}

TEST_CASE("folders are made with their parents, again without harm", "[core]") {
  const TemporaryFolder folder;
  create_folders(folder / "a/b");
  create_folders(folder / "a/b");
  REQUIRE(fs::is_directory(folder / "a/b"));
  write_file_atomically(folder / "file", "x");
  REQUIRE_THAT(error_message<DataError>([&] { create_folders(folder / "file/b"); }),
               EndsWith("file/b: folder cannot be made (Not a directory)"));
}
