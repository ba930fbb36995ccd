// hybrid data list|info|fetch|verify|prepare: published data sets, and the integrity of local copies.

#include <filesystem>
#include <memory>

#include "archives/archive.h"
#include "cli/config_flags.h"
#include "cli/data_prepare.h"
#include "cli/data_verify.h"
#include "cli/ignored_options.h"
#include "cli/output.h"
#include "cli/setups.h"
#include "config/experiment.h"
#include "core/error.h"
#include "core/folders.h"
#include "core/text.h"
#include "fetch/checksum.h"
#include "fetch/download.h"
#include "fetch/published_data.h"

namespace hybrid::cli {

namespace fs = std::filesystem;

namespace {

/// Adds --threads of an experiment's config.
void add_threads(CLI::App& app, int& threads) {
  const auto config = std::make_shared<config::ExperimentConfig>();
  add_config_flags(
      app, config::Description([config](config::Fields& f) { describe(f, *config); }),
      {{.key = "threads", .names = "--threads", .then = [config, &threads] { threads = config->threads; }}});
}

struct FetchOptions {
  std::string name;
  std::string to;
  std::string mirror;
};

const fetch::PublishedData& find_data(const std::string& name) {
  std::vector<std::string> known;
  for (const auto& data : fetch::published_data()) {
    if (data.name == name) return data;
    known.push_back(data.name);
  }
  if (name.empty()) throw UsageError(fmt::format("give a data set: {}", join(known)));
  throw UsageError(
      fmt::format("unknown data set '{}'{} (there are {})", name, did_you_mean(name, known), join(known)));
}

void list_data() {
  for (const auto& data : fetch::published_data())
    print("{:<14}  {}: {}\n", data.name, data.title, data.content);
}

void show_data(const std::string& name) {
  const fetch::PublishedData& data = find_data(name);
  print("{}\n  content   {}\n  page      {}\n  licence   {}\n  citation  {}\n", data.title, data.content,
        data.page, data.licence, data.citation);
  for (const auto& file : data.files) print("  file      {}\n  MD5       {}\n", file.address, file.md5);
  if (!data.access.empty()) print("  access    {}\n", data.access);
  for (std::size_t i = 0; i < data.layouts.size(); ++i)
    print("  {:<9} {}\n", i == 0 ? "read as" : "", data.layouts[i]);
}

fs::path target_of(const FetchOptions& options, const fetch::PublishedData& data) {
  if (!options.to.empty()) return options.to;
  const auto root = data_folder();
  if (!root) throw UsageError("give --to, the folder for the data, or set $HYBRID_DATA");
  return *root / data.folder;
}

void run_fetch(const FetchOptions& options, Logger& log) {
  const fetch::PublishedData& data = find_data(options.name);
  if (!data.access.empty() && options.mirror.empty())
    throw Infeasible(
        fmt::format("{} {}; then `hybrid data verify FOLDER`, or give --mirror with a folder that has them",
                    data.title, data.access));
  const fs::path folder = target_of(options, data);
  log.info("{}\nlicence: {}\nplease cite: {}", data.title, data.licence, data.citation);
  for (const auto& published : data.files) {
    const fs::path file = folder / published.name();
    const std::string address =
        options.mirror.empty()
            ? published.address
            : options.mirror + (options.mirror.ends_with('/') ? "" : "/") + published.name();
    if (fs::is_regular_file(file) && fetch::md5_of(file) == published.md5) {
      log.info("{}: is there already", file.string());
    } else {
      log.info("fetching {}", address);
      fetch::download(address, file, published.md5, published.most_bytes, log);
    }
    if (published.unpack) archives::unpack_archive(file, folder);
    print("{}{}\n", file.string(), published.unpack ? ", unpacked beside it" : "");
  }
}

void add_list(CLI::App& data, Action& chosen) {
  CLI::App* app = data.add_subcommand("list", "the data sets that can be fetched");
  app->parse_complete_callback([&chosen] { chosen = [](Logger&) { list_data(); }; });
}

void add_info(CLI::App& data, Action& chosen) {
  auto name = std::make_shared<std::string>();
  CLI::App* app = data.add_subcommand(
      "info", "addresses, checksums, licence and citation of a data set, and the layouts that are read");
  app->add_option("name", *name, "as `hybrid data list` has it");
  app->parse_complete_callback([&chosen, name] { chosen = [name](Logger&) { show_data(*name); }; });
}

void add_fetch(CLI::App& data, Action& chosen) {
  auto options = std::make_shared<FetchOptions>();
  CLI::App* app = data.add_subcommand("fetch", "download a data set, compare its checksums, unpack it");
  app->add_option("name", options->name, "as `hybrid data list` has it");
  app->add_option("--to", options->to, "folder (default: its place below $HYBRID_DATA)");
  app->add_option("--mirror", options->mirror,
                  "a folder with the files, instead of their addresses: https://..., file:///...");
  app->parse_complete_callback(
      [&chosen, options] { chosen = [options](Logger& log) { run_fetch(*options, log); }; });
}

void add_verify(CLI::App& data, Action& chosen) {
  auto options = std::make_shared<VerifyOptions>();
  CLI::App* app = data.add_subcommand(
      "verify",
      "count the examples, compare checksums, read a sample; exit code 4 if one is damaged or not known");
  app->add_option("path", options->path, "folder of a data set, or one published file");
  app->add_flag("--all", options->all,
                "read every image, not 200 of each split, and compare the checksums of large files");
  add_threads(*app, options->threads);
  app->parse_complete_callback([&chosen, options, app] {
    chosen = [options, app](Logger& log) {
      for (const char* option : {"--all", "--threads"})
        if (fs::is_regular_file(options->path) && !tries_images(options->path) && is_given(*app, option))
          throw UsageError(fmt::format("{} is one file, of which the checksum is compared: leave out {}",
                                       options->path, option));
      run_verify(*options, log);
    };
  });
}

void add_prepare(CLI::App& data, Action& chosen) {
  auto options = std::make_shared<PrepareOptions>();
  CLI::App* app = data.add_subcommand(
      "prepare", "list the images, check their number, and write a smaller copy if requested");
  app->add_option("name", options->name, "imagenet, or image_folder: any folder of images");
  app->add_option("--root", options->root,
                  "folder of the images, as data.root (default: imagenet below $HYBRID_DATA)");
  add_config_flags(*app, *options,
                   {{.key = "image_size", .names = "--image-size", .default_words = "no copy"},
                    {.key = "quality", .names = "--quality"}});
  add_config_flags(*app, options->data, {{.key = "class_order", .names = "--class-order"}});
  app->add_option("--out", options->out, "folder of the copy");
  app->add_flag("--force", options->force, "replace another copy in that folder");
  add_threads(*app, options->threads);
  app->footer(
      "The list goes to results/cache, where train and predict find it. The copy is WebDataset shards of "
      "2,000 images,\n"
      "train-000000.tar and so on, which data.root reads like the original. What is lost: every image that "
      "is larger than\n"
      "--image-size is decoded, resized (Pillow's BILINEAR) and encoded as JPEG once more, so random crops "
      "see fewer\n"
      "pixels, and accuracies are not those of the original to the last digit; smaller JPEGs stay byte for "
      "byte. Finished\nshards are kept: repeat the command to resume; the copy's bytes do not depend on "
      "--threads.\n"
      "Examples:\n"
      "  hybrid data prepare imagenet --root data/imagenet\n"
      "  hybrid data prepare imagenet --root data/imagenet --image-size 270 --out data/imagenet270");
  app->parse_complete_callback([&chosen, options, app] {
    chosen = [options, app](Logger& log) {
      refuse_ignored_options(*app,
                             {{.options = {"--quality", "--threads", "--force"},
                               .without = {"--out"},
                               .why = "without a copy (--image-size and --out) the images are only listed"}});
      run_prepare(*options, log);
    };
  });
}

}  // namespace

Action setup_data(CLI::App& app) {
  app.require_subcommand(0, 1);
  app.footer(
      "An interrupted download resumes where it stopped. A machine without a network takes the files from a "
      "folder.\n"
      "Examples:\n"
      "  hybrid data list\n"
      "  hybrid data info cifar100\n"
      "  hybrid data fetch cifar100 --to data\n"
      "  hybrid data fetch cifar100 --to data --mirror file:///media/usb\n"
      "  hybrid data verify data/cifar-100-binary --all\n"
      "  hybrid data prepare imagenet --root data/imagenet");
  auto chosen = std::make_shared<Action>();
  add_list(app, *chosen);
  add_info(app, *chosen);
  add_fetch(app, *chosen);
  add_verify(app, *chosen);
  add_prepare(app, *chosen);
  return [chosen](Logger& log) {
    if (!*chosen) throw UsageError("give list, info, fetch, verify or prepare");
    (*chosen)(log);
  };
}

}  // namespace hybrid::cli
