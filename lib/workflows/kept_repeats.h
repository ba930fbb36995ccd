#pragma once
// The finished repeats of an unfinished run, in a file of its working folder, so that the same command goes
// on with the next repeat after Ctrl-C, a kill or a power cut.

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/log.h"
#include "eval/repeats.h"

namespace hybrid::workflows {

inline constexpr const char* kRepeatsFile = "repeats-so-far.json";

class RepeatsFile {
 public:
  /// Reads what an earlier process left, if that was of the same run. What was changed or is of another run
  /// is not used, and the log says so.
  /// @param hash of the run: of its config, inputs and code
  /// @param columns of each method's figures in a repeat
  RepeatsFile(const std::filesystem::path& folder, std::string hash, std::size_t columns, Logger& log);

  const std::vector<eval::FinishedRepeat>& finished() const { return finished_; }
  /// Returns the number of repeats that are finished, those added included.
  std::size_t count() const { return repeats_.size(); }
  /// Adds a repeat. Writes the file when as much time has passed as makes the writing cheap.
  /// @throws DataError if the file cannot be written
  void add(const eval::FinishedRepeat& repeat);
  /// Writes what add() has not yet written.
  /// @throws DataError if the file cannot be written
  void flush();

 private:
  std::filesystem::path path_;
  std::string hash_;
  std::vector<eval::FinishedRepeat> finished_;
  nlohmann::ordered_json repeats_ = nlohmann::ordered_json::array();  ///< of finished_ and of those added
  bool written_ = true;
  std::chrono::steady_clock::time_point next_write_;
};

}  // namespace hybrid::workflows
