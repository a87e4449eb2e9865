#include "accelerated/low_rows.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "accelerated/affine_step.h"
#include "accelerated/graph_part.h"
#include "accelerated/reach.h"

namespace neuroprop {

namespace {

constexpr double kLow = 1e-4;  // of the greatest score: 1e-13 of that is 1e-9 of the row

std::size_t index(Eigen::Index i) { return static_cast<std::size_t>(i); }

class LowRows {
 public:
  LowRows(const SparseMatrix& A, const SeedsD& seeds, bool lazy,
          const std::vector<std::int64_t>& iterations, double* F, Execution& execution)
      : nodes_(A.rows()),
        labels_(seeds.scores.cols()),
        lazy_(lazy),
        iterations_(iterations),
        F_(F),
        execution_(execution),
        reach_(A, seeds, lazy, execution.control),
        parts_(A, seeds),
        component_of_(index(A.rows()), -1) {}

  void correct(std::size_t state, Eigen::Index node) {
    if (parts_.is_hard(node)) return;  // exact
    if (!reach_.reaches(node, iterations_[state])) {
      std::fill_n(row(state, node), labels_, 0.0);
      return;
    }
    Component& component = component_around(static_cast<int>(node));
    const double* scores = row(state, node);
    double sum = 0;
    for (Eigen::Index l = 0; l < labels_; ++l) sum += scores[l];
    if (sum < kLow * component.greatest) component.low_states[state] = 1;
  }

  void step_components() {
    for (Component& component : components_) {
      const std::vector<char>& low = component.low_states;
      if (std::find(low.begin(), low.end(), 1) != low.end()) step(component);
    }
  }

 private:
  struct Component {
    std::vector<int> nodes;
    double greatest;               // of its seeds' scores
    std::vector<char> low_states;  // #T
  };

  double* row(std::size_t state, Eigen::Index node) const {
    return F_ + (static_cast<Eigen::Index>(state) * nodes_ + node) * labels_;
  }

  Component& component_around(int node) {
    if (component_of_[index(node)] < 0) {
      Component component{parts_.nodes_around(node, execution_.control), 0, {}};
      component.greatest = parts_.greatest_score(component.nodes);
      component.low_states.assign(iterations_.size(), 0);
      for (const int one : component.nodes) {  // no one asks for a hard node's
        component_of_[index(one)] = static_cast<int>(components_.size());
      }
      components_.push_back(std::move(component));
    }
    return components_[index(component_of_[index(node)])];
  }

  void step(Component& component) {
    const GraphPart part = parts_.part(std::move(component.nodes));
    const SeedsD seeds = part.seeds();
    const AffineStep step(part.A, seeds, lazy_);
    LinearStep::State now = step.start();
    LinearStep::State next;
    std::int64_t done = 0;
    for (std::size_t state = 0; state < iterations_.size(); ++state) {
      if (component.low_states[state] == 0) continue;
      execution_.together(step.linear().rows(), step.linear().width(), [&] {
        for (; done < iterations_[state]; ++done) {
          step.apply(now, next, execution_);
          now.swap(next);
        }
      });
      for (std::size_t k = 0; k < part.nodes.size(); ++k) {
        const double* scores = step.linear().row(now, static_cast<Eigen::Index>(k));
        std::copy_n(scores, labels_, row(state, part.nodes[k]));
      }
    }
  }

  const Eigen::Index nodes_;
  const Eigen::Index labels_;
  const bool lazy_;
  const std::vector<std::int64_t>& iterations_;
  double* const F_;
  Execution& execution_;
  const Reach reach_;
  GraphParts parts_;
  std::vector<Component> components_;
  std::vector<int> component_of_;  // #N, -1 for none yet
};

}  // namespace

void correct_low_rows(const SparseMatrix& A, const SeedsD& seeds, bool lazy,
                      const std::vector<std::int64_t>& iterations, double* F,
                      Execution& execution) {
  const Eigen::Index labels = seeds.scores.cols();
  const double low = seeds.scores.size() == 0 ? 0 : kLow * seeds.scores.maxCoeff();
  std::optional<LowRows> rows;  // most runs need none
  const double* scores = F;
  for (std::size_t state = 0; state < iterations.size(); ++state) {
    for (Eigen::Index i = 0; i < A.rows(); ++i, scores += labels) {
      double sum = 0;
      for (Eigen::Index l = 0; l < labels; ++l) sum += scores[l];
      if (sum >= low) continue;
      if (!rows) rows.emplace(A, seeds, lazy, iterations, F, execution);
      rows->correct(state, i);
    }
  }
  if (rows) rows->step_components();
}

}  // namespace neuroprop
