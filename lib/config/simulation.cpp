#include "config/simulation.h"

#include <algorithm>

#include "config/fields.h"
#include "core/text.h"

namespace hybrid::config {

namespace {

/// The limit for the outputs of one model on one part: 1.6 GB in memory.
constexpr std::int64_t kMaxOutputs = 400'000'000;

}  // namespace

void describe(Fields& f, SimulatedBaseConfig& c) {
  f.field("accuracy", c.accuracy,
          {.doc = "on equally common classes without label noise", .max = 0.999, .above = 0});
  f.field("sharpness", c.sharpness,
          {.doc = "factor on the logits: above 1 the base is overconfident, below 1 underconfident",
           .max = 100,
           .above = 0});
}

void describe(Fields& f, SimulatedCloudConfig& c) {
  f.field(
      "accuracy", c.accuracy,
      {.doc = "on inputs that look most like a class that is not among its specialties, before label noise",
       .min = 0,
       .max = 1});
  f.field("specialties", c.specialties,
          {.doc = "share of the classes, the first ones, rounded up", .min = 0, .max = 1});
  f.field("specialty_accuracy", c.specialty_accuracy,
          {.doc = "on inputs that look most like one of them, before label noise", .min = 0, .max = 1});
}

void describe(Fields& f, LabelNoiseConfig& c) {
  f.field("classes", c.classes,
          {.doc = "share of the classes that have it, the last ones, rounded up", .min = 0, .max = 1});
  f.field("rate", c.rate,
          {.doc = "share of the labels of these classes that a uniformly drawn class replaces",
           .min = 0,
           .below = 1});
}

void describe(Fields& f, ShiftConfig& c) {
  f.field("signal", c.signal,
          {.doc = "factor on the evidence for the true class on test; below 1 as if inputs were corrupted",
           .max = 2,
           .above = 0});
  f.field("class_ratio", c.class_ratio,
          {.doc = "how often the first class occurs on test for each time the last one does; those between "
                  "follow a geometric sequence",
           .min = 1e-6,
           .max = 1e6});
}

void describe(Fields& f, SimulationConfig& c) {
  f.field("name", c.name, {.doc = "name of the data in the prediction sets' meta", .required = true});
  f.field("seed", c.seed, {.doc = "root of all random numbers", .min = 0});
  f.field("n_tune", c.n_tune, {.doc = "examples to tune on", .unit = "examples", .min = 1});
  f.field("n_test", c.n_test, {.doc = "examples to test on", .unit = "examples", .min = 1});
  f.field("classes", c.classes, {.doc = "classes of the task", .min = 2, .max = 10000});
  f.section("base", c.base, {.doc = "The model on the device."});
  f.section("cloud", c.cloud, {.doc = "The model in the cloud."});
  f.section("label_noise", c.label_noise, {.doc = "Labels replaced at random."});
  f.section("shift", c.shift, {.doc = "How the test part differs from the tuning part."});
}

void validate(const SimulationConfig& c, const Findings& findings) {
  if (c.base.accuracy * c.classes <= 1)
    findings.add({"base.accuracy", "classes"},
                 fmt::format("base.accuracy is {}, no better than guessing among {} classes",
                             shortest(c.base.accuracy), c.classes));
  if (std::int64_t{std::max(c.n_tune, c.n_test)} * c.classes > kMaxOutputs)
    findings.add({"n_test", "n_tune", "classes"},
                 fmt::format("n_tune and n_test times classes must be at most {}: all is made in memory",
                             with_thousands(kMaxOutputs)));
}

}  // namespace hybrid::config
