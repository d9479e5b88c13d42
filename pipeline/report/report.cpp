// How a report is made: the journal is walked once without text, which counts, writes report.json,
// findings.csv and pages.csv, the items' sheets, and one line of HTML a card into a file for each level; then
// the walls are put together from those files, worst first; then the journal is walked again with
// text for the sheets of the pages. All of it goes into a staging folder that then takes the place
// of the old one.
#include "pipeline/report/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>

#include "pipeline/files.hpp"
#include "pipeline/report/data.hpp"
#include "pipeline/report/sheet.hpp"

namespace nuskha {
namespace report {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t cards_a_sheet = 2000;

struct Staging {  // a folder beside the sheets; gone unless published
    explicit Staging(const fs::path& folder) : root(folder), at(folder / "sheets.part") {
        fs::remove_all(at);
        make_folders(at);
    }
    ~Staging() {
        std::error_code ignored;
        fs::remove_all(at, ignored);
    }
    Staging(const Staging&) = delete;
    Staging& operator=(const Staging&) = delete;

    void publish() {
        const fs::path sheets = root / "sheets";
        make_folders(sheets);
        if (!exchange_paths(at, sheets)) {
            fs::remove_all(sheets);
            rename_path(at, sheets);
        }
        for (const char* file : {"report.json", "findings.csv", "pages.csv", "index.html"})
            rename_path(sheets / file, root / file);
    }
    fs::path root, at;
};

void write_sheet(const fs::path& file, std::string_view html) {
    FileWriter writer(file, {});
    writer.write(html);
    writer.close();
}

// Cards in four files: errors, warnings, notes, the rest; each in reading order.
class CardFiles {
  public:
    explicit CardFiles(const fs::path& folder) {
        for (std::size_t i = 0; i < 4; ++i) {
            names_[i] = folder / fmt::format("cards-{}", i);
            files_[i].emplace(names_[i], BlockSink{});
        }
    }
    void add(std::optional<Level> level, const std::string& card) {
        files_[level ? 2 - static_cast<std::size_t>(*level) : 3]->write(card);
        ++count_;
    }
    std::int64_t count() const { return count_; }
    template <class Visit>
    void for_each(Visit visit) {  // once; the files are gone then
        for (std::size_t i = 0; i < 4; ++i) {
            files_[i]->close();
            {
                std::ifstream file(names_[i], std::ios::binary);
                for (std::string line; std::getline(file, line);)
                    visit(line);
            }
            fs::remove(names_[i]);
        }
    }

  private:
    std::array<fs::path, 4> names_;
    std::array<std::optional<FileWriter>, 4> files_;
    std::int64_t count_ = 0;
};

// A card as the index has it, seen from within sheets/. Quotes in names are escaped, so these marks
// are the card's own.
std::string seen_from_sheets(std::string card) {
    const auto replace = [&](std::string_view from, std::string_view to) {
        if (const auto at = card.find(from); at != std::string::npos)
            card.replace(at, from.size(), to);
    };
    replace(" href=\"sheets/", " href=\"");
    replace(" src=\"pages/", " src=\"../pages/");
    return card;
}

// The index with the first part of the wall, and the further parts.
void write_walls(const Journal& journal, const Tally& tally, const std::string& item_rows,
                 CardFiles& cards, const fs::path& folder, const Words& words) {
    const std::int64_t all = cards.count();
    const int parts =
        static_cast<int>(std::max<std::int64_t>(1, (all + cards_a_sheet - 1) / cards_a_sheet));
    std::optional<FileWriter> file;
    int part = 0;
    std::int64_t shown = 0;
    const auto wall = [&] {
        const std::int64_t first = (part - 1) * cards_a_sheet + 1;
        return WallPart{part, parts, std::min(first, all),
                        std::min<std::int64_t>(part * cards_a_sheet, all), all};
    };
    const auto begin = [&] {
        ++part;
        if (part == 1) {
            file.emplace(folder / "index.html", BlockSink{});
            file->write(index_begins(journal, tally, words));
            file->write(item_rows + "</tbody>\n</table></div>\n</section>\n");
        } else {
            file.emplace(folder / wall_file(part), BlockSink{});
            const std::string title =
                fmt::format("{} {} · {}", words.wall_part, part, journal.batch_without_items().id);
            file->write(begin_sheet(in_sheets(), "wall", title, "", words) +
                        "<main id=\"main\">\n");
        }
        file->write(wall_begins(wall(), tally, words));
    };
    const auto end = [&] {
        const Place place = part == 1 ? at_root() : in_sheets();
        file->write(wall_ends(wall(), place, words));
        file->write(part == 1 ? index_ends(journal, words) : end_sheet(journal.run(), words));
        file->close();
    };
    begin();
    cards.for_each([&](const std::string& card) {
        if (shown == part * cards_a_sheet) {
            end();
            begin();
        }
        file->write((part > 1 ? seen_from_sheets(card) : card) + "\n");
        ++shown;
    });
    end();
}

void write_all(const Journal& journal, const fs::path& folder, const Words& words) {
    make_folders(folder);
    Staging staging(folder);
    write_sheet(staging.at / "report.css", style_sheet());
    write_sheet(staging.at / "report.js", script());

    CsvWriter csv(staging.at / "findings.csv");
    PagesWriter pages(staging.at / "pages.csv");
    JsonWriter json(staging.at / "report.json", journal);
    CardFiles cards(staging.at);
    Tally tally(journal, [&](const PlacedFinding& finding) { csv.row(finding); });
    std::string item_rows, item_cards;
    ItemSums sums;
    int items = 0, leaves = 0;
    const Visitor first{[&](const Item& item, int number) {
                            items = number;
                            item_cards.clear();
                            sums = {};
                            tally.item(item);
                            json.item(item);
                        },
                        [&](const Leaf& leaf) {
                            leaves = leaf.number;
                            tally.leaf(leaf);
                            json.leaf(leaf);
                            pages.row(leaf);
                            sums.add(leaf);
                            cards.add(leaf.level(), card(leaf, folder, at_root(), words));
                            item_cards += card(leaf, folder, in_sheets(), words);
                        },
                        [&](const Item& item) {
                            tally.item_ends(item);
                            json.item_ends(item);
                            item_rows +=
                                item_row(item, items, sums, journal.outcome(item.id), words);
                            write_sheet(staging.at / item_file(items),
                                        item_sheet(journal, item, sums, item_cards, words));
                        }};
    for_each_leaf(journal, false, words, first);
    tally.courses.close();
    csv.close();
    pages.close();
    json.close(tally);
    write_walls(journal, tally, item_rows, cards, staging.at, words);

    for_each_leaf(journal, true, words,
                  {[](const Item&, int) {},
                   [&](const Leaf& leaf) {
                       write_sheet(staging.at / page_file(leaf.number),
                                   page_sheet(journal, leaf, leaves, folder, words));
                   }});
    staging.publish();
}

}  // namespace
}  // namespace report

void write_report(const Journal& journal, const std::filesystem::path& folder) {
    report::write_all(journal, folder, report::english());
}

}  // namespace nuskha
