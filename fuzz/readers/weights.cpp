#include "input.h"
#include "readers.h"
#include "tiny_network.h"
#include "weights/match.h"
#include "weights/read_weights.h"
#include "weights/safetensors.h"

namespace hybrid::fuzz {

namespace {

bool is_float(weights::TensorType type) {
  using enum weights::TensorType;
  return type == f16 || type == bf16 || type == f32 || type == f64;
}

/// What is read must come back from what is written of it, in the order of the written bytes.
void write_and_read(const weights::TensorMap& map) {
  const std::string once = weights::format_safetensors(map);
  const std::string twice = weights::format_safetensors(weights::parse_safetensors(once, "written"));
  HYBRID_CHECK(once.size() == twice.size(), "{} tensors change when they are written", map.tensors.size());
}

}  // namespace

/// safetensors, or what torch.save writes, recognised by the content.
void read_weights(std::string_view bytes) {
  static const arch::ArchSpec network = tiny_network();
  const auto path = file("weights", bytes);
  read_or_refuse([&] {
    weights::TensorMap map = weights::read_weights(path);
    for (const auto& tensor : map.tensors)
      if (is_float(tensor.type)) weights::to_floats(tensor);
    write_and_read(map);
    weights::match_weights(std::move(map), network, path);
  });
}

}  // namespace hybrid::fuzz
