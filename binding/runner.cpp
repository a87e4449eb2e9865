#include "runner.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <thread>
#include <utility>

namespace neuroprop::binding {

namespace {

using Clock = std::chrono::steady_clock;

/// Least time between two progress reports of a job.
constexpr auto kReportInterval = std::chrono::milliseconds(50);

}  // namespace

Runner::Runner(Napi::Env env)
    : door_(Door::New(env, "neuroprop", 0, 1, this)),
      pool_(std::make_unique<ThreadPool>(std::max(1U, std::thread::hardware_concurrency()))) {
  door_.Unref(env);
  // Hooks run last in, first out: this one, registered after the door was made, runs before the
  // door closes, so that no thread of ours can post to a closed door.
  env.AddCleanupHook([](Runner* runner) { runner->shut_down(); }, this);
}

void Runner::shut_down() {
  for (auto& [id, pending] : pending_) pending.job->control.cancelled = true;
  pool_.reset();
  pending_.clear();
}

Napi::Object Runner::submit(Napi::Env env, std::shared_ptr<Job> job) {
  const JobId id = next_id_++;
  auto deferred = Napi::Promise::Deferred::New(env);
  if (!job->on_progress.IsEmpty()) {
    // The first report goes out at once: a run has progress whatever the machine's speed.
    job->control.progress = [this, id, next = Clock::now()](std::int64_t steps) mutable {
      const auto now = Clock::now();
      if (now < next) return;
      next = now + kReportInterval;
      post({id, false, false, {}, steps});
    };
  }
  if (pending_.empty()) door_.Ref(env);
  pending_.emplace(id, Pending{job, deferred});
  pool_->submit([this, id, working = job.get()] { run_job(id, *working); });

  auto task = Napi::Object::New(env);
  task.Set("promise", deferred.Promise());
  const std::weak_ptr<Job> watched = job;
  task.Set("cancel", Napi::Function::New(env, [watched](const Napi::CallbackInfo&) {
             if (const auto running = watched.lock()) running->control.cancelled = true;
           }));
  return task;
}

void Runner::run_job(JobId id, Job& job) {
  Message message{id, true, false, {}, 0};
  try {
    if (job.control.cancelled) throw Cancelled();
    job.run(*pool_);
  } catch (const std::exception& error) {
    message.failed = true;
    message.error = error.what();
  } catch (...) {
    message.failed = true;
    message.error = "unknown failure";
  }
  post(std::move(message));
}

void Runner::post(Message message) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    messages_.push_back(std::move(message));
  }
  door_.NonBlockingCall();
}

void Runner::deliver_all(Napi::Env env, Napi::Function, Runner* runner, void*) {
  if (env == nullptr) return;  // the environment is going down
  std::vector<Message> messages;
  {
    const std::lock_guard<std::mutex> lock(runner->mutex_);
    messages.swap(runner->messages_);
  }
  for (const Message& message : messages) {
    try {
      runner->deliver(env, message);
    } catch (const Napi::Error&) {
      // The environment can run no more JS: it is being terminated, and nobody waits.
    }
  }
}

void Runner::deliver(Napi::Env env, const Message& message) {
  const auto found = pending_.find(message.id);
  if (found == pending_.end()) return;
  const Napi::HandleScope scope(env);
  if (message.done) {
    Pending pending = std::move(found->second);
    pending_.erase(found);
    if (pending_.empty()) door_.Unref(env);
    if (!pending.settled) settle(env, message, pending);
    return;
  }
  if (found->second.settled) return;
  const std::shared_ptr<Job> job = found->second.job;
  try {
    job->on_progress.Call({Napi::Number::New(env, static_cast<double>(message.steps))});
  } catch (const Napi::Error& error) {
    job->control.cancelled = true;
    found->second.settled = true;
    found->second.deferred.Reject(error.Value());
  }
}

void Runner::settle(Napi::Env env, const Message& message, Pending& pending) {
  try {
    if (message.failed) {
      const auto error = Napi::Error::New(env, "the kernel failed: " + message.error);
      error.Set("code", "ERR_KERNEL");
      pending.deferred.Reject(error.Value());
    } else {
      pending.deferred.Resolve(pending.job->result(env));
    }
  } catch (const Napi::Error& error) {
    pending.deferred.Reject(error.Value());
  }
}

}  // namespace neuroprop::binding
