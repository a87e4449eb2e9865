#include "iterative/instructions.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <vector>

#include "accelerated/linear_instructions.h"
#include "numbers.h"
#include "runs.h"

namespace neuroprop::test {

namespace {

Offset size_of(const std::vector<float>& values) { return static_cast<Offset>(values.size()); }

}  // namespace

TEST_CASE("instructions: found by name, and the newest is one of them") {
  for (const Instructions* found : available_instructions()) {
    CHECK(instructions_named(found->name) == found);
  }
  CHECK(instructions_named("portable") == &portable_instructions());
  CHECK(available_instructions().back() == &newest_instructions());
  for (const char* name : {"", "sse9", "AVX2", "portable "}) {
    INFO(std::string(name));
    CHECK(instructions_named(name) == nullptr);
  }
}

// Under an emulated processor, which only the caller knows.
TEST_CASE("instructions: the newest are those of the processor that the environment names") {
  const std::string newest = newest_instructions().name;
  const std::string newest_linear = newest_linear_instructions().name;
  CHECK((newest == "portable") == (newest_linear == "portable"));
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here writes the environment
  if (const char* expected = std::getenv("NEUROPROP_EXPECTED_INSTRUCTIONS")) {
    CHECK(newest == std::string(expected));
  }
}

TEST_CASE("instructions: max_change equals a plain loop, each difference in float32") {
  const std::vector<float> F = Numbers(31).shares(1000);
  const std::vector<float> G = Numbers(37).shares(1000);
  for (const Instructions* set : available_instructions()) {
    for (const std::size_t count : {0U, 1U, 7U, 16U, 33U, 1000U}) {
      float expected = 0;
      for (std::size_t i = 0; i < count; ++i) expected = std::max(expected, std::abs(G[i] - F[i]));
      CHECK(set->max_change(F.data(), G.data(), static_cast<Offset>(count)) == expected);
      CHECK(set->max_change(G.data(), F.data(), static_cast<Offset>(count)) == expected);
    }
    const std::vector<float> one = {1, 0x1p-24F};
    const std::vector<float> below = {-0x1p-24F, 0x1p-24F};
    CHECK(set->max_change(one.data(), below.data(), 2) == 1);
  }
}

TEST_CASE("instructions: max_change sees a change at every place") {
  const std::vector<float> F(48, 2);
  for (const Instructions* set : available_instructions()) {
    for (std::size_t i = 0; i < F.size(); ++i) {
      std::vector<float> G = F;
      G[i] = 0.5F;
      CHECK(set->max_change(F.data(), G.data(), size_of(F)) == 1.5F);
    }
  }
}

TEST_CASE("instructions: squared_change has the sixteen sums of its definition") {
  const std::vector<float> F = Numbers(31).shares(1024);
  const std::vector<float> G = Numbers(37).shares(1024);
  for (const std::size_t count : {0U, 16U, 48U, 1024U}) {
    std::vector<double> sums(16);
    for (std::size_t i = 0; i < count; ++i) {
      const float change = G[i] - F[i];
      sums[i % 16] += double{change} * double{change};
    }
    double expected = 0;
    for (const double sum : sums) expected += sum;
    for (const Instructions* set : available_instructions()) {
      CHECK(set->squared_change(F.data(), G.data(), static_cast<Offset>(count)) == expected);
    }
  }
}

TEST_CASE("instructions: pairs_relabelled compares the first of the greatest") {
  struct Case {
    std::vector<float> before;
    std::vector<float> after;
    bool changed;
  };
  const Case cases[] = {{{0, 0}, {0, 0}, false}, {{0, 0}, {3, 0}, false},
                        {{0, 0}, {2, 2}, false}, {{0, 0}, {0, 1e-30F}, true},
                        {{0, 1}, {0, 0}, true},  {{1, 2}, {2, 1}, true},
                        {{1, 2}, {7, 9}, false}, {{1, 2}, {2, 2}, true}};
  for (const Instructions* set : available_instructions()) {
    CHECK_FALSE(set->pairs_relabelled(nullptr, nullptr, 0));
    for (const Case& one : cases) {
      for (std::size_t row = 0; row < 19; ++row) {  // whatever else is there
        std::vector<float> F = Numbers(41).shares(38);
        std::vector<float> G = F;
        std::copy(one.before.begin(), one.before.end(), &F[2 * row]);
        std::copy(one.after.begin(), one.after.end(), &G[2 * row]);
        CHECK(set->pairs_relabelled(F.data(), G.data(), size_of(F)) == one.changed);
      }
    }
  }
}

}  // namespace neuroprop::test
