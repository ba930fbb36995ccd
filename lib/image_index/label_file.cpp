#include "image_index/label_file.h"

#include <fmt/format.h>

#include <array>
#include <map>
#include <set>

#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "image_index/image_index.h"

namespace hybrid::image_index {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kGroundTruth = "ILSVRC2012_validation_ground_truth.txt";

/// Returns the text before the first space or comma and removes it from `text`.
std::string next_word(std::string_view& text) {
  const auto end = text.find_first_of(" ,\t");
  std::string word(text.substr(0, end));
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return word;
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
    std::string_view left = line;
    const std::string folder = next_word(left);
    if (!folder.empty()) ids.emplace(next_word(left), folder);
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
  if (split != "train")
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
  for (std::string& text : split(read_file(path), '\n')) {
    ++number;
    if (text.ends_with('\r')) text.pop_back();
    if (text.empty() || (number == 1 && text == "ImageId,PredictionString")) continue;
    std::string_view left = text;
    std::string first = next_word(left);
    std::string second = next_word(left);
    if (first.empty() || (second.empty() && first.size() != text.size()))
      throw DataError(
          path, fmt::format("line {} is '{}', expected a class, or an image and its class", number, text));
    if (second.empty())
      lines.push_back({number, "", std::move(first)});
    else
      lines.push_back({number, without_ending(first), std::move(second)});
    if (lines.back().image.empty() != lines.front().image.empty())
      throw DataError(path, fmt::format("line {} names {} image, unlike the first", number,
                                        lines.back().image.empty() ? "no" : "an"));
  }
  return path.filename() == kGroundTruth ? read_ground_truth(path, std::move(lines)) : lines;
}

ClassList classes_of_lines(std::span<const LabelLine> lines, const fs::path& path) {
  std::set<std::string, std::less<>> words;
  for (const auto& line : lines) {
    if (parse_integer(line.word))
      throw DataError(
          path, fmt::format("line {} has the number {} as a class, and nothing says which class that is: "
                            "put imagenet_wnids.txt with a class a line, from number 0 on, beside it",
                            line.line, line.word));
    words.insert(line.word);
  }
  return classes_of_words(words, path);
}

std::vector<std::int32_t> labels_for(std::span<const std::string> names, std::span<const LabelLine> lines,
                                     const fs::path& path, const ClassList& classes) {
  if (lines.size() != names.size())
    throw DataError(path, fmt::format("has {} labels for {} images",
                                      with_thousands(static_cast<std::int64_t>(lines.size())),
                                      with_thousands(static_cast<std::int64_t>(names.size()))));
  const Labels known = labels_of(classes);
  const auto label_of = [&](const LabelLine& line) {
    if (const auto label = find_label(known, line.word)) return *label;
    throw DataError(path, fmt::format("line {} has the label '{}', which is none of the {} classes in {}",
                                      line.line, line.word, known.size(), classes.listed_in.string()));
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
