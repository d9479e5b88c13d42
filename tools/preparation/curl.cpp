#include "tools/preparation/curl.hpp"

#include <fmt/format.h>
#include <leptonica/allheaders.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <fstream>
#include <map>
#include <optional>
#include <utility>

#include "pipeline/imaging/scan_view.hpp"
#include "stages/dewarp.hpp"
#include "stages/recognise.hpp"
#include "stages/workbench.hpp"
#include "tools/preparation/curled_pages.hpp"
#include "tools/preparation/sound_pages.hpp"

namespace nuskha {
namespace {

std::vector<std::string> words_of(const Page& page) {
    std::vector<std::string> words;
    if (page.text)
        for (const Block& block : page.text->blocks)
            for (const Line& line : block.lines)
                for (const Word& word : line.words)
                    words.push_back(word.text);
    return words;
}

// Words to be put in, left out or exchanged (Levenshtein).
int word_errors(const std::vector<std::string>& read, const std::vector<std::string>& truth) {
    std::vector<int> row(read.size() + 1);
    for (std::size_t j = 0; j <= read.size(); ++j)
        row[j] = static_cast<int>(j);
    for (std::size_t i = 0; i < truth.size(); ++i) {
        int diagonal = std::exchange(row[0], static_cast<int>(i) + 1);
        for (std::size_t j = 0; j < read.size(); ++j) {
            const int best =
                std::min({row[j + 1] + 1, row[j] + 1, diagonal + (truth[i] != read[j])});
            diagonal = std::exchange(row[j + 1], best);
        }
    }
    return row.back();
}

// What Leptonica's dewarp makes of a page; nothing where it finds no model for it.
std::optional<Raster> by_leptonica(const Raster& scan) {
    Pix *grey = pixCreate(scan.width, scan.height, 8), *flat = nullptr;
    for (int y = 0; y < scan.height; ++y) {
        l_uint32* line = pixGetData(grey) + static_cast<std::size_t>(y) * pixGetWpl(grey);
        for (int x = 0; x < scan.width; ++x)
            SET_DATA_BYTE(line, x, scan.row(y)[x]);
    }
    setMsgSeverity(L_SEVERITY_NONE);
    dewarpSinglePage(grey, 0, 1, 1, 1, &flat, nullptr, 0);
    pixDestroy(&grey);
    if (!flat || pixGetDepth(flat) != 8) {
        pixDestroy(&flat);
        return {};
    }
    Raster out(pixGetWidth(flat), pixGetHeight(flat), 1);
    for (int y = 0; y < out.height; ++y) {
        const l_uint32* line = pixGetData(flat) + static_cast<std::size_t>(y) * pixGetWpl(flat);
        for (int x = 0; x < out.width; ++x)
            out.row(y)[x] = static_cast<std::uint8_t>(GET_DATA_BYTE(line, x));
    }
    pixDestroy(&flat);
    return out;
}

class Reader {
  public:
    Reader()
        : bench_(make_workbench()),
          dewarp_(dewarp_stage.make(Options(dewarp_stage.options), *bench_)),
          recognise_(recognise_stage.make(Options(recognise_stage.options), *bench_)) {}

    // Errors of reading a raster; through dewarp first where `event` is given.
    int errors(const Raster& scan, const CurledPage& of, Event* event, double* ms) {
        const ScanPixels pixels(scan);
        Page page = page_of(scan);
        page.languages = {of.language};
        if (event) {
            const ScanView view(pixels, page.geometry);
            const std::clock_t began = std::clock();
            page = dewarp_->run(std::move(page), view).front();
            *ms = 1000.0 * static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
            *event = page.events.back();
        }
        const ScanView view(pixels, page.geometry);
        return word_errors(words_of(recognise_->run(std::move(page), view).front()), of.words);
    }

  private:
    std::unique_ptr<Workbench> bench_;
    std::unique_ptr<Stage> dewarp_, recognise_;
};

struct Tally {
    int pages = 0, words = 0, as_is = 0, dewarped = 0, leptonica = 0, changed = 0, worse = 0;
    double departure = 0, milliseconds = 0;
};

void print(const std::string& name, const Tally& t) {
    const auto rate = [&](int errors) { return 100.0 * errors / std::max(1, t.words); };
    fmt::print("{:<20} {:>5} {:>7} {:>9.1f} {:>8.2f} {:>8.2f} {:>9.2f} {:>9} {:>6} {:>7.1f}\n",
               name, t.pages, t.words, t.departure / t.pages, rate(t.as_is), rate(t.dewarped),
               rate(t.leptonica), t.changed, t.worse, t.milliseconds / t.pages);
}

}  // namespace

bool measure_curl_part(const PartPlan& plan) {
    const int count = plan.count > 0 ? plan.count : 90;
    constexpr std::array rises{0.0, 0.06, 0.12, 0.18, 0.24};  // flat in its turn
    Reader reader;
    std::ofstream csv(plan.out / "curl.csv");
    csv << "number,kind,language,face,rise,departure_px,words,errors,errors_dewarped,"
           "errors_leptonica,outcome,detail,unevenness_before,unevenness_after,cpu_ms\n";
    std::map<std::string, Tally> tallies;
    const Dice dice = Dice(plan.seed).named("curl");
    for (int i = 0; i < count; ++i) {
        const double rise = rises[static_cast<std::size_t>(i) % rises.size()];
        const CurledPage page = curled_page(i, rise, dice.named(fmt::format("page {}", i)));
        Event event;
        double ms = 0;
        const int as_is = reader.errors(page.scan, page, nullptr, nullptr);
        const int dewarped = reader.errors(page.scan, page, &event, &ms);
        const std::optional<Raster> peer = by_leptonica(page.scan);
        const int leptonica = peer ? reader.errors(*peer, page, nullptr, nullptr) : as_is;
        const auto number = [&](const char* name) {
            const double* value = event.number(name);
            return value ? *value : 0;
        };
        csv << fmt::format("{},{},{},{},{:.2f},{:.1f},{},{},{},{},{},\"{}\",{:.2f},{:.2f},{:.1f}",
                           i, page.kind, page.language, page.face, rise, page.departure,
                           page.words.size(), as_is, dewarped, leptonica, event.outcome,
                           event.detail, number("unevenness_before"), number("unevenness_after"),
                           ms)
            << std::endl;
        const std::string sort = rise > 0 ? "curled " : "flat ";
        for (const std::string& name :
             {sort + page.kind, sort + page.language, fmt::format("rise {:.2f}", rise),
              rise > 0 ? std::string("~curled") : std::string("~flat")}) {
            Tally& t = tallies[name];
            ++t.pages;
            t.words += static_cast<int>(page.words.size());
            t.as_is += as_is;
            t.dewarped += dewarped;
            t.leptonica += leptonica;
            t.changed += event.outcome == "success";
            t.worse += dewarped > as_is;
            t.departure += page.departure;
            t.milliseconds += ms;
        }
    }
    fmt::print(
        "word error of recognition, %\n{:<20} {:>5} {:>7} {:>9} {:>8} {:>8} {:>9} {:>9} "
        "{:>6} {:>7}\n",
        "", "pages", "words", "bent, px", "as it is", "dewarp", "Leptonica", "flattened", "worse",
        "ms");
    for (const auto& [name, tally] : tallies)
        print(name[0] == '~' ? "all " + name.substr(1) : name, tally);
    const Tally &curled = tallies["~curled"], &flat = tallies["~flat"];
    return 2 * curled.dewarped <= curled.as_is && flat.dewarped <= flat.as_is;
}

}  // namespace nuskha
