#include "weights/read_weights.h"

#include <catch2/catch.hpp>

#include "arch/catalog.h"
#include "core/error.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"
#include "unit/weights/file_builders.h"
#include "weights/match.h"
#include "weights/safetensors.h"

namespace hybrid::weights {
namespace {

using Catch::Matchers::Contains;

TEST_CASE("what a file is shows in its content, not in its name", "[weights]") {
  const test::TemporaryFolder folder;
  const std::string storage = test::bytes_of_floats({0, 1, 2, 3, 4, 5});
  const std::string body = test::dict({{"a", test::TensorPickle{}.str()}});
  const TensorMap expected{{make_tensor("a", {2, 3}, {0, 1, 2, 3, 4, 5})}, {}};
  for (const std::string& content : {format_safetensors(expected), test::torch_zip(body, {storage}),
                                     test::legacy_torch_file(body, {storage})})
    REQUIRE(read_weights(folder.file("weights.bin", content)).tensors == expected.tensors);
}

TEST_CASE("files of other kinds are told apart", "[weights]") {
  const test::TemporaryFolder folder;
  const auto refusal = [&](const std::string& content) {
    return test::error_message<DataError>([&] { read_weights(folder.file("w", content)); });
  };
  REQUIRE_THAT(refusal("hybrid-checkpoint-1 0123\n"), Contains("checkpoint of a training run"));
  REQUIRE_THAT(refusal(std::string("\x1c\0\0\0TFL3", 8)), Contains("TensorFlow Lite"));
  REQUIRE_THAT(refusal("\x89HDF\r\n\x1a\n"), Contains("HDF5"));
  REQUIRE_THAT(refusal("version https://git-lfs.github.com/spec/v1\n"), Contains("git lfs pull"));
  REQUIRE_THAT(refusal(test::zip_file({{"net/data.pkl", ""}, {"net/constants.pkl", ""}})),
               Contains("TorchScript"));
  REQUIRE_THAT(refusal(test::pickled("}")), Contains("no weights file we know"));
  REQUIRE_THAT(refusal("{}"), Contains("no weights file we know; allowed are safetensors"));
  REQUIRE_THAT(refusal(""), Contains("is empty"));
  REQUIRE_THROWS_AS(read_weights(folder / "absent"), DataError);
  REQUIRE_THROWS_AS(read_weights(folder.path()), DataError);
}

TEST_CASE("the zoo's published weights load in both layouts and agree", "[weights]") {
  const std::filesystem::path models = HYBRID_REAL_MODELS;
  if (models.empty()) {
    WARN("skipped: HYBRID_REAL_MODELS is not set");
    return;
  }
  for (const std::string name : {"mcunet-5fps", "mcunet-256kb", "mcunet-320kb"}) {
    INFO(name);
    const arch::ArchSpec spec = arch::find_arch(name, arch::find_arch(name).value().input, 100).value();
    const TensorMap zip = read_weights_for(spec, models / "mcunet" / (name + "_cifar100.pth"));
    const TensorMap safe = read_weights_for(spec, models / "mcunet" / (name + "_cifar100.safetensors"));
    REQUIRE(zip.tensors == safe.tensors);
    REQUIRE(zip.tensors.size() == tensor_names(Dialect::ours, spec).value().size());
  }
  const TensorMap legacy = read_weights_for(arch::find_arch("mcunet-320kb").value(),
                                            models / "mcunet/mcunet-320kb-1mb_imagenet.pth");
  REQUIRE(legacy.notes == std::vector<std::string>{"took the tensors under 'state_dict'"});
  REQUIRE_THAT(test::error_message<DataError>([&] { read_weights(models / "micronet_exit_cifar100.ts.pt"); }),
               Contains("TorchScript"));
}

}  // namespace
}  // namespace hybrid::weights
