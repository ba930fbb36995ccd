#include "loading/batch_loader.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <thread>

#include "core/error.h"

namespace hybrid::loading {

namespace {

/// Images that a thread takes at once: enough to make the overhead negligible, few enough that all threads
/// work on one batch.
constexpr std::size_t kTaken = 8;

/// A batch in preparation.
struct Making {
  LoadedBatch batch;
  std::size_t bytes = 0;
  std::size_t taken = 0, done = 0;       ///< images
  std::size_t failed_at = SIZE_MAX;      ///< position in the batch of the first image that could not be read
  std::exception_ptr failure = nullptr;  ///< exception for that image

  bool is_whole() const { return done == batch.rows.size(); }
};

/// A part of a batch.
struct Share {
  Making* making;
  std::size_t from, to;
};

}  // namespace

/// The state shared by the threads. They take images in order, batch after batch, while memory is available.
class BatchLoader::Work {
 public:
  Work(const images::ImageSource& images, Batches batches, std::vector<transforms::Transform> transforms,
       const LoaderOptions& options)
      : images_(images),
        batches_(std::move(batches)),
        transforms_(std::move(transforms)),
        options_(options),
        shapes_(transforms::transformed_shapes(images, transforms_)) {
    HYBRID_CHECK(options.threads > 0, "{} threads", options.threads);
    try {
      for (int t = 0; t < options.threads; ++t) threads_.emplace_back([this] { work(); });
    } catch (...) {  // the system has no thread left; stop those that run
      stop();
      throw;
    }
  }

  ~Work() { stop(); }  // the threads, as last member, are destroyed before the state they use

  const std::vector<arch::Shape>& shapes() const { return shapes_; }

  std::optional<LoadedBatch> next() {
    std::unique_lock lock(mutex_);
    if (handed_out_ == batches_.size()) return std::nullopt;
    const auto is_made = [&] {
      const auto first = making_.find(handed_out_);
      return first != making_.end() && first->second.is_whole();
    };
    changed_.wait(lock, [&] { return is_made() || fault_; });
    if (fault_) std::rethrow_exception(fault_);
    Making made = std::move(making_.extract(handed_out_).mapped());
    ++handed_out_;
    bytes_ -= made.bytes;
    lock.unlock();
    changed_.notify_all();
    if (made.failure) std::rethrow_exception(made.failure);
    return std::move(made.batch);
  }

 private:
  void stop() {
    {
      const std::scoped_lock lock(mutex_);
      stopped_ = true;
    }
    changed_.notify_all();
  }

  /// The loop of a thread. Errors other than those of single images, such as lack of memory, end the loading.
  void work() {
    try {
      make_images();
    } catch (...) {
      {
        const std::scoped_lock lock(mutex_);
        if (!fault_) fault_ = std::current_exception();
      }
      changed_.notify_all();
    }
  }

  std::size_t bytes_of(const std::vector<std::size_t>& rows) const {
    std::size_t bytes = 0;
    for (const auto& shape : shapes_) bytes += rows.size() * static_cast<std::size_t>(shape.elements());
    return bytes;
  }

  /// Returns whether there is another image to process now; starts its batch if needed.
  bool find_work() {
    const auto last = making_.rbegin();
    if (last != making_.rend() && last->second.taken < last->second.batch.rows.size()) return true;
    if (begun_ == batches_.size()) return false;
    const std::size_t bytes = bytes_of(batches_[begun_]);
    if (begun_ != handed_out_ && bytes_ + bytes > options_.prefetch_bytes) return false;
    Making& making = making_[begun_];
    making.batch.rows = std::move(batches_[begun_++]);
    making.bytes = bytes;
    bytes_ += bytes;
    for (const auto& shape : shapes_)
      making.batch.pixels.emplace_back(making.batch.rows.size() * static_cast<std::size_t>(shape.elements()));
    return true;
  }

  void make_images() {
    transforms::MultiTransform make(images_, transforms_, shapes_);
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [&] { return stopped_ || begun_all() || find_work(); });
      if (stopped_ || !find_work()) return;
      Making& making = making_.rbegin()->second;
      const Share share{&making, making.taken, std::min(making.taken + kTaken, making.batch.rows.size())};
      making.taken = share.to;
      lock.unlock();
      auto [failed_at, failure] = fill(make, share);
      lock.lock();
      making.done += share.to - share.from;
      if (failed_at < making.failed_at) making.failed_at = failed_at, making.failure = std::move(failure);
      if (making.is_whole()) changed_.notify_all();
    }
  }

  /// Returns whether all images have been taken.
  bool begun_all() const {
    return begun_ == batches_.size() &&
           (making_.empty() || making_.rbegin()->second.taken == making_.rbegin()->second.batch.rows.size());
  }

  /// Processes a share. Returns the position of the first image that failed, and the exception.
  std::pair<std::size_t, std::exception_ptr> fill(transforms::MultiTransform& make, const Share& share) {
    LoadedBatch& batch = share.making->batch;
    std::vector<std::span<std::uint8_t>> out(shapes_.size());
    for (std::size_t i = share.from; i < share.to; ++i) {
      for (std::size_t v = 0; v < out.size(); ++v) {
        const auto size = static_cast<std::size_t>(shapes_[v].elements());
        out[v] = std::span(batch.pixels[v]).subspan(i * size, size);
      }
      try {
        make(batch.rows[i], out);
      } catch (...) {
        return {i, std::current_exception()};
      }
    }
    return {SIZE_MAX, nullptr};
  }

  const images::ImageSource& images_;
  Batches batches_;  ///< batches that were started are moved from
  const std::vector<transforms::Transform> transforms_;
  const LoaderOptions options_;
  const std::vector<arch::Shape> shapes_;

  std::mutex mutex_;  // guards the members below
  std::condition_variable changed_;
  std::map<std::size_t, Making> making_;  ///< by batch number; addresses are stable
  std::size_t begun_ = 0, handed_out_ = 0;
  std::size_t bytes_ = 0;  ///< of the batches in making_
  bool stopped_ = false;
  std::exception_ptr fault_;

  std::vector<std::jthread> threads_;
};

BatchLoader::BatchLoader(const images::ImageSource& images, Batches batches,
                         std::vector<transforms::Transform> transforms, const LoaderOptions& options)
    : work_(std::make_unique<Work>(images, std::move(batches), std::move(transforms), options)) {}

BatchLoader::~BatchLoader() = default;

const std::vector<arch::Shape>& BatchLoader::shapes() const {
  return work_->shapes();
}

std::optional<LoadedBatch> BatchLoader::next() {
  return work_->next();
}

}  // namespace hybrid::loading
