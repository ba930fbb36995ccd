#include "core/progress.h"

#include <algorithm>

#include "core/printable.h"

namespace hybrid {

using Clock = std::chrono::steady_clock;

Progress::Progress(Logger& log, std::string label, std::int64_t total, std::string unit)
    : log_(log), label_(std::move(label)), total_(total), unit_(std::move(unit)), start_(Clock::now()) {}

Progress::~Progress() {
  if (log_.interactive()) write_message(log_.sink(), "\r\033[K");
}

void Progress::advance(std::int64_t count) {
  done_ += count;
  if (!log_.interactive()) return;
  const auto now = Clock::now();
  if (done_ < total_ && now - last_drawn_ < std::chrono::milliseconds(100)) return;
  last_drawn_ = now;
  draw();
}

void Progress::draw() {
  constexpr int kWidth = 24;
  const double elapsed = std::chrono::duration<double>(Clock::now() - start_).count();
  const double share = total_ > 0 ? static_cast<double>(done_) / static_cast<double>(total_) : 1.0;
  const double rate = elapsed > 0 ? static_cast<double>(done_) / elapsed : 0.0;
  const int filled = std::clamp(static_cast<int>(share * kWidth), 0, kWidth);
  const std::string bar = std::string(static_cast<std::size_t>(filled), '#') +
                          std::string(static_cast<std::size_t>(kWidth - filled), '.');
  const double left = rate > 0 ? static_cast<double>(total_ - done_) / rate : 0.0;
  write_message(log_.sink(), fmt::format("\r\033[K{} [{}] {:3.0f}%  {:.0f} {}/s  {} left", printable(label_),
                                         bar, 100 * share, rate, unit_, format_duration(left)));
}

std::string format_duration(double seconds) {
  if (seconds < 59.95) return fmt::format("{:.1f} s", seconds);
  const auto whole = static_cast<std::int64_t>(seconds + 0.5);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

}  // namespace hybrid
