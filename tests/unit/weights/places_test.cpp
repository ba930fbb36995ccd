#include "weights/places.h"

#include <catch2/catch.hpp>

#include "arch/catalog.h"
#include "arch/count.h"

namespace hybrid::weights {
namespace {

std::vector<Role> roles_of(const Places& places) {
  std::vector<Role> roles;
  for (const Place& place : places.list) roles.push_back(place.role);
  return roles;
}

TEST_CASE("places hold exactly the parameters that are counted, in every network", "[weights]") {
  for (const std::string& name : arch::arch_names()) {
    INFO(name);
    std::int64_t parameters = 0;
    for (const Place& place : places_of(arch::find_arch(name).value()).list)
      for (const LayerTensor& tensor : place.tensors)
        if (tensor.leaf == "weight" || tensor.leaf == "bias")
          parameters += claimed_bytes(TensorType::u8, tensor.shape);
    REQUIRE(parameters == count(arch::find_arch(name).value()).parameters);
  }
}

TEST_CASE("the parts of an inverted residual network are told apart", "[weights]") {
  const arch::ConvSpec point{.channels = 4}, deep{.channels = 8, .kernel = 3, .groups = 8};
  const arch::BlockSpec thin{.body = {deep, point}, .shortcut = false, .projection = {}};
  const arch::BlockSpec full{
      .body = {arch::ConvSpec{.channels = 8}, deep, arch::SqueezeExciteSpec{.squeezed = 2}, point},
      .shortcut = true,
      .projection = {}};
  const arch::ArchSpec spec{"net",
                            {3, 8, 8},
                            5,
                            {arch::ConvSpec{.channels = 8}, thin, full, arch::ConvSpec{.channels = 6},
                             arch::GlobalAveragePoolSpec{}, arch::ConvSpec{.channels = 7},
                             arch::LinearSpec{.outputs = 9}, arch::LinearSpec{.outputs = 5}}};
  const Places places = places_of(spec);
  REQUIRE(roles_of(places) == std::vector{Role::stem, Role::depthwise, Role::narrow, Role::widen,
                                          Role::depthwise, Role::squeeze, Role::narrow, Role::last, Role::mix,
                                          Role::hidden, Role::classifier});
  REQUIRE(places.fits_pattern());
  REQUIRE(places.blocks == 2);
  REQUIRE(places.list[1].block == 0);
  REQUIRE(!places.list[1].widened);
  REQUIRE(places.list[5].name == "layers.2.body.2");
  REQUIRE(places.list[5].position == 2);
  REQUIRE(places.list[5].widened);
}

TEST_CASE("networks of other kinds do not fit the pattern, but have places", "[weights]") {
  for (const char* name : {"linear", "separable-tiny", "resnet-20", "resnet-small"}) {
    INFO(name);
    const Places places = places_of(arch::find_arch(name).value());
    REQUIRE(!places.fits_pattern());
    REQUIRE(!places.list.empty());
  }
  REQUIRE(places_of(arch::find_arch("resnet-20").value()).list.back().name == "layers.11");
}

}  // namespace
}  // namespace hybrid::weights
