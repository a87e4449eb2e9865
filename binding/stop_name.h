#pragma once

#include "common/run_control.h"

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
