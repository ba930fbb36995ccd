#include "image_index/label_file.h"
#include "image_index/list_csv.h"
#include "input.h"
#include "readers.h"

namespace hybrid::fuzz {

/// Text files with the labels of images: lists with a line per image, label files, lists of the classes.
void read_image_lists(std::string_view bytes) {
  using namespace image_index;
  const auto path = file("labels.csv", bytes);
  read_or_refuse([&] {
    const ClassList classes = classes_in_csv(path);
    const ImageIndex index = list_csv(path, classes);
    for (std::size_t i = 0; i < index.size(); ++i) index.name(i);
  });
  const auto label_by = [&](const auto& classes_of) {
    const std::vector<std::string> images{"val_1.JPEG", "val_2.JPEG", "val_3.JPEG"};
    const auto lines = read_label_file(path);
    labels_for(images, lines, path, classes_of(lines));
  };
  const ClassList given{.folders = {"n01", "n02", "3"}, .names = {"a", "b", "c"}, .listed_in = "list"};
  read_or_refuse([&] { label_by([&](const auto&) { return given; }); });
  read_or_refuse([&] { label_by([&](const auto& lines) { return classes_of_lines(lines, path); }); });
  read_or_refuse([&] {
    const ClassList classes = read_class_list(path);
    for (const auto& name : classes.folders) Labels(classes).of_word(name);
  });
}

}  // namespace hybrid::fuzz
