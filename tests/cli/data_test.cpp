// What `hybrid data` says of data sets: whole, damaged, not there. Nothing here needs a network.

#include <catch2/catch.hpp>
#include <filesystem>

#include "core/files.h"
#include "support/workplace.h"

using namespace hybrid;
using Catch::Matchers::Contains;
using test::Outcome;
using test::require_refusal;
using test::Workplace;
namespace fs = std::filesystem;

namespace {

const std::string kImages = HYBRID_TEST_DATA "/peers/data/images/";

}  // namespace

TEST_CASE("data sets are listed, and shown with address, checksum, licence and citation", "[cli]") {
  const Workplace place;
  REQUIRE_THAT(place.run("hybrid", {"data", "list"}).out, Contains("cifar10 ") && Contains("imagenet"));
  const Outcome info = place.run("hybrid", {"data", "info", "cifar100"});
  REQUIRE(info.exit_code == 0);
  for (const char* part : {"https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz",
                           "03b5dce01913d631647c71ecec9e9cb8", "licence", "Krizhevsky"})
    REQUIRE_THAT(info.out, Contains(part));
}

TEST_CASE("wrong words are refused", "[cli]") {
  const Workplace place;
  require_refusal(place.run("hybrid", {"data"}), 2, "give list, info, fetch or verify");
  require_refusal(place.run("hybrid", {"data", "verfy"}), 2,
                  "unknown command 'verfy'; did you mean 'verify'?");
  require_refusal(place.run("hybrid", {"data", "verify", "x", "--al"}), 2, "unknown option '--al'");
  require_refusal(place.run("hybrid", {"data", "info", "cifar"}), 2, "unknown data set 'cifar'");
  require_refusal(place.run("hybrid", {"data", "verify"}), 2, "give the folder");
  require_refusal(place.run("hybrid", {"data", "verify", "nowhere"}), 4, "nowhere: no such file or folder");
  require_refusal(place.run("hybrid", {"data", "fetch", "imagenet", "--to", "x"}), 5, "needs an account");
}

TEST_CASE("a file from a mirror with another checksum is refused and removed", "[cli]") {
  const Workplace place;
  place.file("mirror/cifar-10-binary.tar.gz", "not this");
  const Outcome outcome = place.run("hybrid", {"data", "fetch", "cifar10", "-q", "--to", "x", "--mirror",
                                               "file://" + (place / "mirror").string()});
  require_refusal(outcome, 4, "x/cifar-10-binary.tar.gz: what was downloaded has the MD5 ");
  REQUIRE(fs::is_empty(place / "x"));
}

TEST_CASE("no space left is told, and what has come is kept", "[cli]") {
  const Workplace place;
  place.file("mirror/cifar-10-binary.tar.gz", std::string(100'000, 'x'));
  const Outcome outcome = place.run(
      "hybrid",
      {"data", "fetch", "cifar10", "-q", "--to", "x", "--mirror", "file://" + (place / "mirror").string()},
      "ulimit -f 32;");  // blocks of 512 bytes or 1024, as the shell counts
  require_refusal(outcome, 4, "x/cifar-10-binary.tar.gz.part: cannot be written (File too large)");
  REQUIRE(fs::file_size(place / "x/cifar-10-binary.tar.gz.part") > 10'000);
}

TEST_CASE("reviews are counted; broken UTF-8 and empty ones are named", "[cli]") {
  const Workplace place;
  place.file("imdb/train/pos/0_9.txt", "good");
  place.file("imdb/train/neg/0_1.txt", "bad");
  REQUIRE_THAT(place.run("hybrid", {"data", "verify", "imdb"}).out, Contains("train/pos"));
  place.file("imdb/train/neg/1_1.txt", "\xff");
  place.file("imdb/train/neg/2_1.txt", "");
  const Outcome outcome = place.run("hybrid", {"data", "verify", "imdb"});
  REQUIRE(outcome.exit_code == 4);
  REQUIRE_THAT(outcome.out, Contains("1_1.txt: is not UTF-8") && Contains("2_1.txt: is empty"));
  REQUIRE_THAT(outcome.err, Contains("imdb: 2 of its files cannot be used"));
}

#ifdef HYBRID_HAS_OPENCV
TEST_CASE("each image that cannot be read is named with its reason, however it is broken", "[cli]") {
  const Workplace place;
  const std::string jpeg = read_file(kImages + "colour.jpg");
  place.file("set/train/a/fine.jpg", jpeg);
  place.file("set/train/a/note.txt", "");
  REQUIRE(place.run("hybrid", {"data", "verify", "set", "--all"}).exit_code == 0);
  place.file("set/train/a/cut.jpg", jpeg.substr(0, jpeg.size() / 2));
  place.file("set/train/a/empty.jpg", "");
  place.file("set/train/a/text.jpg", "a text");
  std::string huge = jpeg;
  const std::string side = "\xea\x60";                      // 60,000
  huge.replace(huge.find("\xff\xc0") + 5, 4, side + side);  // height and width of the frame
  place.file("set/train/a/huge.jpg", huge);
  const Outcome outcome = place.run("hybrid", {"data", "verify", "set", "--all", "--threads", "3"});
  REQUIRE(outcome.exit_code == 4);
  for (const char* reason : {"cut.jpg: is a JPEG file that was cut short", "empty.jpg: is empty",
                             "text.jpg: is damaged, or no image", "huge.jpg: is damaged, or no image"})
    REQUIRE_THAT(outcome.out, Contains(reason));
  REQUIRE_THAT(outcome.out, !Contains("fine.jpg"));
  REQUIRE_THAT(outcome.err, Contains("set: 4 of its files cannot be used"));
}
#endif
