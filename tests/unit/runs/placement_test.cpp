// A command that makes a run is killed, or overtaken by another, at every system call that changes files.
// What must hold at every moment: a finished run is left where there was one, nothing of others is changed,
// and the same command given again ends with the same files and no others.

#include "runs/placement.h"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <map>

#include "core/error.h"
#include "core/files.h"
#include "runs/run_folder.h"
#include "support/temporary_folder.h"
#include "system_calls.h"

namespace hybrid::runs {
namespace {

namespace fs = std::filesystem;
using test::At;

const std::string kOldHash(64, '0');
const std::string kHash(64, 'a');

/// Exit codes of a command.
enum Exit { made = 0, up_to_date = 10, resumed = 11, refused = 4 };

struct Scene {
  bool inside = false;    ///< the command's working folder is the run's place, which therefore has to stay
  bool replaces = false;  ///< another run is there, and the command has --force
  bool resumable = false;
};

std::ostream& operator<<(std::ostream& out, const Scene& scene) {
  return out << (scene.inside ? "inside" : "beside") << (scene.replaces ? ", replaces" : "")
             << (scene.resumable ? ", resumable" : "");
}

/// Makes a run as a command does, in the process of the caller.
int make(const fs::path& path, const std::string& hash, bool force, bool resumable) {
  try {
    Logger log(Verbosity::quiet);
    auto writer = RunWriter::begin({.path = path, .hash = hash, .force = force, .resumable = resumable}, log);
    if (!writer) return up_to_date;
    const bool goes_on = fs::exists(writer->folder() / "checkpoint");
    writer->write("checkpoint", "epoch 1");
    writer->write("metrics.json", hash);
    writer->write("predictions/base.txt", hash + "!");
    writer->finish({});
    return goes_on ? resumed : made;
  } catch (const DataError&) {
    return refused;
  }
}

using Files = std::map<std::string, std::string>;

/// Whether a process stopped itself; if not, it has ended.
bool is_stopped(pid_t child) {
  int status = -1;
  REQUIRE(::waitpid(child, &status, WUNTRACED) == child);
  return WIFSTOPPED(status);
}

/// The folder of a test, in which run/ is the run's place and the other files are others'.
class Place {
 public:
  explicit Place(const Scene& scene) : scene_(scene) {
    folder_.file("notes.txt", "mine");
    folder_.file("run.partial.old/notes.txt", "mine");
    if (scene.inside) fs::create_directory(run());
    if (scene.replaces) REQUIRE(wait(start(0, At::end, kOldHash)) == made);
  }

  fs::path run() const { return folder_ / "run"; }

  /// The command in a process of its own, interrupted at its nth call.
  pid_t start(int n, At what, const std::string& hash = kHash) const {
    const pid_t child = ::fork();
    if (child != 0) return child;
    if (scene_.inside && ::chdir(run().c_str()) != 0) ::_exit(1);
    test::interrupt_at_call(n, what);
    ::_exit(make(place(), hash, scene_.replaces && hash == kHash, scene_.resumable));
  }
  int command(int n = 0) const { return wait(start(n, At::end)); }

  static int wait(pid_t child) {
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    return WEXITSTATUS(status);
  }

  /// All files with their content; of manifests, which tell the time, the run's hash.
  Files files() const {
    Files files;
    for (const auto& entry : fs::recursive_directory_iterator(folder_.path())) {
      const std::string name = fs::relative(entry.path(), folder_.path()).string();
      if (entry.is_directory()) files[name] = "folder";
      if (entry.is_regular_file())
        files[name] = entry.path().filename() == "manifest.json" ? read_manifest(entry.path()).hash
                                                                 : read_file(entry.path());
    }
    return files;
  }

  /// Whether a run is whole somewhere, with all files in one folder.
  bool has_whole_run() const {
    const auto is_whole = [](const fs::path& path) {
      try {
        FinishedRun(path).verify();
        return true;
      } catch (const DataError&) {
        return false;
      }
    };
    const fs::path partial = scene_.inside ? run() / ".partial" : folder_ / "run.partial";
    return is_whole(run()) || is_whole(partial) || is_whole(partial / ".replaced");
  }

  /// Whether the command's run is finished, in its place or not.
  bool is_finished() const {
    for (const auto& [name, content] : files())
      if (name.ends_with("manifest.json") && content == kHash) return true;
    return false;
  }

  bool is_in_place() const { return is_run(run()) && read_manifest(run() / "manifest.json").hash == kHash; }

 private:
  /// The run's path as the command gives it.
  fs::path place() const { return scene_.inside ? fs::path(".") : run(); }

  Scene scene_;
  test::TemporaryFolder folder_;
};

/// The scenes, each with the files that an uninterrupted command leaves.
template <class Body>
void in_every_scene(const Body& body) {
  for (const bool inside : {false, true})
    for (const bool replaces : {false, true})
      for (const bool resumable : {false, true}) {
        const Scene scene{.inside = inside, .replaces = replaces, .resumable = resumable};
        CAPTURE(scene);
        const Place undisturbed(scene);
        REQUIRE(undisturbed.command() == made);
        REQUIRE(undisturbed.files().size() == 9);  // run/ with 4 files and a folder, and what is others'
        body(scene, undisturbed.files());
      }
}

TEST_CASE("killed at any call, a command leaves a whole run, and ends the same when given again",
          "[report]") {
  in_every_scene([](const Scene& scene, const Files& expected) {
    int calls = 0;
    for (int exit = test::kEnded; exit == test::kEnded;) {
      CAPTURE(++calls);
      const Place place(scene);
      exit = place.command(calls);
      if (scene.replaces) REQUIRE(place.has_whole_run());
      const bool finished = place.is_finished(), in_place = place.is_in_place();
      const int again = place.command();
      if (in_place && scene.replaces) {
        REQUIRE(again == made);
      } else if (finished) {  // the work is not done twice
        REQUIRE(again == up_to_date);
      } else {
        REQUIRE((again == made || again == resumed));
      }
      REQUIRE(place.files() == expected);
    }
    REQUIRE(calls > 40);
  });
}

TEST_CASE("killed twice, a command ends the same", "[report]") {
  in_every_scene([](const Scene& scene, const Files& expected) {
    for (int first = 1; first < 200; first += 13)
      for (int second = 1; second < 200; second += 11) {
        CAPTURE(first, second);
        const Place place(scene);
        if (place.command(first) != test::kEnded) return;
        const bool ended = place.command(second) == test::kEnded;
        if (scene.replaces) REQUIRE(place.has_whole_run());
        REQUIRE(place.command() != refused);
        REQUIRE(place.files() == expected);
        if (!ended) break;
      }
  });
}

TEST_CASE("overtaken by the same command at any call, both keep to their own, and one makes the run",
          "[report]") {
  in_every_scene([](const Scene& scene, const Files& expected) {
    for (const bool killed : {false, true})
      for (int calls = 1;; ++calls) {
        CAPTURE(killed, calls);
        const Place place(scene);
        const pid_t slow = place.start(calls, At::stop);
        if (!is_stopped(slow)) break;
        const int quick = place.command();
        if (scene.replaces) REQUIRE(place.has_whole_run());
        if (killed) {
          ::kill(slow, SIGKILL);
          REQUIRE(::waitpid(slow, nullptr, 0) == slow);
        } else {
          ::kill(slow, SIGCONT);
          REQUIRE((Place::wait(slow) != refused || quick != refused));
          REQUIRE(place.files() == expected);
        }
        REQUIRE(place.command() != refused);
        REQUIRE(place.files() == expected);
      }
  });
}

TEST_CASE("what appears in the run's place meanwhile is kept, and so is the finished run", "[report]") {
  in_every_scene([](const Scene& scene, const Files& expected) {
    int refusals = 0;
    for (int calls = 1;; ++calls) {
      CAPTURE(calls);
      const Place place(scene);
      const pid_t writer = place.start(calls, At::stop);
      if (!is_stopped(writer)) break;
      const fs::path theirs = scene.inside ? place.run() / "metrics.json" : place.run();
      const bool appears = !fs::exists(theirs);
      if (appears && calls % 2 == 0 && !scene.inside) {
        fs::create_directory(theirs);
        std::ofstream(theirs / "notes.txt") << "theirs";
      } else if (appears) {
        std::ofstream(theirs) << "theirs";
      }
      ::kill(writer, SIGCONT);
      const int exit = Place::wait(writer);
      REQUIRE((appears ? exit == refused : exit == made));
      if (appears) {
        ++refusals;
        const fs::path notes = fs::is_directory(theirs) ? theirs / "notes.txt" : theirs;
        REQUIRE(read_file(notes) == "theirs");
        if (scene.replaces) REQUIRE(place.has_whole_run());
        const bool finished = place.is_finished();
        if (!scene.inside) REQUIRE(place.command() == refused);
        REQUIRE(read_file(notes) == "theirs");
        fs::remove_all(theirs);
        REQUIRE(place.command() == (finished ? up_to_date : made));
      }
      REQUIRE(place.files() == expected);
    }
    REQUIRE(refusals > 0);
  });
}

}  // namespace
}  // namespace hybrid::runs
