#pragma once
// Runs the real programs and records everything visible to a caller.

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace hybrid::test {

struct Outcome {
  int exit_code = -1;  ///< 128 + signal if a signal ended it
  std::string out, err;
};

struct Circumstances {
  std::filesystem::path folder = ".";  ///< working folder
  /// Shell commands run first in the same process, for example "ulimit -f 1;".
  std::string before;
};

/// A running program. `program` is the name of a built program, or a path.
class Process {
 public:
  Process(const std::string& program, const std::vector<std::string>& arguments, const Circumstances& = {});
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t id() const { return child_; }
  Outcome wait();

 private:
  std::filesystem::path outputs_;
  pid_t child_ = -1;
};

/// Runs a program until it ends.
Outcome run(const std::string& program, const std::vector<std::string>& arguments, const Circumstances& = {});

}  // namespace hybrid::test
