#include "image_index/label_words.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <vector>

using namespace hybrid::image_index;

TEST_CASE("columns are found by their usual names, whatever their punctuation", "[data]") {
  const auto named = [](const std::vector<std::string>& header) {
    const auto [image, label] = columns_named(header);
    return std::pair{image, label};
  };
  using Columns = std::pair<std::optional<std::size_t>, std::optional<std::size_t>>;
  REQUIRE(named({"path", "label"}) == Columns{0, 1});
  REQUIRE(named({"file.name", "Class-ID"}) == Columns{0, 1});
  REQUIRE(named({"id", "target", "image_path", "class name"}) == Columns{2, 1});
  REQUIRE(named({"x.png", "cat"}) == Columns{std::nullopt, std::nullopt});
  REQUIRE(named({"foo", "Species"}) == Columns{std::nullopt, 1});
}

TEST_CASE("in numeric order, runs of digits are compared as numbers", "[data]") {
  std::vector<std::string> words{"b", "class10", "10", "9", "a10b2", "class9", "a10b10", "09", "a", "a2"};
  std::ranges::sort(words, numeric_less);
  REQUIRE(words ==
          std::vector<std::string>{"09", "9", "10", "a", "a2", "a10b2", "a10b10", "b", "class9", "class10"});
}
