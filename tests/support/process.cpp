#include "support/process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>

#include "core/files.h"

extern char** environ;

namespace hybrid::test {

namespace fs = std::filesystem;

Process::Process(const std::string& program, const std::vector<std::string>& arguments,
                 const Circumstances& circumstances) {
  std::string outputs = (fs::temp_directory_path() / "hybrid-output-XXXXXX").string();
  REQUIRE(::mkdtemp(outputs.data()) != nullptr);
  outputs_ = outputs;

  const fs::path path =
      program.find('/') == std::string::npos ? fs::path(HYBRID_PROGRAMS) / program : fs::path(program);
  std::vector<std::string> words{"sh", "-c", circumstances.before + " exec \"$@\"", "sh", path.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  const std::string out = outputs_ / "out";
  const std::string err = outputs_ / "err";
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_addchdir_np(&actions, circumstances.folder.c_str());
  const int failure = ::posix_spawnp(&child_, "sh", &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  REQUIRE(failure == 0);
}

Process::~Process() {
  if (child_ > 0) {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }
  std::error_code ignored;
  fs::remove_all(outputs_, ignored);
}

Outcome Process::wait() {
  int status = 0;
  REQUIRE(::waitpid(child_, &status, 0) == child_);
  child_ = -1;
  return {.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
          .out = read_file(outputs_ / "out"),
          .err = read_file(outputs_ / "err")};
}

Outcome run(const std::string& program, const std::vector<std::string>& arguments,
            const Circumstances& circumstances) {
  return Process(program, arguments, circumstances).wait();
}

}  // namespace hybrid::test
