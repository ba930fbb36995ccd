#include "config/data.h"

#include <fmt/format.h>

#include "config/fields.h"
#include "core/text.h"

namespace hybrid::config {

void describe(Fields& f, DataConfig& c) {
  f.choice("dataset", c.dataset, kDatasetNames,
           {.doc = "the labelled images", .paper = "ImageNet (Sec. 3), CIFAR-100 (A.1), IMDb (A.8.4)"});
  f.field(
      "root", c.root,
      {.doc =
           "folder of the data set; empty for where its package puts it, or below $HYBRID_DATA. For "
           "CIFAR also its archive as it was downloaded. For image_folder the folder that holds train/ "
           "and test/ (or valid/, ...), in each a folder per class, or in their place lists train.csv and test.csv with "
           "a line path,label per image, tar files train.tar and test.tar, or shards train-000000.tar, "
           "... (`hybrid data info imagenet` lists all); looked for as written and below $HYBRID_DATA"});
  f.choice(
      "class_order", c.class_order, kClassOrderNames,
      {.doc = "of image_folder without imagenet_wnids.txt: how the names of folders or labels are sorted "
              "to number the classes. text: by letters, 10 before 2, as torchvision does; numeric: 2 "
              "before 10"});
  f.field(
      "image_size", c.image_size,
      {.doc =
           "of image_folder: every image is kept in memory as its middle square, resized to so many pixels "
           "a side; 0: images of any size stay in their files and are read whenever they are needed",
       .unit = "pixels",
       .min = 0,
       .max = 4096});
  f.choice(
      "on_bad_image", c.on_bad_image, kOnBadImageNames,
      {.doc = "how an unreadable image file is handled. error: the work stops; skip: all images are read "
              "once before, unreadable ones are left out of their part, reported and counted in the "
              "manifest, and all others stay in theirs"});
  f.field("train_limit", c.train_limit,
          {.doc = "use only so many training images, for trials; 0 for all", .unit = "images", .min = 0});
  f.field("test_limit", c.test_limit,
          {.doc = "use only so many test images, for trials; 0 for all", .unit = "images", .min = 0});
  f.choice(
      "tune_on", c.tune_on, kTuneOnNames,
      {.doc = "where thresholds are tuned: train: on tune_fraction of the training images; test_halves: on "
              "each half of the test images for the other, for networks that have seen all training "
              "images"});
  f.field(
      "oracle_fraction", c.oracle_fraction,
      {.doc = "share of the training images on which no network is trained, so that the oracle's labels on "
              "them look as they do on new images",
       .paper = "0: the oracle labels the training images",
       .min = 0,
       .max = 0.5});
  f.field(
      "tune_fraction", c.tune_fraction,
      {.doc =
           "share of the training images on which thresholds are tuned; not used with tune_on: test_halves",
       .max = 0.5,
       .above = 0});
}

void validate(const DataConfig& c, const Findings& findings) {
  if (c.dataset == DatasetName::image_folder && c.root.empty())
    findings.add({"root", "dataset"},
                 "dataset is image_folder, so root must name the folder that holds train/ and test/");
  if (c.image_size > 0 && c.dataset != DatasetName::image_folder)
    findings.add({"image_size", "dataset"},
                 fmt::format("image_size is {}, but dataset is {}, whose images are of one size: leave it "
                             "0, and choose base.input.size and cloud.input.size",
                             c.image_size, name_of(c.dataset, kDatasetNames)));
  if (c.class_order != ClassOrder::text && c.dataset != DatasetName::image_folder)
    findings.add(
        {"class_order", "dataset"},
        fmt::format("class_order is {}, but dataset is {}, whose classes have an order: leave it out",
                    name_of(c.class_order, kClassOrderNames), name_of(c.dataset, kDatasetNames)));
  constexpr double kMaxHeldOut = 0.9;
  const double held_out = c.oracle_fraction + (c.tune_on == TuneOn::train ? c.tune_fraction : 0.0);
  if (held_out >= kMaxHeldOut)
    findings.add({"oracle_fraction", "tune_fraction"},
                 fmt::format("oracle_fraction and tune_fraction add up to {}, must be < {}: the networks are "
                             "trained on the rest",
                             shortest(held_out), shortest(kMaxHeldOut)));
}

}  // namespace hybrid::config
