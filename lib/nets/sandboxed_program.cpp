// A TorchScript program in a process of its own. The two processes talk through a socket: a tensor is asked,
// a tensor or an error is answered. What comes from the program's process is checked, since code in the file
// may have taken it over.

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "core/error.h"
#include "core/sandbox.h"
#include "nets/threads.h"
#include "nets/torchscript_program.h"

namespace hybrid::nets {

namespace fs = std::filesystem;

namespace {

struct Question {
  at::MemoryFormat layout = at::MemoryFormat::Contiguous;
  std::array<std::int64_t, 4> sizes{};  ///< of the float32 values that follow
};

enum class AnswerKind : std::int64_t {
  ready,         ///< the program is loaded
  ready_rights,  ///< the same, but system calls are not filtered
  tensor,        ///< float32 values follow
  data_error,    ///< the text of a DataError without its path follows
  failure,       ///< the text of another exception follows
};

struct Answer {
  AnswerKind kind = AnswerKind::failure;
  std::int64_t count = 0;  ///< dimensions of the tensor, or bytes of the text
  std::array<std::int64_t, 8> sizes{};
};

constexpr std::int64_t kLongestText = 1 << 16;
constexpr std::int64_t kMostValues = std::int64_t{1} << 28;

/// Calls `transfer` (read, write or send) until all bytes are through.
/// @return false if the other side is gone
template <class Transfer>
bool transfer_all(char* bytes, std::size_t size, Transfer transfer) {
  while (size > 0) {
    const ssize_t count = transfer(bytes, size);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

bool receive(int socket, void* bytes, std::size_t size) {
  return transfer_all(static_cast<char*>(bytes), size,
                      [&](char* to, std::size_t left) { return ::read(socket, to, left); });
}

std::size_t bytes_of(const torch::Tensor& floats) {
  return static_cast<std::size_t>(floats.numel()) * sizeof(float);
}

// --- the program's process ---

bool reply(int socket, const void* bytes, std::size_t size) {
  // Not send(), which the process may not use. It is ended by SIGPIPE if nobody listens.
  return transfer_all(const_cast<char*>(static_cast<const char*>(bytes)), size,
                      [&](char* from, std::size_t left) { return ::write(socket, from, left); });
}

void reply(int socket, AnswerKind kind, std::string text) {
  // The cause stands at the end.
  if (text.size() > kLongestText) text.erase(0, text.size() - kLongestText);
  const Answer answer{.kind = kind, .count = static_cast<std::int64_t>(text.size())};
  if (reply(socket, &answer, sizeof(answer))) reply(socket, text.data(), text.size());
}

void reply(int socket, const torch::Tensor& output) {
  const torch::Tensor values = output.contiguous();
  Answer answer{.kind = AnswerKind::tensor, .count = values.dim()};
  if (values.dim() > static_cast<std::int64_t>(answer.sizes.size()) || values.numel() > kMostValues)
    return reply(socket, AnswerKind::failure,
                 fmt::format("gives {} values in {} dimensions", values.numel(), values.dim()));
  std::ranges::copy(values.sizes(), answer.sizes.begin());
  if (reply(socket, &answer, sizeof(answer))) reply(socket, values.data_ptr<float>(), bytes_of(values));
}

/// Calls `work`, and replies with what it throws.
template <class Work>
bool reply_errors(int socket, const fs::path& path, Work&& work) {
  try {
    work();
    return true;
  } catch (const DataError& error) {
    reply(socket, AnswerKind::data_error, std::string(error.what()).substr(path.string().size() + 2));
  } catch (const c10::Error& error) {
    reply(socket, AnswerKind::failure, error.what_without_backtrace());
  } catch (const std::exception& error) {
    reply(socket, AnswerKind::failure, error.what());
  } catch (...) {
    reply(socket, AnswerKind::failure, "an unknown exception");
  }
  return false;
}

/// Loads the program and answers questions until the other side is gone.
void answer_questions(int socket, const fs::path& path, config::Precision precision, int threads,
                      bool filtered) {
  at::set_num_threads(threads);
  std::unique_ptr<TorchScriptProgram> program;
  if (!reply_errors(socket, path, [&] { program = load_program(path, precision, torch::kCPU); })) return;
  reply(socket, filtered ? AnswerKind::ready : AnswerKind::ready_rights, "");
  for (Question question; receive(socket, &question, sizeof(question));) {
    const torch::Tensor images = torch::empty(question.sizes);
    if (!receive(socket, images.data_ptr(), bytes_of(images))) return;
    reply_errors(socket, path, [&] { reply(socket, program->run(images, question.layout)); });
  }
}

/// The process after fork(). It never returns to the caller's code.
[[noreturn]] void be_program(int socket, const fs::path& path, config::Precision precision, int threads) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, SIG_IGN);  // the parent decides
  constexpr int kSocket = 3;
  ::dup2(socket, kSocket);
  const int nothing = ::open("/dev/null", O_RDWR);
  for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nothing, standard);
  ::close_range(kSocket + 1, ~0U, 0);
#ifdef __GLIBC__
  ::mallopt(M_ARENA_MAX, 1);  // keeps freed memory in the new thread, too (set_up_torch)
#endif
  const bool filtered = give_up_rights();
  // In a thread of its own, since OpenMP's threads of this one did not survive the fork.
  std::thread([&] {
    answer_questions(kSocket, path, precision, threads, filtered);
    ::_exit(0);
  }).detach();
  // This one ends the process when the caller's is gone, whatever is being computed.
  pollfd caller{.fd = kSocket, .events = 0, .revents = 0};
  while (::poll(&caller, 1, -1) < 0 && errno == EINTR) {
  }
  ::_exit(0);
}

// --- the caller's process ---

std::string ending_of(int status) {
  if (!WIFSIGNALED(status)) return fmt::format("exit code {}", WEXITSTATUS(status));
  const int signal = WTERMSIG(status);
  return fmt::format("signal {}, {}{}", signal, ::strsignal(signal),
                     signal == SIGKILL ? ", as where memory runs out" : "");
}

class SandboxedProgram : public TorchScriptProgram {
 public:
  SandboxedProgram(const fs::path& path, config::Precision precision, Logger& log) : path_(path) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) throw cannot_start();
    const int threads = most_threads();
    child_ = ::fork();
    if (child_ == 0) be_program(ends[1], path, precision, threads);
    ::close(ends[1]);
    socket_ = ends[0];
    if (child_ < 0) {
      ::close(socket_);
      throw cannot_start();
    }
    try {
      const AnswerKind loaded = receive_answer().kind;
      if (loaded != AnswerKind::ready && loaded != AnswerKind::ready_rights) throw nonsense();
      if (loaded == AnswerKind::ready_rights)
        log.warn(
            "{}: is a program, and this system cannot keep it from writing files and using the network; "
            "run it only if you trust it",
            path.string());
    } catch (...) {
      end();
      throw;
    }
  }

  ~SandboxedProgram() override { end(); }

  torch::Tensor run(const torch::Tensor& images, at::MemoryFormat layout) override {
    const torch::Tensor values = images.to(torch::kCPU, torch::kFloat32).contiguous();
    Question question{.layout = layout};
    HYBRID_CHECK(values.dim() == 4, "{} dimensions", values.dim());
    std::ranges::copy(values.sizes(), question.sizes.begin());
    if (child_ < 0 || !ask(&question, sizeof(question)) || !ask(values.data_ptr(), bytes_of(values)))
      throw ended();
    const Answer answer = receive_answer();
    if (answer.kind != AnswerKind::tensor) throw nonsense();
    const auto sizes = std::span(answer.sizes).first(static_cast<std::size_t>(answer.count));
    torch::Tensor output = torch::empty(std::vector(sizes.begin(), sizes.end()));
    if (!receive(socket_, output.data_ptr(), bytes_of(output))) throw ended();
    return output;
  }

 private:
  DataError cannot_start() const {
    return DataError(
        path_, fmt::format("is a program, and no process can be started for it ({})", std::strerror(errno)));
  }

  bool ask(const void* bytes, std::size_t size) const {
    return transfer_all(
        const_cast<char*>(static_cast<const char*>(bytes)), size,
        [&](char* from, std::size_t left) { return ::send(socket_, from, left, MSG_NOSIGNAL); });
  }

  /// Returns an answer that is no error, with sizes that can be.
  /// @throws what the program threw, or that its process has ended
  Answer receive_answer() {
    Answer answer;
    if (!receive(socket_, &answer, sizeof(answer))) throw ended();
    if (answer.kind == AnswerKind::tensor) {
      std::int64_t values = 1;
      bool possible = answer.count >= 0 && answer.count <= static_cast<std::int64_t>(answer.sizes.size());
      for (std::int64_t i = 0; possible && i < answer.count; ++i) {
        const std::int64_t size = answer.sizes[static_cast<std::size_t>(i)];
        possible = size >= 0 && size <= kMostValues && (values *= size) <= kMostValues;
      }
      if (!possible) throw nonsense();
      return answer;
    }
    if (answer.count < 0 || answer.count > kLongestText) throw nonsense();
    std::string text(static_cast<std::size_t>(answer.count), '\0');
    if (!receive(socket_, text.data(), text.size())) throw ended();
    if (answer.kind == AnswerKind::data_error) throw DataError(path_, text);
    if (answer.kind == AnswerKind::failure) throw std::runtime_error(text);
    return answer;
  }

  /// Returns the error for a process that is gone.
  DataError ended() {
    if (child_ >= 0) {
      ::close(socket_);
      int status = 0;
      ::waitpid(child_, &status, 0);
      child_ = -1;
      ending_ = ending_of(status);
    }
    return DataError(path_, fmt::format("its program ended the process in which it ran ({}); the file is "
                                        "damaged or harmful, or this LibTorch cannot run it",
                                        ending_));
  }

  DataError nonsense() {
    end();
    ending_ = "after an answer that is none";
    return ended();
  }

  /// Ends the process; it may be computing.
  void end() {
    if (child_ < 0) return;
    ::kill(child_, SIGKILL);
    ::close(socket_);
    ::waitpid(child_, nullptr, 0);
    child_ = -1;
  }

  fs::path path_;
  pid_t child_ = -1;  ///< -1: it has ended
  int socket_ = -1;
  std::string ending_;
};

}  // namespace

std::unique_ptr<TorchScriptProgram> load_sandboxed_program(const fs::path& path, config::Precision precision,
                                                           Logger& log) {
  return std::make_unique<SandboxedProgram>(path, precision, log);
}

}  // namespace hybrid::nets
