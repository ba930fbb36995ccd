#include "cli/own_program.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <thread>

#include "cli/commands.h"
#include "core/error.h"
#include "core/interrupt.h"

namespace hybrid::cli {

namespace fs = std::filesystem;

fs::path own_program(std::string_view program) {
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  return self.parent_path() / program;
}

void throw_not_started(const fs::path& program, const std::string& reason) {
  const Command& command = command_of_program(program.filename().string());
  throw DataError(
      program,
      fmt::format(
          "cannot be started ({}); `hybrid {}` needs this program beside hybrid; it is built {}", reason,
          command.name,
          command.needs_tensors ? "with -DHYBRID_TORCH=ON" : "with `cmake --build --preset programs`"));
}

int run_own_program(std::string_view program, const std::vector<std::string>& arguments) {
  const fs::path path = own_program(program);
  if (::access(path.c_str(), X_OK) != 0) throw_not_started(path, std::strerror(errno));
  std::string name = path.string();
  std::vector<std::string> words = arguments;
  std::vector<char*> argv{name.data()};
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const StopsWhenSafe stops;  // the program leaves what it can go on with
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) throw_not_started(path, std::strerror(errno));
  if (child == 0) {
    // The child ends, safely, with this process; which may have ended before the call.
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) ::_exit(128 + SIGTERM);
    if (const int nowhere = ::open("/dev/null", O_WRONLY); nowhere >= 0) ::dup2(nowhere, STDOUT_FILENO);
    ::execv(path.c_str(), argv.data());
    ::_exit(127);
  }
  int status = 0;
  bool told = false;
  while (::waitpid(child, &status, WNOHANG) == 0) {
    if (interrupted() && !told) told = ::kill(child, SIGTERM) == 0;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace hybrid::cli
