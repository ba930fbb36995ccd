#pragma once
// A TorchScript file as the zip archive that it is, read without LibTorch: nothing in it is run.

#include <cstdint>
#include <filesystem>

namespace hybrid::nets {

/// Returns whether the file begins like TorchScript, a zip archive; only read_torchscript makes certain.
bool looks_like_torchscript(const std::filesystem::path& path);

/// @throws DataError unless it is a file that looks like TorchScript
void require_torchscript(const std::filesystem::path& path);

/// Verifies the checksums of all entries, which LibTorch does not check.
/// @throws DataError if one does not match
void require_whole_archive(const std::filesystem::path& path);

/// Returns the bytes of all tensors, after verifying all checksums.
/// @throws DataError if the file is missing, damaged or not TorchScript
std::int64_t torchscript_tensor_bytes(const std::filesystem::path& path);

}  // namespace hybrid::nets
