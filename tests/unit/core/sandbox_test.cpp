#include "core/sandbox.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <string>
#include <thread>

#include "support/temporary_folder.h"

using namespace hybrid;

namespace {

/// Calls `action` in a process without rights. Returns its exit code, which is what `action` returns, or 100
/// where system calls cannot be filtered.
template <class Action>
int without_rights(Action&& action) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    if (!give_up_rights()) ::_exit(100);
    ::_exit(action());
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  return WEXITSTATUS(status);
}

/// Returns whether system calls cannot be filtered here, and says so.
bool cannot_filter() {
#ifdef __SANITIZE_ADDRESS__
  return true;  // its own memory exceeds the limit
#endif
  if (without_rights([] { return 0; }) == 0) return false;
  WARN("this system does not filter system calls; nothing was tested");
  return true;
}

}  // namespace

TEST_CASE("a process without rights reads, computes and starts threads", "[core][sandbox]") {
  if (cannot_filter()) return;
  const test::TemporaryFolder folder;
  const std::string file = folder.file("text", "what is there").string();
  REQUIRE(without_rights([&] {
            std::string read;
            std::thread([&] { std::getline(std::ifstream(file), read); }).join();
            return read == "what is there" ? 0 : 1;
          }) == 0);
}

TEST_CASE("a process without rights changes no file, reaches no network and starts no program",
          "[core][sandbox]") {
  if (cannot_filter()) return;
  const test::TemporaryFolder folder;
  const std::string file = folder.file("text", "mine").string();
  const std::string other = (folder / "other").string();
  const pid_t parent = ::getpid();
  // The number of the first thing that did not fail as it must; 0: all did.
  const int allowed = without_rights([&] {
    int number = 0;
    const auto refused = [&](long result) {
      ++number;
      return result == -1 && errno == EPERM;
    };
    const bool all =
        refused(::open(file.c_str(), O_WRONLY)) && refused(::open(file.c_str(), O_RDWR)) &&
        refused(::open(file.c_str(), O_RDONLY | O_TRUNC)) && refused(::open(other.c_str(), O_CREAT, 0600)) &&
        refused(::open(folder.path().c_str(), O_TMPFILE | O_RDWR, 0600)) &&
        refused(::creat(other.c_str(), 0600)) && refused(::unlink(file.c_str())) &&
        refused(::rename(file.c_str(), other.c_str())) && refused(::link(file.c_str(), other.c_str())) &&
        refused(::symlink("text", other.c_str())) && refused(::mkdir(other.c_str(), 0700)) &&
        refused(::rmdir(folder.path().c_str())) && refused(::chmod(file.c_str(), 0777)) &&
        refused(::truncate(file.c_str(), 0)) &&
        refused(::syscall(SYS_openat2, AT_FDCWD, other.c_str(), nullptr, 0)) &&
        refused(::socket(AF_INET, SOCK_STREAM, 0)) && refused(::socket(AF_UNIX, SOCK_STREAM, 0)) &&
        refused(::execl("/bin/true", "true", nullptr)) && refused(::fork()) && refused(::kill(parent, 0)) &&
        refused(::syscall(SYS_tgkill, parent, parent, SIGTERM)) &&
        refused(::syscall(SYS_ptrace, 0, 0, 0, 0)) && refused(::syscall(SYS_io_uring_setup, 1, nullptr)) &&
        refused(::syscall(SYS_process_vm_writev, parent, nullptr, 0, nullptr, 0, 0)) &&
        refused(::syscall(SYS_memfd_create, "m", 0)) && refused(::syscall(SYS_bpf, 0, nullptr, 0)) &&
        refused(::syscall(SYS_userfaultfd, 0)) && refused(::syscall(SYS_pidfd_open, parent, 0));
    const rlimit more{RLIM_INFINITY, RLIM_INFINITY};
    if (all && !refused(::setrlimit(RLIMIT_FSIZE, &more))) return number;
    return all ? 0 : number;
  });
  REQUIRE(allowed == 0);
  REQUIRE(std::ifstream(file).get() == 'm');
  REQUIRE_FALSE(std::ifstream(other));
}

TEST_CASE("a process without rights gets no more memory than the machine has", "[core][sandbox]") {
  REQUIRE(without_rights([] {
            rlimit data{}, files{};
            ::getrlimit(RLIMIT_DATA, &data);
            ::getrlimit(RLIMIT_FSIZE, &files);
            const auto memory =
                static_cast<rlim_t>(::sysconf(_SC_PHYS_PAGES)) * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
            return data.rlim_cur <= memory && files.rlim_cur == 0 ? 100 : 1;
          }) == 100);
}
