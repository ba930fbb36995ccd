#include "core/interrupt.h"

#include <atomic>
#include <csignal>
#include <string>

#include "core/error.h"

namespace hybrid {

namespace {

std::atomic<bool> interrupt_requested{false};
static_assert(std::atomic<bool>::is_always_lock_free, "the handler may only touch lock-free state");

extern "C" void on_signal(int signal) {
  interrupt_requested = true;
  std::signal(signal, SIG_DFL);
}

}  // namespace

void catch_interrupts() {
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
  // write() then fails on a file that exceeds its size limit, which is reported like a full disk.
  std::signal(SIGXFSZ, SIG_IGN);
}

bool interrupted() {
  return interrupt_requested;
}

void throw_if_interrupted(std::string_view what_is_kept) {
  if (interrupted()) throw Interrupted("interrupted; " + std::string(what_is_kept));
}

}  // namespace hybrid
