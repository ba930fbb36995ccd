#include "report/gnuplot.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <string_view>

#include "core/files.h"

extern char** environ;

namespace hybrid::report {

Gnuplot run_gnuplot(const std::filesystem::path& folder, const std::string& script) {
  const std::array<const char*, 3> arguments{"gnuplot", script.c_str(), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  pid_t child = 0;
  const int failure =
      posix_spawnp(&child, "gnuplot", &actions, nullptr, const_cast<char* const*>(arguments.data()), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) return Gnuplot::missing;
  int status = -1;
  ::waitpid(child, &status, 0);
  return status == 0 ? Gnuplot::done : Gnuplot::failed;
}

void remove_creation_date(const std::filesystem::path& pdf) {
  std::string bytes = read_file(pdf);
  constexpr std::string_view kKey = "/CreationDate (D:", kDate = "19700101000000";
  const auto begin = bytes.find(kKey);
  if (begin == std::string::npos || begin + kKey.size() + kDate.size() > bytes.size()) return;
  bytes.replace(begin + kKey.size(), kDate.size(), kDate);
  write_file_atomically(pdf, bytes);
}

}  // namespace hybrid::report
