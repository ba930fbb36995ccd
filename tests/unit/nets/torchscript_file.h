#pragma once
// TorchScript files for tests.

#include <torch/script.h>

#include <filesystem>
#include <string>

#include "arch/arch_spec.h"
#include "support/temporary_folder.h"

namespace hybrid::test {

/// Of the images that the programs take.
inline constexpr arch::Shape kScriptInput{3, 4, 4};

/// Writes a TorchScript file whose forward is that body. `self.weight` is [48, 5] with values that differ,
/// `self.other` is [51, 7].
inline std::filesystem::path script(const TemporaryFolder& folder, const std::string& body,
                                    const std::string& signature = "forward(self, x)") {
  torch::jit::Module module("m");
  module.register_parameter("weight", torch::linspace(-1, 1, 48 * 5).view({48, 5}), /*is_buffer=*/false);
  module.register_parameter("other", torch::ones({51, 7}), /*is_buffer=*/false);
  module.register_attribute("training", c10::BoolType::get(), true);
  module.define("def " + signature + ":\n  " + body + "\n");
  const std::filesystem::path path = folder / "net.ts.pt";
  module.save(path.string());
  return path;
}

}  // namespace hybrid::test
