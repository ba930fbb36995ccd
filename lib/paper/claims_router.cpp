// Claims on the router's cost on the device: A.4.2, A.7 and Table 7.

#include "paper/claims.h"

namespace hybrid::paper {

Claims claims_on_router(const PaperNumbers& paper) {
  const auto text = [&](std::string_view row) -> const PrintedNumber& { return paper.text(row); };
  const auto table7 = [&](std::string_view column) {
    return (Quantity(paper("table7", "Hybrid-MCUNet", column)) - paper("table7", "MCUNet", column)) /
           paper("table7", "MCUNet", column);
  };
  Claims claims;

  claims.push_back(
      checked("A.4.2", "entropy and the correlations of the top 10 make 101 inputs",
              equals(1 + text("top predictions") * text("top predictions"), text("router inputs"))));
  claims.push_back(checked("A.4.2", "the router takes less than 2 % of the base's computation",
                           less(in_per_cent((text("router inputs") * text("first layer") +
                                             text("first layer") * text("second layer") +
                                             text("second layer") * text("router outputs")) /
                                            Quantity(1e6, "1000000") / text("base MACs")),
                                text("router compute")),
                           "42,368 MACs; 19,328 once the features are folded into the first layer"));
  claims.push_back(checked("section 3", "about 2 % slowdown by the router",
                           equals(in_per_cent(table7("Latency")), text("router slowdown"))));
  claims.push_back(checked("A.7", "less than 2 % slowdown",
                           less(in_per_cent(table7("Latency")), text("router slowdown at most")),
                           "about 2 %, as section 3 says"));
  claims.push_back(checked("A.7", "less than 2 % overhead in energy",
                           less(in_per_cent(table7("Energy")), text("router slowdown at most"))));
  claims.push_back(checked("A.7", "less than 2 % overhead in SRAM",
                           less(in_per_cent(table7("SRAM")), text("router slowdown at most"))));
  claims.push_back(checked("A.7", "base and router have room in 320 KB of SRAM",
                           at_most(in("KB", Quantity(paper("table7", "Hybrid-MCUNet", "SRAM")) / 1024),
                                   paper("table1", "Memory", "MCU"))));
  claims.push_back(checked(
      "A.7", "MCUNet takes Table 1's 200 ms",
      equals(Quantity(paper("table7", "MCUNet", "Latency")) * 1000, paper("table1", "Latency", "MCU")),
      "with TensorFlow Lite; 197 ms may be of another engine"));
  claims.push_back(checked("A.7", "MCUNet consumes A.2's 10.368 mJ",
                           equals(Quantity(paper("table7", "MCUNet", "Energy")) * 1000, text("base energy")),
                           "10.7 times as much; the board takes 438 mW, not 51.84"));
  return claims;
}

}  // namespace hybrid::paper
