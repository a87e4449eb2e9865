// Numbers that are the same on every platform, and the comparison of floats by their bits.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace neuroprop::test {

/// A linear congruential generator.
class Numbers {
 public:
  explicit Numbers(std::uint32_t start = 1) : state_(start) {}

  /// In [0, 1), of 24 random bits: every sum of some rounds.
  float share() { return static_cast<float>(next() >> 8U) * 0x1p-24F; }

  /// In [0, bound).
  int below(int bound) {
    return static_cast<int>((std::uint64_t{next()} * static_cast<std::uint64_t>(bound)) >> 32U);
  }

  std::vector<float> shares(std::size_t count) {
    std::vector<float> values(count);
    for (float& value : values) value = share();
    return values;
  }

 private:
  std::uint32_t next() { return state_ = state_ * 1664525U + 1013904223U; }

  std::uint32_t state_;
};

inline std::uint32_t bits_of(float value) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

/// The first place where two arrays differ in a bit or one of them ends; -1 where they are equal.
inline std::ptrdiff_t first_difference(const std::vector<float>& a, const std::vector<float>& b) {
  const auto same = [](float x, float y) { return bits_of(x) == bits_of(y); };
  const auto [in_a, in_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end(), same);
  return in_a == a.end() && in_b == b.end() ? -1 : in_a - a.begin();
}

}  // namespace neuroprop::test
