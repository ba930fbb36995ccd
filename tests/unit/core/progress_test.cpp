#include "core/progress.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>

#include "unit/core/sink.h"

using namespace hybrid;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using test::Sink;

namespace {

/// What a progress over ten rows draws on a terminal.
std::string drawn_on_terminal(Verbosity verbosity) {
  const int screen = ::posix_openpt(O_RDWR | O_NOCTTY);
  REQUIRE(screen >= 0);
  REQUIRE(::grantpt(screen) == 0);
  REQUIRE(::unlockpt(screen) == 0);
  std::FILE* terminal = std::fopen(::ptsname(screen), "w");
  REQUIRE(terminal != nullptr);
  {
    Logger log(verbosity, terminal);
    Progress progress(log, "cloud epoch 3/10", 10, "images");
    for (int i = 0; i < 10; ++i) progress.advance(1);
  }
  std::array<char, 4096> buffer{};
  std::fclose(terminal);
  // A terminal hands over what was drawn piece by piece, and an error once its other end is closed.
  std::string drawn;
  for (ssize_t count = 0; (count = ::read(screen, buffer.data(), buffer.size())) > 0;)
    drawn.append(buffer.data(), static_cast<std::size_t>(count));
  ::close(screen);
  return drawn;
}

}  // namespace

TEST_CASE("progress draws nothing where there is no terminal", "[core]") {
  const Sink sink;
  {
    Logger log(Verbosity::normal, sink.file());
    Progress progress(log, "work", 10, "rows");
    for (int i = 0; i < 10; ++i) progress.advance(1);
  }
  REQUIRE(sink.text().empty());
}

TEST_CASE("on a terminal progress redraws one line and wipes it at the end", "[core]") {
  const std::string drawn = drawn_on_terminal(Verbosity::normal);
  REQUIRE_THAT(drawn, Contains("cloud epoch 3/10 [########################] 100%"));
  REQUIRE_THAT(drawn, Contains("images/s"));
  REQUIRE_THAT(drawn, !Contains("\n"));
  REQUIRE_THAT(drawn, EndsWith("\r\033[K"));
}

TEST_CASE("a quiet terminal stays empty", "[core]") {
  REQUIRE(drawn_on_terminal(Verbosity::quiet).empty());
}

TEST_CASE("durations are written for people", "[core]") {
  REQUIRE(format_duration(0) == "0.0 s");
  REQUIRE(format_duration(4.23) == "4.2 s");
  REQUIRE(format_duration(59.94) == "59.9 s");
  REQUIRE(format_duration(59.96) == "1 min 00 s");
  REQUIRE(format_duration(200) == "3 min 20 s");
  REQUIRE(format_duration(3599.4) == "59 min 59 s");
  REQUIRE(format_duration(3599.6) == "1 h 00 min");
  REQUIRE(format_duration(3725) == "1 h 02 min");
  REQUIRE(format_duration(100 * 3600.0) == "100 h 00 min");
}
