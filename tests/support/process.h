#pragma once
// Runs the real programs and records all that a caller of theirs can see.

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
  std::filesystem::path folder = ".";  ///< where it is started
  /// Shell commands run first in the same process, for example "ulimit -f 1;".
  std::string before;
};

/// A program under way. `program` is a name among the built programs, or a path.
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

/// Runs it to its end.
Outcome run(const std::string& program, const std::vector<std::string>& arguments, const Circumstances& = {});

}  // namespace hybrid::test
