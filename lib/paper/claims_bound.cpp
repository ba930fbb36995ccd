// A.2's upper bound, min((a_g - a_b) / (1 - a_b) (1 - c) + a_b, a_g): its printed values, and the printed
// accuracies above it. It is the curve of a router that cannot tell which of the base's errors the cloud
// repeats, so a better router may exceed it.

#include <fmt/format.h>

#include "paper/claims.h"

namespace hybrid::paper {

namespace {

constexpr const char* kBlind =
    "the bound is of a router that is blind to the cloud's errors, and of the base as it was before hybrid "
    "training: either may be why";

/// Returns the upper bound in per cent, like all quantities here.
Quantity upper_bound(const Quantity& base, const Quantity& cloud, const Quantity& sent) {
  return in("%", smallest({(cloud - base) / (100 - base) * sent + base, cloud}));
}

/// Returns the sent share at an exact coverage, shown as a number.
Quantity sent_at(const Quantity& coverage) {
  return 100 - coverage.value;
}

/// Returns the sent share at a point of Figure 4, whose MACs, base + sent * global, are truncated to whole
/// millions.
Quantity sent_in_figure4(std::string_view macs) {
  Quantity shown = head(macs);
  shown.high += 1;
  return 100 * (shown - head("48")) / head("215");
}

}  // namespace

Claims claims_on_bound(const PaperNumbers& paper) {
  const Quantity base = paper("table3", "On-Device", "200");
  const Quantity cloud = paper("table3", "On-Cloud", "2000");
  Claims claims;

  for (const std::string ms : {"600", "1000", "1400", "1600"})
    claims.push_back(checked(
        "section 3, Table 3", fmt::format("Upper-Bound at {} ms", ms),
        equals(upper_bound(base, cloud, sent_at(coverage_at(paper, ms))), paper("table3", "Upper-Bound", ms)),
        ms == "600" ? "exact with a base of 51.0 and a cloud of 80.0 %" : ""));
  for (const std::string ms : {"600", "1000", "1400", "1600"})
    claims.push_back(checked("section 3, Table 3",
                             fmt::format("the hybrid is below the upper bound at {} ms", ms),
                             at_most(paper("table3", "Hybrid", ms), paper("table3", "Upper-Bound", ms))));
  claims.push_back(
      checked("A.2", "the bound reaches the cloud's accuracy at c = a_b",
              equals(upper_bound(base, cloud, sent_at(base)), paper("table3", "On-Cloud", "2000")),
              "at 200 + 0.489 * 2000 = 1178 ms"));
  claims.push_back(
      checked("A.2", "c = 0 recovers the global accuracy",
              equals(upper_bound(base, cloud, sent_at(0)), paper("table3", "On-Cloud", "2000"))));
  claims.push_back(
      checked("A.2", "c = 1 recovers the base's accuracy",
              equals(upper_bound(base, cloud, sent_at(100)), paper("table3", "On-Device", "200"))));
  for (const std::string model : {"MBV3-48", "MBV3-143", "MBV3-215"})
    claims.push_back(
        checked("A.2", fmt::format("no hybrid exceeds the bound: Table 4, {} at 90 %", model),
                at_most(paper("table4", model + " hybrid", "90"),
                        upper_bound(paper("table4", model + " base", "100"), cloud, sent_at(head("90")))),
                kBlind));
  for (const std::string macs : {"69", "177"})
    claims.push_back(
        checked("A.2", fmt::format("no hybrid exceeds the bound: Figure 4 at {} M MACs", macs),
                at_most(paper("figure4", "Hybrid", macs),
                        upper_bound(paper("figure4", "MBV3 alone", "48"),
                                    paper("figure4", "MBV3 alone", "215"), sent_in_figure4(macs))),
                macs == "69" ? kBlind
                             : "nor is the global accuracy a limit: the base is right on some of the "
                               "cloud's errors"));
  return claims;
}

}  // namespace hybrid::paper
