#include "fetch/published_data.h"

namespace hybrid::fetch {

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
                  .most_bytes = 180'000'000,
                  .unpack = true}},
       .layouts = {"data.dataset: cifar10", "the archive as it was downloaded, in data.root or as data.root",
                   "cifar-10-batches-bin/, which it unpacks to, as data.root"}},
      {.name = "cifar100",
       .title = "CIFAR-100 (binary version)",
       .content = "50,000 training and 10,000 test images, 32x32 RGB, 100 classes; 161 MB",
       .folder = "",
       .page = "https://www.cs.toronto.edu/~kriz/cifar.html",
       .licence = "none stated; the page asks for the citation",
       .citation = "A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009",
       .files = {{.address = "https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz",
                  .md5 = "03b5dce01913d631647c71ecec9e9cb8",
                  .most_bytes = 180'000'000,
                  .unpack = true}},
       .layouts = {"data.dataset: cifar100", "the archive as it was downloaded, in data.root or as data.root",
                   "cifar-100-binary/, which it unpacks to, as data.root"}},
      {.name = "fashion_mnist",
       .title = "Fashion-MNIST",
       .content = "60,000 training and 10,000 test images, 28x28 grey, 10 classes; 30 MB",
       .folder = "fashion-mnist",
       .page = "https://github.com/zalandoresearch/fashion-mnist",
       .licence = "MIT",
       .citation = "H. Xiao, K. Rasul, R. Vollgraf, Fashion-MNIST: a Novel Image Dataset for Benchmarking "
                   "Machine Learning Algorithms, arXiv:1708.07747, 2017",
       .files = {{.address =
                      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/train-images-idx3-ubyte.gz",
                  .md5 = "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
                  .most_bytes = 30'000'000,
                  .debian_md5 = "cf8536b0aa1a6ac5fa3f23001093305c"},
                 {.address =
                      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/train-labels-idx1-ubyte.gz",
                  .md5 = "25c81989df183df01b3e8a0aad5dffbe",
                  .most_bytes = 40'000,
                  .debian_md5 = "10bea18fdb374794d4bb42e356e600c9"},
                 {.address =
                      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/t10k-images-idx3-ubyte.gz",
                  .md5 = "bef4ecab320f06d8554ea6380940ec79",
                  .most_bytes = 5'000'000,
                  .debian_md5 = "f78720b4224f21cce2f2ccf2d7a94c9a"},
                 {.address =
                      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/t10k-labels-idx1-ubyte.gz",
                  .md5 = "bb300cfdad3c16e7a12a480ee83cd310",
                  .most_bytes = 10'000,
                  .debian_md5 = "0d30e22e447f3c33dab9ed536400ac01"}},
       .layouts = {"data.dataset: fashion_mnist",
                   "its four files in data.root, gzipped or plain, also as train-images.idx3-ubyte"}},
      {.name = "imagenet",
       .title = "ImageNet (ILSVRC 2012)",
       .content = "1,281,167 training and 50,000 validation images of many sizes, 1,000 classes; 145 GB",
       .folder = "imagenet",
       .page = "https://image-net.org/challenges/LSVRC/2012/",
       .licence = "ImageNet's terms of access: research and education, not commercial",
       .citation = "O. Russakovsky et al., ImageNet Large Scale Visual Recognition Challenge, IJCV 115, 2015",
       .files = {{.address = "https://image-net.org/data/ILSVRC/2012/ILSVRC2012_img_train.tar",
                  .md5 = "1d675b47d978889d74fa0da5fadfb00e",
                  .most_bytes = 150'000'000'000},
                 {.address = "https://image-net.org/data/ILSVRC/2012/ILSVRC2012_img_val.tar",
                  .md5 = "29b22e2961454d5413ddabcf34fc5622",
                  .most_bytes = 7'000'000'000}},
       .access = "needs an account: sign up at https://image-net.org/signup, accept the terms, download "
                 "both files and the development kit",
       .layouts =
           {"data.dataset: image_folder, data.root the folder that holds, for train",
            "  ILSVRC2012_img_train.tar, as published: a tar per class, read in place",
            "  train/, a folder per class (n01440764/), or train.tar with these folders or a tar per class",
            "  train-000000.tar ..., imagenet-train-000000.tar ...: WebDataset shards, key.jpg with "
            "key.cls or key.json {\"label\": 3}",
            "  train.csv: path,label a line",
            "and for test, or where that is not there val, validation, valid, dev or eval, the same; or images "
            "without folders",
            "  ILSVRC2012_img_val.tar, as published, val.tar or val/ of ILSVRC2012_val_*.JPEG",
            "with one of these label files beside them, the first that is there",
            "  val_labels.txt: any of the forms below",
            "  imagenet_2012_validation_synset_labels.txt: a WordNet id a line, in the order of the "
            "images' names",
            "  val.txt (Caffe): ILSVRC2012_val_00000001.JPEG 65, numbers from 0 on in the order of "
            "imagenet_wnids.txt",
            "  LOC_val_solution.csv (Kaggle): ILSVRC2012_val_00000001,n01751748 ...",
            "  ILSVRC2012_validation_ground_truth.txt (also in ILSVRC2012_devkit_t12/data/): "
            "ILSVRC2012_IDs, only with map_clsloc.txt beside it; meta.mat is not read",
            "imagenet_wnids.txt in the root or beside it, n01440764 tench a line, tells the classes' order "
            "and names",
            "compressed tars (.tar.gz) are not read: unpack them to a plain .tar"}},
      {.name = "imdb",
       .title = "Large Movie Review Dataset (IMDb)",
       .content = "25,000 training and 25,000 test reviews, 2 classes, 50,000 without a label; 80 MB",
       .folder = "",
       .page = "https://ai.stanford.edu/~amaas/data/sentiment/",
       .licence = "none stated; the page asks for the citation",
       .citation = "A. L. Maas et al., Learning Word Vectors for Sentiment Analysis, ACL 2011",
       .files = {{.address = "https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz",
                  .md5 = "7c2ac02c03563afcf9b574c7e56c153a",
                  .most_bytes = 90'000'000,
                  .unpack = true}},
       .layouts = {"counted and checked by `hybrid data verify`; networks that read text are not built"}},
      {.name = "kmnist",
       .title = "Kuzushiji-MNIST",
       .content = "60,000 training and 10,000 test images of cursive Japanese, 28x28 grey, 10 classes; 21 MB",
       .folder = "kmnist",
       .page = "https://github.com/rois-codh/kmnist",
       .licence = "CC BY-SA 4.0",
       .citation =
           "T. Clanuwat et al., Deep Learning for Classical Japanese Literature, arXiv:1812.01718, 2018",
       .files = {{.address = "http://codh.rois.ac.jp/kmnist/dataset/kmnist/train-images-idx3-ubyte.gz",
                  .md5 = "bdb82020997e1d708af4cf47b453dcf7",
                  .most_bytes = 20'000'000},
                 {.address = "http://codh.rois.ac.jp/kmnist/dataset/kmnist/train-labels-idx1-ubyte.gz",
                  .md5 = "e144d726b3acfaa3e44228e80efcd344",
                  .most_bytes = 40'000},
                 {.address = "http://codh.rois.ac.jp/kmnist/dataset/kmnist/t10k-images-idx3-ubyte.gz",
                  .md5 = "5c965bf0a639b31b8f53240b1b52f4d7",
                  .most_bytes = 4'000'000},
                 {.address = "http://codh.rois.ac.jp/kmnist/dataset/kmnist/t10k-labels-idx1-ubyte.gz",
                  .md5 = "7320c461ea6c1c855c0b718fb2a4b134",
                  .most_bytes = 10'000}},
       .layouts = {"data.dataset: kmnist",
                   "its four files in data.root, gzipped or plain, also as train-images.idx3-ubyte"}},
      {.name = "mnist",
       .title = "MNIST",
       .content = "60,000 training and 10,000 test images of digits, 28x28 grey, 10 classes; 12 MB",
       .folder = "mnist",
       .page = "http://yann.lecun.com/exdb/mnist/",
       .licence = "none stated by its authors; Keras gives CC BY-SA 3.0",
       .citation = "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-Based Learning Applied to "
                   "Document Recognition, Proc. IEEE 86(11), 1998",
       .files = {{.address = "https://ossci-datasets.s3.amazonaws.com/mnist/train-images-idx3-ubyte.gz",
                  .md5 = "f68b3c2dcbeaaa9fbdd348bbdeb94873",
                  .most_bytes = 11'000'000},
                 {.address = "https://ossci-datasets.s3.amazonaws.com/mnist/train-labels-idx1-ubyte.gz",
                  .md5 = "d53e105ee54ea40749a09fcbcd1e9432",
                  .most_bytes = 40'000},
                 {.address = "https://ossci-datasets.s3.amazonaws.com/mnist/t10k-images-idx3-ubyte.gz",
                  .md5 = "9fb629c4189551a2d022fa330f9573f3",
                  .most_bytes = 2'000'000},
                 {.address = "https://ossci-datasets.s3.amazonaws.com/mnist/t10k-labels-idx1-ubyte.gz",
                  .md5 = "ec29112dd5afa0611ce80d1b7f02629c",
                  .most_bytes = 10'000}},
       .layouts = {"data.dataset: mnist",
                   "its four files in data.root, gzipped or plain, also as train-images.idx3-ubyte"}},
  };
  return all;
}

const PublishedFile* find_published(std::string_view folder, std::string_view file) {
  for (const auto& data : published_data())
    for (const auto& published : data.files)
      if (published.name() == file && (data.folder.empty() || data.folder == folder)) return &published;
  return nullptr;
}

}  // namespace hybrid::fetch
