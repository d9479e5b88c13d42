// What batch.toml, items.csv, item.toml, dc.xml and mods.xml say, and how faults in them are told.

#include "tests/unit/cpu_time.hpp"
#include "tests/unit/pipeline/intake/temporary_batch.hpp"

using namespace nuskha;
using namespace nuskha::test;

namespace {
using Strings = std::vector<std::string>;

std::string dc(const std::string& inside) {
    return "<?xml version='1.0'?><dc xmlns:dc='http://purl.org/dc/elements/1.1/'>" + inside +
           "</dc>";
}
}  // namespace

TEST_CASE("batch.toml tells about the batch, and its languages and rights reach the items") {
    TemporaryBatch b;
    b.scan("A/1.tif").file(
        "batch.toml",
        "\xEF\xBB\xBFid = \"D-7\"\r\noperator = \"Leyla\"\r\nscanner = \"i2S\"\r\n"
        "date = 2026-11-22\r\nrecipe = \"print\"\r\n"
        "languages = [\"aze\", \"RU\", \"az_Cyrl\", \"chi_sim\"]\r\nrights = \"PD\"\r\n");
    const Batch batch = b.read();
    REQUIRE(batch.id == "D-7");
    REQUIRE(batch.operator_name == "Leyla");
    REQUIRE(batch.scanner == "i2S");
    REQUIRE(batch.date == "2026-11-22");
    REQUIRE(batch.recipe == "print");
    REQUIRE(batch.languages == Strings{"az-Latn", "ru", "az-Cyrl", "chi_sim"});
    REQUIRE(batch.items[0].description.languages == batch.languages);
    REQUIRE(batch.items[0].description.rights == "PD");
    REQUIRE(batch.findings.empty());
}

TEST_CASE("faults in batch.toml are told with their line") {
    TemporaryBatch b;
    b.scan("A/1.tif");
    b.file("batch.toml", "id = \"x\"\noperater = \"y\"\nscanner = [1]\nlanguages = \"r2d2!\"\n");
    REQUIRE(told(b.read().findings) ==
            "batch.bad-metadata batch.toml:3|item.unknown-language batch.toml:4|"
            "batch.unknown-key batch.toml:2");
    b.file("batch.toml", "# ə\nid = \"Çap\"\noperator = Ləman\n");
    REQUIRE(told(b.read().findings) == "batch.bad-metadata batch.toml:3");
    b.file("batch.toml", "id = \"x\"\nrights = \"un");
    const Batch broken = b.read();
    REQUIRE(told(broken.findings) == "batch.bad-metadata batch.toml:2");
    REQUIRE(broken.id == "delivery");
}

TEST_CASE(
    "items.csv: separators, quotes, marks, line ends and the order of columns do not matter") {
    const std::string comma =
        "Title,ID,languages,Kind\r\n\"Leyli, \"\"və\"\" Məcnun\nII\",A,\"az-Arab, "
        "fa\",manuscript\r\n";
    std::string semicolon =
        "title;id;languages;kind\n\"Leyli, \"\"və\"\" Məcnun\nII\";A;az-Arab|fa;manuscript";
    std::string tab =
        "sep=\t\ntitle\tid\tlanguages\tkind\n\"Leyli, \"\"və\"\" Məcnun\nII\"\tA\taz-Arab "
        "fa\tmanuscript\n";
    std::string utf16 = "\xFF\xFE";
    for (const char c : std::string("id;title\nA;Kitab\n")) {
        utf16 += c;
        utf16 += '\0';
    }
    for (const std::string& text : {comma, "\xEF\xBB\xBF" + comma, semicolon, tab}) {
        INFO(text);
        TemporaryBatch b;
        b.scan("A/1.tif").file("items.csv", text);
        const Batch batch = b.read();
        const Description& d = item(batch, "A").description;
        REQUIRE(d.title == "Leyli, \"və\" Məcnun\nII");
        REQUIRE(d.languages == Strings{"az-Arab", "fa"});
        REQUIRE(d.kind == "manuscript");
        REQUIRE(item(batch, "A").id_declared);
        REQUIRE(batch.findings.empty());
    }
    TemporaryBatch b;
    b.scan("A/1.tif").file("items.csv", utf16);
    REQUIRE(b.read().items[0].description.title == "Kitab");
}

TEST_CASE("items.csv binds by name, in NFC and without case, and by folder") {
    TemporaryBatch b;
    b.scan("e\u0301/1.tif").scan("az-1/1.tif").scan("scan job 5/1.tif").scan("L_1.tif");
    b.file("items.csv",
           "id,folder,title,shelfmark\n\u00e9,,acute,\nAZ-1,,case,\nMS-5,.\\scan job 5\\,bound,"
           "A/5\nl,,loose,\nGONE,,nothing,\n");
    const Batch batch = b.read();
    REQUIRE(ids(batch) == "AZ-1|\u00e9|l|MS-5");
    REQUIRE(item(batch, "\u00e9").description.title == "acute");
    REQUIRE(item(batch, "MS-5").folder == "scan job 5");
    REQUIRE(item(batch, "MS-5").description.shelfmark == "A/5");
    REQUIRE(told(batch.findings) == "batch.item-without-scans items.csv:6");
}

TEST_CASE("faulty rows of items.csv are told with their line; the others are kept") {
    TemporaryBatch b;
    b.scan("A/1.tif").scan("B/1.tif");
    b.file("items.csv",
           "id,title,publisher\nA,ok,x\nA,again,x\nB,a,b,c\n,no id,x\n../x,\"never closed\n");
    const Batch batch = b.read();
    REQUIRE(item(batch, "A").description.title == "ok");
    REQUIRE(told(batch.findings) ==
            "batch.bad-metadata items.csv:6|batch.unknown-key items.csv:1|"
            "batch.bad-metadata items.csv:3|batch.bad-metadata items.csv:4|"
            "batch.bad-metadata items.csv:5");
}

TEST_CASE("an items.csv of another encoding or without ids is refused with advice") {
    TemporaryBatch b;
    b.scan("A/1.tif").file("items.csv", "id;title\nA;\xCA\xED\xE8\xE3\xE0\n");
    REQUIRE(told(b.read().findings) == "batch.bad-metadata items.csv");
    b.file("items.csv", "title\nx\n");
    REQUIRE(told(b.read().findings) == "batch.bad-metadata items.csv:1");
    b.file("items.csv", "id,folder\nA,../../etc\n");
    REQUIRE(told(b.read().findings) == "batch.bad-metadata items.csv:2");
    b.file("items.csv", "");
    REQUIRE(told(b.read().findings).empty());
}

TEST_CASE("item.toml goes before items.csv, that before dc.xml, that before batch.toml") {
    TemporaryBatch b;
    b.scan("A/1.tif").file("batch.toml", "rights='batch'\nlanguages=['en']\n");
    b.file("A/dc.xml", dc("<dc:title>\n from  dc </dc:title><dc:creator>Füzuli</dc:creator>"
                          "<dc:creator>Nizami</dc:creator><dc:date>1899</dc:date>"));
    b.file("items.csv", "id,title,date,languages\nA,from csv,1900,ru\n");
    b.file("A/item.toml", "id='MS-1'\ntitle='from toml'\ndate=1901\n");
    const Batch batch = b.read();
    const Item& one = item(batch, "MS-1");
    REQUIRE(one.description.title == "from toml");
    REQUIRE(one.description.date == "1901");
    REQUIRE(one.description.creator == "Füzuli; Nizami");
    REQUIRE(one.description.languages == Strings{"ru"});
    REQUIRE(one.description.rights == "batch");
    REQUIRE(one.metadata.size() == 2);
    REQUIRE(one.metadata[0].path == "A/dc.xml");
    REQUIRE(one.metadata[0].name == "dc.xml");
    REQUIRE(one.metadata[1].name == "item.toml");
    REQUIRE(one.findings.empty());
}

TEST_CASE("mods.xml gives title, creator and date of the work itself") {
    TemporaryBatch b;
    b.scan("A_1.tif").file(
        "A.mods.xml",
        "<mods xmlns='http://www.loc.gov/mods/v3'><titleInfo type='alternative'><title>No</title>"
        "</titleInfo><titleInfo><title>Abai joly</title><subTitle>roman</subTitle></titleInfo>"
        "<name><namePart>Äuezov, M.</namePart><namePart type='date'>1897-1961</namePart></name>"
        "<relatedItem><titleInfo><title>Series</title></titleInfo></relatedItem>"
        "<originInfo><dateIssued>1942</dateIssued></originInfo></mods>");
    const Batch batch = b.read();
    const Item& one = item(batch, "A");
    REQUIRE(one.description.title == "Abai joly: roman");
    REQUIRE(one.description.creator == "Äuezov, M.");
    REQUIRE(one.description.date == "1942");
    REQUIRE(one.metadata.at(0).name == "mods.xml");
    REQUIRE(one.metadata.at(0).path == "A.mods.xml");
}

TEST_CASE("descriptive XML that is broken or hostile is told and not read") {
    std::string deep,
        billion =
            "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"
            "<x xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>&b;</dc:title></x>";
    for (int i = 0; i < 5000; ++i)
        deep += "<a>";
    const std::string external =
        "<!DOCTYPE x SYSTEM 'file:///etc/passwd' [<!ENTITY e SYSTEM "
        "'file:///etc/passwd'>]><x>&e;</x>";
    for (const std::string& text :
         {std::string("<dc><title>x</dc>"), std::string("not xml"), std::string(), deep, billion,
          external, dc("&nbsp;"), std::string("<x>\xFF</x>")}) {
        INFO(text.substr(0, 60));
        TemporaryBatch b;
        b.scan("A/1.tif").file("A/dc.xml", text);
        const Batch batch = b.read();
        REQUIRE(told(batch.items[0].findings) == "batch.bad-metadata A/dc.xml");
        REQUIRE(batch.items[0].description.title.empty());
    }
}

TEST_CASE("a side file at the top that names no item is told") {
    TemporaryBatch b;
    b.scan("A/1.tif").scan("B/1.tif").file("dc.xml", dc("")).file("C.dc.xml", dc(""));
    b.file("A/batch.toml", "id='x'").file("B.dc.xml", dc("<dc:title>t</dc:title>"));
    const Batch batch = b.read();
    REQUIRE(told(batch.findings) == "batch.not-a-scan C.dc.xml|batch.not-a-scan dc.xml");
    REQUIRE(told(item(batch, "A").findings) == "batch.not-a-scan A/batch.toml");
    REQUIRE(item(batch, "B").description.title == "t");
}

TEST_CASE("a language that is no code holds back the item that declares it") {
    TemporaryBatch b;
    b.scan("A/1.tif").scan("B/1.tif").file("items.csv", "id,languages\nA,Klingonish?\nB,kaz+rus\n");
    const Batch batch = b.read();
    REQUIRE(told(item(batch, "A").findings) == "item.unknown-language items.csv:2");
    REQUIRE(item(batch, "B").description.languages == Strings{"kk-Cyrl", "ru"});
}

TEST_CASE("side files made to wear the reader out are read in no time") {
    const std::clock_t start = std::clock();
    TemporaryBatch b;
    b.scan("A/1.tif");
    const std::string quotes(300'000, '"'), spaces(300'000, ' ');
    b.file("items.csv", "id,title\nA," + spaces + "x" + quotes + "\n");
    REQUIRE(ids(b.read()) == "A");
    std::string codes;
    for (char a = 'a'; a <= 'z'; ++a)
        for (char c = 'a'; c <= 'z'; ++c)
            for (char d = 'a'; d <= 'z'; ++d)
                codes += std::string("xx-") + a + c + d + ";";
    b.file("items.csv", "id\tlanguages\nA\t" + codes + "\n");
    const Batch many = b.read();
    REQUIRE(many.items[0].description.languages.size() == 100);
    REQUIRE(told(many.items[0].findings) == "item.unknown-language items.csv:2");
    b.file("items.csv", "id\nA\n");
    std::string keys;
    for (int i = 0; i < 20'000; ++i)
        keys += "k" + std::to_string(i) + " = 1\n";
    b.file("batch.toml", keys);
    REQUIRE(b.read().findings.size() <= 60);
    b.file("batch.toml", "rights = '" + std::string(2'000'000, 'x') + "'\n");
    REQUIRE(told(b.read().findings) == "batch.bad-metadata batch.toml");
    REQUIRE(cpu_seconds_since(start) < 20);
}

TEST_CASE("a zero byte makes UTF-16 no text, as it does UTF-8") {
    TemporaryBatch b;
    b.scan("A/1.tif");
    std::string utf16 = "\xFF\xFE";
    for (const char c : std::string("id;title\nA;Ki\0tab\n", 18)) {
        utf16 += c;
        utf16 += '\0';
    }
    b.file("items.csv", utf16);
    REQUIRE(told(b.read().findings) == "batch.bad-metadata items.csv");
}
