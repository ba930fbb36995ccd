#pragma once

#include <filesystem>
#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace hybrid {

/// A value in a JSON file somebody else wrote, with the way to it. Whatever is asked of it that it is not
/// ends in a DataError naming file and place. Valid as long as the document it points into.
class JsonPlace {
 public:
  /// The whole document. `file` has to outlive this, too.
  JsonPlace(const std::filesystem::path& file, const nlohmann::json& document)
      : file_(&file), json_(&document) {}

  /// Of an object; the key has to be there.
  JsonPlace at(std::string_view key) const;
  /// Of an array; i < size().
  JsonPlace at(std::size_t i) const;
  bool has(std::string_view key) const;
  bool is_null() const;
  bool is_array() const;
  std::size_t size() const;  ///< of an array

  int integer(int least, int most) const;
  double number(double least, double most) const;
  bool boolean() const;
  std::string text() const;
  /// Refuses a value that is not written like this: "null", "1", "false", "\"weight_bn_act\"".
  void must_be(std::string_view json_text) const;
  /// Of an object: refuses any other key.
  void only(std::initializer_list<std::string_view> keys) const;

  [[noreturn]] void refuse(const std::string& message) const;

 private:
  JsonPlace(const std::filesystem::path& file, const nlohmann::json& json, std::string place)
      : file_(&file), json_(&json), place_(std::move(place)) {}

  const std::filesystem::path* file_;
  const nlohmann::json* json_;
  std::string place_ = "";
};

}  // namespace hybrid
