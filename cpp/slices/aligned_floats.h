#pragma once

#include <cstddef>
#include <vector>

namespace neuroprop {

/// Floats in whole cache lines, so that no register of them lies in two; 0 at first.
class AlignedFloats {
 public:
  explicit AlignedFloats(std::size_t count = 0) : lines_((count + 15) / 16) {}

  float* data() { return lines_.empty() ? nullptr : lines_.front().floats; }
  const float* data() const { return lines_.empty() ? nullptr : lines_.front().floats; }

 private:
  struct alignas(64) Line {
    float floats[16] = {};
  };
  std::vector<Line> lines_;
};

}  // namespace neuroprop
