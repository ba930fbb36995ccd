#include "predictions/prediction_writer.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/files.h"
#include "predictions/npz.h"
#include "predictions/prediction_set.h"
#include "support/error_message.h"
#include "support/file_size_limit.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using namespace hybrid::predictions;
using Catch::Contains;
using test::error_message;

namespace {

const std::vector<std::int32_t> kLabels{2, 0, 1};
const std::vector<float> kLogits{0, 1, 2, 5, 4, 3, 0, 0, 9};
const std::vector<std::string> kIds{"test/0", "test/1", "größer"};

void append_all(PredictionWriter& writer) {
  for (std::size_t i = 0; i < kLabels.size(); ++i)
    writer.append(kLabels[i], kIds[i], std::span(kLogits).subspan(3 * i, 3));
}

}  // namespace

TEST_CASE("a set written row by row is the set written at once", "[predictions]") {
  const test::TemporaryFolder folder;
  const nlohmann::json meta{{"model", "m"}};
  {
    PredictionWriter writer(folder / "deep/rows.npz", kLabels.size(), 3);
    append_all(writer);
    writer.finish(meta);
  }
  write_prediction_set(folder / "once.npz", kLabels, kLogits, kIds, meta);
  PredictionSet rows = read_prediction_set(folder / "deep/rows.npz");
  rows.source = (folder / "once.npz").string();
  REQUIRE(rows == read_prediction_set(folder / "once.npz"));
  REQUIRE(NpzFile(folder / "deep/rows.npz").read<float>("logits") == kLogits);
  REQUIRE(std::distance(std::filesystem::directory_iterator(folder / "deep"), {}) == 1);
}

TEST_CASE("the same rows give the same bytes", "[predictions]") {
  const test::TemporaryFolder folder;
  for (const auto* name : {"a.npz", "b.npz"}) {
    PredictionWriter writer(folder / name, kLabels.size(), 3);
    append_all(writer);
    writer.finish(nlohmann::json::object());
  }
  REQUIRE(read_file(folder / "a.npz") == read_file(folder / "b.npz"));
}

TEST_CASE("a writer that does not finish leaves nothing, and what was there stays", "[predictions]") {
  const test::TemporaryFolder folder;
  folder.file("old.npz", "old");
  {
    PredictionWriter writer(folder / "old.npz", 3, 3);
    writer.append(0, "x", std::span(kLogits).first(3));
    // The outputs are in a file without a name, which a kill cannot leave behind.
    REQUIRE(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
  }
  REQUIRE(read_file(folder / "old.npz") == "old");
  REQUIRE(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("a place that cannot be written is refused before the work", "[predictions]") {
  const test::TemporaryFolder folder;
  folder.file("file", "");
  REQUIRE_THAT(error_message<DataError>([&] { PredictionWriter(folder / "file/set.npz", 1, 1); }),
               Contains("file"));
  REQUIRE_THAT(error_message<DataError>([&] { PredictionWriter(folder.path(), 1, 1); }),
               Contains("is a folder"));
  REQUIRE_THAT(error_message<DataError>([&] { PredictionWriter("/dev/null/set.npz", 1, 1); }),
               Contains("/dev/null"));
}

TEST_CASE("a full disk is an error in the row it happens in, or at the end", "[predictions]") {
  const test::TemporaryFolder folder;
  for (const rlim_t bytes : {rlim_t{200}, rlim_t{1000}}) {  // within the outputs; within the archive
    const test::FileSizeLimit limit(bytes);
    const std::vector<float> row(100);
    REQUIRE_THAT(error_message<DataError>([&] {
                   PredictionWriter writer(folder / "set.npz", 1, bytes == 200 ? 100 : 50);
                   writer.append(0, "x", std::span(row).first(bytes == 200 ? 100 : 50));
                   writer.finish({{"much", std::string(1000, 'x')}});
                 }),
                 Contains("set.npz: cannot be written (") && Contains("File too large"));
    REQUIRE(std::filesystem::is_empty(folder.path()));
  }
}

TEST_CASE("rows of another width, too many and too few are faults of the program", "[predictions]") {
  const test::TemporaryFolder folder;
  PredictionWriter writer(folder / "set.npz", 3, 3);
  REQUIRE_THROWS_AS(writer.append(0, "x", std::span(kLogits).first(2)), InternalError);
  REQUIRE_THROWS_AS(writer.finish(nlohmann::json::object()), InternalError);
  append_all(writer);
  REQUIRE_THROWS_AS(writer.append(0, "x", std::span(kLogits).first(3)), InternalError);
  REQUIRE_THROWS_AS(PredictionWriter(folder / "none.npz", 0, 3), InternalError);
}
