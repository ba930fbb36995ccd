#include "payload/encode_values.h"

#include <array>

#include "reference/inflate.h"
#include "tiny_cases.h"

using namespace hybrid;

TEST_CASE("every list of up to six of four values arrives, and RFC 1951 word by word reads the same",
          "[exhaustive]") {
  static constexpr std::array<std::uint8_t, 4> kValues{0, 1, 143, 255};
  for (std::size_t n = 1; n <= 6; ++n)
    test::for_each_number(n, 4, [](const std::vector<int>& digits) {
      std::vector<std::uint8_t> values;
      for (const int digit : digits) values.push_back(kValues[static_cast<std::size_t>(digit)]);
      const std::string code = payload::encode_values(values);
      if (payload::decode_values(code, values.size()) == values &&
          reference::inflate_literals(code) == values)
        return;
      CAPTURE(digits);
      FAIL("something else arrives");
    });
}
