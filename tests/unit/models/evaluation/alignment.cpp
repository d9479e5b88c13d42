#include "models/evaluation/alignment.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <vector>

using namespace nuskha;

namespace {

using Row = std::vector<Symbol>;

// By the definition, with nothing of what is tested.
std::size_t plainly(const Row& a, const Row& b, bool anywhere) {
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i)
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                d[i][j] = i + (anywhere ? 0 : j);
                continue;
            }
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1,
                                d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
        }
    return anywhere ? *std::min_element(d.back().begin(), d.back().end()) : d.back().back();
}

// Whether the steps go through both once, in order; what they cost.
std::size_t cost(const Row& a, const Row& b) {
    std::size_t i = 0, j = 0, edits = 0;
    align(a, b, [&](Step step) {
        if (step.truth != Step::none) REQUIRE(step.truth == i++);
        if (step.read != Step::none) REQUIRE(step.read == j++);
        const bool pair = step.truth != Step::none && step.read != Step::none;
        REQUIRE((step.truth != Step::none || step.read != Step::none));
        edits += !pair || a[step.truth] != b[step.read];
    });
    CHECK(i == a.size());
    CHECK(j == b.size());
    return edits;
}

Row random_row(std::mt19937& random, std::size_t size, Symbol kinds) {
    Row row(size);
    for (Symbol& symbol : row)
        symbol = static_cast<Symbol>(random() % kinds);
    return row;
}

Row with_errors(std::mt19937& random, const Row& row, unsigned one_in, Symbol kinds) {
    Row out;
    for (const Symbol symbol : row) {
        const unsigned chance = random() % (3 * one_in);
        if (chance == 0) continue;
        out.push_back(chance == 1 ? static_cast<Symbol>(random() % kinds) : symbol);
        if (chance == 2) out.push_back(static_cast<Symbol>(random() % kinds));
    }
    return out;
}

}  // namespace

TEST_CASE("distances and alignments are those of the definition") {
    std::mt19937 random(7);
    for (int round = 0; round < 400; ++round) {
        const Symbol kinds = 1 + random() % 8;
        const Row a = random_row(random, random() % 260, kinds),
                  b = random() % 2 ? with_errors(random, a, 1 + random() % 20, kinds)
                                   : random_row(random, random() % 260, kinds);
        INFO("round " << round << ", " << a.size() << " and " << b.size());
        const std::size_t wanted = plainly(a, b, false);
        CHECK(edit_distance(a, b) == wanted);
        CHECK(cost(a, b) == wanted);
        CHECK(fitting_distance(a, b) == plainly(a, b, true));
    }
}

TEST_CASE("distances do not depend on where strips and words of bits end") {
    std::mt19937 random(11);
    for (const std::size_t size : {63u, 64u, 65u, 127u, 128u, 129u, 4095u, 4096u, 4097u, 5000u}) {
        const Row a = random_row(random, size, 4), b = with_errors(random, a, 3, 4);
        INFO(size);
        const std::size_t wanted = plainly(a, b, false);
        CHECK(edit_distance(a, b) == wanted);
        CHECK(edit_distance(b, a) == wanted);
        CHECK(cost(a, b) == wanted);
    }
}

TEST_CASE("nothing, one symbol and much more of one side are aligned too") {
    const Row none, one{5}, many(100'000, 3);
    CHECK(edit_distance(none, none) == 0);
    CHECK(cost(none, one) == 1);
    CHECK(cost(one, none) == 1);
    CHECK(cost(many, one) == 100'000);
    CHECK(cost(one, many) == 100'000);
    CHECK(fitting_distance(one, none) == 1);
    CHECK(fitting_distance(none, many) == 0);
}

TEST_CASE("the same input gives the same steps") {
    const Row a{1, 2, 3, 4}, b{1, 3, 9, 4};
    std::vector<std::pair<std::size_t, std::size_t>> steps, again;
    align(a, b, [&](Step s) { steps.emplace_back(s.truth, s.read); });
    align(a, b, [&](Step s) { again.emplace_back(s.truth, s.read); });
    CHECK(steps == again);
}
