// The committed samples, batch by batch: the plan is this file.
#include "tools/samples/batches.hpp"
#include "tools/samples/delivery.hpp"
#include "tools/samples/faulty_batch.hpp"
#include "tools/samples/layouts.hpp"

namespace nuskha {
namespace {

const std::string csv_head = "id;title;creator;date;languages;kind;rights;shelfmark\r\n";

// Leaves of one small book, each with the next page on its back.
std::vector<Sheet> book(const Prose& prose, int pages, int first_number, BookStyle style = {},
                        int first_paragraph = 0) {
    Flow flow{paragraphs_from(prose, first_paragraph)};
    style.face = book_face(prose.language, style.face.points);
    std::vector<Sheet> sheets;
    for (int i = 0; i < pages; ++i) {
        style.number = first_number + i;
        style.heading = i == 0;
        sheets.push_back(book_page(prose, flow, style));
    }
    return sheets;
}

Ageing worn(double skew, double yellowing) {
    Ageing a;
    a.skew_deg = skew;
    a.yellowing = yellowing;
    a.foxing = 10;
    a.show_through = 0.06;
    a.gutter_shadow = 0.25;
    return a;
}

std::string upper(std::string hex) {
    for (char& c : hex)
        if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
    return hex;
}

void print_latin(Delivery& to) {  // checksums.md5 as md5sum writes it
    const auto sheets = book(load_prose("az-Latn"), 4, 7);
    to.scan("AZ-0001/AZ-0001_0001.tif", sheets[0], &sheets[1], worn(0, 0.2));
    Ageing second = worn(1.8, 0.3);
    second.curl_px = 14;
    second.stains = 1;
    to.scan("AZ-0001/AZ-0001_0002.tif", sheets[1], &sheets[0], second);
    to.scan("AZ-0001/AZ-0001_0003.tif", sheets[2], &sheets[3], worn(-2.6, 0.35));
    to.file(
        "AZ-0001/checksums.md5",
        to.sums("AZ-0001", {"AZ-0001_0001.tif", "AZ-0001_0002.tif", "AZ-0001_0003.tif"}, "md5"));
}

void print_cyrillic(Delivery& to) {  // SHA256SUMS with CRLF, ./ and capitals
    const auto sheets = book(load_prose("az-Cyrl"), 3, 12);
    Ageing first = worn(-1.2, 0.35);
    first.noise = 0.6;  // sixteen greys hide it anyway, and it costs bytes
    first.texture = 0.15;
    to.scan("AZ-0002/0001.tif", sheets[0], &sheets[1], first, TiffForm::lzw4);
    to.scan("AZ-0002/0002.tif", sheets[1], &sheets[0], worn(2.2, 0.2), TiffForm::fax_g4);
    to.scan("AZ-0002/0003.tif", sheets[2], &sheets[1], worn(0.7, 0.2), TiffForm::packbits1);
    std::string sums;
    for (const std::string name : {"0001.tif", "0002.tif", "0003.tif"})
        sums += upper(to.digest("AZ-0002/" + name, "sha256")) + " *./" + name + "\r\n";
    to.file("AZ-0002/SHA256SUMS", sums);
}

void print_arabic(Delivery& to) {  // one .md5 beside each file
    const auto sheets = book(load_prose("az-Arab"), 2, 3);
    to.scan("AZ-0003/page-1.jpg", sheets[0], &sheets[1], worn(1.1, 0.3));
    Ageing second = worn(-0.8, 0.25);
    second.noise = 0.5;
    second.texture = 0.12;
    to.scan("AZ-0003/page-2.png", sheets[1], &sheets[0], second);
    for (const std::string name : {"page-1.jpg", "page-2.png"})
        to.file("AZ-0003/" + name + ".md5",
                to.digest("AZ-0003/" + name, "md5") + "  " + name + "\n");
}

void print_kazakh(Delivery& to) {  // checksums.csv; one page upside down
    const auto sheets = book(load_prose("kk-Cyrl"), 3, 21);
    to.scan("KZ-0001/kz_1.jp2", sheets[0], &sheets[1], worn(0.9, 0.25));
    Ageing turned = worn(-1.4, 0.3);
    turned.quarter_turns = 2;
    to.scan("KZ-0001/kz_2.jp2", sheets[1], &sheets[0], turned);
    Ageing grey = worn(0.3, 0.3);
    grey.noise = 0;
    grey.texture = 0.1;
    to.scan("KZ-0001/kz_10.tif", sheets[2], &sheets[1], grey, TiffForm::deflate4);
    std::string csv = "path;algorithm;digest\n";
    for (const std::string name : {"kz_1.jp2", "kz_2.jp2", "kz_10.tif"})
        csv += name + ";SHA-256;" + to.digest("KZ-0001/" + name, "sha256") + "\n";
    to.file("KZ-0001/checksums.csv", csv);
}

void print_russian(Delivery& to) {  // item.toml and dc.xml; one page on its side, one in colour
    const auto sheets = book(load_prose("ru"), 3, 40);
    Ageing first = worn(-3.4, 0.6);
    first.stains = 3;
    first.colour = true;
    to.scan("RU-0001/0001.tif", sheets[0], &sheets[1], first, TiffForm::jpeg, 55);
    Ageing side = worn(0.6, 0.4);
    side.quarter_turns = 1;
    to.scan("RU-0001/0002.tif", sheets[1], &sheets[0], side);
    Ageing other = worn(1.0, 0.4);
    other.quarter_turns = 3;
    to.scan("RU-0001/0003.tif", sheets[2], &sheets[1], other);
    to.file("RU-0001/item.toml",
            "# Stated here rather than in items.csv.\n"
            "id = \"RU-0001\"\n"
            "title = \"Бумага и время\"\n"
            "creator = \"Записки хранителя\"\n"
            "date = \"1911\"\n"
            "languages = [\"ru\"]\n"
            "kind = \"print\"\n"
            "rights = \"CC0-1.0\"\n"
            "shelfmark = \"Р 12/40\"\n");
    to.file("RU-0001/dc.xml",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "
            "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
            "  <dc:title>Бумага и время</dc:title>\n"
            "  <dc:creator>Записки хранителя</dc:creator>\n"
            "  <dc:date>1911</dc:date>\n"
            "  <dc:language>ru</dc:language>\n"
            "  <dc:identifier>RU-0001</dc:identifier>\n"
            "  <dc:rights>CC0-1.0</dc:rights>\n"
            "</oai_dc:dc>\n");
}

void print_english(Delivery& to) {  // manifest-sha256.txt, mods.xml; an opened book, 16 bits
    const Prose prose = load_prose("en");
    BookStyle style;
    style.number = 30;
    style.face = book_face("en", 9);
    Flow flow{paragraphs_from(prose, 2)};
    const Sheet open = double_page(prose, flow, style);
    Ageing spread = worn(0.8, 0.3);
    spread.curl_px = 12;
    spread.gutter_shadow = 0.5;
    to.scan("EN-0001/en_0001.tif", open, nullptr, spread, TiffForm::jpeg_tiles);
    BookStyle small;
    small.width = 874;  // A7
    small.height = 1240;
    small.margin_mm = 7;
    const auto leaf = book(prose, 1, 32, small, 6);
    Ageing deep = worn(-0.5, 0.25);
    deep.noise = 0;
    deep.texture = 0.05;
    deep.bed_px = 30;
    to.scan("EN-0001/en_0002.tif", leaf[0], nullptr, deep, TiffForm::deflate16);
    to.file("EN-0001/manifest-sha256.txt",
            to.sums("EN-0001", {"en_0001.tif", "en_0002.tif"}, "sha256"));
    to.file("EN-0001/mods.xml",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<mods xmlns=\"http://www.loc.gov/mods/v3\" version=\"3.8\">\n"
            "  <titleInfo><title>The Keeper of Paper</title></titleInfo>\n"
            "  <name type=\"personal\"><namePart>A Reader's Companion</namePart></name>\n"
            "  <originInfo><dateIssued>1928</dateIssued></originInfo>\n"
            "  <language><languageTerm type=\"code\" authority=\"iso639-2b\">eng</languageTerm>"
            "</language>\n"
            "  <identifier type=\"local\">EN-0001</identifier>\n"
            "</mods>\n");
}

void print_batch(Delivery to) {
    print_latin(to);
    print_cyrillic(to);
    print_arabic(to);
    print_kazakh(to);
    print_russian(to);
    print_english(to);
    to.file("batch.toml",
            "# One delivery of the scanning room.\n"
            "id = \"print-2026-03\"\n"
            "operator = \"Scanning room 2\"\n"
            "scanner = \"Overhead book scanner, A2\"\n"
            "date = \"2026-03-14\"\n"
            "recipe = \"print\"\n"
            "languages = [\"az-Latn\"]\n"
            "rights = \"CC0-1.0\"\n");
    to.file("items.csv",
            "\xEF\xBB\xBF" + csv_head +
                "AZ-0001;Kağızın yaddaşı;Kitabxanaçının qeydləri;1934;az-Latn;print;;A 1/7\r\n"
                "AZ-0002;\"Дәниз вә мәтбәә; шәһәр хатирәләри\";;1957;az-Cyrl;print;;A 2/12\r\n"
                "AZ-0003;کاغاذین یادداشی;;1905;az-Arab;print;;A 3/3\r\n"
                "KZ-0001;Қағаз бен дала;Кітапханашының жазбалары;1961;kk-Cyrl;print;;K 1/21\r\n"
                "EN-0001;The Keeper of Paper;A Reader's Companion;1928;en;print;;E 1/30\r\n");
}

void periodical_batch(Delivery to) {
    const auto issue = [&](const std::string& language, const std::string& name, int pages,
                           const std::string& date_line, double skew) {
        const Prose prose = load_prose(language);
        Flow flow{paragraphs_from(prose, 0)};
        BookStyle style{1500, 2000, 300, book_face(language, 7.5), 9, false, 1};
        std::vector<Sheet> sheets;
        for (int i = 0; i < pages; ++i) {
            style.number = i + 1;
            sheets.push_back(periodical_page(prose, flow, style, i == 0, date_line));
        }
        for (int i = 0; i < pages; ++i) {
            Ageing a = worn(i % 2 ? -skew : skew, 0.65);
            a.show_through = 0.09;
            a.texture = 0.5;
            a.gutter_shadow = 0.1;
            to.scan(name + "_000" + std::to_string(i + 1) + ".tif", sheets[i],
                    &sheets[pages == 1 ? 0 : i ^ 1], a, TiffForm::jpeg, 50);
        }
    };
    issue("az-Latn", "NEWS-1931-05", 2, "№ 5 · 17 may 1931 · qiyməti 5 qəpik", 1.6);
    issue("kk-Cyrl", "DALA-1926-11", 2, "№ 11 · 1926 жыл, 3 қараша · бағасы 5 тиын", 2.4);
    to.file("batch.toml",
            "id = \"periodical-2026-04\"\ndate = \"2026-04-02\"\nrecipe = \"print\"\n");
    to.file("items.csv",
            "id,title,creator,date,languages,kind,rights,shelfmark\n"
            "NEWS-1931-05,\"Oxu zalı, 1931, № 5\",,1931-05-17,az-Latn,periodical,CC0-1.0,Q 31\n"
            "DALA-1926-11,\"Дала дауысы, 1926, № 11\",,1926-11-03,kk-Cyrl ru,periodical,CC0-1.0,"
            "Q 26\n");
}

void manuscript_batch(Delivery to) {
    const Prose arabic = load_prose("az-Arab"), russian = load_prose("ru");
    BookStyle leaf{1240, 1748, 300, {"Noto Nastaliq Urdu", 10.5, false, false, 0.82}, 17, false, 1};
    Flow divan{paragraphs_from(arabic, 0)};
    std::vector<Sheet> sheets;
    for (int i = 0; i < 2; ++i) {
        leaf.number = i + 1;
        sheets.push_back(manuscript_page(arabic, divan, leaf, true, 77 + i));
    }
    Ageing a = worn(1.3, 0.8);
    a.colour = true;
    a.stains = 2;
    a.foxing = 30;
    a.texture = 0.7;
    to.scan("MS-0014/f001r.tif", sheets[0], &sheets[1], a, TiffForm::jpeg, 55);
    a.skew_deg = -0.9;
    to.scan("MS-0014/f001v.tif", sheets[1], &sheets[0], a, TiffForm::jpeg, 55);
    BookStyle letter{1240, 1748, 300, {"Steve", 13, false, false, 1.0}, 14, false, 1};
    Flow words{paragraphs_from(russian, 8)};
    const Sheet first = manuscript_page(russian, words, letter, false, 91);
    Ageing b = worn(-2.1, 0.5);
    b.colour = true;
    b.stains = 2;
    b.fading = 0.25;
    to.scan("MS-0020/letter.jpg", first, nullptr, b, TiffForm::jpeg, 60);
    to.file("batch.toml",
            "id = \"manuscript-2026-05\"\noperator = \"Restoration\"\ndate = \"2026-05-20\"\n"
            "recipe = \"manuscript\"\n");
    to.file("items.csv", csv_head +
                             "MS-0014;کاغاذین یادداشی;;1820~;az-Arab;manuscript;CC0-1.0;M 14\r\n"
                             "MS-0020;Письмо хранителя;;1896;ru;manuscript;CC0-1.0;M 20\r\n");
}

void map_batch(Delivery to) {
    const Sheet caspian = map_sheet(load_prose("az-Latn"), 2400, 1800, 300, 5);
    Ageing a = worn(0.7, 0.35);
    a.colour = true;
    a.gutter_shadow = 0;
    a.stains = 2;
    to.scan("MAP-0003/MAP-0003_0001.tif", caspian, nullptr, a, TiffForm::jpeg_tiles, 65);
    const Sheet steppe = map_sheet(load_prose("ru"), 1800, 1350, 225, 6);
    Ageing b = a;
    b.skew_deg = -1.5;
    b.bed_px = 40;
    to.scan("MAP-0004/MAP-0004_0001.jp2", steppe, nullptr, b, TiffForm::jpeg, 60, 30.0);
    to.file("batch.toml", "id = \"map-2026-06\"\ndate = \"2026-06-11\"\nrecipe = \"map\"\n");
    to.file("items.csv", csv_head +
                             "MAP-0003;Xəzər sahilinin xəritəsi;;1908;az-Latn;map;CC0-1.0;X 3\r\n"
                             "MAP-0004;Карта степи и моря;;1871;ru;map;CC0-1.0;X 4\r\n");
}

void plain_batch(Delivery to) {  // nothing but images, and what two desktops leave behind
    BookStyle style;
    style.width = 874;
    style.height = 1240;
    style.margin_mm = 7;
    Ageing a = worn(0.5, 0.3);
    a.bed_px = 30;
    const auto azeri = book(load_prose("az-Latn"), 3, 3, style, 4);
    int i = 0;
    for (const std::string name : {"səhifə 1.jpg", "səhifə 2.jpg", "səhifə 10.jpg"}) {
        a.skew_deg = 0.5 + 0.4 * i;
        to.scan("Şəkilli kitab/" + name, azeri[i], nullptr, a);
        ++i;
    }
    const auto russian = book(load_prose("ru"), 1, 5, style, 5);
    to.scan("Старая книга/Скан 01.jpg", russian[0], nullptr, a);
    const std::string store("\0\0\0\1Bud1\0\0\20\0\0\0\10\0", 16);
    to.file(".DS_Store", store);
    to.file("Şəkilli kitab/.DS_Store", store);
    to.file("Старая книга/Thumbs.db", std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8));
}

}  // namespace

void make_committed(const std::filesystem::path& folder, std::uint64_t seed) {
    const Dice dice(seed);
    for (const char* name : {"print", "periodical", "manuscript", "map", "plain", "bad", "truth"})
        std::filesystem::remove_all(folder / name);
    const auto delivery = [&](const char* name) {
        return Delivery(folder / name, folder / "truth" / name, dice.named(name));
    };
    print_batch(delivery("print"));
    periodical_batch(delivery("periodical"));
    manuscript_batch(delivery("manuscript"));
    map_batch(delivery("map"));
    plain_batch(delivery("plain"));
    faulty_batch(delivery("bad"));
}

}  // namespace nuskha
