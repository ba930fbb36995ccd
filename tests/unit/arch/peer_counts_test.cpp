// Ours against timm and torchvision, which counted into peer_counts.json:
// tests/peers/arch/count_with_torch.py.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "arch/catalog.h"
#include "arch/count.h"
#include "core/files.h"

using namespace hybrid;
using namespace hybrid::arch;

TEST_CASE("MACs and parameters are timm's and torchvision's", "[arch]") {
  const auto counted = nlohmann::json::parse(read_file(HYBRID_TEST_DATA "/unit/arch/peer_counts.json"));
  std::set<std::string> networks;
  for (const auto& row : counted.at("rows")) {
    const std::string name = row.at("network");
    const int resolution = row.at("resolution");
    INFO(name << " at " << resolution << " in " << row.at("library"));
    const auto arch = find_arch(name, {3, resolution, resolution}, 1000);
    REQUIRE(arch);
    const ArchCount ours = count(*arch);
    REQUIRE(ours.macs == row.at("macs").get<std::int64_t>());
    REQUIRE(ours.parameters == row.at("parameters").get<std::int64_t>());
    networks.insert(name);
  }
  for (const std::string& name : arch_names())
    if ((name.starts_with("efficientnet-") || name.starts_with("mobilenet-")) &&
        !name.ends_with(kTorchvisionSuffix))
      REQUIRE(networks.contains(name));
}
