#include "config/training.h"

#include <fmt/format.h>

#include "config/fields.h"

namespace hybrid::config {

void describe(Fields& f, DistillationConfig& c) {
  f.field("weight", c.weight,
          {.doc = "share of the cloud's probabilities in the base's training target, the rest being the "
                  "label's; 0 for none. The control is trained without it",
           .paper = "0",
           .min = 0,
           .max = 1});
  f.field("temperature", c.temperature,
          {.doc = "the cloud's logits are divided by it: below 1 for an underconfident cloud", .above = 0});
}

void describe(Fields& f, TrainingConfig& c) {
  f.choice(
      "update", c.update, kUpdatedPartsNames,
      {.doc = "parts that are trained in turn; none fine-tunes the base alone, without router and weights",
       .paper = "router+base (Sec. 3)"});
  f.field("epochs", c.epochs, {.doc = "rounds of Algorithm 1", .paper = "50 (A.4.1)", .min = 1});
  f.field(
      "control", c.control,
      {.doc = "also fine-tune the same base for the same steps without router and weights, to separate the "
              "effect of hybrid training from that of longer training"});
  f.choice(
      "oracle_labels", c.oracle_labels, kOracleLabelsNames,
      {.doc = "images the oracle labels: held_out from training (data.oracle_fraction), all of them by "
              "networks that have not seen them (cross_fit), the training images, which a cloud network may "
              "have memorised (train), or those augmented as in training (train_views)",
       .paper = "train (Alg. 1)"});
  f.field("base_emphasis", c.base_emphasis,
          {.doc = "a in W_b = 1 + a (1 - r): how much more the base's loss counts an image that the router "
                  "keeps on the device; 0 for the same weight everywhere, as in the control",
           .paper = "1: W_b = 2 - r (Sec. 2.1)",
           .min = 0});
  f.field("cloud_emphasis", c.cloud_emphasis,
          {.doc = "a in W_g = 1 + a r: how much more the cloud's loss counts an image that the router "
                  "sends; 0 for the same weight everywhere",
           .paper = "1: W_g = 1 + r (Sec. 2.1)",
           .min = 0});
  f.section("base", c.base, {.doc = "How the base is trained with the weights W_b."});
  f.section("distillation", c.distillation,
            {.doc = "The base is also trained on the cloud's probabilities for the same augmented images."});
  f.section("cloud", c.cloud, {.doc = "How the cloud network is trained with the weights W_g."});
  f.section("appealnet", c.appealnet, {.doc = "AppealNet (Li et al. 2021), also trained, for comparison."});
}

void validate(const TrainingConfig& c, const Findings& findings) {
  validate(c.base, findings.in("base"));
  validate(c.cloud, findings.in("cloud"));
  const TrainingConfig defaults;
  const auto update = name_of(c.update, kUpdatedPartsNames);
  if (c.base_emphasis != defaults.base_emphasis && !updates_base(c.update))
    findings.add({"base_emphasis", "update"},
                 fmt::format("base_emphasis is set, but update is {}, which trains no base by W_b: choose "
                             "router+base or router+base+cloud",
                             update));
  if (c.cloud_emphasis != defaults.cloud_emphasis && !updates_cloud(c.update))
    findings.add({"cloud_emphasis", "update"},
                 fmt::format("cloud_emphasis is set, but update is {}, which trains no cloud by W_g: "
                             "choose router+base+cloud",
                             update));
}

}  // namespace hybrid::config
