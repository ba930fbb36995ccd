#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "config/fields.h"
#include "config/findings.h"
#include "config/yaml_tree.h"

namespace hybrid::config {

/// Where values are written. Words of the command line are read as those of a file, but that a share may be
/// in per cent ("80%"), and that findings do not number the entries of a list.
enum class WrittenIn { file, command_line };

/// A value on its way into a member.
struct WrittenValue {
  std::string name;  ///< what findings call it: "router.hidden", "--seed"
  const YamlNode& node;
  WrittenIn where = WrittenIn::file;
};

/// Reads a value into the member. What is of the wrong type, not finite, out of range or no file goes into
/// the report, with its name in report.faulty, and the member stays as it is.
/// @param folder what file names are relative to
void read_value(const WrittenValue& value, Binding member, const FieldSpec& spec,
                const std::filesystem::path& folder, ConfigReport& report);

/// The value if it is one of `words`, else `chosen`, and a finding with the nearest word.
std::string read_word(const WrittenValue& value, const std::string& chosen,
                      std::span<const std::string> words, ConfigReport& report);

/// Reports that the value must be something else: "a section", "one of a, b".
void refuse_value(const WrittenValue& value, const std::string& allowed, ConfigReport& report);

}  // namespace hybrid::config
