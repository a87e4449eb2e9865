#pragma once

#include <napi.h>

#include <cstdint>
#include <memory>
#include <utility>

#include "arguments.h"

namespace neuroprop::binding {

/// An object of the kernel as JS holds it, until JS releases it or forgets it. `Object::bytes()`
/// tells the garbage collector how much hangs on it, `kKind` tells the handles of one class from
/// those of another.
template <typename Object, std::uint64_t kKind>
class Handle {
 public:
  static Napi::Value make(Napi::Env env, std::shared_ptr<Object> object) {
    Napi::MemoryManagement::AdjustExternalMemory(env, object->bytes());
    auto external = Napi::External<Handle>::New(env, new Handle(std::move(object)),
                                                [](Napi::Env owner, Handle* handle) {
                                                  handle->release(owner);
                                                  delete handle;
                                                });
    external.TypeTag(&kTag);
    return external;
  }

  /// Refuses what is no such handle.
  static Handle& of(const Napi::Value& value) {
    if (!value.IsExternal()) refuse(value.Env(), "not a handle");
    const auto external = value.As<Napi::External<Handle>>();
    if (!external.CheckTypeTag(&kTag)) refuse(value.Env(), "a handle of another kind");
    return *external.Data();
  }

  /// Refuses a handle that was released.
  std::shared_ptr<Object> object(Napi::Env env) const {
    if (!object_) refuse(env, "a handle that was released");
    return object_;
  }

  /// Runs that have begun keep the object.
  void release(Napi::Env env) {
    if (!object_) return;
    Napi::MemoryManagement::AdjustExternalMemory(env, -object_->bytes());
    object_.reset();
  }

 private:
  explicit Handle(std::shared_ptr<Object> object) : object_(std::move(object)) {}

  static constexpr napi_type_tag kTag{0x6e6575726f70726f, kKind};

  std::shared_ptr<Object> object_;
};

}  // namespace neuroprop::binding
