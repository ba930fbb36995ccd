#include "cli/output.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

#include "core/error.h"
#include "core/printable.h"

namespace hybrid::cli {

namespace {

/// The reason why something could not be printed, or 0. Global like the stream that it belongs to.
int output_error = 0;

void note_error(bool failed) {
  if (failed && output_error == 0) output_error = errno;
}

}  // namespace

void secure_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) != -1 || errno != EBADF) continue;
    // The lowest free number is that of this stream. A closed output is opened for reading, so that writing
    // to it is still an error.
    (void)::open("/dev/null", stream == STDERR_FILENO ? O_WRONLY : O_RDONLY);
  }
  std::signal(SIGPIPE, SIG_IGN);
}

void print_text(std::string_view text) {
  const std::string shown = printable(text);
  note_error(std::fwrite(shown.data(), 1, shown.size(), stdout) < shown.size());
}

void flush_output() {
  note_error(std::fflush(stdout) != 0);
  if (output_error == 0) return;
  if (output_error == EPIPE) {
    std::signal(SIGPIPE, SIG_DFL);
    std::raise(SIGPIPE);
  }
  throw DataError("standard output", fmt::format("cannot be written ({})", std::strerror(output_error)));
}

}  // namespace hybrid::cli
