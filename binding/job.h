#pragma once

#include <napi.h>

#include "common/run_control.h"
#include "threads/thread_pool.h"

namespace neuroprop::binding {

/// The work that one call asked for: made on the JS thread from copies of the arguments, run off
/// it without touching JS, turned into a JS value on the JS thread again.
class Job {
 public:
  Job() = default;
  virtual ~Job() = default;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

  /// On a thread of the pool. May throw.
  virtual void run(ThreadPool& pool) = 0;

  /// On the JS thread, once, after `run` has returned.
  virtual Napi::Value result(Napi::Env env) = 0;

  RunControl control;

  /// Takes the caller's progress callback, where one was given.
  void report_to(const Napi::Value& callback) {
    if (callback.IsFunction()) on_progress = Napi::Persistent(callback.As<Napi::Function>());
  }

  /// The caller's progress callback; empty where none was given.
  Napi::FunctionReference on_progress;
};

}  // namespace neuroprop::binding
