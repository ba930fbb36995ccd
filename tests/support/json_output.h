#pragma once

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "support/process.h"

namespace hybrid::test {

/// Returns the JSON that a program printed. It must have succeeded.
inline nlohmann::ordered_json json_of(const Outcome& outcome) {
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  return nlohmann::ordered_json::parse(outcome.out);
}

}  // namespace hybrid::test
