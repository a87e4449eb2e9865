#pragma once

#include <cstdint>
#include <vector>

#include "accelerated/row_blocks.h"
#include "common/matrices.h"
#include "common/seeds.h"

namespace neuroprop {

/// Makes the small rows of computed states as good as the large ones, on an undirected graph.
///
/// The error of a state is absolute, about 1e-13 of the greatest score of a component. A row that
/// no walk from a seed reaches in the state's number of steps becomes 0. Where one that is reached
/// sums to less than 1e-4 of the greatest score of the seeds of its component, all its component
/// (what is connected without passing a hard node) is computed again by steps, from F0 = Y.
/// Steps add numbers >= 0 alone, so that even tiny scores keep about 1e-16 t of relative error;
/// only what underflows float64 is 0 then.
///
/// A           #N by #N, symmetric
/// iterations  #T, ascending, >= 1: the numbers of steps of the states
/// F           #T by #N by #L, the states, one after the other; without negative scores
///
/// Throws Cancelled. Nothing is computed where no row is small; else the steps of a component are
/// as many as the last of its states that needs them.
void correct_low_rows(const SparseMatrix& A, const SeedsD& seeds, bool lazy,
                      const std::vector<std::int64_t>& iterations, double* F, Execution& execution);

}  // namespace neuroprop
