#include "core/interrupt.h"

#include <sys/wait.h>
#include <unistd.h>

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

TEST_CASE("a caught signal is thrown at the next safe point, with what is kept", "[core]") {
  const int signal = GENERATE(SIGINT, SIGTERM);
  const int status = status_of_child([signal] {
    catch_interrupts();
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

TEST_CASE("a second signal ends the process at once", "[core]") {
  const int status = status_of_child([] {
    catch_interrupts();
    std::raise(SIGINT);
    std::raise(SIGINT);
    return 0;
  });
  REQUIRE(WIFSIGNALED(status));
  REQUIRE(WTERMSIG(status) == SIGINT);
}
