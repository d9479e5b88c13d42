#include "tools/recognition/mixed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>

#include "models/language/alphabet.hpp"
#include "tools/evaluate/distance.hpp"
#include "tools/measuring/program.hpp"
#include "tools/recognition/mixed_pages.hpp"
#include "tools/recognition/readers.hpp"
#include "tools/recognition/typed_pages.hpp"

namespace nuskha {
namespace {

constexpr const char* everything = "aze+Cyrillic+kaz+rus+eng+fas";
constexpr double chance = 0.001;  // of the recogniser, on pages in one script

std::string text_of(const std::vector<SheetLine>& lines) {
    std::string text;
    for (const SheetLine& line : lines)
        text += line.text + '\n';
    return text;
}

// Words of the truth that were read, and of these those whose tags tell script and direction rightly.
struct Tags {
    int read = 0, right = 0;
    void add(const Tags& more) { read += more.read, right += more.right; }
    double share() const { return read ? double(right) / read : 0; }
};

const Word* word_in(const Rect& box, const Text& text) {
    for (const Block& block : text.blocks)
        for (const Line& line : block.lines)
            for (const Word& word : line.words) {
                const double x = word.box.x + word.box.width / 2,
                             y = word.box.y + word.box.height / 2;
                if (x > box.x && x < box.right() && y > box.y && y < box.bottom()) return &word;
            }
    return nullptr;
}

Tags tags_of(const MixedPage& page, const Text& text) {
    Tags tags;
    for (const SheetLine& line : page.lines)
        for (const SheetWord& truth : line.words)
            for (const Script script : {Script::latin, Script::cyrillic, Script::arabic}) {
                if (share_of_script(truth.text, script) < 1) continue;
                const Word* word = word_in(truth.box, text);
                if (!word) continue;
                const Alphabet* alphabet = find_alphabet(word->language);
                ++tags.read;
                tags.right +=
                    alphabet && alphabet->script == script && word->direction == direction(script);
            }
    return tags;
}

struct Sum : Readings {
    std::size_t edits_in_lines = 0;
    void add(const ReadBy& reading, const std::string& truth) {
        Readings::add(reading, truth);
        edits_in_lines += lines_distance(reading.text, truth).edits;
    }
    void add(const Sum& more) {
        Readings::add(more);
        edits_in_lines += more.edits_in_lines;
    }
    double free_of_order() const { return letters ? double(edits_in_lines) / double(letters) : 0; }
    double each() const { return pages ? seconds / pages : 0; }
};

struct Group {
    Sum two, ten, alone, everything;  // alone: its own language declared; pages in one script only
    Tags tags;
    void add(const Group& more) {
        two.add(more.two), ten.add(more.ten), alone.add(more.alone);
        everything.add(more.everything), tags.add(more.tags);
    }
};

void print_row(std::string_view name, const Group& group, std::string_view verdict) {
    fmt::print(
        "{:<32} {:>5} {:>7.2f} {:>7.2f} {:>7.2f} {:>7} {:>7.2f} {:>7.2f} {:>6.1f} {:>7.2f} "
        "{:>7.2f} "
        "{:>7.2f} {}\n",
        name, group.two.pages, 100 * group.two.error(), 100 * group.two.free_of_order(),
        100 * group.ten.error(),
        group.alone.pages ? fmt::format("{:.2f}", 100 * group.alone.error()) : "",
        100 * group.everything.error(), 100 * group.everything.free_of_order(),
        100 * group.tags.share(), group.two.each(), group.ten.each(), group.everything.each(),
        verdict);
}

}  // namespace

bool measure_mixed(const PartPlan& plan) {
    const int pages = plan.count ? plan.count : 4;
    const std::vector<std::string> ten{typed_languages().begin(), typed_languages().end()};
    OurReader ours;
    std::ofstream csv(plan.out / "mixed.csv");
    csv << "kind,aged,number,face,other_face,two,two_words,ten,alone,everything,everything_words,"
           "tags,two_s,ten_s,everything_s\n";
    const auto file = plan.out / "mixed.pgm";
    std::map<std::pair<std::size_t, bool>, Group> groups;
    for (int number = 0; number < pages; ++number)
        for (std::size_t k = 0; k < mixed_kinds().size(); ++k) {
            const MixedKind& kind = mixed_kinds()[k];
            const bool aged = number % 2;
            if (!plan.wants(kind.name)) continue;
            const MixedPage page = mixed_page(
                kind, aged, Dice(plan.seed).named(fmt::format("{} {}", kind.name, number)));
            const std::string truth = text_of(page.lines);
            const std::string name = fmt::format("{} {}", kind.name, number);
            const auto keep = [&](const std::string& reader, const ReadBy& reading) {
                if (plan.keep) keep_reading(plan.out, name, reader, reading);
            };
            if (plan.keep) keep_page(plan.out, name, page.scan, truth);
            Group one;
            const ReadBy two =
                ours.read(page.scan, {std::string(kind.language), std::string(kind.other)});
            one.two.add(two, truth);
            keep("two", two);
            one.tags = tags_of(page, two.detail);
            const ReadBy among_ten = ours.read(page.scan, ten);
            one.ten.add(among_ten, truth);
            keep("ten", among_ten);
            if (kind.mixture == Mixture::alone)
                one.alone.add(ours.read(page.scan, {std::string(kind.language)}), truth);
            if (number < plan.peers) {
                write_pgm(page.scan, file);
                const ReadBy peer = tesseract_reads(file, everything);
                one.everything.add(peer, truth);
                keep("peer", peer);
            }
            csv << fmt::format(
                       "{},{},{},{},{},{:.5f},{:.5f},{:.5f},{:.5f},{:.5f},{:.5f},{:.4f},{:.3f},{:."
                       "3f},{:.3f}\n",
                       kind.name, aged, number, page.face, page.other_face, one.two.error(),
                       one.two.free_of_order(), one.ten.error(), one.alone.error(),
                       one.everything.error(), one.everything.free_of_order(), one.tags.share(),
                       one.two.seconds, one.ten.seconds, one.everything.seconds)
                << std::flush;
            groups[{k, aged}].add(one);
        }
    fmt::print("{:<32} {:>5} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7} {:>6} {:>7} {:>7} {:>7}\n",
               "error, %", "pages", "two", "words", "ten", "alone", "peer", "words", "tags",
               "two s", "ten s", "peer s");
    Group mixed, single;
    for (const auto& [key, group] : groups) {
        const MixedKind& kind = mixed_kinds()[key.first];
        const bool alone = kind.mixture == Mixture::alone;
        (alone ? single : mixed).add(group);
        const bool harmed = alone && group.two.error() > group.alone.error() + chance;
        print_row(fmt::format("{} {}", kind.name, key.second ? "aged" : "clean"), group,
                  harmed ? "HARMED" : "");
    }
    print_row("all in two scripts", mixed, "");
    if (single.two.pages) print_row("all in one script", single, "");
    if (mixed.everything.pages == 0) return false;
    fmt::print(
        "in two scripts: {:.2f} of the error of tesseract -l {} with two languages declared, "
        "{:.2f} with ten\n",
        mixed.two.error() / mixed.everything.error(), everything,
        mixed.ten.error() / mixed.everything.error());
    return 3 * mixed.two.error() <= mixed.everything.error() &&
           single.two.error() <= single.alone.error() + chance;
}

}  // namespace nuskha
