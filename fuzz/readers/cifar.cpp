#include "datasets/cifar_records.h"

#include "input.h"
#include "readers.h"

namespace hybrid::fuzz {

/// The records of one file, or an archive (.tar.gz or plain tar) with all of them.
void read_cifar(std::string_view bytes) {
  const auto& format = datasets::cifar_format(config::DatasetName::cifar10);
  const auto read = [&](const datasets::CifarFiles& files) {
    read_or_refuse([&] {
      const auto images = datasets::open_cifar(format, files, config::DataSplit::test, 3);
      for (std::size_t i = 0; i < images->size(); ++i) images->image(i);
    });
    read_or_refuse([&] { datasets::read_cifar(format, files); });
  };
  const auto path = file("cifar", bytes);
  const auto names = file("names.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n");
  read({.records = {path}, .class_names = names, .archive = {}});
  read(datasets::cifar_files(format, path, config::DataSplit::test));
}

}  // namespace hybrid::fuzz
