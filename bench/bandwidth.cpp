// How many bytes per second this machine reads from memory: the bound of every sparse product.
//
//     g++ -O3 -std=c++17 -pthread bandwidth.cpp -o bandwidth && ./bandwidth [THREADS]
//
// Every thread sums its part of an array far larger than any cache; the fastest of ten rounds
// counts. Prints one line of JSON.

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <thread>
#include <vector>

namespace {

/// 1 GiB.
constexpr std::size_t words = std::size_t{1} << 27U;
constexpr int rounds = 10;

/// Eight sums, so that no addition waits for the one before.
std::uint64_t sum(const std::uint64_t* begin, const std::uint64_t* end) {
  std::uint64_t parts[8] = {};
  for (; end - begin >= 8; begin += 8) {
    for (int i = 0; i < 8; ++i) parts[i] += begin[i];
  }
  std::uint64_t total = 0;
  for (const std::uint64_t part : parts) total += part;
  return total;
}

/// Seconds of reading the array once with so many threads; `check` takes the sum.
double read_once(const std::vector<std::uint64_t>& array, std::size_t threads,
                 std::uint64_t& check) {
  std::vector<std::thread> workers;
  std::vector<std::uint64_t> sums(threads);
  const std::size_t share = array.size() / threads;
  const auto began = std::chrono::steady_clock::now();
  for (std::size_t t = 0; t < threads; ++t) {
    const std::uint64_t* const first = array.data() + t * share;
    workers.emplace_back([first, share, &result = sums[t]] { result = sum(first, first + share); });
  }
  for (std::thread& worker : workers) worker.join();
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - began;
  for (const std::uint64_t part : sums) check += part;
  return seconds.count();
}

}  // namespace

int main(int count, char** arguments) {
  try {
    const long given = count > 1 ? std::strtol(arguments[1], nullptr, 10) : 2;
    const std::size_t threads = given > 0 ? static_cast<std::size_t>(given) : 1;
    const std::vector<std::uint64_t> array(words, 1);
    std::uint64_t check = 0;
    double least = read_once(array, threads, check);
    for (int round = 1; round < rounds; ++round) {
      const double seconds = read_once(array, threads, check);
      if (seconds < least) least = seconds;
    }
    const auto bytes = static_cast<double>(words * sizeof(std::uint64_t));
    // The sum is printed so that no compiler leaves the reading out.
    std::printf("{\"threads\": %zu, \"bytesPerSecond\": %.0f, \"check\": %llu}\n", threads,
                bytes / least, static_cast<unsigned long long>(check));
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
