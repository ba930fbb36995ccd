#include "core/log.h"

#include "unit/core/sink.h"

using namespace hybrid;
using test::Sink;

namespace {

std::string said_at(Verbosity verbosity) {
  const Sink sink;
  Logger log(verbosity, sink.file());
  log.info("read {} rows", 3);
  log.warn("{} is ignored", "weight");
  return sink.text();
}

}  // namespace

TEST_CASE("quiet says warnings alone", "[core]") {
  REQUIRE(said_at(Verbosity::quiet) == "warning: weight is ignored\n");
  REQUIRE(said_at(Verbosity::normal) == "read 3 rows\nwarning: weight is ignored\n");
}

TEST_CASE("warnings are kept in order, without their prefix", "[core]") {
  const Sink sink;
  Logger log(Verbosity::quiet, sink.file());
  REQUIRE(log.warnings().empty());
  log.warn("first");
  log.info("not a warning");
  log.warn("{}", "second {}");
  REQUIRE(log.warnings() == std::vector<std::string>{"first", "second {}"});
}

TEST_CASE("a file is no terminal", "[core]") {
  const Sink sink;
  REQUIRE_FALSE(Logger(Verbosity::normal, sink.file()).interactive());
  REQUIRE(Logger(Verbosity::quiet, sink.file()).verbosity() == Verbosity::quiet);
}
