#include "system_calls.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>

namespace hybrid::test {

namespace {

int calls_left = 0;  ///< 0: none is interrupted
bool armed = false;
int lock_error = 0;
At action = At::end;

void count_call() {
  if (calls_left == 0 || --calls_left > 0) return;
  if (action == At::end) ::_exit(kEnded);
  ::raise(SIGSTOP);
}

template <class... Arguments>
int counted(long call, Arguments... arguments) {
  count_call();
  return static_cast<int>(::syscall(call, arguments...));
}

}  // namespace

void interrupt_at_call(int n, At what) {
  armed = true;
  calls_left = n;
  action = what;
}

void fail_locks(int error) {
  lock_error = error;
}

}  // namespace hybrid::test

using hybrid::test::counted;

extern "C" {

int open(const char* path, int flags, ...) {
  mode_t mode = 0;
  if ((flags & O_CREAT) != 0) {
    va_list rest;
    va_start(rest, flags);
    mode = va_arg(rest, mode_t);
    va_end(rest);
    return counted(SYS_openat, AT_FDCWD, path, flags, mode);
  }
  return static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, flags, mode));
}

ssize_t write(int file, const void* bytes, size_t length) {
  hybrid::test::count_call();
  return ::syscall(SYS_write, file, bytes, length);
}

int fsync(int file) {
  if (!hybrid::test::armed) return static_cast<int>(::syscall(SYS_fsync, file));
  hybrid::test::count_call();
  return 0;
}

int ftruncate(int file, off_t length) noexcept {
  return counted(SYS_ftruncate, file, length);
}
int flock(int file, int operation) noexcept {
  if (hybrid::test::lock_error == 0) return counted(SYS_flock, file, operation);
  errno = hybrid::test::lock_error;
  return -1;
}
int mkdir(const char* path, mode_t mode) noexcept {
  return counted(SYS_mkdir, path, mode);
}
int rmdir(const char* path) noexcept {
  return counted(SYS_rmdir, path);
}
int unlink(const char* path) noexcept {
  return counted(SYS_unlink, path);
}
int unlinkat(int folder, const char* path, int flags) noexcept {
  return counted(SYS_unlinkat, folder, path, flags);
}
int rename(const char* from, const char* to) noexcept {
  return counted(SYS_rename, from, to);
}
int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) noexcept {
  return counted(SYS_renameat2, from_folder, from, to_folder, to, flags);
}
int remove(const char* path) noexcept {
  const int result = counted(SYS_unlink, path);
  return result != 0 && errno == EISDIR ? static_cast<int>(::syscall(SYS_rmdir, path)) : result;
}

}  // extern "C"
