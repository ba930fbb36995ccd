#include "runs/manifest.h"

#include <dlfcn.h>
#include <openssl/crypto.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <zip.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/build_info.h"
#include "core/error.h"
#include "core/files.h"
#include "core/json.h"
#include "core/json_number.h"
#include "core/json_text.h"
#include "core/limited_file.h"
#include "core/paths.h"
#include "core/sha256.h"
#include "core/text.h"
#include "core/unicode.h"

namespace hybrid::runs {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

/// Returns the first CPU's lines of /proc/cpuinfo: "model name", "flags" and others.
std::map<std::string, std::string> cpu_info() {
  std::map<std::string, std::string> info;
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line) && !line.empty();) {
    const auto colon = line.find(':');
    if (colon == std::string::npos) continue;
    const std::string key = line.substr(0, colon);
    info[key.substr(0, key.find_last_not_of(" \t") + 1)] = line.substr(std::min(colon + 2, line.size()));
  }
  return info;
}

/// Returns the vector instructions among the CPU's flags, by which the libraries choose their kernels.
std::vector<std::string> vector_instructions(const std::string& flags) {
  std::vector<std::string> found;
  for (const std::string& flag : split(flags, ' '))
    for (const char* family : {"sse4", "avx", "fma", "amx", "asimd", "sve", "bf16", "i8mm"})
      if (flag.starts_with(family)) {
        found.push_back(flag);
        break;
      }
  return found;
}

Json machine_json(int threads) {
  utsname os{};
  ::uname(&os);
  auto cpu = cpu_info();
  const auto known = [&](const char* key) { return cpu.contains(key) ? cpu[key] : "unknown"; };
  return {
      {"host", os.nodename},
      {"os", fmt::format("{} {}", os.sysname, os.release)},
      {"cpu", known("model name")},
      // A virtual machine may name all of its maker's CPUs alike.
      {"cpu_kind", fmt::format("{}, family {}, model {}, stepping {}", known("vendor_id"),
                               known("cpu family"), known("model"), known("stepping"))},
      {"vector_instructions", vector_instructions(cpu.contains("flags") ? cpu["flags"] : cpu["Features"])},
      {"cores", std::thread::hardware_concurrency()},
      {"threads", threads}};
}

Json json_of(const std::vector<FileRecord>& files) {
  Json list = Json::array();
  for (const auto& file : files)
    list.push_back(
        {{"role", file.role}, {"path", file.path}, {"sha256", file.sha256}, {"bytes", file.bytes}});
  return list;
}

std::vector<FileRecord> files_of(const Json& list) {
  std::vector<FileRecord> files;
  for (const auto& file : list)
    files.push_back({file.at("role"), file.at("path"), file.at("sha256"),
                     whole_number<std::uintmax_t>(file.at("bytes"))});
  return files;
}

Json json_of(const ExperimentRecord& experiment) {
  Json json{{"name", experiment.name}};
  if (!experiment.config.empty()) {
    json["config"] = experiment.config;
    json["overrides"] = experiment.overrides;
  }
  return json;
}

ExperimentRecord experiment_of(const Json& json) {
  return {.name = json.at("name"),
          .config = json.value("config", ""),
          .overrides = json.value("overrides", std::vector<std::string>{})};
}

}  // namespace

std::string to_json(const Manifest& manifest) {
  const BuildInfo& build = build_info();
  std::vector<std::string> warnings = manifest.warnings;
  if (build.build_type == "Debug") warnings.emplace_back("made by a debug build");
  if (build.dirty()) warnings.emplace_back("made from a working tree with uncommitted changes");
  Json json{{"schema_version", kManifestSchemaVersion},
            {"results_version", kResultsVersion},
            {"command_line", manifest.command_line},
            {"experiment", json_of(manifest.experiment)},
            {"hash", manifest.hash},
            {"code", {{"version", build.version}, {"commit", build.commit}, {"dirty", build.dirty()}}},
            {"build", {{"type", build.build_type}, {"compiler", build.compiler}, {"flags", build.flags}}},
            {"libraries", manifest.libraries},
            {"machine", machine_json(manifest.threads)},
            {"seed", manifest.seed},
            {"started", manifest.started},
            {"ended", manifest.ended},
            {"seconds", manifest.seconds},
            {"peak_memory_mb", manifest.peak_memory_mb},
            {"inputs", json_of(manifest.inputs)},
            {"outputs", json_of(manifest.outputs)},
            {"warnings", warnings}};
  if (!manifest.skipped_images.empty()) json["skipped_images"] = manifest.skipped_images;
  return json_text(json);
}

Manifest read_manifest(const fs::path& path) {
  require_regular_file(path);
  const std::string text = read_file(path);
  try {
    const auto json = parse_json<Json>(text, path);
    Manifest manifest;
    manifest.version = json.at("code").at("version");
    manifest.commit = json.at("code").at("commit");
    const Json& machine = json.at("machine");
    manifest.machine = fmt::format("{}, {} cores", machine.at("cpu").get<std::string>(),
                                   whole_number<int>(machine.at("cores")));
    manifest.results_version = whole_number<int>(json, "results_version", 0);
    manifest.command_line = json.at("command_line");
    if (json.contains("experiment")) manifest.experiment = experiment_of(json.at("experiment"));
    manifest.hash = json.at("hash");
    manifest.seed = whole_number<std::uint64_t>(json.at("seed"));
    manifest.started = json.at("started");
    manifest.ended = json.at("ended");
    manifest.libraries = json.value("libraries", std::map<std::string, std::string>{});
    manifest.seconds = json.at("seconds").get<std::map<std::string, double>>();
    manifest.inputs = files_of(json.at("inputs"));
    manifest.outputs = files_of(json.at("outputs"));
    if (json.contains("skipped_images"))
      for (const auto& [part, images] : json.at("skipped_images").items())
        manifest.skipped_images[part] = whole_number<std::size_t>(images);
    for (const FileRecord& output : manifest.outputs)
      if (leaves_its_folder(output.path))
        throw DataError(path, fmt::format("lists '{}', which is not in the run's folder", output.path));
    return manifest;
  } catch (const nlohmann::json::exception& error) {
    throw DataError(path, fmt::format("is not a manifest ({})", error.what()));
  }
}

namespace {

/// Returns `path` if it is a file, or the files of a folder in the order of their names.
std::vector<fs::path> files_at(const fs::path& path) {
  if (!fs::is_directory(path)) return {path};
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(path))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

std::string listing_of(const std::vector<fs::path>& files, const fs::path& path) {
  std::string listing;
  for (const auto& file : files)
    listing += fmt::format("{} {} {}\n", file.lexically_relative(path.parent_path()).string(),
                           fs::file_size(file), fs::last_write_time(file).time_since_epoch().count());
  return "listing:" + sha256(listing);
}

}  // namespace

FileRecord record_file(std::string role, const fs::path& path, std::uintmax_t most_hashed) {
  FileRecord record{.role = std::move(role), .path = path.string()};
  if (!fs::exists(path)) throw DataError(path, "is not there");
  if (fs::is_other(path))
    throw DataError(path, "is a pipe or a device, and a run records its inputs; save it as a file");
  const auto files = files_at(path);
  for (const auto& file : files) record.bytes += fs::file_size(file);
  record.sha256 = record.bytes > most_hashed ? listing_of(files, path) : sha256_of(path);
  return record;
}

FileRecord record_input(std::string role, const fs::path& path) {
  if (!is_utf8(path.string()))
    throw DataError(path, "its name is not UTF-8, so the run's manifest.json cannot hold it; rename it");
  return record_file(std::move(role), path);
}

namespace {

std::string utc_text(std::time_t time) {
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

}  // namespace

std::string utc_now() {
  return utc_text(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now()));
}

std::string utc_of_change(const fs::path& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? utc_text(status.st_mtime) : "";
}

double peak_memory_mb() {
  rusage own{}, started{};  // such as a TorchScript program or gnuplot
  ::getrusage(RUSAGE_SELF, &own);
  ::getrusage(RUSAGE_CHILDREN, &started);
  return static_cast<double>(own.ru_maxrss + started.ru_maxrss) * 1024 / 1e6;
}

namespace {

/// Returns OpenBLAS's version, options and the kernels that it chose for this CPU, on which the last bits of
/// its results depend: "OpenBLAS 0.3.21 DYNAMIC_ARCH USE_OPENMP Haswell MAX_THREADS=64".
std::string blas_kernels() {
  using Text = const char* (*)();
  // Not declared as weak symbols: a linker drops a library of which nothing else is used.
  const auto config = reinterpret_cast<Text>(::dlsym(RTLD_DEFAULT, "openblas_get_config"));
  return config != nullptr ? config() : "not OpenBLAS";
}

}  // namespace

std::map<std::string, std::string> core_libraries() {
  return {{"blas", blas_kernels()},
          {"fmt", fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100)},
          {"nlohmann_json", fmt::format("{}.{}.{}", NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR,
                                        NLOHMANN_JSON_VERSION_PATCH)},
          {"libzip", zip_libzip_version()},
          {"openssl", OpenSSL_version(OPENSSL_VERSION_STRING)}};
}

}  // namespace hybrid::runs
