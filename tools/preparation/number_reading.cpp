#include "tools/preparation/number_reading.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <ctime>

#include "stages/engine.hpp"
#include "stages/page_number.hpp"
#include "tools/samples/ageing.hpp"
#include "tools/samples/layouts.hpp"

namespace nuskha {
namespace {

using review::Folio;

struct Counts {
    int made = 0, read = 0, certain = 0, misread = 0, certain_misread = 0;

    std::string_view add(const std::vector<Block>& blocks, int printed) {
        Text text;
        text.blocks = blocks;
        const std::vector<Folio> folios = review::folios_of(text);
        const auto find = [&](auto fits) {
            const auto at = std::find_if(folios.begin(), folios.end(), [&](const Folio& f) {
                return f.kind == Folio::Kind::arabic && fits(f);
            });
            return at == folios.end() ? nullptr : &*at;
        };
        ++made;
        if (const Folio* right = find([&](auto& f) { return f.value == printed; })) {
            ++read;
            certain += right->certain;
            return right->certain ? "read" : "read with doubt";
        }
        if (const Folio* wrong = find([](auto& f) { return f.weight >= 0.8; })) {
            ++misread;
            certain_misread += wrong->certain;
            return wrong->certain ? "misread" : "misread with doubt";
        }
        return "unread";
    }
    void add(const Counts& more) {
        made += more.made;
        read += more.read;
        certain += more.certain;
        misread += more.misread;
        certain_misread += more.certain_misread;
    }
};

Raster aged_page(std::string_view language, const Prose& prose, Flow& flow, int number,
                 Dice& dice) {
    BookStyle style;
    style.face = book_face(language, dice.uniform(8.5, 11));
    style.number = number;
    Ageing ageing;
    ageing.yellowing = dice.uniform(0, 1);
    ageing.fading = dice.uniform(0, 0.4);
    ageing.blur_px = dice.uniform(0.3, 0.8);
    ageing.noise = dice.uniform(1, 4);
    return aged(book_page(prose, flow, style), nullptr, ageing, dice.named("ageing")).pixels;
}

double cpu_seconds(const std::clock_t& from) {
    return static_cast<double>(std::clock() - from) / CLOCKS_PER_SEC;
}

struct Measured {
    Counts once, twice;               // without and with the second look
    double reading = 0, looking = 0;  // CPU seconds
};

Measured measure(std::string_view language, std::uint64_t seed, int pages, std::ostream& csv) {
    Dice dice = Dice(seed).named(language);
    const Prose prose = load_prose(std::string(language));
    Flow flow;
    flow.paragraphs = shuffled_paragraphs(prose, 8000 * static_cast<std::size_t>(pages), dice);
    const std::vector<std::string> languages{std::string(language)};
    Engine engine(trained_set_for(languages));
    Measured m;
    for (int i = 0; i < pages; ++i) {
        const int number = 1 + dice.below(400);
        const Raster scan = aged_page(language, prose, flow, number, dice);
        const std::clock_t start = std::clock();
        std::vector<Block> blocks = engine.read(scan, 300, Layout::automatic).blocks;
        m.reading += cpu_seconds(start);
        const std::string_view before = m.once.add(blocks, number);
        const std::clock_t again = std::clock();
        read_page_number(blocks, scan, languages, engine);
        m.looking += cpu_seconds(again);
        fmt::print(csv, "number,{},{},{},{}\n", language, number, before,
                   m.twice.add(blocks, number));
    }
    return m;
}

void print(std::string_view language, const Measured& m) {
    fmt::print("{:9} {:>5} | {:>5} {:>8} | {:>5} {:>8} {:>8} {:>8} | {:>8.0f} {:>7.1f}\n", language,
               m.once.made, m.once.read, m.once.misread, m.twice.read, m.twice.certain,
               m.twice.misread, m.twice.certain_misread, 1000 * m.reading / m.once.made,
               1000 * m.looking / m.once.made);
}

}  // namespace

std::vector<ReadingRates> measure_reading(std::uint64_t seed, int pages, std::ostream& csv) {
    fmt::print("{:9} {:>5} | {:>5} {:>8} | {:>5} {:>8} {:>8} {:>8} | {:>8} {:>7}\n", "numbers",
               "pages", "read", "misread", "again", "certain", "misread", "certain", "ms", "more");
    std::vector<Measured> all;
    Measured sum;
    for (const std::string_view language : sample_languages) {
        all.push_back(measure(language, seed, pages, csv));
        const Measured& m = all.back();
        print(language, m);
        sum.once.add(m.once);
        sum.twice.add(m.twice);
        sum.reading += m.reading;
        sum.looking += m.looking;
    }
    print("all", sum);
    std::vector<ReadingRates> rates;
    for (const Measured& m : all) {
        const Counts& c = m.twice;
        rates.push_back({double(c.made - c.read - c.misread) / c.made, double(c.misread) / c.made,
                         double(c.read - c.certain) / std::max(1, c.read),
                         (sum.twice.certain_misread + 1.0) / (sum.twice.misread + 2.0)});
    }
    return rates;
}

}  // namespace nuskha
