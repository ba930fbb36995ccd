// Claims on energy: A.2's arithmetic and Table 3's row of energies.

#include <fmt/format.h>

#include "paper/claims.h"

namespace hybrid::paper {

namespace {

/// Returns a number without its rounding: Table 3 is computed with exactly 2000 ms.
Quantity exact(const PrintedNumber& printed) {
  return {printed.value, printed.text};
}

}  // namespace

Claims claims_on_energy(const PaperNumbers& paper) {
  const auto text = [&](std::string_view row) -> const PrintedNumber& { return paper.text(row); };
  Claims claims;

  claims.push_back(
      checked("A.2", "the MCU consumes 51.84 mW",
              equals(text("voltage") * text("current per MHz") * text("clock") / 1000, text("active power")),
              "the printed equation lacks the factor 1/1000"));
  claims.push_back(checked("A.2", "the base consumes 10.368 mJ",
                           equals(text("active power") * text("base seconds"), text("base energy"))));
  claims.push_back(
      checked("A.2", "that is 10.37 mJ", equals(text("base energy"), text("base energy rounded"))));
  claims.push_back(
      checked("A.2", "model B consumes 60 mJ",
              equals(text("active power") * text("model B latency") / 1000, text("model B energy")),
              "60 only if rounded to tens"));
  claims.push_back(
      checked("A.2", "model C consumes 80 mJ",
              equals(text("active power") * text("model C latency") / 1000, text("model C energy")),
              "not even if rounded to tens"));
  claims.push_back(checked("A.2", "transmitting consumes 108 mW",
                           equals(text("transmit current") * text("voltage"), text("transmit power"))));
  claims.push_back(
      checked("A.2", "transmitting an image consumes 216 mJ",
              equals(text("transmit power") * exact(text("transfer time")), text("transmit energy"))));
  claims.push_back(checked("section 3, Table 3", "On-Device at 1000 ms: 60.9 %",
                           at_most(in("ms", text("model B latency")), in("ms", head("1000"))),
                           "model B takes 1075 ms"));
  claims.push_back(checked("section 3, Table 3", "On-Device at 1400 ms: 63.5 %",
                           at_most(in("ms", text("model C latency")), in("ms", head("1400")))));
  claims.push_back(checked("section 3, Table 3", "On-Cloud at 2000 ms",
                           at_most(in("ms", text("cloud latency")), in("ms", head("2000"))),
                           "section 2 has 2025 ms; the GPU's 25 ms are left out"));
  claims.push_back(checked("section 3, Table 3", "11 mJ at 200 ms: the base alone",
                           equals(text("base energy"), paper("table3", "Energy", "200"))));
  for (const std::string ms : {"600", "1000", "1400", "1600"})
    claims.push_back(checked(
        "section 3, Table 3",
        fmt::format("{} mJ at {} ms, with 2000 ms for what is sent", paper("table3", "Energy", ms).text, ms),
        equals(text("base energy") + (head(ms) - exact(text("base latency"))) /
                                         exact(text("communication latency")) * text("transmit energy"),
               paper("table3", "Energy", ms))));
  claims.push_back(
      checked("section 3, Table 3", "140 mJ at 1400 ms, with section 2's 2025 ms for what is sent",
              equals(text("base energy") + (head("1400") - exact(text("base latency"))) /
                                               exact(text("cloud latency")) * text("transmit energy"),
                     paper("table3", "Energy", "1400")),
              "the table is computed with 2000 ms"));
  claims.push_back(checked("section 3, Table 3", "On-Device at 1000 ms consumes the column's 96 mJ",
                           equals(text("model B energy"), paper("table3", "Energy", "1000")),
                           "the row of energies is the hybrid's; A.2 has 60 mJ for model B"));
  claims.push_back(
      checked("A.6", "MCUNet consumes 11 mJ", equals(text("base energy"), text("on-device energy in A.6"))));
  return claims;
}

}  // namespace hybrid::paper
