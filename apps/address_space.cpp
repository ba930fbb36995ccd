// Linked to every program. OpenBLAS reserves memory for each thread when its library is loaded, and where
// that fails, because the address space is limited (ulimit -v), it tries again for ever. So what it takes is
// tried out before, by a function that runs before the libraries' own.

#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "core/error.h"

namespace {

constexpr std::size_t kMB = 1'000'000;
constexpr std::size_t kBuffer = std::size_t{128} << 20;  // OpenBLAS's BUFFER_SIZE on 64-bit machines
constexpr long kMostThreads = 64;                        // of Debian's OpenBLAS

/// Returns for how many threads OpenBLAS reserves buffers: OMP_NUM_THREADS, or one per CPU of the machine.
/// @param environment since getenv() may not be ready yet
long blas_threads(char** environment) {
  long threads = ::sysconf(_SC_NPROCESSORS_CONF);
  constexpr const char* kName = "OMP_NUM_THREADS=";
  for (char** variable = environment; *variable != nullptr; ++variable)
    if (std::strncmp(*variable, kName, std::strlen(kName)) == 0)
      if (const long set = std::atol(*variable + std::strlen(kName)); set > 0) threads = set;
  return std::clamp(threads, 1L, kMostThreads);
}

void require_address_space(int /*argc*/, char** argv, char** environment) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return;
  // One more is taken within larger computations; the last is for our own data.
  const std::size_t needed = (static_cast<std::size_t>(blas_threads(environment)) + 2) * kBuffer;
  void* const tried = ::mmap(nullptr, needed, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (tried != MAP_FAILED) {
    ::munmap(tried, needed);
    return;
  }
  long pages = 0;  // that the program and its libraries occupy
  if (std::FILE* const file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%ld", &pages) != 1) pages = 0;
    std::fclose(file);
  }
  const char* const slash = std::strrchr(argv[0], '/');
  const std::size_t in_all = needed + static_cast<std::size_t>(pages * ::sysconf(_SC_PAGESIZE));
  std::fprintf(stderr,
               "%s: error: the address space is limited to %zu MB, and %zu MB are needed to begin; raise the "
               "limit: ulimit -v %zu\n",
               slash == nullptr ? argv[0] : slash + 1, static_cast<std::size_t>(limit.rlim_cur) / kMB,
               in_all / kMB + 1, (in_all / kMB + 1) * kMB / 1024 + 1);
  ::_exit(static_cast<int>(hybrid::ExitCode::data));
}

}  // namespace

[[gnu::section(".preinit_array"), gnu::used]] static void (*const kRunFirst)(int, char**,
                                                                             char**) = require_address_space;
