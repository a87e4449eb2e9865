#include "direct/conjugate_gradients.h"

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

/// #M: the connected component of every node, by number.
std::vector<int> components_of(const AnchoredSystem& K) {
  std::vector<int> components(K.excess.size(), -1);
  std::vector<int> open;
  int count = 0;
  for (int start = 0; start < K.size(); ++start) {
    if (components[static_cast<std::size_t>(start)] >= 0) continue;
    components[static_cast<std::size_t>(start)] = count;
    open.push_back(start);
    while (!open.empty()) {
      const auto i = static_cast<std::size_t>(open.back());
      open.pop_back();
      for (int e = K.starts[i]; e < K.starts[i + 1]; ++e) {
        const int other = K.others[static_cast<std::size_t>(e)];
        if (components[static_cast<std::size_t>(other)] >= 0) continue;
        components[static_cast<std::size_t>(other)] = count;
        open.push_back(other);
      }
    }
    ++count;
  }
  return components;
}

/// c, #M: for each component the constant that its b would have in K c = b on the whole,
/// sum of b / sum of e.
Eigen::VectorXd constants(const AnchoredSystem& K, const std::vector<int>& components,
                          const Eigen::VectorXd& b) {
  std::vector<double> pulls(components.size(), 0);
  std::vector<double> excess(components.size(), 0);
  for (std::size_t i = 0; i < components.size(); ++i) {
    pulls[static_cast<std::size_t>(components[i])] += b[static_cast<Eigen::Index>(i)];
    excess[static_cast<std::size_t>(components[i])] += K.excess[i];
  }
  Eigen::VectorXd c(b.size());
  for (std::size_t i = 0; i < components.size(); ++i) {
    const auto component = static_cast<std::size_t>(components[i]);
    c[static_cast<Eigen::Index>(i)] = pulls[component] / excess[component];
  }
  return c;
}

/// The iterations for one right-hand side.
class Descent {
 public:
  Descent(const AnchoredSystem& K, const AnchoredFactor& preconditioner, const RunControl& control)
      : K_(K), preconditioner_(preconditioner), control_(control), Kp_(K.size()) {}

  /// The answer is c + x, where K c = c e without any rounding of the links: under weak anchors,
  /// whose answer is nearly constant, x alone carries the digits that the residual asks for.
  ///
  /// Rounding lets the residual of the recurrence drift from the true one: that is computed at the
  /// end, and is the beginning of another descent as long as that brings it down.
  Eigen::VectorXd operator()(const Eigen::VectorXd& b, const Eigen::VectorXd& c) {
    const Eigen::Map<const Eigen::VectorXd> e(K_.excess.data(), K_.size());
    const Eigen::VectorXd rest = b - c.cwiseProduct(e);
    const double wanted = ConjugateGradients::kResidual * b.norm();
    x_ = Eigen::VectorXd::Zero(b.size());
    r_ = rest;
    double before = std::numeric_limits<double>::infinity();
    for (double residual = r_.norm(); residual > wanted; residual = r_.norm()) {
      if (!(residual < before / 2)) {
        throw std::runtime_error("conjugate gradients do not reach the residual");
      }
      before = residual;
      descend(wanted);
      multiply(K_, x_, Kp_);
      r_ = rest - Kp_;
    }
    return c + x_;
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
    : K_(std::move(K)),
      components_(components_of(K_)),
      preconditioner_(K_, own_pattern(K_), control) {}

void ConjugateGradients::solve(double* B, int width, const RunControl& control) const {
  Eigen::Map<Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>> rows(
      B, K_.size(), width);
  for (int l = 0; l < width; ++l) {
    const Eigen::VectorXd b = rows.col(l);
    rows.col(l) = Descent(K_, preconditioner_, control)(b, constants(K_, components_, b));
  }
}

std::int64_t ConjugateGradients::bytes() const {
  return static_cast<std::int64_t>(K_.starts.size() * sizeof(int) +
                                   K_.others.size() * (sizeof(int) + sizeof(float)) +
                                   K_.excess.size() * (sizeof(double) + sizeof(int))) +
         preconditioner_.bytes();
}

}  // namespace neuroprop
