#include "direct/anchored_factor.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "common/label_block.h"

namespace neuroprop {

namespace {

/// Columns between two looks at the cancel flag.
constexpr int kStride = 256;

std::size_t index(std::int64_t i) { return static_cast<std::size_t>(i); }

/// Columns that hand on their links together.
constexpr int kTogether = 4;

/// For every column the first of those before it, itself included, that have the same rows but for
/// each other's.
std::vector<int> group_firsts(const FactorPattern& pattern) {
  const std::vector<std::int64_t>& starts = pattern.starts;
  std::vector<int> firsts(starts.size() - 1);
  for (std::size_t j = 0; j < firsts.size(); ++j) {
    firsts[j] = static_cast<int>(j);
    if (j == 0) continue;
    const int* before = pattern.rows.data() + starts[j - 1];
    const int* own = pattern.rows.data() + starts[j];
    const std::int64_t count = starts[j + 1] - starts[j];
    const bool same = starts[j] - starts[j - 1] == count + 1 && *before == static_cast<int>(j) &&
                      std::equal(own, own + count, before + 1);
    if (same) firsts[j] = firsts[j - 1];
  }
  return firsts;
}

/// One run of the elimination, column by column: each gathers what the columns before it leave.
/// Columns of one group lie in memory with the same rows at the same distance from their ends.
class Elimination {
 public:
  Elimination(const AnchoredSystem& K, const FactorPattern& pattern, double* values, double* pivots)
      : K_(K),
        whole_(pattern.whole),
        starts_(pattern.starts.data()),
        rows_(pattern.rows.data()),
        values_(values),
        pivots_(pivots),
        group_firsts_(neuroprop::group_firsts(pattern)),
        excess_(K.excess),
        links_(K.excess.size(), 0),
        places_(pattern.whole ? 0 : K.excess.size(), -1),
        left_(K.excess.size()),
        first_group_(K.excess.size(), -1),
        next_group_(K.excess.size(), -1) {}

  void operator()(const RunControl& control) {
    for (int k = 0; k < K_.size(); ++k) {
      if (k % kStride == 0 && control.cancelled) throw Cancelled();
      open(k);
      for (int last = first_group_[index(k)]; last >= 0;) {
        const int after = next_group_[index(last)];
        add_group(last, left_[index(last)], k);
        queue(last, left_[index(last)] - 1);
        last = after;
      }
      // The group of k itself, as far as it has come.
      if (group_firsts_[index(k)] < k) add_group(k - 1, starts_[k] - starts_[k - 1], k);
      close(k);
      const bool ends_group = k + 1 == K_.size() || group_firsts_[index(k) + 1] == k + 1;
      if (ends_group) queue(k, starts_[k + 1] - starts_[k]);
    }
  }

 private:
  /// The links of K go into column k.
  void open(int k) {
    if (!whole_) {
      for (std::int64_t q = starts_[k]; q < starts_[k + 1]; ++q) places_[index(rows_[q])] = k;
    }
    for (int e = K_.starts[index(k)]; e < K_.starts[index(k) + 1]; ++e) {
      const int other = K_.others[index(e)];
      if (other > k) links_[index(other)] = K_.weights[index(e)];
    }
  }

  /// What the columns of a group up to `last` leave in column k, which is `left` before their ends.
  void add_group(int last, std::int64_t left, int k) {
    int j = group_firsts_[index(last)];
    if (!whole_) {
      for (; j <= last; ++j) add_columns<1, false>(j, left, k);
      return;
    }
    for (; j + kTogether <= last + 1; j += kTogether) add_columns<kTogether, true>(j, left, k);
    if (j + 2 <= last + 1) {
      add_columns<2, true>(j, left, k);
      j += 2;
    }
    if (j <= last) add_columns<1, true>(j, left, k);
  }

  /// u_ik += m_kj u_ij for `Columns` columns from j on and the rows i below k.
  template <int Columns, bool Whole>
  void add_columns(int j, std::int64_t left, int k) {
    double u[Columns];
    const double* m[Columns];
    for (int c = 0; c < Columns; ++c) {
      m[c] = values_ + starts_[j + c + 1] - left;
      u[c] = *m[c] * pivots_[j + c];
    }
    const int* rows = rows_ + starts_[j + 1] - left;
    double* links = links_.data();
    for (std::int64_t q = 1; q < left; ++q) {
      if (!Whole && places_[index(rows[q])] != k) continue;
      double sum = 0;
      for (int c = 0; c < Columns; ++c) sum += u[c] * m[c][q];
      links[rows[q]] += sum;
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

  /// The group that ends with column `last` is wanted next by the row that is `left` before its
  /// end, if there is one.
  void queue(int last, std::int64_t left) {
    if (left == 0) return;
    const std::size_t row = index(rows_[starts_[last + 1] - left]);
    left_[index(last)] = left;
    next_group_[index(last)] = first_group_[row];
    first_group_[row] = last;
  }

  const AnchoredSystem& K_;
  const bool whole_;
  const std::int64_t* starts_;
  const int* rows_;
  double* values_;
  double* pivots_;
  const std::vector<int> group_firsts_;
  std::vector<double> excess_;
  std::vector<double> links_;       // u of the column at hand; 0 elsewhere
  std::vector<int> places_;         // the last column that had a place for a row
  std::vector<std::int64_t> left_;  // of a group, by its last column: rows that are still to come
  std::vector<int> first_group_;    // of a row: the groups that wait for it, a linked list
  std::vector<int> next_group_;
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
