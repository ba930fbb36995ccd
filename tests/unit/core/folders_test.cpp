#include "core/folders.h"

#include <catch2/catch.hpp>

#include "../datasets/data_variable.h"
#include "core/error.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

namespace hybrid::test {
namespace {

namespace fs = std::filesystem;

fs::path found(const std::string& name, const fs::path& beside) {
  return find_in_data(
      name, {name, beside / name}, [](const fs::path& place) { return fs::is_regular_file(place); },
      "not found; looked for {}; the README says more");
}

TEST_CASE("the data folder is $HYBRID_DATA, and there is none if that is unset or empty", "[core]") {
  for (const char* value : {"/data", "", static_cast<const char*>(nullptr)}) {
    const DataVariable data(value);
    const bool is_set = value != nullptr && *value != '\0';
    REQUIRE(data_folder() == (is_set ? std::optional<fs::path>(value) : std::nullopt));
  }
}

TEST_CASE("a file is looked for as written, then beside, then below the data folder", "[core]") {
  const TemporaryFolder folder;
  const DataVariable data((folder / "data").c_str());
  folder.file("data/a/w.pth", "x");
  REQUIRE(found("a/w.pth", folder / "configs") == folder / "data/a/w.pth");
  folder.file("configs/a/w.pth", "x");
  REQUIRE(found("a/w.pth", folder / "configs") == folder / "configs/a/w.pth");
}

TEST_CASE("what is nowhere is refused with every place that was looked at", "[core]") {
  const DataVariable none(nullptr);
  REQUIRE(
      error_message<DataError>([] { found("w.pth", "configs"); }) ==
      "w.pth: not found; looked for w.pth, configs/w.pth (and nowhere else: $HYBRID_DATA is not set); the "
      "README says more");
}

}  // namespace
}  // namespace hybrid::test
