#include "datasets/resized_shards.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <optional>

#include "core/error.h"
#include "core/files.h"
#include "core/new_file.h"
#include "image_index/list_folders.h"
#include "image_index/list_shards.h"
#include "images/image_files.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using namespace hybrid::datasets;
using Catch::Matchers::Contains;
using test::error_message;
namespace fs = std::filesystem;

TEST_CASE("the classes of a copy keep their numbers, whatever they are called", "[data]") {
  const image_index::ClassList wnids{.folders = {"n01", "n02"}, .names = {"tench", "n02"}, .listed_in = ""};
  REQUIRE(class_list_text(wnids.names, wnids) == "n01 tench\nn02\n");
  REQUIRE(class_list_text({"great white shark", "tench"}, std::nullopt) == "0 great white shark\n1 tench\n");
  const image_index::ClassList numbers = image_index::classes_named({"1", "10", "2"}, "");
  REQUIRE(class_list_text(numbers.names, numbers) == "0 1\n1 10\n2\n");
}

#ifdef HYBRID_HAS_OPENCV
namespace {

std::string image_file(const std::string& name) {
  return read_file(HYBRID_TEST_DATA "/peers/data/images/" + name);
}

/// Seven images of two classes.
image_index::ImageIndex seven_images(const test::TemporaryFolder& folder) {
  for (int i = 0; i < 6; ++i) folder.file(fmt::format("in/{}/{}.x.jpg", i % 2, i), image_file("colour.jpg"));
  folder.file("in/1/6.png", image_file("palette.png"));
  return image_index::list_folders(folder / "in", image_index::classes_named({"0", "1"}, folder / "in"));
}

const ResizedShards kSettings{.image_size = 20, .quality = 95, .per_shard = 3};

WrittenShards write(
    const image_index::ImageIndex& index, const fs::path& out, int threads = 1,
    const ResizedShards& settings = kSettings, const std::function<void()>& done = [] {}) {
  return write_resized_shards(index, "train", settings, out, threads, done);
}

std::vector<std::string> shards_in(const fs::path& out) {
  std::vector<std::string> contents;
  for (int i = 0; i < 3; ++i) contents.push_back(read_file(out / fmt::format("train-{:06}.tar", i)));
  return contents;
}

}  // namespace

TEST_CASE("an image's shorter side becomes the size; a small JPEG stays as it is, byte for byte", "[data]") {
  const std::string jpeg = image_file("colour.jpg");
  const images::Image whole = images::decode_image(jpeg, "colour.jpg");
  const int shorter = std::min(whole.height, whole.width);
  const images::Image small =
      images::decode_image(resized_jpeg(jpeg, "x", {.image_size = shorter / 2}), "small");
  REQUIRE(std::min(small.height, small.width) == shorter / 2);
  REQUIRE(std::max(small.height, small.width) ==
          std::max(whole.height, whole.width) * (shorter / 2) / shorter);
  REQUIRE(resized_jpeg(jpeg, "x", {.image_size = shorter}) == jpeg);
  const std::string png = image_file("palette.png");
  const images::Image encoded = images::decode_image(resized_jpeg(png, "x", {.image_size = 1000}), "encoded");
  REQUIRE(encoded.width == images::decode_image(png, "x").width);
  REQUIRE_THAT(error_message<DataError>([&] { resized_jpeg("a text", "x.jpg", kSettings); }),
               Contains("x.jpg: "));
}

TEST_CASE("a copy has the same images with the same labels, and the same bytes for any number of threads",
          "[data]") {
  const test::TemporaryFolder folder;
  const image_index::ImageIndex index = seven_images(folder);
  int images = 0;
  const WrittenShards result = write(index, folder / "one", 1, kSettings, [&] { ++images; });
  REQUIRE(images == 7);
  REQUIRE((result.written == 3 && result.kept == 0));
  REQUIRE(write(index, folder / "three", 3).bytes == result.bytes);
  REQUIRE(shards_in(folder / "one") == shards_in(folder / "three"));
  const std::vector<fs::path> shards{folder / "one/train-000000.tar", folder / "one/train-000001.tar",
                                     folder / "one/train-000002.tar"};
  const image_index::ImageIndex copy = image_index::list_shards(shards, std::nullopt);
  REQUIRE(copy.labels == index.labels);
  REQUIRE(copy.path(0) == "train-000000/0000000-0_x.jpg");
  REQUIRE(copy.path(6) == "train-000002/0000006-6.jpg");
}

TEST_CASE("finished shards are kept, unfinished ones made anew, and nothing else is left", "[data]") {
  const test::TemporaryFolder folder;
  const image_index::ImageIndex index = seven_images(folder);
  const fs::path out = folder / "out";
  int images = 0;
  struct Broken {};
  REQUIRE_THROWS_AS(write(index, out, 1, kSettings,
                          [&] {
                            if (++images == 5) throw Broken();
                          }),
                    Broken);
  REQUIRE(fs::exists(out / "train-000000.tar"));
  REQUIRE_FALSE(fs::exists(out / "train-000001.tar"));
  REQUIRE(std::distance(fs::directory_iterator(out), {}) == 2);  // with train-shards.txt
  const WrittenShards rest = write(index, out);
  REQUIRE((rest.written == 2 && rest.kept == 1));
  write(index, folder / "whole");
  REQUIRE(shards_in(out) == shards_in(folder / "whole"));
}

TEST_CASE("a shard that was damaged since, or is another's, is written again", "[data]") {
  const test::TemporaryFolder folder;
  const image_index::ImageIndex index = seven_images(folder);
  const fs::path out = folder / "out";
  write(index, out);
  const auto shards = shards_in(out);
  fs::resize_file(out / "train-000001.tar", fs::file_size(out / "train-000001.tar") / 2);
  fs::copy_file(out / "train-000002.tar", out / "train-000000.tar", fs::copy_options::overwrite_existing);
  const WrittenShards again = write(index, out);
  REQUIRE((again.written == 2 && again.kept == 1));
  REQUIRE(shards_in(out) == shards);
}

TEST_CASE("shards that are not of this copy are kept, unless force is given", "[data]") {
  const test::TemporaryFolder folder;
  const image_index::ImageIndex index = seven_images(folder);
  write(index, folder / "whole");
  for (const char* theirs : {"train-000000.tar", "train-000009.tar"}) {
    const fs::path out = folder / fmt::format("{}.out", theirs);
    fs::create_directory(out);
    fs::copy_file(folder / "whole/train-000001.tar", out / theirs);
    std::ofstream(out / "train-mine.tar") << "mine";
    REQUIRE_THAT(error_message<OccupiedPlace>([&] { write(index, out); }),
                 Contains(std::string(theirs) + ": is no shard of this copy (there is no train-shards.txt)"));
    REQUIRE(std::distance(fs::directory_iterator(out), {}) == 2);
    ResizedShards force = kSettings;
    force.force = true;
    REQUIRE(write(index, out, 1, force).written == 3);
    REQUIRE(read_file(out / "train-mine.tar") == "mine");
    fs::remove(out / "train-mine.tar");
    REQUIRE(shards_in(out) == shards_in(folder / "whole"));
    REQUIRE(write(index, out, 1, force).kept == 3);
  }
}

TEST_CASE("a folder with a copy by other settings or of other images is refused, a moved source is not",
          "[data]") {
  const test::TemporaryFolder folder;
  image_index::ImageIndex index = seven_images(folder);
  write(index, folder / "out");
  ResizedShards other = kSettings;
  other.quality = 90;
  REQUIRE_THAT(error_message<DataError>([&] { write(index, folder / "out", 1, other); }),
               Contains("train-shards.txt: tells of a copy of other images or by other settings"));
  fs::rename(folder / "in", folder / "moved");
  index.folder = (folder / "moved").string();
  REQUIRE(write(index, folder / "out").kept == 3);
  index.labels[0] = 1;
  REQUIRE_THAT(error_message<DataError>([&] { write(index, folder / "out"); }), Contains("other images"));
}

TEST_CASE("an image that cannot be read stops the copy with its name", "[data]") {
  const test::TemporaryFolder folder;
  const image_index::ImageIndex index = seven_images(folder);
  folder.file("in/1/3.x.jpg", "");
  REQUIRE_THAT(error_message<DataError>([&] { write(index, folder / "out", 2); }),
               Contains("1/3.x.jpg: is empty"));
}
#endif
