#include "data/published_data.h"

namespace hybrid {

std::string PublishedFile::name() const {
  return address.substr(address.rfind('/') + 1);
}

const std::vector<PublishedData>& published_data() {
  static const std::vector<PublishedData> all{
      {.name = "cifar10",
       .title = "CIFAR-10 (binary version)",
       .content = "50,000 training and 10,000 test images, 32x32 RGB, 10 classes; 162 MB",
       .folder = "",
       .page = "https://www.cs.toronto.edu/~kriz/cifar.html",
       .licence = "none stated; the page asks for the citation",
       .citation = "A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009",
       .files = {{.address = "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
                  .md5 = "c32a1d4ab5d03f1284b67883e8d87530",
                  .unpack = true}}},
      {.name = "cifar100",
       .title = "CIFAR-100 (binary version)",
       .content = "50,000 training and 10,000 test images, 32x32 RGB, 100 classes; 161 MB",
       .folder = "",
       .page = "https://www.cs.toronto.edu/~kriz/cifar.html",
       .licence = "none stated; the page asks for the citation",
       .citation = "A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009",
       .files = {{.address = "https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz",
                  .md5 = "03b5dce01913d631647c71ecec9e9cb8",
                  .unpack = true}}},
      {.name = "fashion_mnist",
       .title = "Fashion-MNIST",
       .content = "60,000 training and 10,000 test images, 28x28 grey, 10 classes; 30 MB",
       .folder = "fashion-mnist",
       .page = "https://github.com/zalandoresearch/fashion-mnist",
       .licence = "MIT",
       .citation =
           "H. Xiao, K. Rasul, R. Vollgraf, Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine "
           "Learning Algorithms, arXiv:1708.07747, 2017",
       .files = {{.address =
                      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/train-images-idx3-ubyte.gz",
                  .md5 = "8d4fb7e6c68d591d4c3dfef9ec88bf0d"},
                 {.address =
                      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/train-labels-idx1-ubyte.gz",
                  .md5 = "25c81989df183df01b3e8a0aad5dffbe"},
                 {.address =
                      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/t10k-images-idx3-ubyte.gz",
                  .md5 = "bef4ecab320f06d8554ea6380940ec79"},
                 {.address =
                      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/t10k-labels-idx1-ubyte.gz",
                  .md5 = "bb300cfdad3c16e7a12a480ee83cd310"}}},
      {.name = "imagenet",
       .title = "ImageNet (ILSVRC 2012)",
       .content = "1,281,167 training and 50,000 validation images of many sizes, 1,000 classes; 145 GB",
       .folder = "imagenet",
       .page = "https://image-net.org/challenges/LSVRC/2012/",
       .licence = "ImageNet's terms of access: research and education, not commercial",
       .citation = "O. Russakovsky et al., ImageNet Large Scale Visual Recognition Challenge, IJCV 115, 2015",
       .files = {{.address = "https://image-net.org/data/ILSVRC/2012/ILSVRC2012_img_train.tar",
                  .md5 = "1d675b47d978889d74fa0da5fadfb00e"},
                 {.address = "https://image-net.org/data/ILSVRC/2012/ILSVRC2012_img_val.tar",
                  .md5 = "29b22e2961454d5413ddabcf34fc5622"}},
       .access =
           "needs an account at image-net.org whose terms you accept; configs/README.md says how to lay out "
           "what you get there, or give --mirror"},
      {.name = "imdb",
       .title = "Large Movie Review Dataset (IMDb)",
       .content = "25,000 training and 25,000 test reviews, 2 classes, 50,000 without a label; 80 MB",
       .folder = "",
       .page = "https://ai.stanford.edu/~amaas/data/sentiment/",
       .licence = "none stated; the page asks for the citation",
       .citation = "A. L. Maas et al., Learning Word Vectors for Sentiment Analysis, ACL 2011",
       .files = {{.address = "https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz",
                  .md5 = "7c2ac02c03563afcf9b574c7e56c153a",
                  .unpack = true}}},
  };
  return all;
}

std::string published_md5(std::string_view folder, std::string_view file) {
  for (const auto& data : published_data())
    for (const auto& published : data.files)
      if (published.name() == file && (data.folder.empty() || data.folder == folder)) return published.md5;
  return "";
}

}  // namespace hybrid
