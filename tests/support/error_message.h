#pragma once

#include <catch2/catch.hpp>
#include <string>

namespace hybrid::test {

/// Returns the message of the error of type E that `action` must throw.
template <class E, class Action>
std::string error_message(Action&& action) {
  try {
    action();
  } catch (const E& error) {
    return error.what();
  }
  FAIL("nothing was thrown");
  return {};
}

}  // namespace hybrid::test
