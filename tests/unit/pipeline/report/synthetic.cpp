#include "tests/unit/pipeline/report/synthetic.hpp"

#include <fmt/format.h>

#include <array>
#include <random>
#include <sstream>

namespace nuskha {
namespace {

struct Script {
    const char *id, *title, *language, *model, *text;
    Direction direction;
};

constexpr Direction ltr = Direction::left_to_right, rtl = Direction::right_to_left;
const std::array<Script, 7> scripts{{
    {"AZ-0012", "Köhnə bazarın hekayəti", "az-Latn", "aze",
     "Səhər tezdən bazarın qapısı açılanda dülgər öz çəkicini götürüb işə başlayardı və qonşular "
     "onun səsini eşidib günün başlandığını bilərdilər",
     ltr},
    {"AZ-0013", "Дәнизчинин дәфтәри", "az-Cyrl", "Cyrillic",
     "Көһнә лиманда ғаранлыг дүшәндә маяғын ишығы сүзүлүб суја төкүләрди вә ҝәмиләр бир-бир ҝери "
     "гајыдарды",
     ltr},
    {"AZ-0014", "باغبانین یازیلاری", "az-Arab", "fas",
     "باغین قاپیسی آچیلاندا آغاجلارین آراسیندان سویون سسی ائشیدیلردی و گونش یاواش یاواش "
     "دیوارین اوستونه قالخاردی",
     rtl},
    {"KK-0007", "Дала жолдары", "kk-Cyrl", "Cyrillic",
     "Таңертең көш жолға шығып, өзен бойындағы қыстаққа жеткенше жол бойы ән айтылып, әңгіме "
     "үзілмеді",
     ltr},
    {"RU-0101", "Записки переплётчика", "ru", "rus",
     "Утром мастер снимал с полки старый том, осторожно раскрывал его на столе и считал листы, "
     "прежде чем взяться за работу",
     ltr},
    {"EN-0040", "The binder\u2019s ledger of a small town", "en", "eng",
     "Every leaf was counted twice before the boards were closed, and whatever was missing was "
     "written on the inside of the cover",
     ltr},
    {hostile_item, "</title><script>alert('title')</script> \u202e gnp.exe", "en", "eng",
     "<b>bold</b> & \"quoted\" <script>alert('ocr')</script> 'single' ]]> --> text", ltr},
}};

class Maker {
  public:
    double between(double low, double high) {
        return low + (high - low) * static_cast<double>(random_() % 10'001) / 10'000;
    }
    int below(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }

    Text text(const Script& script, double trust, Size page) {
        std::vector<std::string> words;
        std::istringstream stream(script.text);
        for (std::string word; stream >> word;)
            words.push_back(word);
        Text text;
        text.engine = "Tesseract 5.3.0";
        text.languages = {script.language};
        text.models = {{script.model, std::string(60, '7') + "abcd"}};
        std::size_t next = 0;
        for (int b = 0; b < 3; ++b) {
            Block block;
            for (int l = 0; l < 8; ++l) {
                const double y = page.height * (0.1 + 0.28 * b + 0.03 * l);
                block.lines.push_back(line(script, words, next, trust, page, y));
            }
            block.box = block.lines.front().box;
            for (const Line& each : block.lines)
                block.box = united(block.box, each.box);
            text.blocks.push_back(block);
        }
        return text;
    }

  private:
    Line line(const Script& script, const std::vector<std::string>& words, std::size_t& next,
              double trust, Size page, double y) {
        Line made;
        made.direction = script.direction;
        const double tall = page.height * 0.019, left = page.width * 0.1, right = page.width * 0.9;
        double x = left;
        for (int w = 0; w < 7; ++w) {
            const std::string& text = words[next++ % words.size()];
            const double wide = std::min(
                page.width * 0.012 * static_cast<double>(text.size()) / 1.4, page.width * 0.14);
            if (x + wide > right) break;
            const double at = script.direction == rtl ? left + right - x - wide : x;
            made.words.push_back({text,
                                  {at, y, wide, tall},
                                  std::min(0.99, trust + between(-0.3, 0.12)),
                                  script.language,
                                  script.direction});
            made.box = united(made.box, made.words.back().box);
            x += wide + page.width * 0.014;
        }
        made.baseline_start = {left, y + tall * 0.8};
        made.baseline_end = {right, y + tall * 0.8};
        return made;
    }
    std::mt19937 random_{20261122};
};

PageRecord made_page(Maker& maker, const Script& script, const std::string& item,
                     const ScanFile& scan, int number) {
    PageRecord record;
    record.key = fmt::format("{:064x}", number * 7919);
    record.picture = fmt::format("p{:03}", number);
    Page& page = record.page;
    page.id = {item, scan.name, 0, 0};
    page.languages = {script.language};
    page.facts = {"TIFF",
                  "6.0",
                  "image/tiff",
                  "fmt/353",
                  2480,
                  3508,
                  8,
                  3,
                  "RGB",
                  "Uncompressed",
                  300,
                  300,
                  1,
                  "little endian",
                  "sRGB IEC61966-2.1",
                  "Zeutschel",
                  "OS 12002",
                  "OmniScan 12.19",
                  "2026-11-20T09:14:00",
                  false};
    const double tilt = maker.between(-1.2, 1.2) + (number % 17 == 0 ? 2.8 : 0);
    page.geometry = Geometry({2480, 3508}, 1);
    if (number % 23 == 0) page.geometry = page.geometry.turned(2);
    page.geometry = page.geometry.rotated(-tilt).cropped({130, 170, 2230, 3200});
    const double trust = number % 9 == 0 ? 0.55 : maker.between(0.78, 0.95);
    page.text = maker.text(script, trust, page.geometry.page());
    const Timestamp time = 1'795'300'000 + number;
    page.events = {
        {"image quality assessment",
         "inspect",
         "success",
         "measured",
         {{"edge_width", maker.between(1.6, 4.2), "pixel"}, {"clipped_white", 0.003, "ratio"}},
         "nuskha inspect/1",
         time},
        {"deskewing",
         "deskew",
         std::abs(tilt) < 0.1 ? "left alone" : "success",
         fmt::format("turned by {:.2f} degrees", -tilt),
         {{"skew", tilt, "degree"}, {"trust", 0.93, "ratio"}},
         "nuskha deskew/1",
         time + 1},
        {"cropping",
         "crop",
         "success",
         "cut to the leaf",
         {{"kept", 0.82, "ratio"}},
         "nuskha crop/1",
         time + 1},
        {"text recognition",
         "recognise",
         "success",
         "172 words",
         {{"confidence", page.text->mean_confidence(), "ratio"},
          {"expected_error", number / 1000.0, "ratio"}},
         "Tesseract 5.3.0",
         time + 2}};
    if (number % 17 == 0)
        page.findings.push_back(make_finding("skew.large", scan.path,
                                             fmt::format("tilted by {:.2f} degrees", tilt),
                                             {{"skew", tilt, "degree"}}));
    if (number % 9 == 0)
        page.findings.push_back(make_finding(
            "ocr.low-confidence", scan.path,
            fmt::format("confidence is {:.0f} %; the recipe asks for 70 %", trust * 100),
            {{"confidence", trust, "ratio"}}));
    if (number % 14 == 0)
        page.findings.push_back(make_finding("image.blurred", scan.path,
                                             "sharpness is 11, the recipe asks for 15",
                                             {{"sharpness", 11, ""}}));
    return record;
}

void make_faulty(PageRecord& page, const ScanFile& scan) {
    page.faulty = true;
    page.picture.clear();
    page.page.text.reset();
    page.page.events.clear();
    page.page.findings = {make_finding("scan.truncated", scan.path,
                                       scan.path +
                                           ": strip 211 of 439 ends 1,204 bytes early; copy "
                                           "or scan it again",
                                       {{"strip", 211, ""}, {"missing", 1204, "byte"}})};
}

}  // namespace

void fill_synthetic(Journal& journal) {
    Maker maker;
    Batch batch;
    batch.id = "Bakı-2026-11 <b>&\"";
    batch.folder = "/scans/handover/2026-11-20";
    batch.operator_name = "Aygün Məmmədova";
    batch.scanner = "Zeutschel OS 12002";
    batch.date = "2026-11-20";
    batch.recipe = "print";
    batch.languages = {"az-Latn", "az-Cyrl", "az-Arab", "kk-Cyrl", "ru", "en"};
    batch.rights = "Public domain";
    batch.ignored = {".DS_Store", "AZ-0012/Thumbs.db"};
    batch.findings = {
        make_finding("batch.ignored", batch.folder, "2 files were left out", {{"files", 2, ""}})};
    for (const Script& script : scripts) {
        Item item;
        item.id = script.id;
        item.folder = script.id;
        item.description.title = script.title;
        item.description.languages = {script.language};
        item.description.kind = "print";
        item.description.shelfmark = "C 184 / " + std::string(script.language);
        const int count = script.id == hostile_item ? 2 : 10;
        for (int n = 1; n <= count; ++n) {
            const std::string name = script.id == hostile_item && n == 1
                                         ? hostile_scan
                                         : fmt::format("{}_{:04}.tif", script.language, n);
            item.scans.push_back({item.id + "/" + name,
                                  name,
                                  26'000'000u + static_cast<unsigned>(n),
                                  "s",
                                  {},
                                  {},
                                  {}});
        }
        batch.items.push_back(item);
    }
    batch.items[3].findings = {
        make_finding("checksum.mismatch", "KK-0007/kk-Cyrl_0004.tif",
                     "the md5 in checksums.csv is another; copy or scan the file again")};
    journal.set_batch(batch);

    int number = 0;
    for (const Item& item : batch.items) {
        const Script& script = scripts[static_cast<std::size_t>(&item - batch.items.data())];
        for (const ScanFile& scan : item.scans) {
            ++number;
            ScanRecord record{item.id,
                              scan.path,
                              scan.name,
                              "s",
                              scan.bytes,
                              {fmt::format("{:0128x}", number), fmt::format("{:064x}", number),
                               fmt::format("{:032x}", number)},
                              "TIFF",
                              "image/tiff",
                              "fmt/353",
                              1,
                              ScanState::done,
                              {},
                              {}};
            if (number == 27) {  // a scan of no bytes gives no page
                record.state = ScanState::faulty;
                record.digests = {};
                record.findings = {make_finding(
                    "file.empty", scan.path, scan.path + ": has no bytes; copy or scan it again")};
                journal.commit_scan(record);
                continue;
            }
            PageRecord page = made_page(maker, script, item.id, scan, number);
            if (number == 43) make_faulty(page, scan);
            if (number == 62)
                page.page.findings.push_back(
                    make_finding("image.no-profile", hostile_scan, "<i>no</i> profile"));
            record.findings = number == 43 ? page.page.findings : std::vector<Finding>{};
            journal.commit_scan(record);
            journal.commit_page(page);
        }
    }
    for (const Item& item : batch.items) {
        ItemOutcome outcome{ItemState::sealed, 1, "a1f/09c/" + item.id, {}};
        if (item.id == "AZ-0013") outcome.state = ItemState::unchanged;
        if (item.id == "AZ-0014" || item.id == "RU-0101" || item.id == "KK-0007")
            outcome = {ItemState::held_back,
                       0,
                       "",
                       {make_finding("item.incomplete", item.id,
                                     item.id + ": one scan is faulty; mend it and run again")}};
        journal.set_outcome(item.id, outcome);
    }
    journal.set_run({"nuskha run 2026-11-20 --store /archive",
                     "print",
                     "/archive",
                     "0.1.0",
                     1'795'300'000,
                     1'795'301'260,
                     false,
                     {},
                     {true, {{"image.blurred", 0.1, 0.2, 12, 60, {"AZ-0012/az-Latn_0003.tif"}}}},
                     {{"deskew.note_above", 1, ""}, {"recognise.low_confidence", 0.6, ""}}});
}

}  // namespace nuskha
