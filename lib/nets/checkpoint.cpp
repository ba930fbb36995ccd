#include "nets/checkpoint.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/files.h"
#include "core/limited_file.h"
#include "core/sha256.h"

namespace hybrid::nets {

namespace fs = std::filesystem;
using torch::serialize::InputArchive;
using torch::serialize::OutputArchive;

namespace {

/// The file is a line with this word and the SHA-256 of the rest, followed by a LibTorch archive, whose own
/// checksums LibTorch does not verify. The number identifies the layout.
constexpr std::string_view kFormat = "hybrid-checkpoint-2 ";
constexpr std::size_t kHashLength = 64;
constexpr std::size_t kHeaderLength = kFormat.size() + kHashLength + 1;

/// Returns the bytes of the archive.
/// @throws DataError if the file is not a checkpoint or damaged
std::string_view checked_archive(const fs::path& path, std::string_view file) {
  if (!file.starts_with(kFormat))
    throw DataError(path, fmt::format("not a checkpoint: does not begin with '{}'", kFormat));
  const std::string_view archive = file.substr(std::min(kHeaderLength, file.size()));
  if (file.substr(kFormat.size(), kHashLength + 1) != sha256(archive) + "\n")
    throw DataError(
        path, "damaged checkpoint: its SHA-256 is not the one in its first line; delete it and train again");
  return archive;
}

struct NamedTensor {
  std::string name;
  torch::Tensor tensor;
};

/// Returns parameters and buffers, which share their storage with the network's.
std::vector<NamedTensor> tensors_of(const Network& network) {
  std::vector<NamedTensor> tensors;
  for (const auto& item : network->named_parameters()) tensors.push_back({item.key(), item.value()});
  for (const auto& item : network->named_buffers()) tensors.push_back({item.key(), item.value()});
  return tensors;
}

/// Returns the parameters that an optimiser trains, in the order of its groups.
std::vector<torch::Tensor> trained_by(const torch::optim::SGD& optimizer) {
  std::vector<torch::Tensor> parameters;
  for (const auto& group : optimizer.param_groups())
    parameters.insert(parameters.end(), group.params().begin(), group.params().end());
  return parameters;
}

/// Returns the key of a parameter's momentum in the optimiser's state: the address of the parameter.
std::string state_key(const torch::Tensor& parameter) {
  return c10::guts::to_string(parameter.unsafeGetTensorImpl());
}

std::string momentum_name(std::size_t parameter) {
  return fmt::format("momentum_{}", parameter);
}

/// Returns an optimiser's momentum. LibTorch's own archive of an optimiser has addresses as keys, which
/// differ from run to run.
OutputArchive archive_of(torch::optim::SGD& optimizer) {
  OutputArchive archive;
  const std::vector<torch::Tensor> parameters = trained_by(optimizer);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const auto state = optimizer.state().find(state_key(parameters[i]));
    if (state == optimizer.state().end()) continue;
    const auto& momentum = static_cast<torch::optim::SGDParamState&>(*state->second).momentum_buffer();
    if (momentum.defined()) archive.write(momentum_name(i), momentum, /*is_buffer=*/true);
  }
  return archive;
}

OutputArchive archive_of(const CheckpointPart& part) {
  OutputArchive tensors;
  for (const auto& [name, tensor] : tensors_of(part.network)) tensors.write(name, tensor, /*is_buffer=*/true);
  OutputArchive archive;
  archive.write("architecture", c10::IValue(part.network->spec().name));
  archive.write("tensors", tensors);
  if (part.optimizer != nullptr) {
    OutputArchive optimizer = archive_of(*part.optimizer);
    archive.write("optimizer", optimizer);
  }
  return archive;
}

/// Sets the momentum of each trained parameter; undefined: none yet.
void set_momentum(torch::optim::SGD& optimizer, const std::vector<torch::Tensor>& momentum) {
  const std::vector<torch::Tensor> parameters = trained_by(optimizer);
  optimizer.state().clear();
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (!momentum[i].defined()) continue;
    auto state = std::make_unique<torch::optim::SGDParamState>();
    state->momentum_buffer(momentum[i]);
    optimizer.state()[state_key(parameters[i])] = std::move(state);
  }
}

/// Reads one checkpoint file; every error becomes a DataError naming the file.
class Reader {
 public:
  Reader(fs::path path, const torch::Device& device) : path_(std::move(path)) {
    const std::string file = read_file(path_, limits::kLargeFile);
    const std::string_view archive = checked_archive(path_, file);
    guard([&] { root_.load_from(archive.data(), archive.size(), device); });
  }

  std::string state() { return text(root_, "state"); }

  InputArchive part(const CheckpointPart& part) {
    InputArchive archive = child(root_, part.name);
    const std::string architecture = text(archive, "architecture");
    if (architecture != part.network->spec().name)
      throw DataError(path_, fmt::format("'{}' is a {}, expected a {}", part.name, architecture,
                                         part.network->spec().name));
    return archive;
  }

  /// Returns the tensors of a part, in the order and with the shapes of its network's.
  std::vector<torch::Tensor> tensors(InputArchive& archive, const CheckpointPart& part) {
    InputArchive saved = child(archive, "tensors");
    std::set<std::string> left;
    for (const std::string& key : saved.keys()) left.insert(key);
    std::vector<torch::Tensor> read;
    for (const auto& [name, tensor] : tensors_of(part.network)) {
      torch::Tensor value;
      bool found = false;
      guard([&] { found = saved.try_read(name, value, /*is_buffer=*/true); });
      if (!found) throw DataError(path_, fmt::format("'{}' has no tensor '{}'", part.name, name));
      if (value.sizes() != tensor.sizes() || value.dtype() != tensor.dtype())
        throw DataError(path_, fmt::format("tensor '{}' of '{}' is {}, expected {}", name, part.name,
                                           describe(value), describe(tensor)));
      left.erase(name);
      read.push_back(value);
    }
    if (!left.empty())
      throw DataError(
          path_, fmt::format("'{}' has a tensor '{}' that its network has not", part.name, *left.begin()));
    return read;
  }

  /// Returns the momentum of each parameter that the part's optimiser trains; undefined where there is none.
  std::vector<torch::Tensor> momentum(InputArchive& archive, const CheckpointPart& part) {
    InputArchive saved = child(archive, "optimizer");
    std::vector<torch::Tensor> read = trained_by(*part.optimizer);
    for (std::size_t i = 0; i < read.size(); ++i) {
      torch::Tensor value;
      guard([&] { saved.try_read(momentum_name(i), value, /*is_buffer=*/true); });
      if (value.defined() && value.sizes() != read[i].sizes())
        throw DataError(path_, fmt::format("'{}' of the optimiser of '{}' is {}, expected {}",
                                           momentum_name(i), part.name, describe(value), describe(read[i])));
      read[i] = value;
    }
    return read;
  }

 private:
  /// Converts the exceptions of LibTorch, its own and those of std, to one line without their stack trace.
  template <class Body>
  void guard(Body body) {
    const auto refuse = [&](const std::string& reason) {
      throw DataError(path_,
                      fmt::format("this LibTorch cannot read the checkpoint ({}); delete it and train again",
                                  reason.substr(0, reason.find('\n'))));
    };
    try {
      body();
    } catch (const c10::Error& error) {
      refuse(error.what_without_backtrace());
    } catch (const std::exception& error) {
      refuse(error.what());
    }
  }

  InputArchive child(InputArchive& archive, const std::string& key) {
    InputArchive found;
    bool is_there = false;
    guard([&] { is_there = archive.try_read(key, found); });
    if (!is_there) throw DataError(path_, fmt::format("has no '{}'", key));
    return found;
  }

  std::string text(InputArchive& archive, const std::string& key) {
    c10::IValue value;
    bool is_there = false;
    guard([&] { is_there = archive.try_read(key, value); });
    if (!is_there || !value.isString()) throw DataError(path_, fmt::format("has no '{}'", key));
    return value.toStringRef();
  }

  /// Returns, for example, "Float [16, 1, 3, 3]".
  static std::string describe(const torch::Tensor& tensor) {
    std::ostringstream out;
    out << tensor.scalar_type() << ' ' << tensor.sizes();
    return out.str();
  }

  fs::path path_;
  InputArchive root_;
};

}  // namespace

void save_checkpoint(const fs::path& path, std::span<const CheckpointPart> parts, const std::string& state) {
  OutputArchive root;
  root.write("state", c10::IValue(state));
  for (const CheckpointPart& part : parts) {
    OutputArchive archive = archive_of(part);
    root.write(part.name, archive);
  }
  std::ostringstream bytes;
  root.save_to(bytes);
  write_file_atomically(path, fmt::format("{}{}\n{}", kFormat, sha256(bytes.view()), bytes.view()));
}

std::string load_checkpoint(const fs::path& path, std::span<const CheckpointPart> parts) {
  HYBRID_CHECK(!parts.empty(), "no network to load {} into", path.string());
  Reader reader(path, parts.front().network->parameters().front().device());
  std::string state = reader.state();
  std::vector<std::vector<torch::Tensor>> values, momenta;
  for (const CheckpointPart& part : parts) {
    InputArchive archive = reader.part(part);
    values.push_back(reader.tensors(archive, part));
    momenta.push_back(part.optimizer == nullptr ? std::vector<torch::Tensor>()
                                                : reader.momentum(archive, part));
  }
  // All tensors are present and match; only now are networks and optimisers changed.
  const torch::NoGradGuard no_grad;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].optimizer != nullptr) set_momentum(*parts[i].optimizer, momenta[i]);
    const std::vector<NamedTensor> tensors = tensors_of(parts[i].network);
    for (std::size_t j = 0; j < tensors.size(); ++j) tensors[j].tensor.copy_(values[i][j]);
  }
  return state;
}

}  // namespace hybrid::nets
