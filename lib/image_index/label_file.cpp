#include "image_index/label_file.h"

#include <fmt/format.h>

#include <array>
#include <map>
#include <set>

#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "core/words.h"
#include "image_index/image_index.h"
#include "image_index/label_words.h"

namespace hybrid::image_index {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kGroundTruth = "ILSVRC2012_validation_ground_truth.txt";

/// Splits "image label", "image,label" or a lone label.
std::pair<std::string, std::string> split_line(std::string_view line) {
  return split_first(line, {"\t", ",;", " "});
}

/// Returns the class in a Kaggle prediction, "n01751748 1 2 3 4 n02...": a class, and a box of four numbers
/// for each object; any other text is returned whole, because names of classes may have several words.
std::string class_of_prediction(const std::string& text) {
  std::vector<std::string> words = split(text, ' ');
  std::erase(words, "");
  constexpr std::size_t kWords = 5;  // of an object
  if (words.size() < kWords || words.size() % kWords != 0) return text;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (i % kWords != 0 && !parse_double(words[i])) return text;
  return words.front();
}

bool is_header(const std::string& first, const std::string& second) {
  if (second.empty()) return columns_named(std::vector{first}).label.has_value();
  const auto [image, label] = columns_named(std::vector{first, second});
  return image == 0 && label == 1 && !is_image_name(first);
}

std::string without_ending(const std::string& name) {
  const fs::path path(name);
  return is_image_name(name) ? path.stem().string() : path.filename().string();
}

/// Reads the map from ILSVRC2012_IDs to WordNet ids, map_clsloc.txt next to the ground truth.
std::map<std::string, std::string> read_id_map(const fs::path& ground_truth) {
  const fs::path path = ground_truth.parent_path() / "map_clsloc.txt";
  if (!fs::is_regular_file(path))
    throw DataError(
        ground_truth,
        "has ILSVRC2012_IDs, numbers from 1 on in an order of the development kit's meta.mat (1 is "
        "n02119789, kit fox), not that of the WordNet ids; put map_clsloc.txt beside it, or instead of it "
        "a file with a WordNet id per line (imagenet_2012_validation_synset_labels.txt)");
  std::map<std::string, std::string> ids;
  for (const std::string& line : split(read_file(path), '\n')) {
    const auto [folder, rest] = split_line(line);
    if (!folder.empty()) ids.emplace(split_line(rest).first, folder);
  }
  return ids;
}

std::vector<LabelLine> read_ground_truth(const fs::path& path, std::vector<LabelLine> lines) {
  const auto ids = read_id_map(path);
  for (auto& line : lines) {
    const auto id = ids.find(line.word);
    if (id == ids.end())
      throw DataError(path,
                      fmt::format("line {} has the ILSVRC2012_ID '{}', which map_clsloc.txt does not list",
                                  line.line, line.word));
    line.word = id->second;
  }
  return lines;
}

}  // namespace

std::optional<fs::path> label_file_of(const fs::path& root, const std::string& split) {
  std::vector<fs::path> places{root / (split + "_labels.txt")};
  if (!split.starts_with("train"))
    for (const std::string_view name : {"imagenet_2012_validation_synset_labels.txt", "val.txt",
                                        "LOC_val_solution.csv", "ILSVRC2012_validation_ground_truth.txt",
                                        "ILSVRC2012_devkit_t12/data/ILSVRC2012_validation_ground_truth.txt"})
      places.push_back(root / name);
  for (auto& place : places)
    if (fs::is_regular_file(place)) return std::move(place);
  return std::nullopt;
}

std::vector<LabelLine> read_label_file(const fs::path& path) {
  std::vector<LabelLine> lines;
  std::size_t number = 0;
  for (const std::string& text : split(read_file(path), '\n')) {
    ++number;
    auto [first, second] = split_line(text);
    if (first.empty() && second.empty()) continue;
    if (number == 1 && is_header(first, second)) continue;
    if (first.empty())
      throw DataError(path, fmt::format("line {} is '{}', expected a class, or an image and its class",
                                        number, bare_word(text)));
    if (second.empty())
      lines.push_back({number, "", std::move(first)});
    else
      lines.push_back({number, without_ending(first), class_of_prediction(second)});
    if (lines.back().image.empty() != lines.front().image.empty())
      throw DataError(path, fmt::format("line {} names {} image, unlike the first", number,
                                        lines.back().image.empty() ? "no" : "an"));
  }
  return path.filename() == kGroundTruth ? read_ground_truth(path, std::move(lines)) : lines;
}

ClassList classes_of_lines(std::span<const LabelLine> lines, const fs::path& path, config::ClassOrder order) {
  std::set<std::string, std::less<>> words;
  for (const auto& line : lines) {
    if (class_number(line.word))
      throw DataError(
          path, fmt::format("line {} has the number {} as a class, and nothing says which class that is: "
                            "put imagenet_wnids.txt with a class a line, from number 0 on, beside it",
                            line.line, line.word));
    words.insert(line.word);
  }
  return classes_of_words(words, path, order);
}

std::vector<std::int32_t> labels_for(std::span<const std::string> names, std::span<const LabelLine> lines,
                                     const fs::path& path, const ClassList& classes) {
  if (lines.size() != names.size())
    throw DataError(path, fmt::format("has {} labels for {} images",
                                      with_thousands(static_cast<std::int64_t>(lines.size())),
                                      with_thousands(static_cast<std::int64_t>(names.size()))));
  const Labels known(classes);
  const auto label_of = [&](const LabelLine& line) {
    if (const auto label = known.of_word(line.word)) return *label;
    throw DataError(path, fmt::format("line {} has {}", line.line, known.unknown(line.word)));
  };
  std::vector<std::int32_t> labels;
  if (names.empty() || lines.front().image.empty()) {
    for (const auto& line : lines) labels.push_back(label_of(line));
    return labels;
  }
  std::map<std::string_view, const LabelLine*> by_image;
  for (const auto& line : lines)
    if (!by_image.emplace(line.image, &line).second)
      throw DataError(path, fmt::format("line {} lists {} a second time", line.line, line.image));
  for (const auto& name : names) {
    const auto line = by_image.find(without_ending(name));
    if (line == by_image.end()) throw DataError(path, fmt::format("does not list the image {}", name));
    labels.push_back(label_of(*line->second));
  }
  return labels;
}

}  // namespace hybrid::image_index
