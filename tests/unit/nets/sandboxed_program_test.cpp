// TorchScript programs in a process of their own, also those that do what they should not.

#include "torchscript_file.h"  // before everything that might define CHECK

#include <torch/library.h>
#include <zip.h>

#include <catch2/catch.hpp>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "nets/threads.h"
#include "nets/torchscript.h"
#include "nets/torchscript_archive.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using namespace hybrid::nets;
using Catch::Contains;
using test::error_message;
using test::script;

namespace {

namespace fs = std::filesystem;
using Folder = test::TemporaryFolder;

const std::string kLogits = "torch.matmul(torch.flatten(x, 1), self.weight)";

/// `torch.hybrid_test_threads(images)` gives the number of LibTorch's threads, as [images, 2].
TORCH_LIBRARY_FRAGMENT(aten, library) {
  library.def("hybrid_test_threads(Tensor images) -> Tensor", [](const at::Tensor& images) {
    return torch::full({images.size(0), 2}, static_cast<float>(at::get_num_threads()));
  });
}

InferenceModel read(const fs::path& path, Isolation isolation = Isolation::sandbox) {
  Logger log(Verbosity::quiet);
  return read_torchscript(path, test::kScriptInput, log, config::Precision::fp32, torch::kCPU, isolation);
}

/// The entries of a zip archive.
using Entries = std::vector<std::pair<std::string, std::string>>;

Entries entries_of(const fs::path& path) {
  const std::unique_ptr<zip, void (*)(zip*)> archive(zip_open(path.c_str(), ZIP_RDONLY, nullptr),
                                                     &zip_discard);
  REQUIRE(archive);
  Entries entries;
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(zip_get_num_entries(archive.get(), 0)); ++i) {
    zip_stat_t stat;
    REQUIRE(zip_stat_index(archive.get(), i, 0, &stat) == 0);
    std::string content(stat.size, '\0');
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(zip_fopen_index(archive.get(), i, 0),
                                                                 &zip_fclose);
    REQUIRE(zip_fread(file.get(), content.data(), content.size()) ==
            static_cast<zip_int64_t>(content.size()));
    entries.emplace_back(stat.name, content);
  }
  return entries;
}

/// Writes an archive with right checksums.
void write_entries(const fs::path& path, const Entries& entries) {
  zip* const archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  REQUIRE(archive != nullptr);
  for (const auto& [name, content] : entries) {
    const auto index =
        zip_file_add(archive, name.c_str(), zip_source_buffer(archive, content.data(), content.size(), 0), 0);
    REQUIRE(index >= 0);
    zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
  }
  REQUIRE(zip_close(archive) == 0);
}

/// Replaces a text of one entry, which must occur, by another.
void replace(Entries& entries, const std::string& entry, const std::string& what, const std::string& by) {
  for (auto& [name, content] : entries)
    if (name.ends_with(entry)) {
      const auto at = content.find(what);
      REQUIRE(at != std::string::npos);
      content.replace(at, what.size(), by);
      return;
    }
  FAIL("no " << entry);
}

}  // namespace

TEST_CASE("a program answers the same, bit for bit, in the sandbox and without it", "[nets][sandbox]") {
  const Folder folder;
  const auto images = torch::randn({6, 3, 4, 4});
  for (const std::string& body :
       {"return " + kLogits, "return torch.softmax(" + kLogits + ", 1)",
        std::string("return torch.matmul(torch.reshape(x, [1, 48]), self.weight)")}) {
    const fs::path path = script(folder, body);
    const InferenceModel inside = read(path), outside = read(path, Isolation::none);
    REQUIRE(torch::equal(inside.forward(images), outside.forward(images)));
    REQUIRE(inside.adapted == outside.adapted);
    REQUIRE(inside.gives_probabilities == outside.gives_probabilities);
  }
}

TEST_CASE("a program in the sandbox writes no file", "[nets][sandbox]") {
  const Folder folder;
  const fs::path written = folder / "written";
  const fs::path path = script(folder, "torch.save(x, '" + written.string() + "')\n  return " + kLogits);
  try {
    read(path);
  } catch (const DataError&) {  // as LibTorch likes: it may look whether the file was opened
  }
  REQUIRE_FALSE(fs::exists(written));
  read(path, Isolation::none);
  REQUIRE(fs::exists(written));  // else this test shows nothing
}

TEST_CASE("a program runs on all threads, whatever LibTorch has been adapted to", "[nets][sandbox]") {
  const Folder folder;
  const fs::path path = script(folder, "return torch.hybrid_test_threads(x)");
  const int before = most_threads();
  set_threads(3);
  at::set_num_threads(1);  // as adapt_threads() does beside other programs
  for (const Isolation isolation : {Isolation::sandbox, Isolation::none})
    REQUIRE(read(path, isolation).forward(torch::zeros({2, 3, 4, 4})).max().item<float>() == 3);
  REQUIRE(at::get_num_threads() == 1);
  set_threads(before);
}

TEST_CASE("a program that crashes is an error like others", "[nets][sandbox]") {
  const Folder folder;
  const fs::path path = script(folder, "return " + kLogits + " + torch.sum(self.other)");
  Entries entries = entries_of(path);
  // The shape of the tensor, (51, 7): now it reaches far beyond its memory.
  using namespace std::string_literals;
  replace(entries, "data.pkl", "(K\x33K\x07t"s, "(J\xff\xff\xff\x7fK\x07t"s);
  write_entries(path, entries);
  REQUIRE_THAT(
      error_message<DataError>([&] { read(path); }),
      Contains("net.ts.pt: its program ended the process in which it ran (signal 11, Segmentation fault)"));
}

TEST_CASE("a network whose program crashes later goes on saying so", "[nets][sandbox]") {
  const Folder folder;
  const fs::path path =
      script(folder,
             "y = " + kLogits + "\n  if bool(x.max() > 100):\n    y = y + torch.sum(self.other)\n  return y");
  Entries entries = entries_of(path);
  using namespace std::string_literals;
  replace(entries, "data.pkl", "(K\x33K\x07t"s, "(J\xff\xff\xff\x7fK\x07t"s);
  write_entries(path, entries);
  const InferenceModel model = read(path);
  const auto bright = torch::full({2, 3, 4, 4}, 101.0F);
  for (int i = 0; i < 2; ++i)
    REQUIRE_THAT(error_message<DataError>([&] { model.forward(bright); }),
                 Contains("ended the process in which it ran (signal 11"));
}

TEST_CASE("archives altered at random, with right checksums, are networks or errors", "[nets][sandbox]") {
  const Folder folder;
  const Entries whole = entries_of(script(folder, "return " + kLogits));
  const fs::path path = folder / "altered.pt";
  std::mt19937 random(1);
  const auto below = [&](std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
  };
  constexpr int kArchives = 300;
  int networks = 0, errors = 0, crashes = 0;
  for (int i = 0; i < kArchives; ++i) {
    Entries entries = whole;
    for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
      std::string& content = entries[below(entries.size())].second;
      if (content.empty()) continue;
      const std::size_t at = below(content.size());
      switch (below(4)) {
        case 0:
          content[at] = static_cast<char>(below(256));
          break;
        case 1:
          content.erase(at, 1 + below(8));
          break;
        case 2:
          content.insert(at, content.substr(below(content.size()), 1 + below(8)));
          break;
        default:
          std::swap(content, entries[below(entries.size())].second);
      }
    }
    write_entries(path, entries);
    try {
      const InferenceModel model = read(path);
      model.forward(torch::ones({2, 3, 4, 4}));
      ++networks;
    } catch (const DataError& error) {
      ++errors;
      const std::string message = error.what();
      REQUIRE_THAT(message, Catch::Matchers::StartsWith(path.string() + ": "));
      if (message.find("ended the process") != std::string::npos) ++crashes;
    }
  }
  INFO(networks << " networks, " << errors << " errors, " << crashes << " of them crashes");
  REQUIRE(networks + errors == kArchives);
  REQUIRE(networks > 0);
  REQUIRE(errors > kArchives / 2);
}

TEST_CASE("the tensors of a TorchScript file are counted without running it", "[nets]") {
  const Folder folder;
  REQUIRE(torchscript_tensor_bytes(script(folder, "return " + kLogits)) == (48 * 5 + 51 * 7) * 4);
  const fs::path weights = folder / "weights.pt";
  Entries entries = entries_of(script(folder, "return x"));
  std::erase_if(entries, [](const auto& entry) { return entry.first.find("/code/") != std::string::npos; });
  write_entries(weights, entries);
  REQUIRE_THAT(error_message<DataError>([&] { torchscript_tensor_bytes(weights); }),
               Contains("holds no program"));
  REQUIRE_THAT(error_message<DataError>([&] { torchscript_tensor_bytes(folder / "none"); }),
               Contains("is no file"));
  REQUIRE_THAT(error_message<DataError>([&] { torchscript_tensor_bytes(folder.file("text", "words")); }),
               Contains("is no TorchScript file"));
}
