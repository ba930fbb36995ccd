#include "nets/checkpoint.h"

#include <catch2/catch.hpp>

#include "arch/catalog.h"
#include "core/error.h"
#include "core/files.h"
#include "core/sha256.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using namespace hybrid::nets;
using Catch::Matchers::Contains;

namespace {

namespace fs = std::filesystem;

using Folder = test::TemporaryFolder;

arch::ArchSpec tiny(int classes = 10) {
  return *arch::find_arch("separable-tiny", {1, 12, 12}, classes);
}

/// A network in training.
struct Trainee {
  Network network;
  torch::optim::SGD optimizer;

  explicit Trainee(std::uint64_t seed, const arch::ArchSpec& spec = tiny())
      : network(build_network(spec, SeedTree(seed))),
        optimizer(network->parameters(), torch::optim::SGDOptions(0.05).momentum(0.9)) {}

  /// One step on images that follow from `number`.
  void step(std::uint64_t number) {
    torch::manual_seed(number);
    const auto images = torch::randn({8, 1, 12, 12});
    optimizer.zero_grad();
    network(images).pow(2).mean().backward();
    optimizer.step();
  }
  CheckpointPart part(const std::string& name = "base") { return {name, network, &optimizer}; }
};

bool same(const Network& a, const Network& b) {
  const auto equal = [](const auto& left, const auto& right) {
    for (std::size_t i = 0; i < left.size(); ++i)
      if (!torch::equal(left[i], right[i])) return false;
    return left.size() == right.size();
  };
  return equal(a->parameters(), b->parameters()) && equal(a->buffers(), b->buffers());
}

void save(const fs::path& path, const CheckpointPart& part, const std::string& state = "") {
  save_checkpoint(path, std::span(&part, 1), state);
}
std::string load(const fs::path& path, const CheckpointPart& part) {
  return load_checkpoint(path, std::span(&part, 1));
}

/// The DataError of loading `path` into a fresh network, which must be left as it was.
std::string load_error(const fs::path& path, const arch::ArchSpec& spec = tiny(),
                       const std::string& name = "base") {
  Trainee fresh(99, spec);
  try {
    load(path, fresh.part(name));
  } catch (const DataError& error) {
    REQUIRE(same(fresh.network, Trainee(99, spec).network));
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("training goes on from a checkpoint to the same bits as without one", "[nets]") {
  const Folder folder;
  Trainee uninterrupted(1);
  for (std::uint64_t i = 0; i < 3; ++i) uninterrupted.step(i);
  save(folder / "c", uninterrupted.part(), "{\"epoch\": 3}");
  for (std::uint64_t i = 3; i < 6; ++i) uninterrupted.step(i);

  Trainee resumed(2);
  REQUIRE(load(folder / "c", resumed.part()) == "{\"epoch\": 3}");
  for (std::uint64_t i = 3; i < 6; ++i) resumed.step(i);
  REQUIRE(same(resumed.network, uninterrupted.network));
}

TEST_CASE("equal trainings write equal bytes, whether they went on from a checkpoint or not", "[nets]") {
  const Folder folder;
  Trainee first(1);
  const std::vector<char> in_between(100000);  // so that the second is elsewhere in memory
  Trainee second(1);
  for (std::uint64_t i = 0; i < 4; ++i) first.step(i);
  for (std::uint64_t i = 0; i < 2; ++i) second.step(i);
  save(folder / "half", second.part(), "2");
  Trainee third(2);
  load(folder / "half", third.part());
  for (std::uint64_t i = 2; i < 4; ++i) second.step(i);
  for (std::uint64_t i = 2; i < 4; ++i) third.step(i);
  std::vector<std::string> bytes;
  for (auto* trainee : {&first, &second, &third}) {
    save(folder / "c", trainee->part(), "4");
    bytes.push_back(read_file(folder / "c"));
  }
  REQUIRE(bytes[1] == bytes[0]);
  REQUIRE(bytes[2] == bytes[0]);
}

TEST_CASE("momentum of another shape is refused, and leaves network and optimiser as they are", "[nets]") {
  const Folder folder;
  Trainee trainee(1);
  trainee.step(0);
  const torch::Tensor parameter = trainee.network->parameters().front();
  auto& state = *trainee.optimizer.state().at(c10::guts::to_string(parameter.unsafeGetTensorImpl()));
  static_cast<torch::optim::SGDParamState&>(state).momentum_buffer(torch::zeros({3}));
  save(folder / "c", trainee.part());
  REQUIRE_THAT(load_error(folder / "c"), Contains("'momentum_0' of the optimiser of 'base' is"));
}

TEST_CASE("without the optimiser's state the next steps differ: it is worth saving", "[nets]") {
  const Folder folder;
  Trainee trained(1);
  for (std::uint64_t i = 0; i < 3; ++i) trained.step(i);
  save(folder / "c", trained.part());
  trained.step(3);
  Trainee resumed(2);
  load(folder / "c", {"base", resumed.network});
  resumed.step(3);
  REQUIRE_FALSE(same(resumed.network, trained.network));
}

TEST_CASE("a checkpoint holds several networks, and not all need be asked for", "[nets]") {
  const Folder folder;
  const arch::ArchSpec large = *arch::find_arch("resnet-small", {1, 12, 12}, 10);
  Trainee base(1);
  Trainee cloud(2, large);
  base.step(1);
  cloud.step(1);
  const std::array parts{base.part("base"), cloud.part("cloud"), CheckpointPart{"control", base.network}};
  save_checkpoint(folder / "c", parts, "text\nof two lines, \xc3\xa9");
  Trainee loaded(3, large);
  REQUIRE(load(folder / "c", loaded.part("cloud")) == "text\nof two lines, \xc3\xa9");
  REQUIRE(same(loaded.network, cloud.network));
  Trainee control(4);
  load(folder / "c", {"control", control.network});
  REQUIRE(same(control.network, base.network));
}

TEST_CASE("equal networks give equal files, and nothing is left beside them", "[nets]") {
  const Folder folder;
  Trainee trainee(1);
  save(folder / "a", {"base", trainee.network});
  save(folder / "b", {"base", trainee.network});
  REQUIRE(read_file(folder / "a") == read_file(folder / "b"));
  REQUIRE_FALSE(fs::exists(folder / "a.tmp"));
  REQUIRE_THROWS_AS(save("/proc/none/c", trainee.part()), DataError);
}

TEST_CASE("a checkpoint of another architecture is refused, naming what differs", "[nets]") {
  const Folder folder;
  Trainee trainee(1);
  save(folder / "c", trainee.part());
  REQUIRE_THAT(load_error(folder / "c", *arch::find_arch("resnet-small", {1, 12, 12}, 10)),
               Contains("'base' is a separable-tiny, expected a resnet-small"));
  REQUIRE_THAT(load_error(folder / "c", tiny(7)),
               Contains("tensor 'layers.8.weight' of 'base' is Float [10, 32], expected Float [7, 32]"));
  arch::ArchSpec longer = tiny();
  longer.layers.insert(longer.layers.begin() + 1, arch::ConvSpec{.channels = 8});
  REQUIRE_THAT(load_error(folder / "c", longer),
               Contains("tensor 'layers.1.conv.weight' of 'base' is Float"));
  arch::ArchSpec biased = tiny();
  std::get<arch::ConvSpec>(biased.layers[0]).batch_norm = false;
  std::get<arch::ConvSpec>(biased.layers[0]).bias = true;
  REQUIRE_THAT(load_error(folder / "c", biased), Contains("'base' has no tensor 'layers.0.conv.bias'"));
  Trainee without_norm(1, biased);
  std::get<arch::ConvSpec>(biased.layers[0]).batch_norm = true;
  save(folder / "d", without_norm.part());
  REQUIRE_THAT(load_error(folder / "d", biased), Contains("'base' has no tensor 'layers.0.norm.weight'"));
}

TEST_CASE("a tensor the network has not is refused", "[nets]") {
  const Folder folder;
  arch::ArchSpec shorter = tiny();
  shorter.layers = {arch::GlobalAveragePoolSpec{}, arch::LinearSpec{.outputs = 10}};
  arch::ArchSpec longer = shorter;
  longer.layers.push_back(arch::LinearSpec{.outputs = 10});
  Trainee trainee(1, longer);
  save(folder / "c", trainee.part());
  REQUIRE_THAT(load_error(folder / "c", shorter),
               Contains("'base' has a tensor 'layers.2.bias' that its network has not"));
}

TEST_CASE("a part or an optimiser that is not in the file is refused", "[nets]") {
  const Folder folder;
  Trainee trainee(1);
  save(folder / "c", {"base", trainee.network});
  REQUIRE_THAT(load_error(folder / "c", tiny(), "cloud"), Contains("has no 'cloud'"));
  REQUIRE_THAT(load_error(folder / "c"), Contains("has no 'optimizer'"));
}

TEST_CASE("a missing file, a folder and a file of another kind are refused", "[nets]") {
  const Folder folder;
  REQUIRE_THAT(load_error(folder / "absent"), Contains("absent: cannot be read"));
  REQUIRE_THAT(load_error(folder / ""), Contains("is a folder"));
  for (const char* content : {"", "hello", "hybrid-checkpoint-1 abc"}) {
    write_file_atomically(folder / "x", content);
    REQUIRE_THAT(load_error(folder / "x"),
                 Contains("not a checkpoint: does not begin with 'hybrid-checkpoint-2 '"));
  }
  const std::string no_archive = "PK\x03\x04 and then nothing of use";
  write_file_atomically(folder / "x", "hybrid-checkpoint-2 " + sha256(no_archive) + "\n" + no_archive);
  REQUIRE_THAT(load_error(folder / "x"), Contains("this LibTorch cannot read the checkpoint ("));
  REQUIRE_THAT(load_error(folder / "x"), !Contains("\n"));
}

TEST_CASE("a damaged archive with a right SHA-256 is read, or refused by name", "[nets]") {
  const Folder folder;
  Trainee trainee(1);
  trainee.step(1);
  save(folder / "c", trainee.part());
  const std::string whole = read_file(folder / "c");
  const std::size_t begin = whole.find('\n') + 1;
  std::size_t refused = 0;
  for (std::size_t i = 0; i < 300; ++i) {
    std::string archive = whole.substr(begin);
    // The archive's directory is at its end, and its records are named throughout.
    const std::size_t at = i < 150 ? archive.size() - 1 - i : i * archive.size() / 300;
    archive[at] = static_cast<char>(archive[at] ^ 0x11);
    write_file_atomically(folder / "x", "hybrid-checkpoint-1 " + sha256(archive) + "\n" + archive);
    Trainee fresh(99);
    try {
      load(folder / "x", fresh.part());
    } catch (const DataError& error) {
      ++refused;
      REQUIRE_THAT(error.what(), Contains("/x: ") && !Contains("\n"));
    }
  }
  REQUIRE(refused > 10);
}

TEST_CASE("a checkpoint that is cut short, goes on or has a flipped bit is refused", "[nets]") {
  const Folder folder;
  Trainee trainee(1);
  save(folder / "c", {"base", trainee.network});
  const std::string whole = read_file(folder / "c");
  const auto refused = [&](const std::string& content) {
    write_file_atomically(folder / "x", content);
    const std::string error = load_error(folder / "x");
    return error.find("x: damaged checkpoint") != std::string::npos ||
           error.find("x: not a checkpoint") != std::string::npos;
  };
  for (std::size_t i = 0; i < 100; ++i) {
    const std::size_t at =
        i < 50 ? 2 * i : i * whole.size() / 100;  // the first line in full, the rest here and there
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
    REQUIRE(refused(flipped));
    REQUIRE(refused(whole.substr(0, at)));
  }
  REQUIRE(refused(whole + "x"));
  REQUIRE_FALSE(refused(whole));
}
