#include "pipeline/review/reading_watch.hpp"

#include <catch2/catch.hpp>

using namespace nuskha;

namespace {

Page read_with(double expected_error) {
    Page page;
    page.text = Text();
    page.text->expected_error = expected_error;
    return page;
}

ReadingWatch watch(double stop_error = 0.5, double stop_after = 4) {
    Gate gate;
    gate.options.set("stop_error", stop_error, "test");
    gate.options.set("stop_after", stop_after, "test");
    return ReadingWatch(gate);
}

}  // namespace

TEST_CASE("a run is stopped when half of the pages are misread, not before there are enough") {
    ReadingWatch night = watch();
    for (int i = 0; i < 3; ++i) {
        night.see(read_with(0.9));
        CHECK_FALSE(night.collapse("B"));
    }
    night.see(read_with(0.9));
    const auto finding = night.collapse("B");
    REQUIRE(finding);
    CHECK(finding->code == "batch.misread");
    CHECK(finding->level == Level::error);
    CHECK(finding->place == "B");
    CHECK(finding->sentence.find("of the last 4 pages") != std::string::npos);
}

TEST_CASE("few misread pages, and a limit of 0, stop nothing") {
    ReadingWatch sound = watch(), never = watch(0);
    for (int i = 0; i < 20; ++i) {
        sound.see(read_with(i % 3 == 0 ? 1 : 0.01));
        never.see(read_with(1));
    }
    CHECK_FALSE(sound.collapse("B"));
    CHECK_FALSE(never.collapse("B"));
}

TEST_CASE("what went well at first does not hide that reading collapsed later") {
    ReadingWatch night = watch();
    for (int i = 0; i < 1000; ++i)
        night.see(read_with(0.01));
    for (int i = 0; i < 9; ++i)
        night.see(read_with(0.9));
    CHECK_FALSE(night.collapse("B"));
    for (int i = 0; i < 9; ++i)
        night.see(read_with(0.9));
    CHECK(night.collapse("B"));
}

TEST_CASE(
    "handwriting, empty pages and pages without recognition say nothing of a batch's reading") {
    Page handwriting = read_with(0.9);
    handwriting.text->not_read = true;
    CHECK(misread_share(handwriting) == 1);
    CHECK_FALSE(misread_share(read_with(no_confidence)));
    CHECK_FALSE(misread_share(Page()));
    Page marks = read_with(no_confidence);
    marks.findings.push_back(make_finding("ocr.no-text", "p", "no text"));
    CHECK(misread_share(marks) == 1);
}
