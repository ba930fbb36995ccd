#pragma once

#include <filesystem>
#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace hybrid::arch {

/// A value in an untrusted JSON file, with its path in the document. An access that does not match the value
/// throws DataError naming file and path. Valid as long as the document.
class JsonPlace {
 public:
  /// The root of a document. `file` must outlive this, too.
  JsonPlace(const std::filesystem::path& file, const nlohmann::json& document)
      : file_(&file), json_(&document) {}

  /// Returns a member of an object.
  /// @throws DataError without this key
  JsonPlace at(std::string_view key) const;
  /// Returns an element of an array; requires i < size().
  JsonPlace at(std::size_t i) const;
  bool has(std::string_view key) const;
  bool is_null() const;
  bool is_array() const;
  std::size_t size() const;  ///< of an array

  int integer(int least, int most) const;
  double number(double least, double most) const;
  bool boolean() const;
  std::string text() const;
  /// @throws DataError unless the value equals this JSON text: "null", "1", "false", "\"weight_bn_act\""
  void must_be(std::string_view json_text) const;
  /// @throws DataError if the object has any other key
  void only(std::initializer_list<std::string_view> keys) const;

  [[noreturn]] void refuse(const std::string& message) const;

 private:
  JsonPlace(const std::filesystem::path& file, const nlohmann::json& json, std::string place)
      : file_(&file), json_(&json), place_(std::move(place)) {}

  const std::filesystem::path* file_;
  const nlohmann::json* json_;
  std::string place_;
};

}  // namespace hybrid::arch
