#include "pipeline/review/gate.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "tests/unit/pipeline/journal/samples.hpp"

using namespace nuskha;
using Catch::Contains;

namespace {

struct Made {
    double confidence = 0.9;  // below 0: not read
    std::vector<std::string> codes;
    double expected_error = -1;  // below 0: none
};

// One item of these pages, judged.
GateVerdict judged(const std::vector<Made>& pages, const Gate& gate = {},
                   const std::vector<Finding>& of_item = {}) {
    const TemporaryFolder folder;
    Journal journal(folder / "journal.db", Journal::Mode::write);
    Batch batch;
    batch.id = "B";
    batch.items.resize(1);
    Item& item = batch.items[0];
    item.id = "I";
    item.findings = of_item;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        ScanFile file;
        file.name = fmt::format("{:04}.tif", i + 1);
        file.path = "I/" + file.name;
        item.scans.push_back(file);
    }
    journal.set_batch(batch);
    for (std::size_t i = 0; i < pages.size(); ++i) {
        ScanRecord scan;
        scan.item = item.id;
        scan.path = item.scans[i].path;
        scan.name = item.scans[i].name;
        scan.state = ScanState::done;
        scan.images = 1;
        journal.commit_scan(scan);
        PageRecord page;
        page.page.id = {item.id, scan.name, 0, 0};
        for (const std::string& code : pages[i].codes)
            page.page.findings.push_back(make_finding(code, scan.path, "is so"));
        if (pages[i].confidence >= 0) {
            Text text;
            if (pages[i].confidence > 0)
                text.blocks = {
                    {{},
                     {{{},
                       {},
                       {},
                       {{"word", {}, pages[i].confidence, "en", Direction::left_to_right}},
                       Direction::left_to_right}}}};
            page.page.text = text;
            if (pages[i].expected_error >= 0) {
                Event event;
                event.stage = "recognise";
                event.numbers = {{"expected_error", pages[i].expected_error, "ratio"}};
                page.page.events.push_back(event);
            }
        }
        journal.commit_page(page);
    }
    return judge(journal, gate);
}

std::vector<Made> sound(int count) {
    return std::vector<Made>(static_cast<std::size_t>(count));
}

}  // namespace

TEST_CASE("a sound batch passes the gate", "[gate]") {
    CHECK(judged(sound(40)).passed());
    CHECK(judged({}).passed());
}

TEST_CASE("a warning on too many pages breaks its limit, and is told with the pages", "[gate]") {
    auto pages = sound(40);
    for (std::size_t i = 10; i < 16; ++i)
        pages[i].codes = {"image.blurred", "image.blurred"};
    const auto verdict = judged(pages);
    REQUIRE(verdict.breaches.size() == 1);
    const Breach& breach = verdict.breaches[0];
    CHECK(breach.limit == "image.blurred");
    CHECK(breach.count == 6);
    CHECK(breach.of == 40);
    CHECK(breach.measured == Approx(0.15));
    CHECK(breach.places.front() == "I/0011.tif");
    const Finding finding = finding_of(breach, "B");
    CHECK(finding.level == Level::error);
    CHECK_THAT(finding.sentence,
               Contains("image.blurred: 6 of 40 pages (15.0 %), 10.0 % are allowed, 5.0 points too "
                        "many: I/0011.tif"));
    CHECK_THAT(finding_of({"x.y", 0, 1, 40, 40, breach.places}, "B").sentence,
               Contains("I/0015.tif and 35 more"));
}

TEST_CASE("a few pages never break a share, but a limit of their own", "[gate]") {
    auto pages = sound(8);
    for (std::size_t i = 0; i < 5; ++i)
        pages[i].codes = {"image.blurred"};
    CHECK(judged(pages).passed());
    Gate strict;
    strict.shares["image.blurred"] = 0;
    REQUIRE(judged(pages, strict).breaches.size() == 1);
    CHECK(judged(pages, strict).breaches[0].count == 5);
}

TEST_CASE("notes are not warnings, unless the recipe limits them", "[gate]") {
    auto pages = sound(10);
    for (Made& page : pages)
        page.codes = {"image.no-profile"};
    CHECK(judged(pages).passed());
    Gate strict;
    strict.shares["image.no-profile"] = 0.5;
    CHECK_FALSE(judged(pages, strict).passed());
}

TEST_CASE("a warning with a limit of its own counts nowhere else", "[gate]") {
    auto pages = sound(10);
    for (Made& page : pages)
        page.codes = {"ocr.low-confidence"};
    CHECK(judged(pages).breaches.size() == 2);  // max_warned, and its own share
    Gate handwriting;
    handwriting.shares["ocr.low-confidence"] = 1;
    CHECK(judged(pages, handwriting).passed());
}

TEST_CASE("what is found of an item can have a limit of its own", "[gate]") {
    const std::vector<Finding> gap{make_finding("item.numbering-gap", "I", "a number is missing")};
    CHECK(judged(sound(10), {}, gap).passed());  // one item is few
    Gate strict;
    strict.shares["item.numbering-gap"] = 0;
    const auto verdict = judged(sound(10), strict, gap);
    REQUIRE(verdict.breaches.size() == 1);
    CHECK(verdict.breaches[0].places == std::vector<std::string>{"I"});
}

TEST_CASE("errors break the gate", "[gate]") {
    auto pages = sound(10);
    pages[4].codes = {"page.failed"};
    const auto verdict = judged(pages);
    REQUIRE(verdict.breaches.size() == 1);
    CHECK(verdict.breaches[0].limit == "max_errors");
    CHECK(verdict.breaches[0].places == std::vector<std::string>{"I/0005.tif"});
}

TEST_CASE("a batch whose reading collapsed does not pass", "[gate]") {
    auto pages = sound(20);
    for (std::size_t i = 0; i < 11; ++i)
        pages[i].confidence = i % 2 ? 0.3 : 0;  // doubtful words, or none at all
    const auto verdict = judged(pages);
    REQUIRE(verdict.breaches.size() == 1);
    CHECK(verdict.breaches[0].limit == "min_confidence");
    CHECK(verdict.breaches[0].count == 11);
    for (Made& page : pages)
        if (page.confidence == 0) page.codes = {"image.blank"};  // nothing to be read there
    CHECK(judged(pages).passed());
    Gate none;
    none.options.set("min_confidence", 0.0, "test");
    CHECK(judged(std::vector<Made>(9, Made{0.1, {}}), none).passed());
    CHECK(judged(std::vector<Made>(9, Made{-1, {}})).passed());  // nothing was read
}

TEST_CASE("a batch whose pages are mostly misread breaks the limit of the expected error",
          "[gate]") {
    const auto batch = [](int sound, int misread, const Made& bad) {
        std::vector<Made> pages(static_cast<std::size_t>(sound), Made{0.9, {}, 0.01});
        pages.insert(pages.end(), static_cast<std::size_t>(misread), bad);
        return judged(pages);
    };
    CHECK(batch(21, 19, {0.9, {}, 0.3}).passed());
    const GateVerdict verdict = batch(19, 21, {0.9, {}, 0.3});
    REQUIRE(verdict.breaches.size() == 1);
    CHECK(verdict.breaches[0].limit == "max_error");
    CHECK(verdict.breaches[0].count == 21);
    CHECK(verdict.breaches[0].of == 40);
    const Finding told = finding_of(verdict.breaches[0], "B");
    CHECK(told.level == Level::error);
    CHECK_THAT(told.sentence, Contains("30.0 % or more, 15.0 % is the most; 21 of 40 pages"));
    // What no model can read says nothing of how the batch was read.
    Gate gate;
    gate.shares["ocr.not-read"] = 1;
    gate.options.set("max_error", 0.05, "test");
    std::vector<Made> pages(10, Made{0.9, {}, 0.01});
    pages.insert(pages.end(), 30, Made{0, {"ocr.not-read"}, 0.9});
    CHECK(judged(pages, gate).passed());
    gate.options.set("max_error", 0.005, "test");
    CHECK_FALSE(judged(pages, gate).passed());
    gate.options.set("max_error", 0.0, "test");
    CHECK(judged(pages, gate).passed());
}
