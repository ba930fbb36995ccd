#include "quant/float_inference.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "reference/int8.h"
#include "unit/quant/random_network.h"

using namespace hybrid;
using namespace hybrid::quant;
using namespace hybrid::test;

TEST_CASE("the folded graph gives what the architecture gives layer by layer", "[quant]") {
  Rng rng(1);
  for (int i = 0; i < 150; ++i) {
    const arch::ArchSpec spec = draw_network(rng);
    const FloatWeights weights = draw_weights(rng, spec);
    const Graph graph = lower(spec);
    FloatInference inference(graph, fold(graph, weights));
    for (int repeat = 0; repeat < 2; ++repeat) {  // nothing is left over from the image before
      const std::vector<float> image = draw_numbers(rng, spec.input.elements(), 0, 1);
      const std::vector<double> expected = reference::run_unfolded(spec, weights, image);
      const std::span<const float> logits = inference.run(image);
      REQUIRE(logits.size() == expected.size());
      for (std::size_t c = 0; c < logits.size(); ++c)
        REQUIRE(logits[c] == Approx(expected[c]).epsilon(1e-4).margin(1e-4));
    }
  }
}

TEST_CASE("an image of another size is a fault of ours in float inference", "[quant]") {
  Rng rng(2);
  const arch::ArchSpec spec = draw_network(rng);
  const Graph graph = lower(spec);
  FloatInference inference(graph, fold(graph, draw_weights(rng, spec)));
  REQUIRE_THROWS_AS(inference.run(std::vector<float>(1000)), InternalError);
  REQUIRE_THROWS_AS(FloatInference(graph, {}), InternalError);
}
