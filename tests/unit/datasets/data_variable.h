#pragma once

#include <cstdlib>
#include <optional>
#include <string>

namespace hybrid::test {

/// Gives $HYBRID_DATA a value, or none, and puts back what was there.
class DataVariable {
 public:
  explicit DataVariable(const char* value) {
    if (const char* before = std::getenv("HYBRID_DATA")) before_ = before;
    set(value);
  }
  ~DataVariable() { set(before_ ? before_->c_str() : nullptr); }
  DataVariable(const DataVariable&) = delete;
  DataVariable& operator=(const DataVariable&) = delete;

 private:
  static void set(const char* value) {
    if (value != nullptr)
      ::setenv("HYBRID_DATA", value, 1);
    else
      ::unsetenv("HYBRID_DATA");
  }
  std::optional<std::string> before_;
};

}  // namespace hybrid::test
