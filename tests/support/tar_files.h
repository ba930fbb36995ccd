#pragma once
// Builds tar files byte by byte, valid and invalid ones.

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace hybrid::test {

/// Returns one entry (POSIX ustar).
inline std::string tar_entry(const std::string& name, const std::string& content, char type = '0') {
  std::string header(512, '\0');
  const auto put = [&](std::size_t at, const std::string& text) { header.replace(at, text.size(), text); };
  const auto octal = [](std::size_t value, int digits) { return fmt::format("{:0{}o}", value, digits); };
  put(0, name);
  put(100, "0000644");
  put(124, octal(content.size(), 11));
  put(136, "00000000000");
  put(148, "        ");
  header[156] = type;
  put(257, std::string("ustar\0"
                       "00",
                       8));
  std::size_t sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  put(148, octal(sum, 6) + '\0');
  return header + content + std::string((512 - content.size() % 512) % 512, '\0');
}

/// Returns an entry whose name has any length and precedes it in a separate entry, as in GNU tar.
inline std::string gnu_entry(const std::string& name, const std::string& content) {
  return tar_entry("././@LongLink", name + '\0', 'L') + tar_entry(name.substr(0, 99), content);
}

/// Returns an entry with its name in a pax header, in UTF-8.
inline std::string pax_entry(const std::string& name, const std::string& content) {
  const std::string field = " path=" + name + "\n";
  std::size_t length = field.size() + 1;
  while (std::to_string(length).size() + field.size() != length) ++length;
  return tar_entry("PaxHeaders/x", std::to_string(length) + field, 'x') + tar_entry("x", content);
}

inline const std::string kTarEnd(1024, '\0');

/// Returns a tar file of files, and of folders, whose names end in '/'.
inline std::string tar_of(const std::vector<std::pair<std::string, std::string>>& files) {
  std::string tar;
  for (const auto& [name, content] : files) tar += tar_entry(name, content, name.ends_with('/') ? '5' : '0');
  return tar + kTarEnd;
}

}  // namespace hybrid::test
