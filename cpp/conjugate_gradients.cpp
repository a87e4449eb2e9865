#include "conjugate_gradients.h"

#include <Eigen/Core>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <utility>

namespace neuroprop {

namespace {

/// y = K x, by differences over the links: what the weakest anchors need of x stays in them.
void multiply(const AnchoredSystem& K, const Eigen::VectorXd& x, Eigen::VectorXd& y) {
  const int* starts = K.starts.data();
  const int* others = K.others.data();
  const float* weights = K.weights.data();
  for (int i = 0; i < K.size(); ++i) {
    double sum = K.excess[static_cast<std::size_t>(i)] * x[i];
    for (int e = starts[i]; e < starts[i + 1]; ++e) {
      sum += static_cast<double>(weights[e]) * (x[i] - x[others[e]]);
    }
    y[i] = sum;
  }
}

/// The iterations for one right-hand side.
class Descent {
 public:
  Descent(const AnchoredSystem& K, const AnchoredFactor& preconditioner, const RunControl& control)
      : K_(K), preconditioner_(preconditioner), control_(control), Kp_(K.size()) {}

  /// Rounding lets the residual of the recurrence drift from the true one: it is computed at the
  /// end, and is the beginning of another descent as long as that brings it down.
  Eigen::VectorXd operator()(const Eigen::VectorXd& b) {
    x_ = Eigen::VectorXd::Zero(b.size());
    r_ = b;
    const double wanted = ConjugateGradients::kResidual * b.norm();
    double before = std::numeric_limits<double>::infinity();
    for (double residual = b.norm(); residual > wanted;) {
      if (!(residual < before / 2)) {
        throw std::runtime_error(
            "conjugate gradients do not reach the residual: the anchors are too weak");
      }
      before = residual;
      descend(wanted);
      multiply(K_, x_, Kp_);
      r_ = b - Kp_;
      residual = r_.norm();
    }
    return std::move(x_);
  }

 private:
  /// Until the residual of the recurrence is half of what is wanted, or steps have become hopeless.
  void descend(double wanted) {
    precondition();
    p_ = z_;
    double rz = r_.dot(z_);
    for (std::int64_t step = 0; step < 2 * std::int64_t{K_.size()} + 100; ++step) {
      if (control_.cancelled) throw Cancelled();
      multiply(K_, p_, Kp_);
      const double alpha = rz / p_.dot(Kp_);
      x_ += alpha * p_;
      r_ -= alpha * Kp_;
      if (!(r_.norm() > wanted / 2)) return;
      precondition();
      const double rz_before = rz;
      rz = r_.dot(z_);
      p_ = z_ + (rz / rz_before) * p_;
    }
  }

  void precondition() {
    z_ = r_;
    preconditioner_.solve(z_.data(), 1, control_);
  }

  const AnchoredSystem& K_;
  const AnchoredFactor& preconditioner_;
  const RunControl& control_;
  Eigen::VectorXd x_, r_, z_, p_, Kp_;
};

}  // namespace

ConjugateGradients::ConjugateGradients(AnchoredSystem K, const RunControl& control)
    : K_(std::move(K)), preconditioner_(K_, own_pattern(K_), control) {}

void ConjugateGradients::solve(double* B, int width, const RunControl& control) const {
  Eigen::Map<Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>> rows(
      B, K_.size(), width);
  for (int l = 0; l < width; ++l) {
    rows.col(l) = Descent(K_, preconditioner_, control)(rows.col(l));
  }
}

std::int64_t ConjugateGradients::bytes() const {
  return static_cast<std::int64_t>(K_.starts.size() * sizeof(int) +
                                   K_.others.size() * (sizeof(int) + sizeof(float)) +
                                   K_.excess.size() * sizeof(double)) +
         preconditioner_.bytes();
}

}  // namespace neuroprop
