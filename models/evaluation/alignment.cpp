#include "models/evaluation/alignment.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

namespace nuskha {
namespace {

constexpr std::size_t word_bits = 64, strip_words = 64, strip_rows = strip_words * word_bits;

// 64 rows of a column: bit i is set in `up` where row i is one more than the row above, in `down` where it
// is one less.
struct Rows {
    std::uint64_t up = ~std::uint64_t{0}, down = 0;
};

// Moves rows one column on. `equal`: rows whose symbol is that of the column. `above`: by how much the
// row above the first grew on the way. Returns where rows grew and where they shrank.
struct Sideways {
    std::uint64_t grew, shrank;
};
Sideways advance(Rows& rows, std::uint64_t equal, int above) {
    const std::uint64_t vertical = equal | rows.down;
    if (above < 0) equal |= 1;
    const std::uint64_t diagonal = (((equal & rows.up) + rows.up) ^ rows.up) | equal;
    const Sideways sideways{rows.down | ~(diagonal | rows.up), rows.up & diagonal};
    const std::uint64_t grew = sideways.grew << 1 | (above > 0),
                        shrank = sideways.shrank << 1 | (above < 0);
    rows.up = shrank | ~(vertical | grew);
    rows.down = grew & vertical;
    return sideways;
}

int bit(const Sideways& sideways, std::size_t row) {
    return int(sideways.grew >> row & 1) - int(sideways.shrank >> row & 1);
}

// A sequence forwards or backwards.
struct Run {
    Symbols symbols;
    bool backwards = false;
    std::size_t size() const { return symbols.size(); }
    Symbol operator[](std::size_t i) const {
        return backwards ? symbols[symbols.size() - 1 - i] : symbols[i];
    }
};

// Where each symbol stands in a strip of the rows, as bits.
class StripMatches {
  public:
    StripMatches(const Run& rows, std::size_t first) {
        const std::size_t last = std::min(rows.size(), first + strip_rows);
        for (std::size_t i = first; i < last; ++i) {
            const auto [at, fresh] = place_.try_emplace(rows[i], bits_.size());
            if (fresh) bits_.emplace_back();
            bits_[at->second][(i - first) / word_bits] |= std::uint64_t{1}
                                                          << (i - first) % word_bits;
        }
    }
    const std::array<std::uint64_t, strip_words>& of(Symbol symbol) const {
        static constexpr std::array<std::uint64_t, strip_words> nowhere{};
        const auto at = place_.find(symbol);
        return at == place_.end() ? nowhere : bits_[at->second];
    }

  private:
    std::unordered_map<Symbol, std::size_t> place_;
    std::vector<std::array<std::uint64_t, strip_words>> bits_;
};

struct Table {
    std::vector<std::uint32_t>
        last_column;                    // distance of each beginning of the rows to all columns
    std::vector<std::int8_t> last_row;  // by how much the last row grows from column to column
};

// Works a table of distances through, strip by strip. `anywhere`: the columns may begin at any place for
// nothing.
Table work_through(const Run& rows, const Run& columns, bool anywhere) {
    Table table;
    table.last_column.reserve(rows.size() + 1);
    table.last_column.push_back(anywhere ? 0 : static_cast<std::uint32_t>(columns.size()));
    table.last_row.assign(columns.size(), anywhere ? 0 : 1);
    for (std::size_t first = 0; first < rows.size(); first += strip_rows) {
        const StripMatches matches(rows, first);
        const std::size_t count = std::min(strip_rows, rows.size() - first);
        const std::size_t words = (count + word_bits - 1) / word_bits;
        std::array<Rows, strip_words> strip;
        for (std::size_t j = 0; j < columns.size(); ++j) {
            const auto& equal = matches.of(columns[j]);
            int above = table.last_row[j];
            for (std::size_t w = 0; w < words; ++w) {
                const std::size_t last_bit = std::min(word_bits, count - w * word_bits) - 1;
                above = bit(advance(strip[w], equal[w], above), last_bit);
            }
            table.last_row[j] = static_cast<std::int8_t>(above);
        }
        for (std::size_t i = 0; i < count; ++i) {
            const Rows& at = strip[i / word_bits];
            table.last_column.push_back(table.last_column.back() +
                                        static_cast<std::uint32_t>(at.up >> i % word_bits & 1) -
                                        static_cast<std::uint32_t>(at.down >> i % word_bits & 1));
        }
    }
    return table;
}

// Of a best alignment, where in `truth` it passes between the halves of `read`.
std::size_t split_place(Symbols truth, Symbols read, std::size_t half) {
    const auto before = work_through({truth}, {read.first(half)}, false).last_column;
    const auto after = work_through({truth, true}, {read.subspan(half), true}, false).last_column;
    std::size_t best = 0;
    for (std::size_t i = 1; i <= truth.size(); ++i)
        if (before[i] + after[truth.size() - i] < before[best] + after[truth.size() - best])
            best = i;
    return best;
}

class Aligner {
  public:
    explicit Aligner(const std::function<void(Step)>& tell) : tell_(tell) {}
    void align(Symbols truth, Symbols read, Step at);

  private:
    void align_small(Symbols truth, Symbols read, Step at);
    void tell_pairs(std::size_t count, Step at) {
        for (std::size_t i = 0; i < count; ++i)
            tell_({at.truth + i, at.read + i});
    }
    const std::function<void(Step)>& tell_;
    std::vector<std::uint32_t> table_;
};

// The whole table, walked back from its end. Where several ways are best a pair is taken before a letter
// that is missing, and that before one too many.
void Aligner::align_small(Symbols truth, Symbols read, Step at) {
    const std::size_t wide = read.size() + 1;
    table_.assign((truth.size() + 1) * wide, 0);
    for (std::size_t i = 0; i <= truth.size(); ++i)
        for (std::size_t j = 0; j <= read.size(); ++j)
            table_[i * wide + j] =
                i == 0 || j == 0
                    ? static_cast<std::uint32_t>(i + j)
                    : std::min(table_[(i - 1) * wide + j - 1] + (truth[i - 1] != read[j - 1]),
                               1 + std::min(table_[(i - 1) * wide + j], table_[i * wide + j - 1]));
    std::vector<Step> back;
    for (std::size_t i = truth.size(), j = read.size(); i > 0 || j > 0;) {
        const std::uint32_t here = table_[i * wide + j];
        if (i > 0 && j > 0 &&
            here == table_[(i - 1) * wide + j - 1] + (truth[i - 1] != read[j - 1]))
            back.push_back({at.truth + --i, at.read + --j});
        else if (i > 0 && here == table_[(i - 1) * wide + j] + 1)
            back.push_back({at.truth + --i, Step::none});
        else
            back.push_back({Step::none, at.read + --j});
    }
    std::for_each(back.rbegin(), back.rend(), tell_);
}

void Aligner::align(Symbols truth, Symbols read, Step at) {
    std::size_t begin = 0, end = 0;  // what is the same at both ends stands in a best alignment
    const std::size_t shorter = std::min(truth.size(), read.size());
    while (begin < shorter && truth[begin] == read[begin])
        ++begin;
    while (end < shorter - begin && truth[truth.size() - 1 - end] == read[read.size() - 1 - end])
        ++end;
    tell_pairs(begin, at);
    truth = truth.subspan(begin, truth.size() - begin - end);
    read = read.subspan(begin, read.size() - begin - end);
    const Step inner{at.truth + begin, at.read + begin};
    constexpr std::size_t small = 1 << 12;
    if (truth.empty() || read.size() < 2 || (truth.size() + 1) * (read.size() + 1) <= small) {
        align_small(truth, read, inner);
    } else {
        const std::size_t half = read.size() / 2;
        const std::size_t best = split_place(truth, read, half);
        align(truth.first(best), read.first(half), inner);
        align(truth.subspan(best), read.subspan(half), {inner.truth + best, inner.read + half});
    }
    tell_pairs(end, {inner.truth + truth.size(), inner.read + read.size()});
}

}  // namespace

std::size_t edit_distance(Symbols truth, Symbols read) {
    return work_through({truth}, {read}, false).last_column.back();
}

std::size_t fitting_distance(Symbols truth, Symbols read) {
    const Table table = work_through({truth}, {read}, true);
    std::int64_t distance = static_cast<std::int64_t>(truth.size()), best = distance;
    for (const std::int8_t step : table.last_row)
        best = std::min(best, distance += step);
    return static_cast<std::size_t>(best);
}

void align(Symbols truth, Symbols read, const std::function<void(Step)>& tell) {
    Aligner(tell).align(truth, read, {0, 0});
}

}  // namespace nuskha
