#include "core/sandbox.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <limits>
#include <vector>

namespace hybrid {

namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t kArchitecture = 0;  // not filtered
#endif

/// System calls that are allowed with any arguments: memory, threads, time, and what is read.
constexpr int kAllowed[] = {
    // memory
    SYS_brk, SYS_mmap, SYS_munmap, SYS_mremap, SYS_mprotect, SYS_madvise, SYS_mincore, SYS_membarrier,
    // open descriptors
    SYS_read, SYS_readv, SYS_pread64, SYS_write, SYS_writev, SYS_close, SYS_lseek, SYS_fstat, SYS_newfstatat,
    SYS_statx, SYS_statfs, SYS_fstatfs, SYS_getdents64, SYS_readlinkat, SYS_faccessat, SYS_getcwd, SYS_ppoll,
#if defined(__x86_64__)
    SYS_stat, SYS_lstat, SYS_access, SYS_readlink, SYS_poll, SYS_time, SYS_arch_prctl,
#endif
    // threads
    SYS_futex, SYS_set_robust_list, SYS_set_tid_address, SYS_sched_yield, SYS_sched_getaffinity,
    SYS_sched_setaffinity, SYS_getcpu, SYS_exit, SYS_exit_group, SYS_getpid, SYS_gettid, SYS_getppid,
#ifdef SYS_rseq
    SYS_rseq,
#endif
    // signals to itself
    SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_sigaltstack, SYS_restart_syscall,
    // time and what the machine is
    SYS_clock_gettime, SYS_clock_getres, SYS_clock_nanosleep, SYS_nanosleep, SYS_gettimeofday, SYS_getrusage,
    SYS_times, SYS_uname, SYS_sysinfo, SYS_getrandom, SYS_getuid, SYS_geteuid, SYS_getgid, SYS_getegid};

/// Offset of the lower half of a system call's argument, on the little-endian machines named above.
constexpr std::uint32_t argument(std::size_t index) {
  return static_cast<std::uint32_t>(offsetof(seccomp_data, args) + index * sizeof(std::uint64_t));
}

constexpr std::uint32_t kUpperHalf = sizeof(std::uint32_t);

/// A filter in the language of the kernel (BPF), made rule by rule. Jumps count the instructions to be
/// skipped.
class Filter {
 public:
  Filter() {
    load(offsetof(seccomp_data, arch));
    skip_if_equal(kArchitecture, 1);
    give(SECCOMP_RET_KILL_PROCESS);
    load(offsetof(seccomp_data, nr));
#if defined(__x86_64__)
    constexpr std::uint32_t kX32 = 0x40000000;  // the same calls by other numbers
    add({BPF_JMP | BPF_JGE | BPF_K, 0, 1, kX32});
    give(SECCOMP_RET_ERRNO | EPERM);
#endif
  }

  void allow(int call) {
    when(call, {{BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW}});
  }

  void fail(int call, int error) {
    when(call, {{BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(error)}});
  }

  /// Allows the call if (argument & mask) == value.
  void allow_if(int call, std::size_t index, std::uint32_t mask, std::uint32_t value) {
    when(call, {{BPF_LD | BPF_W | BPF_ABS, 0, 0, argument(index)},
                {BPF_ALU | BPF_AND | BPF_K, 0, 0, mask},
                {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, value},
                {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW},
                {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | EPERM}});
  }

  /// Allows the call if the argument is a null pointer.
  void allow_if_null(int call, std::size_t index) {
    when(call, {{BPF_LD | BPF_W | BPF_ABS, 0, 0, argument(index)},
                {BPF_JMP | BPF_JEQ | BPF_K, 0, 3, 0},
                {BPF_LD | BPF_W | BPF_ABS, 0, 0, argument(index) + kUpperHalf},
                {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0},
                {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW},
                {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | EPERM}});
  }

  /// @return false if the kernel does not take it
  bool install() {
    give(SECCOMP_RET_ERRNO | EPERM);
    const sock_fprog program{static_cast<unsigned short>(code_.size()), code_.data()};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
  }

 private:
  void add(sock_filter instruction) {
    code_.push_back(instruction);
  }
  void load(std::size_t offset) {
    add({BPF_LD | BPF_W | BPF_ABS, 0, 0, static_cast<std::uint32_t>(offset)});
  }
  void skip_if_equal(std::uint32_t value, std::uint8_t count) {
    add({BPF_JMP | BPF_JEQ | BPF_K, count, 0, value});
  }
  void give(std::uint32_t verdict) {
    add({BPF_RET | BPF_K, 0, 0, verdict});
  }

  /// Adds instructions for one call, the last of which returns; the number is still loaded for the others.
  void when(int call, const std::vector<sock_filter>& instructions) {
    const auto count = static_cast<std::uint8_t>(instructions.size());
    add({BPF_JMP | BPF_JEQ | BPF_K, 0, count, static_cast<std::uint32_t>(call)});
    code_.insert(code_.end(), instructions.begin(), instructions.end());
  }

  std::vector<sock_filter> code_;
};

bool filter_system_calls() {
  if (kArchitecture == 0) return false;
  Filter filter;
  for (const int call : kAllowed) filter.allow(call);
  constexpr std::uint32_t kWrites =
      O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY);
  filter.allow_if(SYS_openat, 2, kWrites, 0);
#if defined(__x86_64__)
  filter.allow_if(SYS_open, 1, kWrites, 0);
#endif
  filter.allow_if(SYS_clone, 0, CLONE_THREAD, CLONE_THREAD);
#ifdef SYS_clone3
  filter.fail(SYS_clone3, ENOSYS);  // its flags lie in memory; the C library then takes clone
#endif
  constexpr auto kAll = std::numeric_limits<std::uint32_t>::max();
  filter.allow_if(SYS_tgkill, 0, kAll, static_cast<std::uint32_t>(::getpid()));  // abort()
  filter.allow_if(SYS_prctl, 0, kAll, PR_SET_NAME);
  static_assert(F_DUPFD == 0 && F_GETFD == 1 && F_SETFD == 2 && F_GETFL == 3);
  filter.allow_if(SYS_fcntl, 1, ~3U, 0);
  filter.allow_if_null(SYS_prlimit64, 2);  // asks for a limit
  return filter.install();
}

void limit(__rlimit_resource_t resource, rlim_t value) {
  const rlimit both{value, value};
  ::setrlimit(resource, &both);  // fails only where a lower limit holds already
}

}  // namespace

bool give_up_rights() {
  std::ofstream("/proc/self/oom_score_adj") << 1000;
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 0);
  limit(RLIMIT_DATA,
        static_cast<rlim_t>(::sysconf(_SC_PHYS_PAGES)) * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE)));
  return filter_system_calls();
}

}  // namespace hybrid
