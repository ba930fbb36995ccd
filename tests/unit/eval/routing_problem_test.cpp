#include "eval/routing_problem.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "support/error_message.h"

using namespace hybrid;

namespace {

RoutingProblem two_methods() {
  RoutingProblem problem{
      .variants = {{"", {{1}, {1}}, {{1, 0}, {1, 1}}}, {"before", {{0}, {1}}, {{0, 0}, {1, 1}}}},
      .skipped = {{"margin", "not defined for a single class"}}};
  problem.methods.push_back({.name = "on_device", .kind = MethodKind::on_device});
  problem.methods.push_back({.name = "entropy_before", .variant = 1, .tune = {1}, .test = {1, 2}});
  return problem;
}

std::string refusal(const std::string& name) {
  return test::error_message<InvalidArgument>([&] { two_methods().method(name); });
}

}  // namespace

TEST_CASE("a problem finds its methods and their variants", "[eval]") {
  const RoutingProblem problem = two_methods();
  REQUIRE(problem.n_tune() == 1);
  REQUIRE(problem.n_test() == 2);
  REQUIRE(&problem.method("entropy_before") == &problem.methods[1]);
  REQUIRE(problem.variant_of(problem.methods[1]).suffix == "before");
  REQUIRE(problem.variant_of(problem.methods[0]).suffix.empty());
}

TEST_CASE("an unknown method is answered with a suggestion and the known ones", "[eval]") {
  REQUIRE(
      refusal("entropy_befor") ==
      "unknown method 'entropy_befor'; did you mean 'entropy_before'? (there are on_device, entropy_before)");
  REQUIRE(refusal("knn") == "unknown method 'knn' (there are on_device, entropy_before)");
}

TEST_CASE("a method that was skipped is answered with its reason", "[eval]") {
  REQUIRE(refusal("margin") == "method 'margin' is not available: not defined for a single class");
}

TEST_CASE("a method's measure is its name without its variant's suffix", "[eval]") {
  RoutingProblem problem = two_methods();
  REQUIRE(problem.measure_of(problem.methods[0]) == "on_device");
  REQUIRE(problem.measure_of(problem.methods[1]) == "entropy");
  REQUIRE(suffixed("entropy", "before") == "entropy_before");
  REQUIRE(suffixed("entropy", "") == "entropy");
  problem.methods[1].name = "before";  // a variant's own router
  REQUIRE(problem.measure_of(problem.methods[1]) == "before");
  problem.methods[1].name = "entropy";
  REQUIRE_THROWS_AS(problem.measure_of(problem.methods[1]), InternalError);
}
