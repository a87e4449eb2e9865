#pragma once

#include <napi.h>

#include <string>
#include <type_traits>
#include <vector>

namespace neuroprop::binding {

/// Refuses a call: what the TypeScript layer handed in would reach outside of memory.
[[noreturn]] inline void refuse(Napi::Env env, const std::string& why) {
  throw Napi::RangeError::New(env, why);
}

/// A copy of a typed array, so that the caller may change or detach it at once.
template <typename Array>
auto copied(const Napi::Value& value, const char* name) {
  if (!value.IsTypedArray()) refuse(value.Env(), std::string(name) + " is not a typed array");
  auto array = value.As<Array>();
  using Element = std::remove_pointer_t<decltype(array.Data())>;
  return std::vector<Element>(array.Data(), array.Data() + array.ElementLength());
}

/// Refuses indices outside [0, count).
inline void check_indices(Napi::Env env, const std::vector<int>& indices, int count,
                          const char* name) {
  for (const int index : indices) {
    if (index < 0 || index >= count)
      refuse(env, std::string(name) + " holds an index out of range");
  }
}

/// Refuses indices outside [0, count) and such that are not ascending, each once.
inline void check_ascending(Napi::Env env, const std::vector<int>& indices, int count,
                            const char* name) {
  check_indices(env, indices, count, name);
  for (std::size_t i = 1; i < indices.size(); ++i) {
    if (indices[i] <= indices[i - 1]) refuse(env, std::string(name) + " are not ascending");
  }
}

}  // namespace neuroprop::binding
