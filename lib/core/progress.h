#pragma once
// Progress of long computations: on a terminal a redrawn line with rate and remaining time, otherwise no
// output (callers log one line per epoch instead).

#include <chrono>
#include <cstdint>
#include <string>

#include "core/log.h"

namespace hybrid {

class Progress {
 public:
  /// `total` in `unit`s; `label` is, for example, "cloud epoch 3/10".
  Progress(Logger& log, std::string label, std::int64_t total, std::string unit);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void advance(std::int64_t count);

 private:
  void draw();

  Logger& log_;
  std::string label_;
  std::int64_t total_;
  std::string unit_;
  std::int64_t done_ = 0;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point last_drawn_;
};

/// "1 h 02 min", "3 min 20 s" or "4.2 s".
std::string format_duration(double seconds);

}  // namespace hybrid
