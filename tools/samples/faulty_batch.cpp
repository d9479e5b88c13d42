#include "tools/samples/faulty_batch.hpp"

#include <fmt/format.h>

#include "tools/samples/directory_first.hpp"
#include "tools/samples/layouts.hpp"
#include "tools/samples/truth.hpp"

namespace nuskha {
namespace {

class FaultyBatch {
  public:
    explicit FaultyBatch(Delivery to) : to_(std::move(to)) {
        BookStyle style;
        style.width = 874;  // A7: small pages suffice
        style.height = 1240;
        style.margin_mm = 7;
        style.face = book_face("en", 9);
        const Prose prose = load_prose("en");
        Flow flow{paragraphs_from(prose, 0)};
        for (int i = 0; i < 8; ++i) {
            style.number = i + 1;
            sheets_.push_back(book_page(prose, flow, style));
        }
    }

    void make() {
        sound();
        truncated();
        wrong_sum();
        missing();
        unlisted();
        empty();
        blank();
        duplicate();
        gap();
        not_an_image();
        wrong_name();
        to_.file("batch.toml",
                 "id = \"bad-2026-07\"\ndate = \"2026-07-01\"\nrecipe = \"print\"\n"
                 "languages = [\"en\"]\n");
        to_.file("items.csv", csv_);
        write_text(to_.truth() / "expected-findings.tsv", "item\tpath\tcode\n" + findings_);
        write_text(to_.truth() / "expected-items.tsv", "item\toutcome\n" + items_);
    }

  private:
    static Ageing light() {
        Ageing a;
        a.skew_deg = 0.6;
        a.bed_px = 30;
        a.foxing = 4;
        a.gutter_shadow = 0.15;
        return a;
    }
    void page(const std::string& path, TiffForm form = TiffForm::jpeg) {
        to_.scan(path, sheets_[next_++ % sheets_.size()], nullptr, light(), form);
    }
    void item(const std::string& id, const std::string& title, bool sealed) {
        csv_ += fmt::format("{},{},,2026,en,print,CC0-1.0,\n", id, title);
        items_ += id + (sealed ? "\tsealed\n" : "\theld\n");
    }
    void expect(const std::string& id, const std::string& path, const std::string& code) {
        findings_ += id + "\t" + path + "\t" + code + "\n";
    }
    void sums(const std::string& id, const std::vector<std::string>& names) {
        to_.file(id + "/checksums.md5", to_.sums(id, names, "md5"));
    }

    void sound() {
        item("GOOD-01", "Two sound scans", true);
        page("GOOD-01/0001.tif");
        page("GOOD-01/0002.jpg");
        sums("GOOD-01", {"0001.tif", "0002.jpg"});
    }
    void truncated() {  // copying stopped at two thirds of the file
        item("TRUNC-02", "A truncated TIFF", false);
        page("TRUNC-02/0001.tif");
        page("TRUNC-02/0002.tif");
        const std::string whole = to_.read("TRUNC-02/0002.tif");
        // A cut file that starts with its directory opens well and breaks off in its pixels.
        const std::string first = directory_first(whole);
        to_.file("TRUNC-02/0002.tif", first.substr(0, first.size() * 2 / 3));
        expect("TRUNC-02", "TRUNC-02/0002.tif", "scan.truncated");
    }
    void wrong_sum() {
        item("SUM-03", "A wrong checksum", false);
        page("SUM-03/0001.tif");
        page("SUM-03/0002.tif");
        std::string text = to_.sums("SUM-03", {"0001.tif", "0002.tif"}, "md5");
        char& digit = text[text.find('\n') + 5];  // the fifth digit of the second digest
        digit = digit == '0' ? '1' : '0';
        to_.file("SUM-03/checksums.md5", text);
        expect("SUM-03", "SUM-03/0002.tif", "checksum.mismatch");
    }
    void missing() {
        item("MISS-04", "A listed scan is missing", false);
        page("MISS-04/0001.tif");
        page("MISS-04/0002.tif");
        sums("MISS-04", {"0001.tif", "0002.tif"});
        std::filesystem::remove(to_.batch() / "MISS-04/0002.tif");
        std::filesystem::remove(to_.truth() / "MISS-04/0002.tif.truth.json");
        expect("MISS-04", "MISS-04/0002.tif", "checksum.missing");
    }
    void unlisted() {
        item("EXTRA-05", "A scan that no list names", true);
        page("EXTRA-05/0001.tif");
        page("EXTRA-05/0002.tif");
        sums("EXTRA-05", {"0001.tif"});
        expect("EXTRA-05", "EXTRA-05/0002.tif", "checksum.extra");
    }
    void empty() {
        item("ZERO-06", "A file without bytes", false);
        page("ZERO-06/0001.tif");
        to_.file("ZERO-06/0002.tif", "");
        expect("ZERO-06", "ZERO-06/0002.tif", "file.empty");
    }
    void blank() {
        item("BLANK-07", "A blank page", true);
        page("BLANK-07/0001.tif");
        to_.scan("BLANK-07/0002.tif", blank_leaf("en", 874, 1240, 300), nullptr, light());
        expect("BLANK-07", "BLANK-07/0002.tif", "image.blank");
    }
    void duplicate() {
        item("DUP-08", "The same bytes twice", true);
        page("DUP-08/0001.tif");
        to_.file("DUP-08/0002.tif", to_.read("DUP-08/0001.tif"));
        std::filesystem::copy_file(to_.truth() / "DUP-08/0001.tif.truth.json",
                                   to_.truth() / "DUP-08/0002.tif.truth.json",
                                   std::filesystem::copy_options::overwrite_existing);
        expect("DUP-08", "DUP-08/0002.tif", "item.duplicate-scan");
    }
    void gap() {
        item("GAP-09", "A number is left out", true);
        for (const char* name : {"0001", "0002", "0004"})
            page(std::string("GAP-09/") + name + ".tif");
        expect("GAP-09", "GAP-09", "item.numbering-gap");
    }
    void not_an_image() {
        item("TEXT-10", "A letter named like a scan", false);
        page("TEXT-10/0001.tif");
        to_.file("TEXT-10/0002.tif",
                 "Dear colleague,\n\nthe second page will follow when the scanner is mended.\n");
        expect("TEXT-10", "TEXT-10/0002.tif", "scan.not-an-image");
    }
    void wrong_name() {
        item("WRONG-11", "A JPEG named .tif", true);
        page("WRONG-11/0001.jpg");
        std::filesystem::rename(to_.batch() / "WRONG-11/0001.jpg",
                                to_.batch() / "WRONG-11/0001.tif");
        std::string truth = "WRONG-11/0001.jpg.truth.json";
        std::filesystem::rename(to_.truth() / truth, to_.truth() / "WRONG-11/0001.tif.truth.json");
        expect("WRONG-11", "WRONG-11/0001.tif", "scan.wrong-extension");
    }

    Delivery to_;
    std::vector<Sheet> sheets_;
    std::size_t next_ = 0;
    std::string csv_ = "id,title,creator,date,languages,kind,rights,shelfmark\n", findings_, items_;
};

}  // namespace

void faulty_batch(Delivery to) {
    FaultyBatch(std::move(to)).make();
}

}  // namespace nuskha
