#pragma once

#include <napi.h>

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "job.h"
#include "threads/thread_pool.h"

namespace neuroprop::binding {

/// Runs the jobs of one environment (a Node process or worker thread) on threads of its own, and
/// brings their progress and results back to the JS thread through one thread-safe function.
///
/// Everything here but `run_job` and `post` belongs to the JS thread.
class Runner {
 public:
  explicit Runner(Napi::Env env);

  /// Cancels what runs, and waits for it. After that no thread of ours is left.
  void shut_down();

  /// Queues a job. Gives { promise, cancel }: `cancel()` makes the promise reject soon.
  Napi::Object submit(Napi::Env env, std::shared_ptr<Job> job);

 private:
  using JobId = std::uint64_t;

  struct Pending {
    std::shared_ptr<Job> job;  // stays until the job's thread is done with it
    Napi::Promise::Deferred deferred;
    bool settled = false;
  };

  struct Message {
    JobId id;
    bool done;
    bool failed;
    std::string error;
    std::int64_t steps;
  };

  static void deliver_all(Napi::Env env, Napi::Function, Runner* runner, void*);
  using Door = Napi::TypedThreadSafeFunction<Runner, void, deliver_all>;

  void run_job(JobId id, Job& job);
  void post(Message message);
  void deliver(Napi::Env env, const Message& message);
  static void settle(Napi::Env env, const Message& message, Pending& pending);

  Door door_;
  std::unique_ptr<ThreadPool> pool_;
  std::map<JobId, Pending> pending_;
  JobId next_id_ = 1;

  std::mutex mutex_;
  std::vector<Message> messages_;  // guarded by mutex_
};

/// The runner of this environment.
Runner& runner_of(Napi::Env env);

}  // namespace neuroprop::binding
