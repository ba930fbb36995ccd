#include "config/router.h"

#include <fmt/format.h>

#include "config/fields.h"

namespace hybrid::config {
namespace {

void describe_network(Fields& f, RouterConfig& c) {
  f.field("hidden", c.hidden, {.doc = "widths of the hidden layers", .paper = "[256, 64] (A.4.2)", .min = 1});
  f.choice(
      "features", c.features, kRouterFeaturesNames,
      {.doc = "features of the base's outputs: their entropy, the ten largest probabilities in descending "
              "order, or the entropy and the table of `pairs`, to which the predicted class can be added "
              "(one number per class)",
       .paper = "entropy+pairs (A.4.2)"});
  f.choice("pairs", c.pairs, kPairFeaturesNames,
           {.doc = "features of each pair of the largest probabilities, if `features` has pairs",
            .paper = "\"correlations\" (A.4.2)"});
  f.field(
      "final_relu", c.final_relu,
      {.doc = "a ReLU after the last hidden layer; the authors' code has none there", .paper = "not given"});
}

void describe_fit(Fields& f, RouterConfig& c) {
  f.field("epochs", c.epochs,
          {.doc = "passes over the oracle's labels in each fit", .paper = "50 (A.4.1)", .min = 1});
  f.field("batch", c.batch,
          {.doc = "examples per step", .unit = "examples", .paper = "256 (A.4.1)", .min = 1});
  f.field("learning_rate", c.learning_rate,
          {.doc = "step size at the start of the cosine", .paper = "1e-2 (A.4.1)", .above = 0});
  f.field("momentum", c.momentum,
          {.doc = "share of the last step that is kept", .paper = "used, not given", .min = 0, .below = 1});
  f.field("weight_decay", c.weight_decay, {.doc = "L2 penalty", .paper = "1e-5 (A.4.1)", .min = 0});
}

void describe_loss(Fields& f, RouterConfig& c) {
  f.choice(
      "penalty", c.penalty, kCoveragePenaltyNames,
      {.doc = "coverage term of Eq. 5: paper takes (r1 - r0)+ as it is, clamped caps it at 0.1 and scales it "
              "by 10, as the authors' code does",
       .paper = "paper (Eq. 5)"});
  f.field("penalty_weight", c.penalty_weight,
          {.doc = "lambda_r, weight of the coverage term", .paper = "not given", .min = 0});
  f.field("target_coverage", c.target_coverage,
          {.doc = "share of the inputs the router is trained to keep on the device; oracle for the share the "
                  "oracle keeps, 1 - mean o",
           .paper = "the oracle's (Sec. 3)",
           .min = 0,
           .max = 1,
           .empty_word = "oracle"});
  f.field("positive_weight", c.positive_weight,
          {.doc = "a in W_r = 1 + a o: how much more an example counts that should be sent",
           .paper = "2 (Eq. 5)",
           .min = 0});
}

}  // namespace

void describe(Fields& f, RouterConfig& c) {
  describe_network(f, c);
  describe_fit(f, c);
  describe_loss(f, c);
}

void validate(const RouterConfig& c, const Findings& findings) {
  if (c.pairs != RouterConfig{}.pairs && !has_pairs(c.features))
    findings.add(
        {"pairs", "features"},
        fmt::format("pairs is {}, but features is {}, which has no pairs: choose entropy+pairs",
                    name_of(c.pairs, kPairFeaturesNames), name_of(c.features, kRouterFeaturesNames)));
}

}  // namespace hybrid::config
