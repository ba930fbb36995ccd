// Claims on costs: Table 1, and the payload and link of A.2.

#include <fmt/format.h>

#include "arch/catalog.h"
#include "arch/split_points.h"
#include "core/error.h"
#include "paper/claims.h"

namespace hybrid::paper {

namespace {

/// Returns MASS-600 from our catalog; its counts agree with Table 6.
arch::ArchSpec global_network() {
  const auto spec = arch::find_arch("mass-600");
  HYBRID_CHECK(spec, "the catalog has no mass-600");
  return *spec;
}

/// Returns the transmission time of a raw image of that side, in seconds.
Quantity raw_transfer(const PaperNumbers& paper, const Quantity& side) {
  return side * side * paper.text("colours") * 8 / 1000 / paper.text("link rate");
}

}  // namespace

Claims claims_on_costs(const PaperNumbers& paper) {
  const auto text = [&](std::string_view row) -> const PrintedNumber& { return paper.text(row); };
  const arch::ArchSpec global = global_network();
  const arch::SplitPoint split =
      arch::split_points(global).at(2);  // after the stem and the first MBConv layer
  Claims claims;

  claims.push_back(checked(
      "section 1", "the GPU is 10x faster than the MCU",
      equals(Quantity(paper("table1", "Latency", "MCU")) / text("GPU latency"), text("times faster GPU"))));
  claims.push_back(
      checked("section 1", "transfer takes about 100x the processing time on a GPU",
              equals(text("communication latency") / text("GPU latency"), text("transfer over GPU time")),
              "the order of magnitude is right"));
  claims.push_back(checked(
      "section 1", "transmitting costs 20x the energy of processing",
      equals(text("transmit energy") / text("base energy"), text("transmission over processing energy")),
      "of the modelled energy; of the one measured in Table 7 it is twice"));
  claims.push_back(
      checked("section 1, Table 1", "2000 ms to communicate an image",
              equals(text("base input") * 8 / text("link rate") * 1000, text("caption's transfer time")),
              "rounded to 2 s in A.2"));
  claims.push_back(checked("section 1, Table 1", "the MCU takes 200 ms, as section 3 says",
                           equals(text("base latency measured"), paper("table1", "Latency", "MCU")),
                           "197 ms there"));
  claims.push_back(
      checked("section 1, Table 1", "the MCU's model has 0.6 MB",
              equals(text("model A parameters") * Quantity(1, "1 byte"), paper("table1", "Size", "MCU")),
              "millions of parameters, of one byte each"));
  claims.push_back(checked(
      "section 1, Table 1", "the GPU's model has 9.1 MB",
      equals(paper("table6", "#Params", "MASS-600") * Quantity(1, "1 byte"), paper("table1", "Size", "GPU")),
      "of one byte each, too; in 32-bit floats it has 36.4 MB"));
  for (const auto& [row, column, again] :
       {std::tuple{"Memory", "MCU", "SRAM of the MCU"}, std::tuple{"Storage", "MCU", "flash of the MCU"},
        std::tuple{"GPU memory", "GPU", "memory of the GPU"},
        std::tuple{"GPU storage", "GPU", "storage of the server"}})
    claims.push_back(checked("section 1, Table 1", fmt::format("{}: A.2 has the same", again),
                             equals(text(again), paper("table1", row, column))));
  claims.push_back(
      checked("section 2", "the cloud's latency is 2025 ms",
              equals(text("communication latency") + text("GPU latency"), text("cloud latency"))));
  claims.push_back(checked(
      "A.2", "an input of 96 x 96 x 3 has nearly 28 KB",
      equals(text("base input side") * text("base input side") * text("colours") / 1000, text("base input")),
      "KB of 1000 bytes; 27 of 1024"));
  claims.push_back(checked("A.2", "sending 28 KB at 110 kbps takes 2 s",
                           equals(text("base input") * 8 / text("link rate"), text("transfer time")),
                           "2.036 s; the energy would be 219.9 mJ"));
  claims.push_back(checked(
      "A.2", "the image for the global model takes 2 s to send: the 224 x 224 x 3 of A.1",
      equals(raw_transfer(paper, text("image side")), text("transfer time")),
      "the 28 KB are the base's input, 96 x 96 x 3; compression may close the gap, at some accuracy"));
  claims.push_back(
      checked("A.2",
              fmt::format("the image for the global model takes 2 s to send: the {0} x {0} x 3 that "
                          "MASS-600 takes",
                          global.input.height),
              equals(raw_transfer(paper, global.input.height), text("transfer time")),
              "79.9 % is its accuracy on images of this size, not on those that 2 s can send"));
  claims.push_back(
      checked("A.2", "model C (1.4 M parameters) is deployable in 1 MB of flash",
              at_most(text("model C parameters") * Quantity(4, "4 bits") / Quantity(8, "8 bits"),
                      paper("table1", "Storage", "MCU")),
              "with 4-bit weights, as the zoo has it; by Table 1's byte per parameter it has 1.4 MB"));
  claims.push_back(checked(
      "A.2", "the first MBConv layer of the global model splits off 48 M MACs",
      equals(Quantity(static_cast<double>(split.macs_before) / 1e6, "our count"), text("split base MACs")),
      "by our count of MASS-600, 54.4 M after the next layer; an exit classifier is not counted"));
  claims.push_back(
      checked("A.2", "the features there have more than twice the size of the input",
              more(static_cast<double>(split.bytes_int8()) / 1000 / text("base input"),
                   text("split features over input")),
              "in 8-bit integers against the 28 KB; against the global model's own input it is twice "
              "exactly"));
  return claims;
}

}  // namespace hybrid::paper
