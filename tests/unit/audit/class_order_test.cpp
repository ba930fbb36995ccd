#include "audit/class_order.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <numeric>

#include "core/seed.h"

namespace hybrid::audit {
namespace {

/// A model that is right with the given probability, else any class at random, and then calls class k number
/// `called(k)`.
predictions::PredictionSet model(int classes, std::size_t n, double accuracy,
                                 const std::function<int(int)>& called = std::identity()) {
  Rng rng(7);
  predictions::PredictionSet set{.classes = classes};
  for (std::size_t i = 0; i < n; ++i) {
    const auto label = static_cast<int>(rng.below(static_cast<std::uint64_t>(classes)));
    const auto other = static_cast<int>(rng.below(static_cast<std::uint64_t>(classes)));
    set.labels.push_back(label);
    set.predicted.push_back(called(rng.uniform() < accuracy ? label : other));
  }
  return set;
}

std::vector<int> sorted_as_text(int classes, int first) {
  std::vector<int> order(static_cast<std::size_t>(classes));
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order,
                    [first](int a, int b) { return std::to_string(a + first) < std::to_string(b + first); });
  return order;
}

std::vector<int> inverse(const std::vector<int>& order) {
  std::vector<int> places(order.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    places[static_cast<std::size_t>(order[i])] = static_cast<int>(i);
  return places;
}

std::function<int(int)> by(std::vector<int> table) {
  return [table = std::move(table)](int k) { return table[static_cast<std::size_t>(k)]; };
}

TEST_CASE("a model whose classes are one off, reversed or in text order is recognised", "[audit]") {
  struct Case {
    const char* name;
    int classes;
    std::function<int(int)> called;
    ClassReading reading;
  };
  const std::vector<Case> cases{
      {"background first", 1000, [](int k) { return k + 1; }, ClassReading::one_lower},
      {"labels from 1", 10, [](int k) { return std::max(0, k - 1); }, ClassReading::one_higher},
      {"reversed", 10, [](int k) { return 9 - k; }, ClassReading::reversed},
      {"two classes reversed", 2, [](int k) { return 1 - k; }, ClassReading::reversed},
      {"model in text order", 12, by(inverse(sorted_as_text(12, 0))), ClassReading::text_order},
      {"model in text order, 1000", 1000, by(inverse(sorted_as_text(1000, 0))), ClassReading::text_order},
      {"labels in text order", 100, by(sorted_as_text(100, 0)), ClassReading::labels_text_order},
      {"model in text order from 1", 100, by(inverse(sorted_as_text(100, 1))),
       ClassReading::text_order_from_1},
      {"labels in text order from 1", 100, by(sorted_as_text(100, 1)),
       ClassReading::labels_text_order_from_1},
  };
  for (const auto& c : cases) {
    CAPTURE(c.name);
    const auto as_it_is = model(c.classes, 5000, 0.75);
    REQUIRE_FALSE(better_class_order(as_it_is));
    auto set = model(c.classes, 5000, 0.75, c.called);
    if (c.reading == ClassReading::one_lower) ++set.classes;
    const auto found = better_class_order(set);
    REQUIRE(found);
    REQUIRE(found->reading == c.reading);
    REQUIRE(found->n == 5000);
    // As read, it is right where the model is right if its classes are those of the labels.
    std::size_t right = 0;
    for (std::size_t i = 0; i < 5000; ++i)
      if (as_it_is.predicted[i] == as_it_is.labels[i]) ++right;
    if (c.reading != ClassReading::one_higher)
      REQUIRE(found->right_as_read == right);
    else
      REQUIRE(found->right_as_read < right);  // classes 0 and 1 have become one
  }
}

TEST_CASE("any other one-to-one order is recognised by the most frequent labels", "[audit]") {
  const std::vector<int> shuffled{3, 0, 7, 1, 9, 2, 8, 4, 6, 5};
  const auto found = better_class_order(model(10, 2000, 0.8, by(inverse(shuffled))));
  REQUIRE(found);
  REQUIRE(found->reading == ClassReading::another);
  REQUIRE(found->mapping == "0 is 3, 1 is 0, 2 is 7, ...");
  REQUIRE(found->right_as_read > 1500);
}

TEST_CASE("classes of a good model that have each other's numbers are recognised", "[audit]") {
  const auto exchanged = [](double accuracy, const std::function<int(int)>& called) {
    const auto found = better_class_order(model(10, 4000, accuracy, called));
    return found && found->reading == ClassReading::exchanged ? found->mapping : "";
  };
  const auto two = [](int k) { return k == 3 ? 5 : k == 5 ? 3 : k; };
  REQUIRE(exchanged(0.9, two) == "3 is 5, 5 is 3");
  REQUIRE(exchanged(0.55, two) == "3 is 5, 5 is 3");
  REQUIRE(exchanged(0.9, [](int k) { return k < 4 ? k ^ 1 : k; }) == "0 is 1, 1 is 0, 2 is 3, ...");
  REQUIRE(exchanged(0.9, [](int k) { return k < 3 ? (k + 1) % 3 : k; }) == "0 is 2, 1 is 0, 2 is 1");
  const auto found = better_class_order(model(10, 4000, 0.9, two));
  REQUIRE(found->n > 600);
  REQUIRE(found->right < found->n / 20);
  REQUIRE(found->right_as_read > 17 * found->n / 20);
  // Two classes that a model mostly takes for each other, and one that it takes for another.
  const auto confusing = [](double share, bool both) {
    auto set = model(10, 4000, 0.9);
    Rng rng(3);
    for (auto& predicted : set.predicted)
      if ((predicted == 3 || (both && predicted == 5)) && rng.uniform() < share) predicted = 8 - predicted;
    return better_class_order(set);
  };
  REQUIRE_FALSE(confusing(0.5, true));
  REQUIRE_FALSE(confusing(0.6, true));
  REQUIRE(confusing(0.8, true));
  REQUIRE_FALSE(confusing(1, false));
  // Too few examples for certainty.
  REQUIRE_FALSE(better_class_order(model(10, 100, 0.9, two)));
}

TEST_CASE("a weak model, a constant one and one of few examples are no other order", "[audit]") {
  for (const double accuracy : {0.0, 0.02, 0.1, 0.3, 0.45})
    for (const int classes : {2, 3, 10, 100, 1000}) {
      CAPTURE(accuracy, classes);
      REQUIRE_FALSE(better_class_order(model(classes, 3000, accuracy)));
    }
  REQUIRE_FALSE(better_class_order(model(10, 3000, 0.9, [](int) { return 4; })));
  REQUIRE_FALSE(better_class_order(model(10, 12, 1, [](int k) { return 9 - k; })));
  REQUIRE_FALSE(better_class_order({}));
  // Numbers of products as labels, without outputs.
  auto products = model(10, 1000, 0.1);
  products.classes = 0;
  for (auto* numbers : {&products.labels, &products.predicted})
    for (auto& number : *numbers) number += 2147483000;
  REQUIRE_FALSE(better_class_order(products));
  // Neighbouring grades are taken for each other, as honest models do.
  auto grades = model(5, 3000, 0.4);
  for (std::size_t i = 0; i < grades.size(); i += 3) grades.predicted[i] = std::min(4, grades.labels[i] + 1);
  REQUIRE_FALSE(better_class_order(grades));
}

}  // namespace
}  // namespace hybrid::audit
