#include "anchored_factor.h"

#include <cstddef>
#include <utility>

#include "label_block.h"

namespace neuroprop {

namespace {

/// Columns between two looks at the cancel flag.
constexpr int kStride = 256;

std::size_t index(std::int64_t i) { return static_cast<std::size_t>(i); }

/// One run of the elimination, column by column: each gathers what the columns before it leave.
class Elimination {
 public:
  Elimination(const AnchoredSystem& K, const FactorPattern& pattern, double* values, double* pivots)
      : K_(K),
        starts_(pattern.starts.data()),
        rows_(pattern.rows.data()),
        values_(values),
        pivots_(pivots),
        excess_(K.excess),
        links_(K.excess.size(), 0),
        places_(K.excess.size(), -1),
        next_entry_(K.excess.size()),
        first_column_(K.excess.size(), -1),
        next_column_(K.excess.size(), -1) {}

  void operator()(const RunControl& control) {
    for (int k = 0; k < K_.size(); ++k) {
      if (k % kStride == 0 && control.cancelled) throw Cancelled();
      open(k);
      for (int j = first_column_[index(k)]; j >= 0;) {
        const int after = next_column_[index(j)];
        const std::int64_t entry = next_entry_[index(j)];
        add_column(j, entry, k);
        queue(j, entry + 1);
        j = after;
      }
      close(k);
      queue(k, starts_[k]);
    }
  }

 private:
  /// The rows of column k have a place; its own links of K go there.
  void open(int k) {
    for (std::int64_t q = starts_[k]; q < starts_[k + 1]; ++q) places_[index(rows_[q])] = k;
    for (int e = K_.starts[index(k)]; e < K_.starts[index(k) + 1]; ++e) {
      const int other = K_.others[index(e)];
      if (other > k) links_[index(other)] = K_.weights[index(e)];
    }
  }

  /// u_ik += m_kj u_ij for the rows i of column j below k, which is at `entry`.
  void add_column(int j, std::int64_t entry, int k) {
    const double u = values_[entry] * pivots_[j];
    const std::int64_t last = starts_[j + 1];
    double* links = links_.data();
    const int* places = places_.data();
    for (std::int64_t q = entry + 1; q < last; ++q) {
      const int row = rows_[q];
      if (places[row] == k) links[row] += u * values_[q];
    }
  }

  void close(int k) {
    double pivot = excess_[index(k)];
    for (std::int64_t q = starts_[k]; q < starts_[k + 1]; ++q) pivot += links_[index(rows_[q])];
    pivots_[k] = pivot;
    for (std::int64_t q = starts_[k]; q < starts_[k + 1]; ++q) {
      const std::size_t row = index(rows_[q]);
      values_[q] = links_[row] / pivot;
      links_[row] = 0;
      excess_[row] += values_[q] * excess_[index(k)];
    }
  }

  /// Column j is wanted next by the row of its `entry`, if there is one.
  void queue(int j, std::int64_t entry) {
    if (entry == starts_[j + 1]) return;
    const std::size_t row = index(rows_[entry]);
    next_entry_[index(j)] = entry;
    next_column_[index(j)] = first_column_[row];
    first_column_[row] = j;
  }

  const AnchoredSystem& K_;
  const std::int64_t* starts_;
  const int* rows_;
  double* values_;
  double* pivots_;
  std::vector<double> excess_;
  std::vector<double> links_;             // u of the column at hand; 0 elsewhere
  std::vector<int> places_;               // the last column that had a place for a row
  std::vector<std::int64_t> next_entry_;  // of a column: the first that is still to be used
  std::vector<int> first_column_;         // of a row: the columns that wait for it, a linked list
  std::vector<int> next_column_;
};

}  // namespace

AnchoredFactor::AnchoredFactor(const AnchoredSystem& K, FactorPattern pattern,
                               const RunControl& control)
    : pattern_(std::move(pattern)), values_(pattern_.rows.size()), pivots_(K.excess.size()) {
  Elimination(K, pattern_, values_.data(), pivots_.data())(control);
}

template <int Width>
void AnchoredFactor::solve_block(double* B, const RunControl& control) const {
  const std::int64_t* starts = pattern_.starts.data();
  const int* rows = pattern_.rows.data();
  const double* values = values_.data();
  const int size = static_cast<int>(pivots_.size());
  for (int j = 0; j < size; ++j) {  // (I - M) X = B
    if (j % kStride == 0 && control.cancelled) throw Cancelled();
    const double* from = B + index(j) * Width;
    for (std::int64_t q = starts[j]; q < starts[j + 1]; ++q) {
      double* to = B + index(rows[q]) * Width;
      for (int l = 0; l < Width; ++l) to[l] += values[q] * from[l];
    }
  }
  for (int j = size - 1; j >= 0; --j) {  // D X = B, (I - M)' X = B
    if (j % kStride == 0 && control.cancelled) throw Cancelled();
    double sums[Width];
    double* to = B + index(j) * Width;
    for (int l = 0; l < Width; ++l) sums[l] = to[l] / pivots_[index(j)];
    for (std::int64_t q = starts[j]; q < starts[j + 1]; ++q) {
      const double* from = B + index(rows[q]) * Width;
      for (int l = 0; l < Width; ++l) sums[l] += values[q] * from[l];
    }
    for (int l = 0; l < Width; ++l) to[l] = sums[l];
  }
}

void AnchoredFactor::solve(double* B, int width, const RunControl& control) const {
  with_width(width, [&](auto w) { solve_block<decltype(w)::value>(B, control); });
}

std::int64_t AnchoredFactor::bytes() const {
  return nonzeros() * kBytesPerNonzero +
         static_cast<std::int64_t>(pivots_.size() * (sizeof(double) + sizeof(std::int64_t)));
}

}  // namespace neuroprop
