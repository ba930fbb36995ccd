#include "core/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <thread>
#include <vector>

#include "core/error.h"
#include "core/new_file.h"
#include "support/error_message.h"
#include "support/file_size_limit.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;
using test::error_message;
using test::TemporaryFolder;

namespace {

namespace fs = std::filesystem;

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
    const test::FileSizeLimit limit(4096);
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
          (folder / "taken").string() + ": is a folder, expected a file's name");
  REQUIRE(names_in(folder.path()).size() == 2);

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

TEST_CASE("what a link leads to is not changed: a file takes the place of the link", "[core]") {
  const TemporaryFolder folder;
  folder.file("victim", "theirs");
  for (const char* target : {"victim", "nothing"}) {
    fs::remove(folder / "link");
    fs::create_symlink(target, folder / "link");
    write_file_atomically(folder / "link", "ours");
    REQUIRE_FALSE(fs::is_symlink(folder / "link"));
    REQUIRE(read_file(folder / "link") == "ours");
    REQUIRE(read_file(folder / "victim") == "theirs");
    REQUIRE_FALSE(fs::exists(folder / "nothing"));
  }
  fs::create_directory(folder / "folder");
  fs::create_symlink("folder", folder / "link to folder");
  REQUIRE_THAT(error_message<DataError>([&] { write_file_atomically(folder / "link to folder", "ours"); }),
               EndsWith("is a folder, expected a file's name"));
}

TEST_CASE("no file or link of another name is touched, such as PATH.tmp", "[core]") {
  const TemporaryFolder folder;
  folder.file("victim", "theirs");
  folder.file("a.tmp", "theirs");
  fs::create_symlink("victim", folder / "b.tmp");
  for (const char* name : {"a", "b"}) {
    write_file_atomically(folder / name, "ours");
    REQUIRE(read_file(folder / name) == "ours");
    REQUIRE(read_file((folder / name).string() + ".tmp") == "theirs");
  }
  REQUIRE(names_in(folder.path()).size() == 5);
}

TEST_CASE("devices, pipes and sockets are written to or refused, never replaced", "[core]") {
  const TemporaryFolder folder;
  write_file_atomically("/dev/null", "lost");
  fs::create_symlink("/dev/null", folder / "null");
  write_file_atomically(folder / "null", "lost");
  REQUIRE(fs::is_character_file("/dev/null"));
  REQUIRE(fs::is_symlink(folder / "null"));
  fs::create_symlink("/dev/full", folder / "full");
  REQUIRE_THAT(error_message<DataError>([&] { write_file_atomically(folder / "full", "much"); }),
               EndsWith("full: cannot be written (No space left on device)"));

  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  std::string came;
  std::thread reader([&] { came = read_file(folder / "pipe"); });
  write_file_atomically(folder / "pipe", "ours");
  reader.join();
  REQUIRE(came == "ours");
  REQUIRE(fs::is_fifo(folder / "pipe"));

  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  const std::string name = folder / "socket";
  REQUIRE(name.size() < sizeof(address.sun_path));
  name.copy(address.sun_path, name.size());
  REQUIRE(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
  REQUIRE_THAT(error_message<DataError>([&] { write_file_atomically(folder / "socket", "ours"); }),
               EndsWith("socket: cannot be written (No such device or address)"));
  REQUIRE(fs::is_socket(folder / "socket"));
  ::close(socket);

  for (const char* special : {"null", "pipe", "socket"})
    REQUIRE_THAT(error_message<DataError>([&] { NewFile{folder / special}; }),
                 EndsWith("is a device, pipe or socket; give the name of a file"));
}

TEST_CASE("our own standard output is written to where it is, with what was printed before", "[core]") {
  const TemporaryFolder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    const int file = ::open((folder / "out").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::dup2(file, STDOUT_FILENO);
    std::printf("first\n");
    write_file_atomically("/dev/stdout", "second\n");
    write_file_atomically(folder / "out", "third\n");
    ::_exit(0);
  }
  int status = -1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(read_file(folder / "out") == "first\nsecond\nthird\n");
  REQUIRE(fs::is_symlink("/dev/stdout"));
}

TEST_CASE("what a killed process left of a file goes with the next writing of it; a living one's stays",
          "[core]") {
  const TemporaryFolder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    const NewFile file(folder / "a");
    file.write("half");
    ::_exit(0);  // without the destructor, as if killed
  }
  int status = -1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(names_in(folder.path()).size() == 1);
  REQUIRE(is_temporary(names_in(folder.path()).front()));
  write_file_atomically(folder / "b", "another file");
  REQUIRE(names_in(folder.path()).size() == 2);

  NewFile living(folder / "a");
  living.write("living");
  REQUIRE(names_in(folder.path()).size() == 2);
  write_file_atomically(folder / "a", "quicker");
  REQUIRE(read_file(folder / "a") == "quicker");
  living.finish();
  REQUIRE(read_file(folder / "a") == "living");
  REQUIRE(names_in(folder.path()).size() == 2);
}

TEST_CASE("names as long as a file system allows are written", "[core]") {
  const TemporaryFolder folder;
  const std::string longest(255, 'x');
  write_file_atomically(folder / longest, "ours");
  REQUIRE(names_in(folder.path()) == std::vector<std::string>{longest});
}

TEST_CASE("a file without a name leaves nothing", "[core]") {
  const TemporaryFolder folder;
  const FilePointer file = open_unnamed_file(folder / "deep/a");
  REQUIRE(std::fputs("text", file.get()) >= 0);
  REQUIRE(std::fseek(file.get(), 1, SEEK_SET) == 0);
  REQUIRE(std::fgetc(file.get()) == 'e');
  REQUIRE(fs::is_empty(folder / "deep"));
}
