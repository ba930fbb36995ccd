#pragma once

#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <string>

namespace hybrid::test {

/// A stream of the test's own that is no terminal, and what has been written to it.
class Sink {
 public:
  Sink() : file_(std::tmpfile()) { REQUIRE(file_ != nullptr); }
  ~Sink() { std::fclose(file_); }
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;

  std::FILE* file() const { return file_; }
  std::string text() const {
    std::fflush(file_);
    std::rewind(file_);
    std::string all;
    std::array<char, 4096> buffer{};
    while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), file_))
      all.append(buffer.data(), count);
    return all;
  }

 private:
  std::FILE* file_;
};

}  // namespace hybrid::test
