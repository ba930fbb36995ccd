#include "arch/model_card.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "arch/catalog.h"
#include "config/load.h"
#include "config/writer.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using namespace hybrid::arch;
using Catch::Matchers::Contains;

namespace {

std::vector<ModelCard> published() {
  return read_cards(HYBRID_SOURCE "/configs/models");
}

ModelCard card_named(const std::string& name) {
  for (const ModelCard& card : published())
    if (card.name == name) return card;
  FAIL("no card " << name);
  return {};
}

double kilobytes(double bytes) {
  return bytes / 1024;
}

}  // namespace

TEST_CASE("every published number is within one per cent of ours, or the card says why not", "[arch]") {
  REQUIRE(published().size() >= 23);
  for (const ModelCard& card : published()) {
    const auto rows = compare(card, count(arch_of(card)));
    REQUIRE(rows.size() >= 1);
    double largest = 0;
    for (const CardComparison& row : rows) largest = std::max(largest, std::abs(row.deviation()));
    INFO(card.name << " differs by " << largest);
    REQUIRE((largest <= 0.01 || !card.explained.empty()));
  }
}

TEST_CASE("numbers without an explanation of their own are within one per cent", "[arch]") {
  // What an explanation is about; everything else on the same card has to agree.
  const std::map<std::string, std::vector<std::string>> explained{
      {"MCUNet A", {"parameters"}},
      {"MBV3-48", {"MACs"}},
      {"MBV3-143", {"MACs"}},
      {"EfficientNet-B7", {"MACs"}},
      {"mbv2-w0.35", {"SRAM", "flash"}},
      {"proxyless-w0.3", {"SRAM", "flash"}},
      {"mcunet-in0", {"SRAM", "flash"}},
      {"mcunet-in1", {"SRAM", "flash"}},
      {"mcunet-in2", {"SRAM", "flash"}},
      {"mcunet-in3", {"SRAM", "flash"}},
      {"mcunet-in4", {"SRAM", "flash"}},
  };
  for (const ModelCard& card : published())
    for (const CardComparison& row : compare(card, count(arch_of(card)))) {
      INFO(card.name << ", " << row.what << ": " << row.deviation());
      const auto known = explained.find(card.name);
      const bool differs = known != explained.end() && std::ranges::count(known->second, row.what) > 0;
      REQUIRE((std::abs(row.deviation()) <= 0.01) != differs);
    }
}

TEST_CASE("the paper's counts of timm's tf_ networks leave out what their cards say", "[arch]") {
  for (const char* name : {"MBV3-48", "MBV3-143"}) {
    const ModelCard card = card_named(name);
    ArchSpec spec = arch_of(card);
    const ArchCount counted = count(spec);
    std::int64_t macs = counted.macs - counted.layers.back().macs;
    Shape before = spec.input;
    for (const LayerCount& layer : counted.layers) {
      // Among convolutions only those of stride 2 make the map smaller; pooling has no MACs.
      if (layer.output.height > 1 && layer.output.height < before.height) macs -= layer.macs;
      before = layer.output;
    }
    INFO(name << ": " << macs);
    REQUIRE(std::abs(static_cast<double>(macs) / *card.macs - 1) < 0.002);
  }
}

TEST_CASE("the zoo's memory is ours and what the engine takes", "[arch]") {
  for (const char* name : {"mbv2-w0.35", "proxyless-w0.3", "mcunet-in2", "mcunet-in3", "mcunet-in4"}) {
    const ModelCard card = card_named(name);
    const ArchCount counted = count(arch_of(card));
    const double sram = kilobytes(*card.sram_bytes - static_cast<double>(counted.sram_bytes_int8));
    const double flash = kilobytes(*card.flash_bytes - static_cast<double>(counted.weight_bytes_int8));
    INFO(name << ": " << sram << " and " << flash);
    REQUIRE((sram > 24 && sram < 57));
    REQUIRE((flash > 114 && flash < 161));
  }
}

TEST_CASE("a comparison has a row for every number that is printed", "[arch]") {
  ModelCard card{.name = "a", .network = "linear", .resolution = 2, .source = "b"};
  const ArchCount counted = count(arch_of(card));  // 12 inputs, 1000 outputs
  REQUIRE(compare(card, counted).empty());
  card.macs = 10'000;
  card.flash_bytes = 32'000;
  const auto rows = compare(card, counted);
  REQUIRE(rows.size() == 2);
  REQUIRE(rows[0].what == "MACs");
  REQUIRE(rows[0].ours == 12'000);
  REQUIRE(rows[0].deviation() == Approx(0.2));
  REQUIRE(rows[1].what == "flash");
  REQUIRE(rows[1].deviation() == Approx(-0.5));
}

TEST_CASE("cards are read by file name, and faults are the file's", "[arch]") {
  const test::TemporaryFolder folder;
  const std::string card = "name: B\nnetwork: linear\nresolution: 4\nmacs: 1e6\nsource: s\n";
  folder.file("b.yaml", card);
  folder.file("a.yaml", "name: A\nnetwork: linear\nresolution: 4\nsource: s\n");
  folder.file("notes.txt", "no card");
  const auto cards = read_cards(folder.path());
  REQUIRE(cards.size() == 2);
  REQUIRE(cards[0].name == "A");
  REQUIRE_FALSE(cards[0].macs);
  REQUIRE(cards[1].macs == 1e6);
  REQUIRE(config::load_text<ModelCard>(config::to_yaml(cards[1]), "again.yaml").value == cards[1]);

  folder.file("c.yaml", card + "top1: 3\n");
  REQUIRE_THAT(test::error_message<ConfigError>([&] { read_cards(folder.path()); }), Contains("c.yaml"));
  REQUIRE_THROWS_AS(read_cards(folder / "nothing"), DataError);
  REQUIRE_THAT(test::error_message<ConfigError>([&] {
                 config::load_text<ModelCard>("name: C\nnetwork: liner\nresolution: 4\nsource: s\n",
                                              "c.yaml");
               }),
               Contains("unknown network 'liner'; did you mean 'linear'?") && Contains("c.yaml:2"));
  REQUIRE_THROWS_AS(config::load_text<ModelCard>(card + "parameters: 0\n", "c.yaml"), ConfigError);
}
