#pragma once
// Standard output: the results of a command. Messages go to stderr through the Logger.

#include <fmt/format.h>

#include <string_view>

namespace hybrid::cli {

/// Makes the standard streams safe to use. One that is closed becomes /dev/null: the next file to be opened
/// would else get its number, and what is printed. A reader of our output that has gone (SIGPIPE) does not
/// end the process, so that the work is finished first.
void secure_standard_streams();

/// Prints text of any origin, as `printable` shows it. Does not throw: whether all could be written is
/// checked by flush_output, once the work is done.
void print_text(std::string_view text);

template <class... Args>
void print(fmt::format_string<Args...> format, Args&&... args) {
  print_text(fmt::format(format, std::forward<Args>(args)...));
}

/// Writes what is buffered. If the reader of a pipe has gone (`| head -1`), ends the process without a
/// message by SIGPIPE, as other programs do.
/// @throws DataError if something that was printed so far could not be written
void flush_output();

}  // namespace hybrid::cli
