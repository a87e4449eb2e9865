#pragma once

#include "iterative/iterative_propagation.h"

namespace neuroprop::binding {

/// The name that JS knows a stop rule by.
inline const char* name_of(Stop stop) {
  switch (stop) {
    case Stop::kTolerance:
      return "tolerance";
    case Stop::kPatience:
      return "patience";
    default:
      return "maxIterations";
  }
}

}  // namespace neuroprop::binding
