#include "stages/parts.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace nuskha {
namespace {

void add_runs(const std::uint8_t* row, int width, int y, std::vector<Run>& runs) {
    const std::uint8_t* const end = row + width;
    for (const std::uint8_t* at = row; at < end;) {
        const auto* first =
            static_cast<const std::uint8_t*>(std::memchr(at, 255, std::size_t(end - at)));
        if (!first) return;
        const auto* after =
            static_cast<const std::uint8_t*>(std::memchr(first, 0, std::size_t(end - first)));
        if (!after) after = end;
        runs.push_back({y, static_cast<int>(first - row), static_cast<int>(after - row)});
        at = after;
    }
}

// Sets that are joined; the root of each is its smallest member.
class Union {
  public:
    void add() { parent_.push_back(parent_.size()); }
    std::size_t root(std::size_t i) {
        while (parent_[i] != i)
            i = parent_[i] = parent_[parent_[i]];
        return i;
    }
    void join(std::size_t a, std::size_t b) {
        a = root(a), b = root(b);
        parent_[std::max(a, b)] = std::min(a, b);
    }

  private:
    std::vector<std::size_t> parent_;
};

void take_in(MarkPart& part, const Run& run) {
    part.left = std::min(part.left, run.left);
    part.right = std::max(part.right, run.right);
    part.bottom = run.y + 1;
    part.area += run.length();
}

}  // namespace

MarkParts::MarkParts(const Raster& mask) {
    std::vector<Run> runs;
    Union joined;
    std::size_t above = 0, here = 0;  // the first runs of the row above and of this one
    for (int y = 0; y < mask.height; ++y) {
        add_runs(mask.row(y), mask.width, y, runs);
        std::size_t over = above;
        for (std::size_t i = here; i < runs.size(); ++i) {
            joined.add();
            while (over < here && runs[over].right < runs[i].left)
                ++over;
            for (std::size_t k = over; k < here && runs[k].left <= runs[i].right; ++k)
                joined.join(k, i);
        }
        above = here;
        here = runs.size();
    }
    // part after part, by counting
    std::vector<std::size_t> part_of(runs.size()), count;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const std::size_t root = joined.root(i);
        if (root == i) {
            part_of[i] = parts_.size();
            parts_.push_back({runs[i].left, runs[i].y, runs[i].right, runs[i].y + 1, 0, {}});
            count.push_back(0);
        } else {
            part_of[i] = part_of[root];
        }
        take_in(parts_[part_of[i]], runs[i]);
        ++count[part_of[i]];
    }
    runs_.resize(runs.size());
    std::vector<std::size_t> next(count.size());
    std::exclusive_scan(count.begin(), count.end(), next.begin(), std::size_t{0});
    for (std::size_t p = 0; p < parts_.size(); ++p)
        parts_[p].runs = {runs_.data() + next[p], count[p]};
    for (std::size_t i = 0; i < runs.size(); ++i)
        runs_[next[part_of[i]]++] = runs[i];
}

void paint(const MarkPart& part, Raster& mask) {
    for (const Run& run : part.runs)
        std::fill_n(mask.row(run.y) + run.left, run.length(), std::uint8_t{255});
}

}  // namespace nuskha
