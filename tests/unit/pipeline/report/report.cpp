#include "pipeline/report/report.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "models/failure.hpp"
#include "pipeline/report/html.hpp"
#include "tests/unit/pipeline/journal/samples.hpp"
#include "tests/unit/pipeline/report/synthetic.hpp"

using namespace nuskha;
namespace fs = std::filesystem;

namespace {

std::string content(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

// Every file of the report by its path in it, pictures apart.
std::map<std::string, std::string> files_of(const fs::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && entry.path().extension() != ".jpg")
            files[entry.path().lexically_relative(folder).generic_string()] = content(entry.path());
    return files;
}

std::vector<std::string> all_matches(const std::string& text, const char* pattern) {
    const std::regex expression(pattern);
    std::vector<std::string> found;
    for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at)
        found.push_back(at->str(1));
    return found;
}

struct Made {
    TemporaryFolder folder;
    fs::path report = folder / "report";
    Journal journal{folder / "journal.db", Journal::Mode::write};
    Made() {
        fill_synthetic(journal);
        fs::create_directories(report / "pages");
        for (int n = 1; n <= 40; ++n)  // the others have no picture
            for (const char* kind : {"", "-scan", "-thumb"})
                std::ofstream(report / "pages" / fmt::format("p{:03}{}.jpg", n, kind)) << "jpeg";
        write_report(journal, report);
    }
};

}  // namespace

TEST_CASE("the report has a sheet and a card for every page and every scan without one") {
    const Made made;
    const auto files = files_of(made.report);
    const std::string& index = files.at("index.html");
    const auto cards =
        all_matches(index, "<li class=\"card [a-z]+\"[^\n]*?href=\"(sheets/[^\"]*)\"");
    REQUIRE(std::set<std::string>(cards.begin(), cards.end()).size() == synthetic_scans);
    for (int n = 1; n <= synthetic_scans; ++n) {
        const std::string sheet = fmt::format("sheets/page-{:06}.html", n);
        INFO(sheet);
        REQUIRE(files.count(sheet) == 1);
        REQUIRE(std::find(cards.begin(), cards.end(), sheet) != cards.end());
        REQUIRE((files.at(sheet).find("rel=\"prev\"") != std::string::npos) == (n > 1));
        REQUIRE((files.at(sheet).find("rel=\"next\"") != std::string::npos) ==
                (n < synthetic_scans));
    }
    for (int n = 1; n <= 7; ++n)
        REQUIRE(files.count(fmt::format("sheets/item-{:05}.html", n)) == 1);
    REQUIRE(files.count("sheets/page-000063.html") == 0);
}

TEST_CASE("flagged pages come first: errors, warnings, notes, then the rest in order") {
    const Made made;
    const std::string index = content(made.report / "index.html");
    std::vector<std::pair<int, std::string>> order;
    const std::map<std::string, int> rank{{"error", 0}, {"warning", 1}, {"note", 2}, {"clean", 3}};
    const auto levels = all_matches(index, "<li class=\"card ([a-z]+)\"");
    const auto sheets = all_matches(index, "<li class=\"card [^\n]*?href=\"sheets/page-([0-9]+)");
    REQUIRE(levels.size() == sheets.size());
    for (std::size_t i = 0; i < levels.size(); ++i)
        order.emplace_back(rank.at(levels[i]), sheets[i]);
    REQUIRE(std::is_sorted(order.begin(), order.end()));
    // The empty file, the truncated page, and the page whose checksum intake found to differ.
    REQUIRE(std::vector<std::string>(sheets.begin(), sheets.begin() + 3) ==
            std::vector<std::string>{"000027", "000034", "000043"});
    REQUIRE(std::count(levels.begin(), levels.end(), "error") == 3);
    REQUIRE(std::count(levels.begin(), levels.end(), "clean") > 30);
}

TEST_CASE("nothing from outside is taken for HTML") {
    const Made made;
    for (const auto& [name, text] : files_of(made.report)) {
        if (!name.ends_with(".html")) continue;
        INFO(name);
        for (const char* foreign : {"<script>", "<b>bold", "<img src=x", "<i>no</i>", "alert('"})
            REQUIRE(text.find(foreign) == std::string::npos);
        // The one script element is ours, and no attribute runs anything.
        REQUIRE(all_matches(text, "<(script)").size() == 1);
        const std::string bare = std::regex_replace(text, std::regex("\"[^\"]*\""), "\"\"");
        REQUIRE(all_matches(bare, "<[^>]*\\s(on[a-z]+)=").empty());
        REQUIRE(text.find("Content-Security-Policy") != std::string::npos);
    }
    const std::string page = content(made.report / "sheets/page-000061.html");
    REQUIRE(page.find("&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&amp;amp;.tif") !=
            std::string::npos);
    REQUIRE(page.find("&lt;b&gt;bold&lt;/b&gt;") != std::string::npos);
    REQUIRE(page.find("alert(&#39;ocr&#39;)") != std::string::npos);
}

TEST_CASE("commands in advice are set as code, and what is in them is still text") {
    CHECK(report::with_code("say `nuskha <x>` & go") ==
          "say <code>nuskha &lt;x&gt;</code> &amp; go");
    CHECK(report::with_code("one ` alone <b>") == "one ` alone &lt;b&gt;");
    CHECK(report::with_code("`a``b`") == "<code>a</code><code>b</code>");
}

TEST_CASE("every link leads to a file of the report, and none to the network") {
    const Made made;
    const auto files = files_of(made.report);
    std::size_t links = 0;
    for (const auto& [name, text] : files) {
        INFO(name);
        REQUIRE(text.find("http://") == std::string::npos);
        REQUIRE(text.find("https://") == std::string::npos);
        if (!name.ends_with(".html")) continue;
        for (const std::string& link : all_matches(text, " (?:href|src)=\"([^\"]*)\"")) {
            INFO(link);
            const std::string path = link.substr(0, link.find('#'));
            const fs::path target =
                path.empty() ? made.report / name : (made.report / name).parent_path() / path;
            REQUIRE(fs::is_regular_file(target));
            if (path != link)
                REQUIRE(content(target).find("id=\"" + link.substr(path.size() + 1) + "\"") !=
                        std::string::npos);
            ++links;
        }
    }
    REQUIRE(links > 500);
}

TEST_CASE("a page's sheet shows before and after, measures, findings, text and facts") {
    const Made made;
    const std::string page = content(made.report / "sheets/page-000027.html");
    REQUIRE(page.find("has no bytes; copy or scan it again") != std::string::npos);
    REQUIRE(page.find("A file has no bytes.") != std::string::npos);
    REQUIRE(page.find("<img") == std::string::npos);

    const std::string arabic = content(made.report / "sheets/page-000022.html");
    REQUIRE(arabic.find("src=\"../pages/p022-scan.jpg\"") != std::string::npos);
    REQUIRE(arabic.find("src=\"../pages/p022.jpg\"") != std::string::npos);
    REQUIRE(arabic.find("<span class=\"line\" dir=\"rtl\" lang=\"az-Arab\">") != std::string::npos);
    REQUIRE(arabic.find("viewBox=\"0 0 2480 3508\"") != std::string::npos);
    REQUIRE(arabic.find("viewBox=\"0 0 2230 3200\"") != std::string::npos);
    REQUIRE(arabic.find("class=\"outline\" d=\"M") != std::string::npos);
    REQUIRE(arabic.find(fmt::format("{:0128x}", 22)) != std::string::npos);
    const std::string doubtful = content(made.report / "sheets/page-000018.html");
    REQUIRE(doubtful.find("<span class=\"poor\" title=\"") != std::string::npos);
    REQUIRE(doubtful.find("<span class=\"doubt\" title=\"") != std::string::npos);

    const std::string turned = content(made.report / "sheets/page-000023.html");
    REQUIRE(turned.find("180°") != std::string::npos);
    const std::string pictureless = content(made.report / "sheets/page-000050.html");
    REQUIRE(pictureless.find("class=\"missing\"") != std::string::npos);
}

TEST_CASE("the same facts as data") {
    const Made made;
    const auto json = nlohmann::json::parse(content(made.report / "report.json"));
    REQUIRE(json["items"].size() == 7);
    std::size_t pages = 0;
    for (const auto& item : json["items"])
        pages += item["pages"].size();
    REQUIRE(pages == synthetic_scans);
    REQUIRE(json["totals"]["sealed"] == 3);
    REQUIRE(json["totals"]["held_back"] == 3);
    REQUIRE(json["totals"]["errors"] == 6);  // 3 items held back, and their causes once each
    REQUIRE(json["items"][6]["id"] == hostile_item);
    REQUIRE(json["items"][6]["pages"][0]["name"] == hostile_scan);

    const std::string index = content(made.report / "index.html");
    const std::string csv = content(made.report / "findings.csv");
    REQUIRE(csv.starts_with("\xef\xbb\xbfitem,scan,"));
    std::int64_t counted = 0;
    for (const auto& code : json["findings"])
        counted += code["count"].get<std::int64_t>();
    REQUIRE(std::count(csv.begin(), csv.end(), '\n') == counted + 1);
    REQUIRE(csv.find("\"\"\"><img src=x onerror=alert(1)>&amp;.tif\"") != std::string::npos);

    const std::string table = content(made.report / "pages.csv");
    REQUIRE(table.starts_with("\xef\xbb\xbfnumber,item,scan,"));
    REQUIRE(std::count(table.begin(), table.end(), '\n') == synthetic_scans + 1);
    const auto& page = json["items"][1]["pages"][0];
    REQUIRE(page["expected_error"].get<double>() > 0);
    REQUIRE(table.find(fmt::format(",{:g},", page["expected_error"].get<double>())) !=
            std::string::npos);
    REQUIRE(index.find("Median expected error") != std::string::npos);
    REQUIRE(index.find("Expected error: characters probably wrong or missing") !=
            std::string::npos);
    const auto summary = nlohmann::json::parse(summary_json(made.journal, made.report));
    REQUIRE(summary["findings"]["error"] == 6);
    REQUIRE(summary["items"]["unchanged"] == 1);
    REQUIRE(summary["codes"]["file.empty"] == 1);
}

TEST_CASE("the short table says what came of the run") {
    const Made made;
    const std::string table = summary_table(made.journal, "/work/report/index.html");
    REQUIRE_THAT(table, Catch::Contains("3 sealed, 1 unchanged, 3 held back") &&
                            Catch::Contains("61, 1 of them faulty, from 62 scans") &&
                            Catch::Contains("6 errors") && Catch::Contains("scan.truncated") &&
                            Catch::Contains("/work/report/index.html"));
    const std::string empty =
        summary_table(Journal(made.folder / "empty.db", Journal::Mode::write));
    REQUIRE_THAT(empty, Catch::Contains("0 sealed") && !Catch::Contains("Report"));
}

TEST_CASE("a spreadsheet takes nothing in findings.csv for a formula") {
    const TemporaryFolder folder;
    Journal journal(folder / "journal.db", Journal::Mode::write);
    Batch batch;
    batch.id = "b";
    batch.findings = {make_finding("file.empty", "=HYPERLINK(\"x\")", "@sum, \"quoted\"\nnext")};
    journal.set_batch(batch);
    write_report(journal, folder / "report");
    const std::string csv = content(folder / "report/findings.csv");
    REQUIRE(csv.find("\"'=HYPERLINK(\"\"x\"\")\",\"'@sum, \"\"quoted\"\"\nnext\"") !=
            std::string::npos);
}

TEST_CASE("the report is the same each time, and replaces the former wholly") {
    const Made made;
    const auto first = files_of(made.report);
    std::ofstream(made.report / "sheets" / "page-000099.html") << "of an earlier batch";
    write_report(made.journal, made.report);
    REQUIRE(files_of(made.report) == first);
    REQUIRE(fs::exists(made.report / "pages/p001.jpg"));

    Batch smaller = made.journal.batch();
    smaller.items.resize(1);
    Journal(made.folder / "journal.db", Journal::Mode::write).set_batch(smaller);
    write_report(made.journal, made.report);
    REQUIRE(files_of(made.report).count("sheets/page-000011.html") == 0);
}

TEST_CASE("a report of an empty journal is a report") {
    const TemporaryFolder folder;
    const Journal journal(folder / "journal.db", Journal::Mode::write);
    write_report(journal, folder / "report");
    REQUIRE_THAT(content(folder / "report/index.html"), Catch::Contains("Nothing was found."));
}

TEST_CASE("names with broken UTF-8, line ends and direction marks stay names") {
    const TemporaryFolder folder;
    Journal journal(folder / "journal.db", Journal::Mode::write);
    Batch batch = sample_batch(1, 1);
    batch.items[0].scans[0].name = "a\nb\xff\x01\u202e.tif";
    journal.set_batch(batch);
    PageRecord page = sample_page({"AZ-1", "a\nb\xff\x01\u202e.tif", 0, 0}, "x");
    page.picture = "../../../etc/passwd";
    journal.commit_page(page);
    write_report(journal, folder / "report");
    const std::string index = content(folder / "report/index.html");
    REQUIRE(index.find("<bdi>a b\ufffd\ufffd\u202e.tif</bdi>") != std::string::npos);
    REQUIRE(index.find("passwd") == std::string::npos);
    REQUIRE_NOTHROW(nlohmann::json::parse(content(folder / "report/report.json")));
}

TEST_CASE("a large batch is spread over several walls") {
    const TemporaryFolder folder;
    Journal journal(folder / "journal.db", Journal::Mode::write);
    Batch batch = sample_batch(1, 2100);
    batch.items[0].findings.clear();
    journal.set_batch(batch);
    ScanRecord bad = sample_scan("AZ-1", "2100.tif");
    journal.commit_scan(bad);
    write_report(journal, folder / "report");
    const std::string index = content(folder / "report/index.html");
    const std::string second = content(folder / "report/sheets/wall-00002.html");
    REQUIRE(all_matches(index, "(<li class=\"card )").size() == 2000);
    REQUIRE(all_matches(second, "(<li class=\"card )").size() == 100);
    REQUIRE(index.find("href=\"sheets/wall-00002.html\"") != std::string::npos);
    REQUIRE(second.find("href=\"../index.html#wall\"") != std::string::npos);
    const auto cards = all_matches(index, "<li class=\"card [^\n]*?href=\"sheets/page-([0-9]+)");
    REQUIRE(cards.front() == "002100");
    REQUIRE(all_matches(second, "<li class=\"card [^\n]*?href=\"(page-[0-9]+)").front() ==
            "page-002000");
}

// Hidden: writes the synthetic report where tests/browser/look wants to see it.
TEST_CASE("write the synthetic report", "[.look]") {
    const char* folder = std::getenv("NUSKHA_LOOK");
    REQUIRE(folder);
    const TemporaryFolder place;
    Journal journal(place / "journal.db", Journal::Mode::write);
    fill_synthetic(journal);
    write_report(journal, folder);
}
