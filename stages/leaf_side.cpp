#include "stages/leaf_side.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "stages/bands.hpp"

namespace nuskha {
namespace {

constexpr int band_count = 20;
constexpr double faintest_writing = 20;  // darker than its paper, levels; less is its texture
constexpr double farthest_line = 0.25;   // share of the picture where one may bound a leaf

struct Step {
    int x = 0;  // the first column of the leaf
    double slope = 0, height = 0;
};

double quantile(std::vector<double>& values, double share) {
    if (values.empty()) return 0;
    const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[static_cast<std::size_t>(at)];
}

// Levels of pixels, counted.
class Levels {
  public:
    void add(std::uint8_t level) {
        ++counts_[level];
        ++all_;
    }
    void add(const Levels& other) {
        for (std::size_t i = 0; i < counts_.size(); ++i)
            counts_[i] += other.counts_[i];
        all_ += other.all_;
    }
    bool empty() const { return all_ == 0; }
    double quantile(double share) const {
        int left = static_cast<int>(share * (all_ - 1));
        for (std::size_t level = 0; level < counts_.size(); ++level)
            if ((left -= counts_[level]) < 0) return static_cast<double>(level);
        return 0;
    }

  private:
    std::array<int, 256> counts_{};
    int all_ = 0;
};

// Searches the left side of a picture; the others are turned to be left.
class SideSearch {
  public:
    // Rows from .. to are those that the leaf surely covers.
    SideSearch(const Raster& soft, int from, int to, const LeafTrust& trust)
        : soft_(soft), from_(from), to_(to), trust_(trust), wide_(std::max(3, soft.width / 130)) {}

    LeafSide find(std::optional<double> about) {
        std::vector<Step> best(static_cast<std::size_t>(last_column()));
        const double step = 1.6 / (to_ - from_);  // the ends move by less than a pixel or two
        const int n = about ? 3 : static_cast<int>(std::ceil(trust_.most_slope / step));
        for (int i = -n; i <= n; ++i)
            take_steps(about.value_or(0) + i * step, best);
        // From the inside out: the first believable edge bounds the leaf.
        LeafSide side;
        for (int x = last_column() - 1; x >= wide_ / 2 + 1; --x) {
            const Step& s = best[static_cast<std::size_t>(x)];
            if (std::abs(s.height) < 0.6 * trust_.min_step || !is_peak(best, x)) continue;
            side = judged(s);
            if (side.found) return side.step > 0 ? without_rim(side, s, best) : side;
        }
        return side;
    }

  private:
    int last_column() const { return static_cast<int>(soft_.width * 0.45); }

    // At each column the height that the step reaches in six of ten bands, up or down.
    void take_steps(double slope, std::vector<Step>& best) const {
        const Bands bands = bands_of(soft_, from_, to_, band_count, slope);
        std::vector<std::vector<int>> sums;  // of the levels left of a column, one row a band
        for (int k = 0; k < band_count; ++k) {
            std::vector<int> sum(static_cast<std::size_t>(soft_.width) + 1, 0);
            const std::uint8_t* level = bands.row(k);
            for (std::size_t x = 0; x < sum.size() - 1; ++x)
                sum[x + 1] = sum[x] + level[x];
            sums.push_back(std::move(sum));
        }
        std::array<int, band_count> steps{};
        for (int x = 1; x < last_column(); ++x) {
            const int reach = std::min(wide_, x);
            for (int k = 0; k < band_count; ++k) {
                const std::vector<int>& sum = sums[static_cast<std::size_t>(k)];
                const auto at = static_cast<std::size_t>(x), d = static_cast<std::size_t>(reach);
                steps[static_cast<std::size_t>(k)] = sum[at + d] - 2 * sum[at] + sum[at - d];
            }
            // Most columns are told to be even by counting, which is faster.
            const double least = 0.5 * trust_.min_step * reach;
            const auto upward =
                std::count_if(steps.begin(), steps.end(), [&](int v) { return v >= least; });
            const auto downward =
                std::count_if(steps.begin(), steps.end(), [&](int v) { return v <= -least; });
            if (std::max(upward, downward) < band_count * 6 / 10) continue;
            std::nth_element(steps.begin(), steps.begin() + band_count * 4 / 10, steps.end());
            const int up = steps[band_count * 4 / 10];
            std::nth_element(steps.begin(), steps.begin() + band_count * 6 / 10, steps.end());
            const int down = steps[band_count * 6 / 10];
            const double height = double(up > -down ? std::max(0, up) : std::min(0, down)) / reach;
            Step& b = best[static_cast<std::size_t>(x)];
            if (std::abs(height) > std::abs(b.height)) b = {x, slope, height};
        }
    }

    // No step near it that goes the same way, up or down, is higher.
    bool is_peak(const std::vector<Step>& best, int x) const {
        const double own = best[static_cast<std::size_t>(x)].height;
        for (int o = std::max(0, x - wide_); o <= x + wide_ && o < last_column(); ++o)
            if (const double height = best[static_cast<std::size_t>(o)].height;
                (height > 0) == (own > 0) && std::abs(height) > std::abs(own))
                return false;
        return true;
    }

    // Between bed and leaf there may be a narrow rim, darker than the leaf: its shadow on a light bed,
    // or the edges of the leaves below it. Then the leaf begins where the rim ends.
    LeafSide without_rim(LeafSide side, const Step& outer, const std::vector<Step>& best) const {
        const int widest = std::max(4, soft_.width / 25);
        const Bands bands = bands_of(soft_, from_, to_, band_count, outer.slope);
        const auto level = [&](int from, int until, double share) {
            std::vector<double> levels;
            for (int k = 0; k < band_count; ++k)
                for (int x = from; x < until; ++x)
                    levels.push_back(bands.row(k)[x]);
            return quantile(levels, share);
        };
        for (int x = std::min(outer.x + widest, last_column() - wide_ - 1); x > outer.x + 2; --x) {
            const Step& s = best[static_cast<std::size_t>(x)];
            if (s.height < 2 * trust_.min_step || std::abs(s.slope - outer.slope) > 0.01) continue;
            // All of the rim is dark: a ruled frame has blank paper around it, which in a narrow margin
            // is a little darkened by what lies on both its sides.
            if (level(x + 2, x + 2 + wide_, 0.5) - level(outer.x + 1, x - 1, 0.95) <
                std::max(trust_.min_step, side.step / 4))
                continue;
            if (best[static_cast<std::size_t>(x - 1)].height > s.height ||
                best[static_cast<std::size_t>(x + 1)].height > s.height)
                continue;
            side.at = x;
            side.slope = s.slope;
            break;
        }
        return side;
    }

    // What lies along the edge in one of the bands.
    struct Along {
        Levels bed, rim, near, paper;  // from the border to close by; all of the leaf
    };

    std::vector<Along> along(const Step& s) const {
        std::vector<Along> bands(band_count);
        const double middle = (from_ + to_) / 2.0;
        const int strip = std::max(4, soft_.width / 25);
        for (int y = from_; y < to_; y += 2) {
            Along& band = bands[static_cast<std::size_t>((y - from_) * band_count / (to_ - from_))];
            const int edge = s.x + static_cast<int>(std::lround(s.slope * (y + 0.5 - middle)));
            const std::uint8_t* row = soft_.row(y);
            for (int x = 0; x < std::min(soft_.width, edge - 1); x += 2)
                (edge - x < strip ? band.rim : band.bed).add(row[x]);
            for (int x = std::max(0, edge + 2); x < std::min(soft_.width, edge + strip); x += 2) {
                band.paper.add(row[x]);
                if (x < edge + strip / 2) band.near.add(row[x]);
            }
        }
        return bands;
    }

    // Is what lies left of the step a bed, and right of it paper? Told by what most bands say:
    // fingers and weights cover some.
    LeafSide judged(const Step& s) const {
        std::vector<double> beds, rims, papers, within, far_within, inside_within, written;
        for (Along& band : along(s)) {
            if (band.paper.empty() || (band.rim.empty() && band.bed.empty())) continue;
            if (!band.bed.empty())
                far_within.push_back((band.bed.quantile(0.97) - band.bed.quantile(0.03)) / 2);
            band.bed.add(band.rim);
            if (band.rim.empty()) band.rim = band.bed;
            beds.push_back(band.bed.quantile(0.5));
            rims.push_back(band.rim.quantile(0.5));
            papers.push_back(band.paper.quantile(0.6));
            within.push_back((band.bed.quantile(0.9) - band.bed.quantile(0.1)) / 2);
            inside_within.push_back(band.paper.quantile(0.8) - papers.back());
            written.push_back(papers.back() - band.near.quantile(0.1));
        }
        LeafSide side{false, double(s.x), s.slope, 0, 0};
        if (papers.size() < band_count / 2) return side;
        const double inside = quantile(papers, 0.5), next = quantile(rims, 0.5),
                     bed = quantile(beds, 0.5);
        side.step = inside - bed;
        for (double& level : beds)
            level = std::abs(level - bed);
        // A letter or a picture at the border ends where paper goes on to the border; bed does not.
        const auto open = std::count_if(rims.begin(), rims.end(), [&](double level) {
            return std::abs(inside - level) < std::abs(inside - next) / 4;
        });
        side.unrest = quantile(within, 0.6) + quantile(beds, 0.5);
        const double beside = inside - next, unrest_in = quantile(inside_within, 0.5);
        // A margin beside writing is no bed beside a leaf, whose own margin is blank.
        const bool margin =
            quantile(written, 0.7) > std::max(faintest_writing, std::abs(side.step));
        const bool one_way = (beside > 0) == (s.height > 0) && (side.step > 0) == (s.height > 0);
        // A line is higher than what it divides differs.
        const double apart = std::max(std::abs(beside), std::abs(side.step));
        const bool steep =
            std::abs(s.height) > 0.35 * apart && std::abs(s.height) < 1.5 * apart + trust_.min_step;
        const bool by_level =
            std::abs(side.step) >= trust_.min_step && one_way && steep && open <= band_count / 4 &&
            !margin && std::abs(beside) >= trust_.min_step &&
            std::abs(side.step) > 0.3 * std::abs(beside) &&
            side.unrest <= std::min(trust_.max_unrest, trust_.most_unrest * std::abs(side.step)) &&
            unrest_in < std::max(12.0, side.step / 2);  // the shade of a gutter
        // On a bed as bright as the leaf, or brighter, its edge is the dark line between the two.
        const bool rimmed = s.height >= 2 * trust_.min_step && side.step < 3 * trust_.min_step &&
                            open <= band_count / 4 && !margin && unrest_in < 12 &&
                            quiet_beyond(s, std::max(6.0, std::abs(side.step) / 2));
        const bool bordered = trust_.rims && s.height >= trust_.min_step &&
                              open <= band_count / 4 && !margin && unrest_in < 12 &&
                              quantile(far_within, 0.6) <= 6 && rim_on_bed(s, inside) &&
                              quiet_beyond(s, 6);
        side.found = inside > 60 && (by_level || bordered || (rimmed && dark_line(s)));
        return side;
    }

    // Brightness column by column: what most bands say.
    std::vector<double> profile(double slope, int first, int last) const {
        const Bands bands = bands_of(soft_, from_, to_, band_count, slope);
        std::vector<double> across;
        for (int x = first; x < last; ++x) {
            std::vector<double> levels;
            for (int k = 0; k < band_count; ++k)
                levels.push_back(bands.row(k)[x]);
            across.push_back(quantile(levels, 0.5));
        }
        return across;
    }

    // Is all beyond what lies close to the edge one even bed? Weights may cover a third of it.
    bool quiet_beyond(const Step& s, double limit) const {
        const int until = std::max(s.x / 3, s.x - std::max(8, soft_.width / 25));
        if (until < 2) return false;
        const Bands bands = bands_of(soft_, from_, to_, band_count, s.slope);
        std::vector<double> levels;
        for (int k = 0; k < band_count; ++k)
            levels.insert(levels.end(), bands.row(k), bands.row(k) + until);
        return quantile(levels, 0.9) - quantile(levels, 0.35) <= limit;
    }

    // Is there, between the leaf and a bed that is brighter or darker than it, a narrow rim darker than
    // both: the leaf's shadow or the edges of the leaves below it? A rule has the same paper on both
    // its sides, and blank paper between it and the bed.
    bool rim_on_bed(const Step& s, double inside) const {
        const std::vector<double> across = profile(s.slope, 0, s.x);
        const int widest = std::max(8, soft_.width / 25);
        std::vector<double> outermost(across.begin(), across.begin() + std::max(1, s.x / 4));
        const double bed = quantile(outermost, 0.5), apart = std::abs(inside - bed);
        if (s.x < 6 || s.x > soft_.width * farthest_line || apart < 2 * trust_.min_step)
            return false;
        const auto from = across.end() - std::min(s.x, widest);
        const auto darkest =
            std::min_element(std::max(from, across.end() - widest / 2), across.end());
        const double close = 0.3 * apart;
        if (*darkest > std::min(bed, inside) - std::max(trust_.min_step, close)) return false;
        const auto at_bed = [&](auto at) {  // and goes on so
            return std::all_of(std::max(across.begin(), at - 4), at + 1,
                               [&](double level) { return std::abs(level - bed) <= close; });
        };
        int like_leaf = 0;  // columns, but for the darker half of the way to it
        auto at = darkest;
        for (; at > from && !at_bed(at); --at)
            like_leaf +=
                std::abs(*at - inside) < std::abs(*at - bed) && 2 * *at > inside + *darkest;
        // A shadow that fades into a brighter bed passes through the leaf's level.
        return at > from && like_leaf <= (bed > inside ? 6 : 1);
    }

    // A leaf as bright as its bed is seen by its shadow: sharply bounded by the leaf, and fading away
    // over the bed; or, where leaf and bed differ a little, by the edges of the leaves below it. A rule
    // is as sharp on its other side, narrow, and has the same paper on both sides.
    bool dark_line(const Step& s) const {
        const int reach = std::max(8, soft_.width / 25);
        if (s.x > soft_.width * farthest_line || s.x < 6) return false;
        const int first = std::max(0, s.x - reach), edge = s.x - first;
        const std::vector<double> across = profile(s.slope, first, s.x + reach);
        const auto from = across.begin();
        const auto darkest = std::min_element(from + std::max(0, edge - 4), from + edge + 2);
        std::vector<double> bed(from, from + std::max(2, edge / 3)),
            paper(from + edge + 3, across.end());
        const double leaf = quantile(paper, 0.8), in = leaf - *darkest,
                     out = quantile(bed, 0.5) - *darkest;
        if (in < 2 * trust_.min_step || out < 2 * trust_.min_step) return false;
        double rise = 0, fall = 0;
        for (auto at = darkest; at < from + edge + 3; ++at)
            rise = std::max(rise, at[2] - at[0]);
        for (auto at = from; at + 2 <= darkest; ++at)
            fall = std::max(fall, at[0] - at[2]);
        const bool fades = rise > 0.6 * in && fall / out < 0.65 * rise / in;
        const bool wide = std::all_of(from + std::max(0, edge - 6), from + edge - 1,
                                      [&](double level) { return leaf - level > 0.3 * in; });
        // Paper between the line and a brighter bed: the line is on the leaf.
        const double apart = out - in;
        const auto between = std::count_if(from, darkest, [&](double level) {
            return level > *darkest + 0.6 * in && level < *darkest + out - 0.35 * apart;
        });
        if (apart >= 2 * trust_.min_step && between > (fades ? 6 : 2)) return false;
        return fades || (wide && out - in >= 3 * trust_.min_step);
    }

    const Raster& soft_;
    int from_, to_;
    const LeafTrust& trust_;
    int wide_;  // how far a step is measured to either side
};

}  // namespace

LeafSide find_leaf_side(const Raster& soft, int from, int to, const LeafTrust& trust,
                        std::optional<double> about) {
    if (to - from < 2 * band_count || soft.width < 40) return {};
    return SideSearch(soft, from, to, trust).find(about);
}

}  // namespace nuskha
