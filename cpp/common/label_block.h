#pragma once

#include <type_traits>

namespace neuroprop {

/// Labels that a solver takes at a time: 512 bits of float64.
inline constexpr int kBlockLabels = 8;

/// Calls body(w) with `width`, in 1..kBlockLabels, as a constant of the type of w: loops over the
/// labels of a block are then unrolled.
template <typename Body>
void with_width(int width, const Body& body) {
  switch (width) {
    case 1:
      return body(std::integral_constant<int, 1>());
    case 2:
      return body(std::integral_constant<int, 2>());
    case 3:
      return body(std::integral_constant<int, 3>());
    case 4:
      return body(std::integral_constant<int, 4>());
    case 5:
      return body(std::integral_constant<int, 5>());
    case 6:
      return body(std::integral_constant<int, 6>());
    case 7:
      return body(std::integral_constant<int, 7>());
    default:
      return body(std::integral_constant<int, 8>());
  }
}

}  // namespace neuroprop
