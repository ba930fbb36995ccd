#include "eval/routing_problem.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "support/error_message.h"

using namespace hybrid;
using namespace hybrid::eval;

namespace {

RoutingProblem two_methods() {
  RoutingProblem problem{
      .variants = {{"", {{1}, {1}}, {{1, 0}, {1, 1}}}, {"before", {{0}, {1}}, {{0, 0}, {1, 1}}}},
      .skipped = {{"margin", "not defined for a single class"}}};
  problem.methods.push_back({.measure = "on_device", .kind = MethodKind::on_device});
  problem.methods.push_back({.measure = "entropy", .variant = "before", .tune = {1}, .test = {1, 2}});
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

TEST_CASE("a method is called by its measure and its variant, and its name is read back with that",
          "[eval]") {
  const RoutingProblem problem = two_methods();
  REQUIRE(problem.methods[0].name() == "on_device");
  REQUIRE(problem.methods[1].name() == "entropy_before");
  REQUIRE(problem.find("entropy", "before") == &problem.methods[1]);
  REQUIRE(problem.find("entropy") == nullptr);
  REQUIRE(method_name("appealnet", "appealnet") == "appealnet");  // a variant's own router
  REQUIRE(method_name("max_prob", "appealnet") == "max_prob_appealnet");
  for (const auto& [measure, variant] : {std::pair("entropy", ""), std::pair("max_prob", "before"),
                                         std::pair("appealnet", "appealnet"), std::pair("max_prob", "fused")})
    REQUIRE(measure_in(method_name(measure, variant), variant) == measure);
  REQUIRE_FALSE(measure_in("entropy", "before"));
}

TEST_CASE("what is answered by both networks is told by the variant alone", "[eval]") {
  REQUIRE((is_fused("fused") && is_fused("control_fused")));
  REQUIRE_FALSE((is_fused("") || is_fused("control") || is_fused("unfused")));
}

TEST_CASE("the hybrid's own methods are the preferred ones, then fused predictions", "[eval]") {
  std::vector<std::string> names;
  for (const auto& id : hybrid_methods()) names.push_back(id.name());
  REQUIRE(names == std::vector<std::string>{"auto", "router", "max_prob", "max_prob_fused"});
}
