#include "workflows/kept_repeats.h"

#include <catch2/catch.hpp>

#include "core/files.h"
#include "support/temporary_folder.h"

namespace hybrid::workflows {
namespace {

const std::string kHash(64, 'a');

eval::FinishedRepeat repeat_of(double value) {
  eval::FinishedRepeat repeat;
  repeat.figures["max_prob"] = {{value, value / 3, 0.1}, {1e-300, 0.1 + 0.2, 1}};
  repeat.figures["auto"] = {{0, 0, 0}, {value / 7, 0, 0}};
  repeat.test_variance[{"auto", "max_prob"}] = {value / 9, 0};
  return repeat;
}

struct Folder {
  test::TemporaryFolder folder;
  Logger log{Verbosity::quiet};

  std::vector<eval::FinishedRepeat> read(const std::string& hash = kHash, std::size_t columns = 2) {
    return RepeatsFile(folder.path(), hash, columns, log).finished();
  }
  void write(const std::vector<double>& values) {
    RepeatsFile file(folder.path(), kHash, 2, log);
    for (const double value : values) file.add(repeat_of(value));
    file.flush();
  }
};

TEST_CASE("repeats are read as they were written, bit for bit, and others can follow", "[workflows]") {
  Folder here;
  REQUIRE(here.read().empty());
  here.write({0.7, 1.0 / 3});
  REQUIRE(here.read() == std::vector{repeat_of(0.7), repeat_of(1.0 / 3)});
  here.write({0.9});
  REQUIRE(here.read() == std::vector{repeat_of(0.7), repeat_of(1.0 / 3), repeat_of(0.9)});
  REQUIRE(here.log.warnings().empty());
}

TEST_CASE("repeats of another run, and a file that was changed, are not used", "[workflows]") {
  Folder here;
  here.write({0.7});
  const std::string text = read_file(here.folder / kRepeatsFile);
  REQUIRE(here.read(std::string(64, 'b')).empty());
  REQUIRE(here.read(kHash, 3).empty());
  REQUIRE(here.log.warnings().size() == 2);
  std::string edited = text;
  edited.replace(edited.find("0.7"), 3, "0.8");
  for (const std::string& bad : {edited, text.substr(0, text.size() / 2), std::string(), std::string("[]"),
                                 std::string("{\"hash\": 1, \"sha256\": 2, \"repeats\": 3}")}) {
    here.folder.file(kRepeatsFile, bad);
    REQUIRE(here.read().empty());
  }
  here.folder.file(kRepeatsFile, text);
  REQUIRE(here.read().size() == 1);
}

}  // namespace
}  // namespace hybrid::workflows
