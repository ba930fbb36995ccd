#include "arch/catalog.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "arch/count.h"

using namespace hybrid;

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
