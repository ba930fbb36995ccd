#include "core/interrupt.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <string>

#include "core/error.h"

using namespace hybrid;

namespace {

/// The wait status of a child that runs `action` and exits with what it returns. The flag cannot be taken
/// back, so it is never set in the test program itself.
template <class Action>
int status_of_child(Action&& action) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) ::_exit(action());
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return status;
}

}  // namespace

TEST_CASE("without a signal nothing is interrupted", "[core]") {
  REQUIRE_FALSE(interrupted());
  REQUIRE_NOTHROW(throw_if_interrupted("all is kept"));
}

TEST_CASE("a signal ends the process at once, with a line and exit code 130", "[core]") {
  const int signal = GENERATE(SIGINT, SIGTERM);
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  const int status = status_of_child([&] {
    ::dup2(ends[1], STDERR_FILENO);
    catch_interrupts("hybrid");
    { const StopsWhenSafe over; }
    std::raise(signal);
    return 0;
  });
  REQUIRE(WIFEXITED(status));
  REQUIRE(WEXITSTATUS(status) == 130);
  std::string said(100, ' ');
  said.resize(static_cast<std::size_t>(::read(ends[0], said.data(), said.size())));
  REQUIRE(said == "hybrid: error: interrupted\n");
  for (const int end : ends) ::close(end);
}

TEST_CASE("where something is kept, a signal is thrown at the next safe point", "[core]") {
  const int signal = GENERATE(SIGINT, SIGTERM);
  const int status = status_of_child([signal] {
    catch_interrupts();
    const StopsWhenSafe stops;
    std::raise(signal);
    try {
      throw_if_interrupted("the run stays");
    } catch (const Interrupted& error) {
      return interrupted() && std::string(error.what()) == "interrupted; the run stays" ? 130 : 1;
    }
    return 2;
  });
  REQUIRE(WIFEXITED(status));
  REQUIRE(WEXITSTATUS(status) == 130);
}

TEST_CASE("a process that does not reach a safe point is ended when its time is over", "[core]") {
  const int status = status_of_child([] {
    catch_interrupts();
    const StopsWhenSafe stops;
    std::raise(SIGTERM);
    const unsigned left = ::alarm(kSecondsToStop);  // the seconds that were left
    if (left == 0 || left > kSecondsToStop) return 1;
    std::raise(SIGALRM);
    return 0;
  });
  REQUIRE(WIFEXITED(status));
  REQUIRE(WEXITSTATUS(status) == 130);
}

TEST_CASE("work that ends before the next safe point is not ended later", "[core]") {
  const int status = status_of_child([] {
    catch_interrupts();
    {
      const StopsWhenSafe stops;
      std::raise(SIGTERM);
    }
    return static_cast<int>(::alarm(0));
  });
  REQUIRE(WIFEXITED(status));
  REQUIRE(WEXITSTATUS(status) == 0);
}

TEST_CASE("a second signal does not wait for a safe point", "[core]") {
  const int status = status_of_child([] {
    catch_interrupts();
    const StopsWhenSafe stops;
    std::raise(SIGINT);
    std::raise(SIGINT);
    return 0;
  });
  REQUIRE(WIFSIGNALED(status));
  REQUIRE(WTERMSIG(status) == SIGINT);
}
