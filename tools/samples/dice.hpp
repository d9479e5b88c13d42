// Chance that is the same everywhere: splitmix64, with distributions of its own, because those of
// the standard library differ between implementations.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <string_view>
#include <utility>
#include <vector>

namespace nuskha {

class Dice {
  public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}

    // A stream of its own for a named thing, so that adding one scan changes no other.
    Dice named(std::string_view name) const {
        std::uint64_t hash = 1469598103934665603ULL ^ state_;
        for (const unsigned char c : name)
            hash = (hash ^ c) * 1099511628211ULL;
        return Dice(hash);
    }

    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }
    double uniform(double low, double high) {
        return low + (high - low) * static_cast<double>(next() >> 11) * 0x1.0p-53;
    }
    int below(int n) { return static_cast<int>(next() % static_cast<std::uint64_t>(n)); }
    double normal() {  // mean 0, deviation 1
        const double radius = std::sqrt(-2 * std::log(uniform(1e-12, 1)));
        return radius * std::cos(2 * std::numbers::pi * uniform(0, 1));
    }
    template <class T>
    void shuffle(std::vector<T>& things) {
        for (int i = static_cast<int>(things.size()) - 1; i > 0; --i)
            std::swap(things[i], things[below(i + 1)]);
    }

  private:
    std::uint64_t state_;
};

}  // namespace nuskha
