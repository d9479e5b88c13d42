#include "tools/preparation/books.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace nuskha {
namespace {

using review::Folio;
using review::PaperLevel;

struct Printed {  // what a page bears; 0 = nothing
    int number = 0;
    Folio::Kind kind = Folio::Kind::arabic;
    bool opening = false;  // bears number and number + 1
};

bool chance(Dice& dice, double share) {
    return dice.uniform(0, 1) < share;
}

std::vector<Printed> print_book(Dice& dice, bool plain) {
    std::vector<Printed> pages;
    const int count = 60 + dice.below(200);
    const int layout = plain ? 0 : dice.below(8);  // 0 openings' scans, 1 numbered leaves
    if (layout == 0 && !plain) {
        for (int n = 2 + 2 * dice.below(3); static_cast<int>(pages.size()) < count; n += 2)
            pages.push_back({n, Folio::Kind::arabic, true});
        return pages;
    }
    if (layout == 1) {
        for (int n = 1; static_cast<int>(pages.size()) < count; ++n) {
            pages.push_back({n, Folio::Kind::arabic, false});
            pages.push_back({});
        }
        return pages;
    }
    if (!plain && chance(dice, 0.4))
        for (int n = 1, front = 4 + dice.below(20); n <= front; ++n)
            pages.push_back({n, Folio::Kind::roman, false});
    int number = chance(dice, 0.3) ? 1 + dice.below(300) : 1;  // a volume may begin anywhere
    const int second_part = !plain && chance(dice, 0.15) ? count / 2 : -1;
    for (int i = 0; i < count; ++i, ++number) {
        if (i == second_part) number = 1;
        pages.push_back({chance(dice, 0.06) ? 0 : number, Folio::Kind::arabic, false});
        if (!plain && chance(dice, 0.01))  // plates
            pages.insert(pages.end(), static_cast<std::size_t>(1 + dice.below(4)), Printed{});
    }
    return pages;
}

int misread(int number, Dice& dice) {
    std::string digits = std::to_string(number);
    const auto at = static_cast<std::size_t>(dice.below(static_cast<int>(digits.size())));
    switch (dice.below(3)) {
        case 0:
            digits.erase(at, 1);
            break;
        case 1:
            digits.insert(at, 1, static_cast<char>('0' + dice.below(10)));
            break;
        default:
            digits[at] = static_cast<char>('0' + dice.below(10));
    }
    return digits.empty() ? 0 : std::stoi(digits);
}

std::vector<Folio> read(const Printed& page, int chapter, const ReadingRates& rates, Dice& dice) {
    std::vector<Folio> folios;
    for (int side = 0; side < (page.opening ? 2 : 1); ++side) {
        int number = page.number ? page.number + side : 0;
        if (number && chance(dice, rates.unread)) number = 0;
        const bool wrong = number && chance(dice, rates.misread / (1 - rates.unread));
        if (wrong) number = misread(number, dice);
        const bool certain =
            wrong ? chance(dice, rates.certain_misread) : !chance(dice, rates.doubtful);
        if (number > 0 && number < 10000) folios.push_back({number, page.kind, 1, certain});
    }
    if (chance(dice, 0.1)) folios.push_back({1800 + dice.below(160), Folio::Kind::arabic, 0.8});
    if (chance(dice, 0.06)) folios.push_back({1 + dice.below(20), Folio::Kind::arabic, 1});
    if (chance(dice, 0.3)) folios.push_back({chapter, Folio::Kind::roman, 0.7});
    return folios;
}

// A place with `apart` numbered pages on either side.
std::size_t middle(const std::vector<Printed>& pages, std::size_t apart, Dice& dice) {
    return apart + static_cast<std::size_t>(dice.below(static_cast<int>(pages.size() - 2 * apart)));
}

std::size_t plant(std::vector<Printed>& pages, OrderFault fault, Dice& dice) {
    const auto at = [&](std::size_t page) {
        return pages.begin() + static_cast<std::ptrdiff_t>(page);
    };
    switch (fault) {
        case OrderFault::none:
            return 0;
        case OrderFault::page_missing:
        case OrderFault::leaf_missing: {
            const std::size_t page = middle(pages, 6, dice);
            pages.erase(at(page), at(page + (fault == OrderFault::leaf_missing ? 2 : 1)));
            return page;
        }
        case OrderFault::swapped: {
            const std::size_t page = middle(pages, 6, dice);
            std::swap(pages[page], pages[page + 1]);
            return page;
        }
        case OrderFault::gathering_moved: {
            const std::size_t page = middle(pages, 20, dice) - 12;
            std::rotate(at(page), at(page + 8 + static_cast<std::size_t>(dice.below(8))),
                        at(page + 24));
            return page;
        }
        case OrderFault::backwards:
            std::reverse(pages.begin(), pages.end());
            return 0;
    }
    return 0;
}

double linear(double level) {
    const double v = level / 255;
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

double coded(double light) {
    const double v = std::clamp(light, 0.0, 1.0);
    return 255 * (v <= 0.0031308 ? v * 12.92 : 1.055 * std::pow(v, 1 / 2.4) - 0.055);
}

double lightness(double level) {
    return 116 * std::cbrt(linear(level)) - 16;
}

// A page's paper as it differs from that of its book: drawn from pages that were inspected.
PaperLevel varied(const PaperLevel& book, const std::vector<PaperLevel>& pool, Dice& dice) {
    const PaperLevel usual = review::median_of(pool);
    const PaperLevel& one =
        pool[static_cast<std::size_t>(dice.below(static_cast<int>(pool.size())))];
    PaperLevel page = book;
    page.level = std::clamp(page.level + one.level - usual.level, 1.0, 255.0);
    page.parts = one.parts;
    if (page.a != 0 || page.b != 0) {
        page.a += one.a - usual.a;
        page.b += one.b - usual.b;
    }
    return page;
}

PaperLevel some_paper(Dice& dice) {
    const bool colour = chance(dice, 0.6);
    const double age = dice.uniform(0, 1);
    return {235 - 55 * age + dice.uniform(-6, 6), colour ? 1 + 5 * age : 0,
            colour ? 6 + 18 * age : 0, 900};
}

}  // namespace

PaperLevel in_light(PaperLevel paper, double factor) {
    const double before = lightness(paper.level);
    paper.level = coded(linear(paper.level) * factor);
    const double scale = (lightness(paper.level) + 16) / (before + 16);
    paper.a *= scale;
    paper.b *= scale;
    return paper;
}

NumberedBook numbered_book(OrderFault fault, const ReadingRates& rates, Dice dice) {
    // A part that counts anew, or plates, at the very place of a fault make it no fault.
    std::vector<Printed> printed = print_book(dice, fault != OrderFault::none);
    NumberedBook book;
    book.fault_at = plant(printed, fault, dice);
    int chapter = 1;
    const auto bears = [](const review::Sighting& seen, const Printed& page) {
        return std::any_of(seen.folios.begin(), seen.folios.end(),
                           [&](const Folio& f) { return f.value == page.number; });
    };
    for (const Printed& page : printed) {
        if (chance(dice, 0.04)) ++chapter;
        review::Sighting seen;
        seen.place = fmt::format("{:04}", book.pages.size());
        seen.folios = read(page, chapter, rates, dice);
        const std::size_t at = book.pages.size();
        if (at == book.fault_at || at == book.fault_at + 1)
            book.legible = book.legible && bears(seen, page);
        book.pages.push_back(std::move(seen));
    }
    return book;
}

std::vector<PaperLevel> lit_book(LightFault fault, const std::vector<PaperLevel>& pool, Dice dice,
                                 std::size_t& fault_at) {
    const auto count = static_cast<std::size_t>(40 + dice.below(160));
    const PaperLevel paper = some_paper(dice);
    PaperLevel other = paper;  // another paper in the same book: browner
    other.level -= dice.uniform(15, 40);
    other.a += dice.uniform(1, 4);
    other.b += dice.uniform(6, 14);
    const bool two_papers = paper.b != 0 && chance(dice, 0.2);
    const double apart = chance(dice, 0.5) ? dice.uniform(0.85, 1) : 1;  // light on rectos
    const bool brown_ends = chance(dice, 0.3);
    fault_at = 12 + static_cast<std::size_t>(dice.below(static_cast<int>(count) - 24));
    const double strong = chance(dice, 0.5) ? 1 / 0.63 : 0.63;  // two thirds of a stop either way
    std::vector<PaperLevel> pages;
    for (std::size_t i = 0; i < count; ++i) {
        const PaperLevel& here = two_papers && i > count * 3 / 5 ? other : paper;
        PaperLevel page = varied(here, pool, dice);
        if (brown_ends && std::min(i, count - 1 - i) < 4)
            page.level -= 6.0 * static_cast<double>(4 - std::min(i, count - 1 - i));
        if (chance(dice, 0.02)) {  // a plate
            page.level = dice.uniform(120, 250);
            page.parts = dice.uniform(0, 200);
        }
        double light = i % 2 ? apart : 1;
        // Brighter light meets the end of the scale; then the book began in less.
        const double before = strong > 1 ? 0.63 : 1, after = strong > 1 ? 1 : 0.63;
        if (fault == LightFault::jump) light *= i < fault_at ? before : after;
        if (fault == LightFault::drift)
            light *= before + (after - before) * static_cast<double>(i) / double(count - 1);
        if (fault == LightFault::page_off && i == fault_at) {
            light *= 0.5;  // a stop
            page = varied(here, pool, dice);
        }
        pages.push_back(light == 1 ? page : in_light(page, light));
    }
    return pages;
}

std::vector<PaperLevel> lit_batch(bool fading, const std::vector<PaperLevel>& pool, Dice dice) {
    const int count = 10 + dice.below(50);
    const PaperLevel like = some_paper(dice);
    std::vector<PaperLevel> items;
    for (int i = 0; i < count; ++i) {
        std::vector<PaperLevel> pages;
        const PaperLevel own = fading ? like : some_paper(dice);
        for (int p = 0; p < 12; ++p)
            pages.push_back(varied(own, pool, dice));
        const double light = fading ? 1 - 0.35 * i / (count - 1) : 1;
        items.push_back(in_light(review::median_of(pages), light));
    }
    return items;
}

}  // namespace nuskha
