#include "core/interrupt.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <string>

#include "core/error.h"

namespace hybrid {

namespace {

std::atomic<bool> interrupt_requested{false};
std::atomic<int> scopes{0};  // number of StopsWhenSafe
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free,
              "the handlers may only touch lock-free state");

/// What a process says that does not reach a safe point; made before the first signal.
std::array<char, 200> last_words{};
std::size_t last_words_size = 0;

[[noreturn]] void end_now() {
  const auto written = ::write(STDERR_FILENO, last_words.data(), last_words_size);
  (void)written;  // there is nowhere left to say so
  ::_exit(static_cast<int>(ExitCode::interrupted));
}

extern "C" void on_alarm(int /*signal*/) {
  end_now();
}

extern "C" void on_signal(int signal) {
  if (scopes == 0) end_now();
  interrupt_requested = true;
  std::signal(signal, SIG_DFL);
  ::alarm(kSecondsToStop);
}

}  // namespace

void catch_interrupts(std::string_view program) {
  std::string words(program.substr(0, last_words.size() / 2));
  words += words.empty() ? "error: interrupted\n" : ": error: interrupted\n";
  last_words_size = words.copy(last_words.data(), last_words.size());
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
  std::signal(SIGALRM, on_alarm);
  // write() then fails on a file that exceeds its size limit, which is reported like a full disk.
  std::signal(SIGXFSZ, SIG_IGN);
}

StopsWhenSafe::StopsWhenSafe() {
  ++scopes;
}

StopsWhenSafe::~StopsWhenSafe() {
  // What was being done is complete, or has been cleared away.
  if (--scopes == 0) ::alarm(0);
}

bool interrupted() {
  return interrupt_requested;
}

void throw_if_interrupted(std::string_view what_is_kept) {
  if (interrupted()) throw Interrupted("interrupted; " + std::string(what_is_kept));
}

}  // namespace hybrid
