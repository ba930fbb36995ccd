// What it costs: the arithmetic of A.2, Tables 1, 3 and 7, the router.

#include <fmt/format.h>

#include "arch/catalog.h"
#include "arch/split_points.h"
#include "core/error.h"
#include "paper/claims.h"

namespace hybrid {

namespace {

/// MASS-600 as our catalog has it; its counts agree with Table 6.
ArchSpec global_network() {
  const auto spec = find_arch("mass-600");
  HYBRID_CHECK(spec, "the catalog has no mass-600");
  return *spec;
}

Quantity exact(double value) {
  return value;
}

/// Sending a raw image of that side over the link, in seconds.
Quantity raw_transfer(const PaperNumbers& paper, const Quantity& side) {
  return side * side * paper.text("colours") * exact(8) / exact(1000) / paper.text("link rate");
}

}  // namespace

Claims claims_on_costs(const PaperNumbers& paper) {
  const auto text = [&](std::string_view row) -> const PrintedNumber& { return paper.text(row); };
  const auto table7 = [&](std::string_view column) {
    return (Quantity(paper("table7", "Hybrid-MCUNet", column)) - paper("table7", "MCUNet", column)) /
           paper("table7", "MCUNet", column);
  };
  const ArchSpec global = global_network();
  const SplitPoint split = split_points(global).at(2);  // after the stem and the first MBConv layer
  Claims claims;

  // Section 1 and Table 1.
  claims.push_back(checked(
      "section 1", "the GPU is 10x faster than the MCU",
      equals(Quantity(paper("table1", "Latency", "MCU")) / text("GPU latency"), text("times faster GPU"))));
  claims.push_back(checked(
      "section 1", "transfer takes about 100x the processing time on a GPU",
      equals(text("communication latency") / Quantity(text("GPU latency")), text("transfer over GPU time")),
      "the order of magnitude is right"));
  claims.push_back(checked("section 1", "transmitting costs 20x the energy of processing",
                           equals(text("transmit energy") / Quantity(text("base energy")),
                                  text("transmission over processing energy")),
                           "of the modelled energy; of the one measured in Table 7 it is twice"));
  claims.push_back(checked("section 1, Table 1", "2000 ms to communicate an image",
                           equals(text("base input") * exact(8) / text("link rate") * exact(1000),
                                  text("caption's transfer time")),
                           "rounded to 2 s in A.2"));
  claims.push_back(checked("section 1, Table 1", "the MCU takes 200 ms, as section 3 says",
                           equals(text("base latency measured"), paper("table1", "Latency", "MCU")),
                           "197 ms there"));
  claims.push_back(checked("section 1, Table 1", "the MCU's model has 0.6 MB",
                           equals(text("model A parameters") * exact(1), paper("table1", "Size", "MCU")),
                           "millions of parameters, of one byte each"));
  claims.push_back(
      checked("section 1, Table 1", "the GPU's model has 9.1 MB",
              equals(paper("table6", "#Params", "MASS-600") * exact(1), paper("table1", "Size", "GPU")),
              "of one byte each, too; in 32-bit floats it has 36.4 MB"));
  claims.push_back(
      checked("section 2", "the cloud's latency is 2025 ms",
              equals(text("communication latency") + Quantity(text("GPU latency")), text("cloud latency"))));

  // A.2: energy and link.
  claims.push_back(checked(
      "A.2", "an input of 96 x 96 x 3 has nearly 28 KB",
      equals(text("base input side") * Quantity(text("base input side")) * text("colours") / exact(1000),
             text("base input")),
      "KB of 1000 bytes; 27 of 1024"));
  claims.push_back(
      checked("A.2", "the MCU consumes 51.84 mW",
              equals(text("voltage") * Quantity(text("current per MHz")) * text("clock") / exact(1000),
                     text("active power")),
              "the printed equation lacks the factor 1/1000"));
  claims.push_back(
      checked("A.2", "the base consumes 10.368 mJ",
              equals(text("active power") * Quantity(text("base seconds")), text("base energy"))));
  claims.push_back(
      checked("A.2", "that is 10.37 mJ", equals(text("base energy"), text("base energy rounded"))));
  claims.push_back(checked(
      "A.2", "model B consumes 60 mJ",
      equals(text("active power") * Quantity(text("model B latency")) / exact(1000), text("model B energy")),
      "60 only if rounded to tens"));
  claims.push_back(checked(
      "A.2", "model C consumes 80 mJ",
      equals(text("active power") * Quantity(text("model C latency")) / exact(1000), text("model C energy")),
      "not even if rounded to tens"));
  claims.push_back(
      checked("A.2", "transmitting consumes 108 mW",
              equals(text("transmit current") * Quantity(text("voltage")), text("transmit power"))));
  claims.push_back(checked("A.2", "sending 28 KB at 110 kbps takes 2 s",
                           equals(text("base input") * exact(8) / text("link rate"), text("transfer time")),
                           "2.036 s; the energy would be 219.9 mJ"));
  claims.push_back(
      checked("A.2", "transmitting an image consumes 216 mJ",
              equals(text("transmit power") * exact(text("transfer time").value), text("transmit energy"))));
  claims.push_back(checked(
      "A.2", "the image for the global model takes 2 s to send: the 224 x 224 x 3 of A.1",
      equals(raw_transfer(paper, text("image side")), text("transfer time")),
      "the 28 KB are the base's input, 96 x 96 x 3; compression may close the gap, at some accuracy"));
  claims.push_back(
      checked("A.2",
              fmt::format("the image for the global model takes 2 s to send: the {0} x {0} x 3 that "
                          "MASS-600 takes",
                          global.input.height),
              equals(raw_transfer(paper, exact(global.input.height)), text("transfer time")),
              "79.9 % is its accuracy on images of this size, not on those that 2 s can send"));
  claims.push_back(
      checked("A.2", "model C (1.4 M parameters) is deployable in 1 MB of flash",
              at_most(text("model C parameters") * exact(4) / exact(8), paper("table1", "Storage", "MCU")),
              "with 4-bit weights, as the zoo has it; by Table 1's byte per parameter it has 1.4 MB"));
  claims.push_back(
      checked("A.2", "the first MBConv layer of the global model splits off 48 M MACs",
              equals(exact(static_cast<double>(split.macs_before) / 1e6), text("split base MACs")),
              "by our count of MASS-600, 54.4 M after the next layer; an exit classifier is not counted"));
  claims.push_back(
      checked("A.2", "the features there have more than twice the size of the input",
              more(exact(static_cast<double>(split.bytes_int8()) / 1000) / text("base input"),
                   text("split features over input")),
              "in 8-bit integers against the 28 KB; against the global model's own input it is twice "
              "exactly"));

  // Table 3.
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
        equals(text("base energy") + (head(ms) - exact(text("base latency").value)) /
                                         exact(text("communication latency").value) * text("transmit energy"),
               paper("table3", "Energy", ms))));
  claims.push_back(
      checked("section 3, Table 3", "140 mJ at 1400 ms, with section 2's 2025 ms for what is sent",
              equals(text("base energy") + (head("1400") - exact(text("base latency").value)) /
                                               exact(text("cloud latency").value) * text("transmit energy"),
                     paper("table3", "Energy", "1400")),
              "the table is computed with 2000 ms"));
  claims.push_back(checked("section 3, Table 3", "On-Device at 1000 ms consumes the column's 96 mJ",
                           equals(text("model B energy"), paper("table3", "Energy", "1000")),
                           "the row of energies is the hybrid's; A.2 has 60 mJ for model B"));
  claims.push_back(
      checked("A.6", "MCUNet consumes 11 mJ", equals(text("base energy"), text("on-device energy in A.6"))));

  // The router.
  claims.push_back(checked(
      "A.4.2", "entropy and the correlations of the top 10 make 101 inputs",
      equals(1 + text("top predictions") * Quantity(text("top predictions")), text("router inputs"))));
  claims.push_back(checked("A.4.2", "the router takes less than 2 % of the base's computation",
                           less(in_per_cent((text("router inputs") * Quantity(text("first layer")) +
                                             text("first layer") * Quantity(text("second layer")) +
                                             text("second layer") * Quantity(text("router outputs"))) /
                                            exact(1e6) / text("base MACs")),
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
                           at_most(Quantity(paper("table7", "Hybrid-MCUNet", "SRAM")) / exact(1000),
                                   paper("table1", "Memory", "MCU"))));
  claims.push_back(checked(
      "A.7", "MCUNet takes Table 1's 200 ms",
      equals(Quantity(paper("table7", "MCUNet", "Latency")) * exact(1000), paper("table1", "Latency", "MCU")),
      "with TensorFlow Lite; 197 ms may be of another engine"));
  claims.push_back(
      checked("A.7", "MCUNet consumes A.2's 10.368 mJ",
              equals(Quantity(paper("table7", "MCUNet", "Energy")) * exact(1000), text("base energy")),
              "10.7 times as much; the board takes 438 mW, not 51.84"));
  return claims;
}

}  // namespace hybrid
