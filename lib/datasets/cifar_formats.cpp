#include <array>

#include "core/error.h"
#include "datasets/cifar_records.h"

namespace hybrid::datasets {

namespace {

constexpr std::array kTrain10{"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin",
                              "data_batch_5.bin"};
constexpr std::array kTest10{"test_batch.bin"};
constexpr CifarFormat kCifar10{.dataset = "cifar10",
                               .name = "CIFAR-10",
                               .label_bytes = 1,
                               .classes = 10,
                               .folder = "cifar-10-batches-bin",
                               .archive = "cifar-10-binary.tar.gz",
                               .where = "`hybrid data fetch cifar10` gets it",
                               .train_files = kTrain10,
                               .test_files = kTest10,
                               .class_names = "batches.meta.txt"};

constexpr std::array kTrain100{"train.bin"};
constexpr std::array kTest100{"test.bin"};
constexpr CifarFormat kCifar100{.dataset = "cifar100",
                                .name = "CIFAR-100",
                                .label_bytes = 2,  // coarse, fine
                                .classes = 100,
                                .folder = "cifar-100-binary",
                                .archive = "cifar-100-binary.tar.gz",
                                .where =
                                    "get the \"CIFAR-100 binary version\" from "
                                    "www.cs.toronto.edu/~kriz/cifar.html, or by `hybrid data fetch "
                                    "cifar100`",
                                .train_files = kTrain100,
                                .test_files = kTest100,
                                .class_names = "fine_label_names.txt"};

}  // namespace

const CifarFormat& cifar_format(config::DatasetName dataset) {
  HYBRID_CHECK(dataset == config::DatasetName::cifar10 || dataset == config::DatasetName::cifar100,
               "data set {} is not CIFAR", static_cast<int>(dataset));
  return dataset == config::DatasetName::cifar10 ? kCifar10 : kCifar100;
}

}  // namespace hybrid::datasets
