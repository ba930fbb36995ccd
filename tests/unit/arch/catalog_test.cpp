#include "arch/catalog.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "arch/count.h"

using namespace hybrid;
using namespace hybrid::arch;

TEST_CASE("every name of the catalog is found and fits images large and small", "[arch]") {
  REQUIRE(arch_names().size() >= 2);
  REQUIRE(std::ranges::is_sorted(arch_names()));
  for (const std::string& name : arch_names())
    for (const Shape input : {Shape{1, 1, 1}, Shape{1, 12, 12}, Shape{3, 33, 20}}) {
      const auto arch = find_arch(name, input, 7);
      REQUIRE(arch);
      REQUIRE(arch->name == name);
      REQUIRE(arch->input == input);
      REQUIRE(arch->classes == 7);
      REQUIRE(count(*arch).layers.back().output == Shape{7, 1, 1});
    }
}

TEST_CASE("torchvision's twins differ from timm's networks in batch norm's epsilon alone", "[arch]") {
  int twins = 0;
  for (const std::string& name : arch_names()) {
    if (!name.ends_with(kTorchvisionSuffix)) continue;
    ++twins;
    ArchSpec twin = find_arch(name).value();
    ArchSpec timms = find_arch(name.substr(0, name.size() - kTorchvisionSuffix.size())).value();
    REQUIRE(twin.layers != timms.layers);
    REQUIRE(twin.layers == with_norm_epsilon(timms, 1e-3).layers);
  }
  REQUIRE(twins == 5);
}

TEST_CASE("a name that is not in the catalog is not found", "[arch]") {
  REQUIRE_FALSE(find_arch("resnet-smal", {1, 28, 28}, 10));
  REQUIRE_FALSE(find_arch("", {1, 28, 28}, 10));
}

TEST_CASE("the tiny network is a microcontroller's, the small one some eighty times as large", "[arch]") {
  const Shape input{1, 28, 28};
  REQUIRE(count(*find_arch("linear", input, 10)).macs == 7840);
  const ArchCount tiny = count(*find_arch("separable-tiny", input, 10));
  REQUIRE(tiny.macs == 77368);
  REQUIRE(tiny.parameters == 2858);
  const ArchCount small = count(*find_arch("resnet-small", input, 10));
  REQUIRE(small.macs == 5918464);
  REQUIRE(small.parameters == 172266);
}

TEST_CASE("without an input it is the one the network was published for", "[arch]") {
  REQUIRE(find_arch("mcunet-5fps")->input == Shape{3, 96, 96});
  REQUIRE(find_arch("mass-600")->input == Shape{3, 236, 236});
  REQUIRE(find_arch("efficientnet-b7")->input == Shape{3, 600, 600});
  REQUIRE(find_arch("mobilenet-v3-small-075")->classes == 1000);
  REQUIRE(find_arch("resnet-20")->input == Shape{3, 32, 32});
  REQUIRE(find_arch("resnet-20")->classes == 10);
  REQUIRE_FALSE(find_arch("resnet-21"));
  for (const std::string& name : arch_names()) {
    const ArchSpec published = *find_arch(name);
    REQUIRE(published == *find_arch(name, published.input, published.classes));
  }
}

TEST_CASE("CIFAR ResNets have the parameters of the paper, and those of their projections", "[arch]") {
  // He et al. 2016, table 6: 0.27, 0.46, 0.66, 0.85, 1.7 M, with shortcuts that have none (option A).
  const std::int64_t projections = 16 * 32 + 2 * 32 + 32 * 64 + 2 * 64;
  for (const auto& [name, millions] :
       {std::pair("resnet-20", 0.27), std::pair("resnet-32", 0.46), std::pair("resnet-44", 0.66),
        std::pair("resnet-56", 0.85), std::pair("resnet-110", 1.73)}) {
    const std::int64_t parameters = count(*find_arch(name)).parameters - projections;
    REQUIRE(std::abs(static_cast<double>(parameters) / 1e6 - millions) <= 0.005);
  }
}

TEST_CASE("only the last layers of a network depend on its classes", "[arch]") {
  for (const std::string& name : arch_names()) {
    ArchSpec ten = *find_arch(name, {3, 32, 32}, 10);
    ArchSpec thousand = *find_arch(name, {3, 32, 32}, 1000);
    REQUIRE(ten.layers.back() == LayerSpec(LinearSpec{.outputs = 10}));
    REQUIRE(thousand.layers.back() == LayerSpec(LinearSpec{.outputs = 1000}));
    ten.layers.pop_back();
    thousand.layers.pop_back();
    REQUIRE(ten.layers == thousand.layers);
  }
}
