#include "core/error.h"

#include <catch2/catch.hpp>

using namespace hybrid;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

Diagnostic finding(int line, int column, const char* message) {
  return {{"a.yaml", line, column}, message};
}

}  // namespace

TEST_CASE("a location reads as file:line:column, or as the file where no line is known", "[core]") {
  REQUIRE(to_string({"configs/mcu.yaml", 14, 3}) == "configs/mcu.yaml:14:3");
  REQUIRE(to_string({"--set seed=x", 0, 0}) == "--set seed=x");
}

TEST_CASE("a config error lists its findings by place, and counts them", "[core]") {
  const ConfigError error({finding(21, 20, "learning_rate is -0.01, must be > 0"),
                           finding(3, 1, "unknown key 'hiden' in router; did you mean 'hidden'?"),
                           finding(21, 5, "duplicate key 'seed' (first on line 3)")});
  REQUIRE(std::string(error.what()) ==
          "a.yaml:3:1: error: unknown key 'hiden' in router; did you mean 'hidden'?\n"
          "a.yaml:21:5: error: duplicate key 'seed' (first on line 3)\n"
          "a.yaml:21:20: error: learning_rate is -0.01, must be > 0\n"
          "3 errors in a.yaml; nothing was run");
  REQUIRE(error.diagnostics().size() == 3);
  REQUIRE(error.diagnostics().front().where.line == 3);
  REQUIRE(error.diagnostics().back().where.column == 20);
}

TEST_CASE("one finding is one error, not one errors", "[core]") {
  const ConfigError error({finding(1, 8, "count is 0, must be >= 1")});
  REQUIRE(std::string(error.what()) ==
          "a.yaml:1:8: error: count is 0, must be >= 1\n1 error in a.yaml; nothing was run");
}

TEST_CASE("every fault of the user's has its exit code and is an Error", "[core]") {
  const auto code = [](const Error& error) { return static_cast<int>(error.code()); };
  REQUIRE(code(UsageError("x")) == 2);
  REQUIRE(code(InvalidArgument("x")) == 2);
  REQUIRE(code(ConfigError({})) == 3);
  REQUIRE(code(DataError("runs/a", "x")) == 4);
  REQUIRE(code(Infeasible("x")) == 5);
  REQUIRE(code(Interrupted("x")) == 130);
}

TEST_CASE("a data error begins with the path", "[core]") {
  REQUIRE(std::string(DataError("runs/a.npy", "1000 classes, labels go up to 1203").what()) ==
          "runs/a.npy: 1000 classes, labels go up to 1203");
}

TEST_CASE("a failed check is a fault of ours: it says what, where and which condition", "[core]") {
  const int rows = 3;
  REQUIRE_NOTHROW([&] { HYBRID_CHECK(rows == 3, "{} rows", rows); }());
  try {
    HYBRID_CHECK(rows == 4, "{} rows, {} labels", rows, 4);
    FAIL("the check passed");
  } catch (const InternalError& error) {
    REQUIRE_THAT(error.what(), StartsWith("3 rows, 4 labels (rows == 4 failed at "));
    REQUIRE_THAT(error.what(), Contains("error_test.cpp:"));
  }
  REQUIRE_FALSE(std::is_base_of_v<Error, InternalError>);
}
