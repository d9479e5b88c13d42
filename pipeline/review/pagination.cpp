#include "pipeline/review/pagination.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace nuskha::review {
namespace {

using Pages = std::vector<std::vector<Folio>>;

constexpr double stretch_cost = 2.5;  // in numbers explained
constexpr std::size_t most_states = 64, fewest_found = 4, fewest_in_stretch = 3;
constexpr std::size_t look_ahead = 8;     // stretches over which a detour may lead
constexpr std::ptrdiff_t farthest = 128;  // pages by which one may be out of place
constexpr std::size_t longest_ring = 64, near_each_other = 12;  // pages

// Numbers are doubled, so that numbered leaves (half a number a page) stay whole.
struct Progression {
    Folio::Kind kind = Folio::Kind::arabic;
    int offset = 0;
    bool operator==(const Progression&) const = default;
};

struct Stretch {
    Progression as;
    std::size_t first = 0, last = 0;  // pages that bear their number
    std::size_t found = 0;
};

class Fit {
  public:
    Fit(const Pages& pages, int step) : pages_(pages), step_(step) { walk(); }
    double score() const { return score_; }
    int step() const { return step_; }
    std::vector<Stretch> stretches() const;
    int expected(const Progression& as, std::size_t page) const {  // doubled
        return step_ * static_cast<int>(page) + as.offset;
    }
    int number(const Progression& as, std::size_t page) const {
        return (expected(as, page) + (step_ == 1 ? 1 : 0)) / 2;
    }
    double explains(const Progression& as, std::size_t page) const;

  private:
    struct State {
        Progression as;
        double score = 0;
        int from = -1;  // in the list of the page before
        bool none = false;
    };
    void walk();
    void begin(std::vector<State>& states, const State& best, int from, std::size_t page) const;
    const Pages& pages_;
    int step_;
    double score_ = 0;
    std::vector<std::vector<State>> states_;
};

double Fit::explains(const Progression& as, std::size_t page) const {
    double sum = 0;
    const int wanted = expected(as, page);
    for (const Folio& folio : pages_[page]) {
        if (folio.kind != as.kind) continue;
        if (2 * folio.value == wanted) sum += folio.weight;
        if (step_ == 4 && 2 * folio.value == wanted + 2) sum += folio.weight / 2;
    }
    return sum;
}

// Every number that a page may bear can begin a new stretch.
void Fit::begin(std::vector<State>& states, const State& best, int from, std::size_t page) const {
    for (const Folio& folio : pages_[page])
        for (int side = 0; side < (step_ == 4 ? 2 : 1); ++side) {
            State state;
            state.as = {folio.kind, 2 * folio.value - 2 * side - step_ * static_cast<int>(page)};
            state.from = from;
            state.score = best.score - stretch_cost + explains(state.as, page);
            const auto same = std::find_if(states.begin(), states.end(), [&](const State& s) {
                return !s.none && s.as == state.as;
            });
            if (same == states.end())
                states.push_back(state);
            else if (same->score < state.score)
                *same = state;
        }
}

void Fit::walk() {
    State nothing;
    nothing.none = true;
    std::vector<State> before{nothing};
    for (std::size_t page = 0; page < pages_.size(); ++page) {
        const auto best =
            std::max_element(before.begin(), before.end(),
                             [](const State& a, const State& b) { return a.score < b.score; });
        std::vector<State> now = before;
        for (std::size_t i = 0; i < now.size(); ++i) {
            now[i].from = static_cast<int>(i);
            if (!now[i].none) now[i].score += explains(now[i].as, page);
        }
        begin(now, *best, static_cast<int>(best - before.begin()), page);
        // What lies farther behind than a new stretch costs can never be the best again.
        std::stable_sort(now.begin(), now.end(),
                         [](const State& a, const State& b) { return a.score > b.score; });
        const double least = now.front().score - stretch_cost;
        std::erase_if(now, [&](const State& s) { return s.score < least; });
        if (now.size() > most_states) now.resize(most_states);
        score_ = now.front().score;
        states_.push_back(now);
        before = std::move(now);
    }
}

std::vector<Stretch> Fit::stretches() const {
    std::vector<Stretch> list;
    int at = 0;  // states are sorted, the best first
    for (std::size_t page = pages_.size(); page-- > 0;) {
        const State& state = states_[page][static_cast<std::size_t>(at)];
        at = state.from;
        if (state.none || explains(state.as, page) <= 0) continue;
        if (list.empty() || !(list.back().as == state.as))
            list.push_back({state.as, page, page, 0});
        list.back().first = page;
        ++list.back().found;
    }
    std::reverse(list.begin(), list.end());
    std::erase_if(list, [](const Stretch& s) { return s.found < fewest_in_stretch; });
    return list;
}

class Reading {
  public:
    Reading(const Pages& pages, const Fit& fit) : pages_(pages), fit_(fit) {
        stretches_ = fit.stretches();
    }
    Pagination tell();

  private:
    void join_detours();
    void out_of_place(const Stretch& stretch);
    void between(const Stretch& a, const Stretch& b);
    int numbers_elsewhere(Folio::Kind kind, int first, int last) const;
    struct Home {
        std::size_t page;
        bool certain;
    };
    std::optional<Home> home(const Stretch& stretch, std::size_t page) const;
    void tell_exchanged(const Stretch& stretch, std::size_t page, std::size_t with);

    const Pages& pages_;
    const Fit& fit_;
    std::vector<Stretch> stretches_;
    std::vector<Leap> leaps_;
    std::vector<std::pair<int, int>> told_holes_;  // numbers found elsewhere
};

// Pages that lead away and come back to the same progression leave nothing out: they were misread,
// or lie in another order among themselves, which out_of_place tells.
void Reading::join_detours() {
    for (std::size_t i = 0; i < stretches_.size(); ++i)
        for (std::size_t j = std::min(i + look_ahead, stretches_.size() - 1); j > i; --j) {
            if (!(stretches_[i].as == stretches_[j].as)) continue;
            stretches_[i].last = stretches_[j].last;
            stretches_[i].found += stretches_[j].found;
            stretches_.erase(stretches_.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                             stretches_.begin() + static_cast<std::ptrdiff_t>(j) + 1);
            j = std::min(i + look_ahead, stretches_.size() - 1) + 1;
        }
}

// The page of the stretch to which a number on `page` belongs, where it is another one.
std::optional<Reading::Home> Reading::home(const Stretch& stretch, std::size_t page) const {
    for (const Folio& folio : pages_[page]) {
        if (folio.kind != stretch.as.kind) continue;
        const int distance = 2 * folio.value - fit_.expected(stretch.as, page);
        if (distance % fit_.step() != 0) continue;
        const std::ptrdiff_t by = distance / fit_.step();
        const auto to = static_cast<std::ptrdiff_t>(page) + by;
        if (by == 0 || std::abs(by) > farthest || to < static_cast<std::ptrdiff_t>(stretch.first) ||
            to > static_cast<std::ptrdiff_t>(stretch.last))
            continue;
        // Where that page bears its own number, this one was misread.
        if (fit_.explains(stretch.as, static_cast<std::size_t>(to)) <= 0)
            return Home{static_cast<std::size_t>(to), folio.certain};
    }
    return {};
}

bool lost_a_digit(int one, int other) {
    const std::string less = std::to_string(std::min(one, other));
    const std::string more = std::to_string(std::max(one, other));
    if (more.size() != less.size() + 1) return false;
    for (std::size_t i = 0; i < more.size(); ++i)
        if (more.substr(0, i) + more.substr(i + 1) == less) return true;
    return false;
}

// Of pages that bear the number of another, those that cannot have been misread: they lead one to the
// next in a ring, or three of them in a row (a number of the ring was not read), or three near each
// other lie the same way off.
// Two that differ by a lost digit (9 and 91) were misread both ways. `number` is a page's own.
std::set<std::size_t> displaced(const std::map<std::size_t, std::size_t>& homes,
                                const std::function<int(std::size_t)>& number) {
    std::set<std::size_t> sure;
    for (const auto& [page, to] : homes) {
        std::vector<std::size_t> chain{page};
        const auto passed = [&](std::size_t p) {
            return std::find(chain.begin(), chain.end(), p) != chain.end();
        };
        auto next = homes.find(to);
        while (next != homes.end() && !passed(next->first) && chain.size() < longest_ring) {
            chain.push_back(next->first);
            next = homes.find(next->second);
        }
        const bool ring = next != homes.end() && next->first == page;
        if (next != homes.end() && !ring) continue;  // misread as one of a ring
        if (ring && chain.size() == 2 && lost_a_digit(number(page), number(to))) continue;
        if (chain.size() >= (ring ? 2 : 3)) sure.insert(chain.begin(), chain.end());
    }
    std::map<std::ptrdiff_t, std::vector<std::size_t>> ways;
    for (const auto& [page, to] : homes) {
        auto& way = ways[static_cast<std::ptrdiff_t>(to) - static_cast<std::ptrdiff_t>(page)];
        if (!way.empty() && page - way.back() > near_each_other) way.clear();
        way.push_back(page);
        if (way.size() >= 3) sure.insert(way.begin(), way.end());
    }
    return sure;
}

// A page that bears its neighbour's number, where the neighbour's own was not read.
void Reading::tell_exchanged(const Stretch& stretch, std::size_t page, std::size_t with) {
    const int number = fit_.number(stretch.as, with);
    leaps_.push_back({Leap::Kind::order, std::min(page, with), std::max(page, with),
                      page < with ? number : 0, page < with ? 0 : number, 1});
}

void Reading::out_of_place(const Stretch& stretch) {
    std::map<std::size_t, std::size_t> homes;
    std::set<std::size_t> neighbours;  // pages that bear with certainty the number of one beside
    for (std::size_t page = stretch.first; page <= stretch.last; ++page)
        if (fit_.explains(stretch.as, page) <= 0)
            if (const auto to = home(stretch, page)) {
                homes[page] = to->page;
                if (to->certain && std::max(page, to->page) - std::min(page, to->page) == 1)
                    neighbours.insert(page);
            }
    std::vector<std::vector<std::size_t>> groups;  // that lie within each other's reach
    std::size_t reach = 0;
    const std::set<std::size_t> sure =
        displaced(homes, [&](std::size_t p) { return fit_.number(stretch.as, p); });
    for (const std::size_t page : neighbours)
        if (!sure.contains(page) && !sure.contains(homes[page]))
            tell_exchanged(stretch, page, homes[page]);
    for (const std::size_t page : sure) {
        if (groups.empty() || std::min(page, homes[page]) > reach + 1) groups.emplace_back();
        groups.back().push_back(page);
        reach = std::max({reach, page, homes[page]});
    }
    for (const auto& group : groups)
        leaps_.push_back({Leap::Kind::order, group.front(), group.back(),
                          fit_.number(stretch.as, homes[group.front()]),
                          fit_.number(stretch.as, homes[group.back()]),
                          static_cast<int>(group.size())});
}

int Reading::numbers_elsewhere(Folio::Kind kind, int first, int last) const {
    int count = 0;
    for (const Stretch& s : stretches_) {
        if (s.as.kind != kind) continue;
        const int from = std::max(first, fit_.number(s.as, s.first));
        const int to = std::min(last, fit_.number(s.as, s.last));
        count += std::max(0, to - from + 1);
    }
    return count;
}

void Reading::between(const Stretch& a, const Stretch& b) {
    const int ends = fit_.number(a.as, a.last) + (fit_.step() == 4 ? 1 : 0);
    const int begins = fit_.number(b.as, b.first);
    const auto apart = static_cast<int>(b.first - a.last - 1);  // pages without a known number
    const int farther = b.as.offset - a.as.offset;              // doubled numbers
    Leap leap{Leap::Kind::missing, a.last, b.first, ends, begins, 0};
    if (farther > 0) {
        leap.count = (farther + 1) / 2;
        const int elsewhere = numbers_elsewhere(a.as.kind, ends + 1, begins - 1);
        if (2 * elsewhere > begins - ends - 1) {
            leap.kind = Leap::Kind::order;
            leap.count = elsewhere;
            told_holes_.emplace_back(ends + 1, begins - 1);
        } else if (leap.count > static_cast<int>(std::max<std::size_t>(20, pages_.size()))) {
            return;  // another work bound in, numbered on its own
        }
        leaps_.push_back(leap);
    } else if (begins <= ends) {
        if (begins - apart * fit_.step() / 2 <= 2) return;  // a new count
        for (const auto& [first, last] : told_holes_)
            if (begins <= last && fit_.number(b.as, b.last) >= first) return;
        leap.kind = Leap::Kind::order;
        leap.count = ends - begins + 1;
        leaps_.push_back(leap);
    }  // else pages without numbers stand between: plates
}

Pagination Reading::tell() {
    Pagination told;
    if (stretches_.empty()) return told;
    join_detours();
    for (const Stretch& s : stretches_)
        told.found += s.found;
    if (told.found < fewest_found ||
        4 * told.found < stretches_.back().last - stretches_.front().first + 1) {
        told.found = 0;
        return told;
    }
    told.step = fit_.step() / 2.0;
    std::map<Folio::Kind, const Stretch*> before;
    for (const Stretch& s : stretches_) {
        if (const Stretch*& last = before[s.as.kind]; last) between(*last, s);
        before[s.as.kind] = &s;
        out_of_place(s);
    }
    std::stable_sort(leaps_.begin(), leaps_.end(),
                     [](const Leap& a, const Leap& b) { return a.at < b.at; });
    told.leaps = std::move(leaps_);
    return told;
}

// The best of single pages, openings and numbered leaves; the plainest where they are alike.
Fit best_fit(const Pages& pages) {
    std::optional<Fit> best;
    for (const int step : {2, 4, 1}) {
        Fit fit(pages, step);
        if (!best || fit.score() > best->score() + 1) best.emplace(std::move(fit));
    }
    return std::move(*best);
}

}  // namespace

Pagination paginate(const Pages& pages) {
    if (pages.empty()) return {};
    const Pages backwards(pages.rbegin(), pages.rend());
    const Fit forth = best_fit(pages), back = best_fit(backwards);
    if (back.score() < 2 * forth.score() + 4) return Reading(pages, forth).tell();
    Pagination told = Reading(backwards, back).tell();
    if (told.found == 0) return told;
    for (Leap& leap : told.leaps) {  // in the order of the pages as they are
        std::swap(leap.before, leap.at);
        std::swap(leap.number_before, leap.number_at);
        leap.before = pages.size() - 1 - leap.before;
        leap.at = pages.size() - 1 - leap.at;
    }
    std::reverse(told.leaps.begin(), told.leaps.end());
    const std::vector<Stretch> stretches = back.stretches();
    told.leaps.insert(
        told.leaps.begin(),
        {Leap::Kind::reversed, 0, pages.size() - 1,
         back.number(stretches.back().as, stretches.back().last),
         back.number(stretches.front().as, stretches.front().first), static_cast<int>(told.found)});
    return told;
}

}  // namespace nuskha::review
