#include "core/units.h"

#include <array>
#include <catch2/catch.hpp>
#include <string>
#include <tuple>

using namespace hybrid;

TEST_CASE("a quantity is a number, or a number with a unit of its kind", "[core]") {
  const std::array<std::tuple<const char*, const char*, double>, 64> cases{{
      {"600", "ms", 600},
      {"+1e3", "ms", 1000},
      {"1400ms", "ms", 1400},
      {"1.4s", "ms", 1400},
      {"1.4 s", "ms", 1400},
      {"1.1s", "ms", 1100},
      {"14e-1 s", "ms", 1400},
      {"250us", "ms", 0.25},
      {"250\u00b5s", "ms", 0.25},
      {"250\u03bcs", "ms", 0.25},
      {"5ns", "ms", 5e-6},
      {"2min", "ms", 120000},
      {"600msec", "ms", 600},
      {"0.6sec", "ms", 600},
      {"250usec", "ms", 0.25},
      {"2 seconds", "ms", 2000},
      {"600 milliseconds", "ms", 600},
      {"-1s", "ms", -1000},  // the caller says what range it takes
      {"0.1J", "mJ", 100},
      {"53.568 mJ", "mJ", 53.568},
      {"800uJ", "mJ", 0.8},
      {"1mWh", "mJ", 3600},
      {"225mAh@3V", "mJ", 2430000},
      {"2.5 Ah @ 3700 mV", "mJ", 33300000},
      {"1uAh@1V", "mJ", 3.6},
      {"0mAh@3V", "mJ", 0},
      {"365d", "d", 365},
      {"1y", "d", 365},
      {"2 weeks", "d", 14},
      {"12h", "d", 0.5},
      {"60/h", "/d", 1440},
      {"1/min", "/d", 1440},
      {"2/s", "/d", 172800},
      {"5/d", "/d", 5},
      {"0.5 per hour", "/d", 12},
      {"1k/day", "/d", 1000},
      {"-60/h", "/d", -1440},
      {"0.108W", "mW", 108},
      {"51.84mW", "mW", 51.84},
      {"27648 bytes", "bytes", 27648},
      {"27kB", "bytes", 27000},
      {"27KiB", "bytes", 27648},
      {"1.5 MB", "bytes", 1.5e6},
      {"110kbit/s", "bit/s", 110000},
      {"25 Mbps", "bit/s", 25e6},
      {"110kbps", "bit/s", 110000},
      {"25Mbit/s", "bit/s", 25e6},
      {"110 kbits/s", "bit/s", 110000},
      {"110k", "bit/s", 110000},
      {"12.8M", "MACs", 12.8e6},
      {"12.8 M MACs", "MACs", 12.8e6},
      {"12.79MMACs", "MACs", 12790000},
      {"0.59G", "MACs", 590e6},
      {"590 MAC", "MACs", 590},
      {"4.12 GMac", "MACs", 4.12e9},
      {"300MMacs", "MACs", 3e8},
      {"300 MMAdds", "MACs", 3e8},
      {"64.92M", "MAC/s", 64.92e6},
      {"64.92 MMAC/s", "MAC/s", 64.92e6},
      {"1 GMACS", "MAC/s", 1e9},
      {"1 GMacs/s", "MAC/s", 1e9},
      {"512k", "pixels/s", 512e3},
      {"5M values/s", "values/s", 5e6},
      {"7", "images", 7},
  }};
  for (const auto& [text, unit, expected] : cases) {
    CAPTURE(text, unit);
    const auto value = parse_quantity(text, unit);
    REQUIRE(value);
    REQUIRE(*value == expected);
  }
}

TEST_CASE("a unit of something else, or one that can be misread, is no quantity", "[core]") {
  const std::array<std::array<const char*, 2>, 36> cases{{
      {"", "ms"},          {"ms", "ms"},           {"600 J", "ms"},     {"600Ms", "ms"},
      {"600 ", "ms"},      {"6,0s", "ms"},         {"0x10s", "ms"},     {"1.4 s s", "ms"},
      {"1.4S", "ms"},      {"infs", "ms"},         {"1e999s", "ms"},    {"1.4h", "ms"},
      {"50 mAh", "mJ"},    {"225@3", "mJ"},        {"225mAh@3", "mJ"},  {"225@3V", "mJ"},
      {"mAh@V", "mJ"},     {"225mAh@-3V", "mJ"},   {"infmAh@3V", "mJ"}, {"3V@225mAh", "mJ"},
      {"60/m", "/d"},      {"1/10min", "/d"},      {"365 s", "d"},      {"225mAh@3V", "mW"},
      {"50 mW", "mJ"},     {"1 kW", "mW"},         {"28KB", "bytes"},   {"28k", "bytes"},
      {"28 bit", "bytes"}, {"110 kB/s", "bit/s"},  {"12.8m", "MACs"},   {"12.8 MFLOPs", "MACs"},
      {"12.8 ms", "MACs"}, {"5 images", "images"}, {"5M", ""},          {"80%", "ms"},
  }};
  for (const auto& [text, unit] : cases) {
    CAPTURE(text, unit);
    REQUIRE_FALSE(parse_quantity(text, unit));
  }
}

TEST_CASE("a unit with two meanings, or of a multiple, is refused with what to write", "[core]") {
  const std::array<std::array<const char*, 3>, 16> cases{{
      {"12.8 MFLOPs", "MACs", "; 1 MAC is 2 FLOPs: halve the number and write MACs"},
      {"1.2GFLOPs", "MACs", "1 MAC is 2 FLOPs"},
      {"1.2 gflops", "MACs", "1 MAC is 2 FLOPs"},
      {"600 MOPs", "MACs", "1 MAC is 2 FLOPs"},
      {"2 GFLOPS", "MAC/s", "; 1 MAC/s is 2 FLOP/s: halve the number and write MAC/s"},
      {"2 TFLOP/s", "MAC/s", "1 MAC/s is 2 FLOP/s"},
      {"4 TOPS", "MAC/s", "1 MAC/s is 2 FLOP/s"},
      {"27KB", "bytes", "; KB is 1000 bytes to some and 1024 to others: write kB or KiB"},
      {"216 kbit", "bytes", "; 1 byte is 8 bits"},
      {"216kb", "bytes", "; 1 byte is 8 bits"},
      {"13.75 kB/s", "bit/s", "; 1 byte/s is 8 bit/s"},
      {"2 MBps", "bit/s", "; 1 byte/s is 8 bit/s"},
      {"110 kb/s", "bit/s", "; write kbit/s or Mbit/s"},
      {"50 mAh", "mJ", "; a charge is an energy at a voltage: 225mAh@3V"},
      {"225@3", "mJ", "; a charge is an energy at a voltage: 225mAh@3V"},
      {"60/m", "/d", "; say how many in a second, min, h or d: 60/h"},
  }};
  for (const auto& [text, unit, expected] : cases) {
    CAPTURE(text, unit);
    REQUIRE_FALSE(parse_quantity(text, unit));
    REQUIRE_THAT(unit_advice(text, unit), Catch::StartsWith(expected) || Catch::Contains(expected));
  }
  for (const auto* text : {"", "many", "600 J", "600"}) REQUIRE(unit_advice(text, "ms").empty());
}

TEST_CASE("what a message says of writing a quantity can be read", "[core]") {
  for (const auto* unit :
       {"ms", "mJ", "mW", "d", "/d", "bytes", "bit/s", "MACs", "MAC/s", "pixels/s", "values/s"}) {
    const std::string words(quantity_words(unit));
    CAPTURE(words);
    std::size_t examples = 0;
    for (auto at = words.find('('); at != std::string::npos; at = words.find('(', at + 1)) {
      const auto end = words.find_first_of(",)", at);
      REQUIRE(parse_quantity(words.substr(at + 1, end - at - 1), unit));
      ++examples;
    }
    REQUIRE(examples == 2);
  }
  REQUIRE(quantity_words("images").empty());
}
