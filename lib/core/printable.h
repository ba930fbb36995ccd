#pragma once
// Text of files and names of files, which may hold anything, as it may be shown on a terminal.

#include <cstdio>
#include <string>
#include <string_view>

namespace hybrid {

/// Returns the text with everything that could move a terminal's cursor, change its colours or title, or show
/// letters in another order escaped as in JSON: control characters and U+2028, U+2029 and the bidirectional
/// controls become "\u001b"; bytes that are not UTF-8 become "\xff". Line feeds and tabs stay. JSON and
/// double-quoted YAML keep their meaning.
std::string printable(std::string_view text);

/// Writes to a stream for messages, at once. A stream that cannot be written (a full disk, a terminal that
/// was closed) loses the message and nothing else: messages must not stop the work.
void write_message(std::FILE* stream, std::string_view text) noexcept;

}  // namespace hybrid
