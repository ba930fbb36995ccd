// What `hybrid data` says of data sets: whole, damaged, not there. Nothing here needs a network.

#include <catch2/catch.hpp>
#include <filesystem>

#include "core/files.h"
#include "support/tar_files.h"
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
  require_refusal(place.run("hybrid", {"data"}), 2, "give list, info, fetch, verify or prepare");
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

TEST_CASE("ImageNet's layouts are listed, and fetching it says what to do", "[cli]") {
  const Workplace place;
  const Outcome info = place.run("hybrid", {"data", "info", "imagenet"});
  for (const char* part : {"ILSVRC2012_img_train.tar", "train-000000.tar",
                           "imagenet_2012_validation_synset_labels.txt", "map_clsloc.txt", "are not read"})
    REQUIRE_THAT(info.out, Contains(part));
  require_refusal(place.run("hybrid", {"data", "fetch", "imagenet", "--to", "x"}), 5,
                  "https://image-net.org/signup");
}

TEST_CASE("MNIST and Kuzushiji-MNIST come from a mirror under their own checksums", "[cli]") {
  const Workplace place;
  place.file("mirror/train-images-idx3-ubyte.gz", "not this");
  for (const char* name : {"mnist", "kmnist"}) {
    REQUIRE_THAT(place.run("hybrid", {"data", "list"}).out, Contains(std::string(name) + " "));
    const std::string mirror = "file://" + (place / "mirror").string();
    require_refusal(place.run("hybrid", {"data", "fetch", name, "-q", "--to", "x", "--mirror", mirror}), 4,
                    std::string("published is ") + (name[0] == 'm' ? "f68b3c2d" : "bdb82020"));
  }
}

TEST_CASE("a command whose program is missing says which", "[cli]") {
  const Workplace place;
  fs::copy_file(fs::path(HYBRID_PROGRAMS) / "hybrid", place / "hybrid");
  const auto alone = (place / "hybrid").string();
  require_refusal(place.run(alone, {"data", "list"}), 4, "hybrid-data: cannot be started");
  REQUIRE_THAT(place.run(alone, {"data", "list"}).err, !Contains("HYBRID_TORCH"));
  REQUIRE_THAT(place.run(alone, {"train"}).err, Contains("HYBRID_TORCH"));
}

TEST_CASE("prepare refuses what goes not together", "[cli]") {
  const Workplace place;
  const auto prepare = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"data", "prepare"});
    return place.run("hybrid", more);
  };
  require_refusal(prepare({}), 2, "prepare is for imagenet, and for image_folder");
  require_refusal(prepare({"cifar10"}), 2, "not for 'cifar10'; other data sets are read as they come");
  require_refusal(prepare({"image_folder"}), 2, "give --root");
  require_refusal(prepare({"image_folder", "--root", "x", "--image-size", "20"}), 2,
                  "--image-size and --out go together");
  require_refusal(prepare({"image_folder", "--root", "x", "--quality", "20"}), 2,
                  "--quality is 20, must be in [50, 100]");
  require_refusal(prepare({"image_folder", "--root", "nowhere"}), 4, "nowhere: no such folder");
#ifdef HYBRID_HAS_OPENCV
  place.file("set/train/a/1.png", read_file(HYBRID_TEST_DATA "/peers/data/images/colour.png"));
  for (const auto* out : {"set", "set/copy", "set/../set/."})
    require_refusal(prepare({"image_folder", "--root", "set", "--image-size", "20", "--out", out}), 2,
                    "lies in set, whose images it would be read with");
#endif
  fs::create_directory(place / "empty");
  require_refusal(prepare({"image_folder", "--root", "empty"}), 4,
                  "empty/train: no such folder; data.root must hold");
}

TEST_CASE("a part of ImageNet is told from the whole, with what is missing", "[cli]") {
  const Workplace place;
  place.file("part/train.tar", test::tar_of({{"n01.tar", test::tar_of({{"1.JPEG", ""}})}}));
  const Outcome outcome = place.run("hybrid", {"data", "prepare", "imagenet", "--root", "part"});
  REQUIRE(outcome.exit_code == 4);
  REQUIRE_THAT(outcome.err,
               Contains("train: 1 classes, ImageNet has 1000; train: 1 images, ImageNet has 1,281,167"));
  REQUIRE(place.run("hybrid", {"data", "prepare", "image_folder", "--root", "part"}).exit_code == 0);
}

#ifdef HYBRID_HAS_OPENCV
TEST_CASE("tar files and shards are verified in place, member by member", "[cli]") {
  const Workplace place;
  const std::string jpeg = read_file(kImages + "colour.jpg");
  place.file("set/train.tar", test::tar_of({{"a.tar", test::tar_of({{"1.jpg", jpeg}, {"2.jpg", ""}})},
                                            {"b.tar", test::tar_of({{"1.jpg", jpeg.substr(0, 200)}})}}));
  place.file("set/val-0.tar", test::tar_of({{"1.jpg", jpeg}, {"1.cls", "1"}}));
  const Outcome outcome = place.run("hybrid", {"data", "verify", "set", "--all", "--threads", "2"});
  REQUIRE(outcome.exit_code == 4);
  REQUIRE_THAT(outcome.out, Contains("set/train.tar/a/2.jpg: is empty") &&
                                Contains("set/train.tar/b/1.jpg: is a truncated JPEG file"));
  REQUIRE_THAT(outcome.err, Contains("set: 2 of its files cannot be used"));
  place.file("set/train.tar", test::tar_of({{"a/1.jpg", jpeg}}).substr(0, 700));
  require_refusal(place.run("hybrid", {"data", "verify", "set"}), 4,
                  "set/train.tar: is damaged or truncated");
}

TEST_CASE(
    "a copy of smaller images is read like the original, and one that meets a full disk leaves no half shard",
    "[cli]") {
  const Workplace place;
  const std::string jpeg = read_file(kImages + "colour.jpg");
  place.file("set/train/a/1.jpg", jpeg);
  place.file("set/train/b/1.jpg", jpeg);
  place.file("set/val/a/1.jpg", jpeg);
  place.file("set/val/b/1.jpg", jpeg);
  const std::vector<std::string> prepare{"data", "prepare", "image_folder", "-q",           "--root",
                                         "set",  "--out",   "small",        "--image-size", "16"};
  const Outcome full = place.run("hybrid", prepare, "ulimit -f 4;");
  REQUIRE(full.exit_code == 4);
  REQUIRE_THAT(full.err, Contains("train-000000.tar: cannot be written"));
  REQUIRE_FALSE(fs::exists(place / "small/train-000000.tar"));
  REQUIRE_FALSE(fs::exists(place / "small/train-000000.tar.part"));
  const Outcome outcome = place.run("hybrid", prepare);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, Contains("small/test-*.tar: shards: 1 written"));
  REQUIRE_THAT(place.run("hybrid", prepare).out, Contains("0 written, 1 kept"));
  REQUIRE(place.run("hybrid", {"data", "verify", "small", "--all"}).exit_code == 0);
}

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
  for (const char* reason : {"cut.jpg: is a truncated JPEG file", "empty.jpg: is empty",
                             "text.jpg: is damaged, or no image", "huge.jpg: claims 60000 x 60000 pixels"})
    REQUIRE_THAT(outcome.out, Contains(reason));
  REQUIRE_THAT(outcome.out, !Contains("fine.jpg"));
  REQUIRE_THAT(outcome.err, Contains("set: 4 of its files cannot be used"));
}
#endif

TEST_CASE("CIFAR's archive is verified as it was downloaded, in its folder or by its name", "[cli]") {
  const Workplace place;
  std::string names;
  for (int i = 0; i < 100; ++i) names += "class " + std::to_string(i) + "\n";
  const std::string record = std::string("\x07\x03", 2) + std::string(3072, 'x');
  place.file("in/cifar-100-binary/train.bin", record + record);
  place.file("in/cifar-100-binary/test.bin", record);
  place.file("in/cifar-100-binary/fine_label_names.txt", names);
  const auto pack = "tar -C in -czf cifar-100-binary.tar.gz cifar-100-binary;";
  REQUIRE(place.run("hybrid", {"data", "list"}, pack).exit_code == 0);
  REQUIRE_THAT(place.run("hybrid", {"data", "verify", ".", "--all"}).out,
               Contains("train         2      100      2"));
  // By its name it is held to be the published one.
  require_refusal(place.run("hybrid", {"data", "verify", "cifar-100-binary.tar.gz"}), 4,
                  "published is 03b5dce0");
}

TEST_CASE("MNIST's four files are verified, plain ones too", "[cli]") {
  const Workplace place;
  const auto header = [](char dimensions, char n) {
    std::string text = std::string("\0\0\x08", 3) + dimensions + std::string(3, '\0') + n;
    if (dimensions == 3) text += std::string("\0\0\0\x1c\0\0\0\x1c", 8);
    return text;
  };
  for (const char* part : {"train", "t10k"}) {
    place.file(fmt::format("kmnist/{}-images-idx3-ubyte", part), header(3, 2) + std::string(2 * 784, 'x'));
    place.file(fmt::format("kmnist/{}-labels-idx1-ubyte", part), header(1, 2) + "\x01\x02");
  }
  const Outcome outcome = place.run("hybrid", {"data", "verify", "kmnist", "--all"});
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, Contains("test          2       10      2"));
  place.file("kmnist/t10k-labels-idx1-ubyte", header(1, 2) + "\x01\x0b");
  require_refusal(place.run("hybrid", {"data", "verify", "kmnist"}), 4, "label 11 of image 1 is not in 0..9");
}

TEST_CASE("a file that no published one is called like is not verified", "[cli]") {
  const Workplace place;
  place.file("my.tar", "x");
  place.file("fashion-mnist/train-labels-idx1-ubyte.gz", "x");
  place.file("mine/train-labels-idx1-ubyte.gz", "x");
  for (const char* file : {"my.tar", "mine/train-labels-idx1-ubyte.gz"})
    require_refusal(
        place.run("hybrid", {"data", "verify", file}), 4,
        "nothing is verified: its MD5 is 9dd4e461268c8034f5c8564e155c67a6, and none is published");
  require_refusal(place.run("hybrid", {"data", "verify", "fashion-mnist/train-labels-idx1-ubyte.gz"}), 4,
                  "published is 25c81989df183df01b3e8a0aad5dffbe");
}

TEST_CASE("Debian's Fashion-MNIST is verified without a warning", "[cli]") {
  const fs::path folder = "/usr/share/datasets/fashion-mnist";
  if (!fs::exists(folder)) {
    WARN("Debian's package dataset-fashion-mnist is not installed");
    return;
  }
  const Workplace place;
  const Outcome outcome = place.run("hybrid", {"data", "verify", folder.string()});
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.err, Contains("has the MD5 of Debian's package") && !Contains("warning"));
  const Outcome file =
      place.run("hybrid", {"data", "verify", (folder / "t10k-labels-idx1-ubyte.gz").string()});
  REQUIRE(file.exit_code == 0);
  REQUIRE_THAT(file.out, Contains("that of Debian's package"));
}

TEST_CASE("verify and prepare warn of classes and splits; the order advised is taken", "[cli]") {
  const Workplace place;
  for (const char* split : {"train", "valid"})
    for (const char* name : {"0", "1", "10", "2"})
      place.file(fmt::format("set/{}/{}/1.jpg", split, name), read_file(kImages + "colour.jpg"));
  place.file("set/train/.ipynb_checkpoints/1.jpg", "");
  const Outcome outcome = place.run("hybrid", {"data", "verify", "set", "--all"});
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out,
               Contains("train         4        4      4") && Contains("test          4        4"));
  REQUIRE_THAT(outcome.err,
               Contains("warning: set: the 4 classes are numbered in text order, 0, 1, 10, 2, so "
                        "'10' is class 2") &&
                   Contains("passed over, since programs leave such folders: .ipynb_checkpoints"));
  REQUIRE(outcome.err.find("text order") == outcome.err.rfind("text order"));  // not for each split
  const std::vector<std::string> prepare{"data", "prepare", "image_folder", "--root", "set"};
  REQUIRE_THAT(place.run("hybrid", prepare).err, Contains("(class_order: numeric)"));
  auto numeric = prepare;
  numeric.insert(numeric.end(), {"--class-order", "numeric"});
#ifdef HYBRID_HAS_OPENCV
  numeric.insert(numeric.end(), {"--image-size", "8", "--out", "copy"});
#endif
  const Outcome advised = place.run("hybrid", numeric);
  REQUIRE(advised.exit_code == 0);
  REQUIRE_THAT(advised.err, !Contains("text order"));
#ifdef HYBRID_HAS_OPENCV
  REQUIRE(read_file(place / "copy/imagenet_wnids.txt") == "0\n1\n2\n3 10\n");
  REQUIRE_THAT(place.run("hybrid", {"data", "verify", "copy", "--all"}).err, !Contains("warning"));
#endif
  place.file("set/test/0/1.jpg", "");
  REQUIRE_THAT(place.run("hybrid", {"data", "verify", "set"}).err,
               Contains("set: valid is not read, because test is the test split"));
}
