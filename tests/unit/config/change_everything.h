#pragma once

#include <algorithm>

#include "config/fields.h"

namespace hybrid::test {

/// Gives every member another allowed value, so that a test of the writer and reader misses none, old or new.
class ChangeEverything final : public config::Fields {
 public:
  explicit ChangeEverything(std::string file) : file_(std::move(file)) {}

 protected:
  void visit_field(std::string_view, config::Binding value, const config::FieldSpec& spec) override {
    std::visit([&](auto* member) { change(*member, spec); }, value);
  }
  std::string visit_choice(std::string_view, const std::string& chosen, std::span<const std::string> words,
                           const config::FieldSpec&) override {
    return words.back() == chosen ? words.front() : words.back();
  }
  void begin_section(std::string_view, const config::FieldSpec&) override {}
  void end_section() override {}

 private:
  void change(bool& value, const config::FieldSpec&) { value = !value; }
  void change(int& value, const config::FieldSpec&) { value += 1; }
  void change(std::int64_t& value, const config::FieldSpec&) { value = std::int64_t{1} << 62; }
  void change(double& value, const config::FieldSpec&) { value = value == 0 ? 0.1 + 0.2 : value / 3; }
  void change(std::optional<double>& value, const config::FieldSpec&) { value = 1.0 / 3; }
  void change(std::string& value, const config::FieldSpec& spec) {
    value = spec.file ? file_ : spec.check ? "xyz" : "a: \"b\"\\\n\t# \x01 \xc3\xa9 ";
  }
  void change(std::vector<int>& value, const config::FieldSpec&) { value.push_back(2147483647); }
  void change(std::vector<double>& value, const config::FieldSpec&) { value = {1.0 / 3, 0.1 + 0.2}; }
  void change(std::vector<std::string>& value, const config::FieldSpec& spec) {
    value = spec.file ? std::vector{file_} : std::vector<std::string>{"null", "- a", ""};
  }

  std::string file_;  // an existing one
};

template <class T>
T changed(std::string file) {
  T value{};
  ChangeEverything visitor(std::move(file));
  describe(visitor, value);
  return value;
}

}  // namespace hybrid::test
