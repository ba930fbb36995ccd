#pragma once
// Mutations that keep lengths and checksums right, so that what they guard is reached.

#include <cstddef>
#include <cstdint>

namespace hybrid::fuzz {

/// Changes the content of one entry of a zip file and writes the file anew, uncompressed. Each also makes
/// plain mutations now and then, and of what is no such file.
std::size_t mutate_zip(std::uint8_t* data, std::size_t size, std::size_t room, unsigned seed);
/// Changes a tar file and corrects the checksums of its headers.
std::size_t mutate_tar(std::uint8_t* data, std::size_t size, std::size_t room, unsigned seed);
/// Changes the header or the data of a safetensors file, and states the header's new length.
std::size_t mutate_safetensors(std::uint8_t* data, std::size_t size, std::size_t room, unsigned seed);

}  // namespace hybrid::fuzz
