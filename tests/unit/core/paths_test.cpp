#include "core/paths.h"

#include <catch2/catch.hpp>
#include <filesystem>

#include "core/files.h"
#include "support/temporary_folder.h"

namespace hybrid::test {
namespace {

namespace fs = std::filesystem;

TEST_CASE("names that a file can have stay as they are", "[paths]") {
  for (const std::string name :
       {"paper-table3", "mcunet_5fps.v2", "STM32 (lab), 20 MHz", "\xC3\xA4rmel", "a..b"})
    REQUIRE(file_name_of(name) == name);
}

TEST_CASE("what a file's name cannot have becomes a dash", "[paths]") {
  REQUIRE(file_name_of("x/../../../../escaped") == "x-..-..-..-..-escaped");
  REQUIRE(file_name_of("NB-IoT/LTE") == "NB-IoT-LTE");
  REQUIRE(file_name_of("/etc/passwd") == "-etc-passwd");
  REQUIRE(file_name_of("C:\\x|y") == "C--x-y");
  REQUIRE(file_name_of("what?*\"<>") == "what-----");
  REQUIRE(file_name_of("two\nlines\t") == "two-lines-");
  REQUIRE(file_name_of(std::string("a\0b\x7F", 4)) == "a-b-");
  REQUIRE(file_name_of("..") == "--");
  REQUIRE(file_name_of(".hidden") == "-hidden");
  REQUIRE(file_name_of(" name. ") == "-name--");
  REQUIRE(file_name_of("") == "-");
}

TEST_CASE("long names are cut between characters", "[paths]") {
  REQUIRE(file_name_of(std::string(300, 'x')) == std::string(100, 'x'));
  const std::string two_bytes = "\xC3\xA4";
  const std::string fits = std::string(98, 'x').append(two_bytes);
  REQUIRE(file_name_of(std::string(99, 'x').append(two_bytes)) == std::string(99, 'x'));
  REQUIRE(file_name_of(fits) == fits);
  // Not UTF-8 at all: nothing is a first byte.
  REQUIRE(file_name_of(std::string(300, '\x80')) == "-");
}

TEST_CASE("whatever the name, the file lies in its folder", "[paths]") {
  const TemporaryFolder folder;
  fs::create_directories(folder / "in");
  for (const std::string& name :
       {std::string("../out"), std::string("/tmp/out"), std::string("."), std::string(".."), std::string(""),
        std::string(1000, '/'), std::string("a/b/../../../c"), std::string("\0", 1), std::string("~"),
        std::string("\n"), std::string(400, 'n')}) {
    const fs::path file = folder / "in" / (file_name_of(name) + ".txt");
    write_file_atomically(file, "x");
    REQUIRE(file.parent_path() == folder / "in");
    REQUIRE(fs::is_regular_file(file));
  }
  REQUIRE(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
}

}  // namespace
}  // namespace hybrid::test
