// Stands in for libFuzzer's mutation in programs that make nothing up.

#include <cstddef>
#include <cstdint>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* /*data*/, std::size_t size, std::size_t /*room*/) {
  return size;
}
