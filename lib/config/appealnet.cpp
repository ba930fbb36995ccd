#include "config/appealnet.h"

#include "config/fields.h"

namespace hybrid::config {

void describe(Fields& f, AppealNetConfig& c) {
  f.field("enabled", c.enabled,
          {.doc = "also train AppealNet from the same pre-trained base, against the run's cloud, with the "
                  "optimiser of training.base, and evaluate it as method appealnet",
           .paper = "compared in words (A.5)"});
  f.field("beta", c.beta,
          {.doc = "weight of -log q in q l(edge) + (1 - q) l(cloud) + beta (-log q): the excess loss in "
                  "nats from which on an input is partly left to the cloud",
           .paper = "not given",
           .above = 0});
  f.field("epochs", c.epochs,
          {.doc = "passes over the training images; 0 for as many as training.epochs, as the control has",
           .min = 0});
}

}  // namespace hybrid::config
