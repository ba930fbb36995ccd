#include "core/printable.h"

#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "core/log.h"
#include "core/progress.h"
#include "core/unicode.h"
#include "unit/core/sink.h"

namespace hybrid {
namespace {

TEST_CASE("what a terminal obeys is escaped, and all other text stays", "[core]") {
  REQUIRE(printable("\x1b]0;title\x07\x1b[2J") == "\\u001b]0;title\\u0007\\u001b[2J");
  REQUIRE(printable("a\rb\bc\x7f") == "a\\u000db\\u0008c\\u007f");
  REQUIRE(printable("\xc2\x9b"
                    "31m") == "\\u009b31m");
  REQUIRE(printable("\u202egnp.exe\u2066\u2028") == "\\u202egnp.exe\\u2066\\u2028");
  REQUIRE(printable("\x9b"
                    "31m \xff\xc3") == "\\x9b31m \\xff\\xc3");
  REQUIRE(printable(std::string_view("a\0b", 3)) == "a\\u0000b");
  const std::string plain = "two\nlines\tand a tab, 84–85 %, é日🐟 \\ \" '";
  REQUIRE(printable(plain) == plain);
  REQUIRE(printable("").empty());
}

TEST_CASE("no code point but line feed and tab comes through as a control character", "[core]") {
  for (char32_t point = 0; point < 0x3000; ++point) {
    std::string text;
    if (!append_utf8(text, point)) continue;
    const auto shown = decode_utf8(printable(text));
    REQUIRE(shown.has_value());
    for (const char32_t c : *shown)
      if ((c < 0x20 && c != U'\n' && c != U'\t') || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e))
        FAIL("code point " << static_cast<unsigned>(point));
  }
}

TEST_CASE("JSON that is made printable is the same JSON", "[core]") {
  const nlohmann::json json{{"a\u009b\\", "\x7f\u202e\\\" é\u2028\x1b"}};
  const std::string text = printable(json.dump());
  REQUIRE(text.find('\x7f') == std::string::npos);
  REQUIRE(nlohmann::json::parse(text) == json);
}

TEST_CASE("text of files reaches the log printable, and its warnings are kept as they are", "[core]") {
  const test::Sink sink;
  Logger log(Verbosity::normal, sink.file());
  log.warn("unknown word '{}'", "\x1b[2J");
  log.info("read {}", "\xff");
  REQUIRE(sink.text() == "warning: unknown word '\\u001b[2J'\nread \\xff\n");
  REQUIRE(log.warnings() == std::vector<std::string>{"unknown word '\x1b[2J'"});
}

/// Says and draws something on a stream that fails.
void use(std::FILE* stream) {
  REQUIRE(stream != nullptr);
  Logger log(Verbosity::normal, stream);
  log.info("a line");
  log.warn("a warning");
  REQUIRE(log.warnings().size() == 1);
  Progress progress(log, "epoch", 2, "images");
  progress.advance(1);
  std::fclose(stream);
}

TEST_CASE("a stream that cannot be written loses the message and stops nothing", "[core]") {
  use(std::fopen("/dev/full", "w"));
  use(std::fopen("/dev/null", "r"));
  const int screen = ::posix_openpt(O_RDWR | O_NOCTTY);
  REQUIRE(::grantpt(screen) == 0);
  REQUIRE(::unlockpt(screen) == 0);
  std::FILE* terminal = std::fopen(::ptsname(screen), "w");
  ::close(screen);  // as when its window is closed
  use(terminal);
}

}  // namespace
}  // namespace hybrid
