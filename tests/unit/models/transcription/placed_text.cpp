#include "models/transcription/placed_text.hpp"

#include <catch2/catch.hpp>

#include "models/transcription/outline.hpp"

using namespace nuskha;

namespace {

Word word(const std::string& text, Rect box) {
    return {text, box, no_confidence, "", Direction::left_to_right};
}

// One block, a line for each word.
Transcription transcription(Size scan, const std::vector<Word>& words) {
    Transcription t;
    t.scan = scan;
    t.read = true;
    Block block;
    for (const Word& w : words)
        block.lines.push_back({w.box, {}, {}, {w}, Direction::left_to_right});
    t.text.blocks = {block};
    return t;
}

void check_near(const Rect& a, const Rect& b, double margin) {
    CHECK(a.x == Approx(b.x).margin(margin));
    CHECK(a.y == Approx(b.y).margin(margin));
    CHECK(a.right() == Approx(b.right()).margin(margin));
    CHECK(a.bottom() == Approx(b.bottom()).margin(margin));
}

const Geometry level({2000, 3000}, 1);

}  // namespace

TEST_CASE("a transcription of the scan itself lies on the page where its page lies on the scan") {
    const Geometry turned = Geometry({2000, 3000}, 6).rotated(2.5).cropped({50, 60, 2500, 1800});
    const Rect on_page{400, 500, 300, 40};
    Transcription t = transcription({2000, 3000}, {word("söz", {})});
    const Quad corners = turned.on_scan(on_page);
    t.shapes = {{corners.begin(), corners.end()}};
    const PlacedText placed = place_text(t, {turned});
    REQUIRE(placed.fault.empty());
    CHECK(placed.scale == 1);
    check_near(placed.pages[0].blocks[0].lines[0].words[0].box, on_page, 0.001);
    CHECK(placed.pages[0].blocks[0].lines[0].words[0].confidence == no_confidence);
}

TEST_CASE("an evenly reduced picture is scaled, rounding allowed; another is refused") {
    const auto fault = [](Size size) {
        return place_text(transcription(size, {word("a", {10, 10, 20, 20})}), {level}).fault;
    };
    const PlacedText half =
        place_text(transcription({1000, 1500}, {word("a", {10, 20, 30, 40})}), {level});
    CHECK(half.scale == 2);
    check_near(half.pages[0].blocks[0].lines[0].words[0].box, {20, 40, 60, 80}, 0.001);
    CHECK(fault({667, 1000}).empty());
    CHECK(fault({2000, 3001}).empty());
    CHECK_FALSE(fault({2000, 3010}).empty());
    CHECK_FALSE(fault({1000, 1520}).empty());
    CHECK(fault({3000, 2000}).find("lies on its side") != std::string::npos);
    CHECK(fault({0, 0}).find("how large") != std::string::npos);
    CHECK_FALSE(fault({-2000, -3000}).empty());
}

TEST_CASE("what a block is comes along, and so do pictures") {
    Transcription t = transcription({1000, 1500}, {word("1", {10, 20, 30, 40})});
    t.text.blocks[0].role = Role::page_number;
    t.text.blocks.push_back({{100, 200, 300, 400}, {}, Role::picture});
    const PlacedText placed = place_text(t, {level});
    REQUIRE(placed.pages[0].blocks.size() == 2);
    CHECK(placed.pages[0].blocks[0].role == Role::page_number);
    CHECK(placed.pages[0].blocks[1].role == Role::picture);
    check_near(placed.pages[0].blocks[1].box, {200, 400, 600, 800}, 0.001);
}

TEST_CASE("each page of an opening gets its lines") {
    const Geometry opening({4000, 3000}, 1);
    const std::vector<Geometry> pages{opening.cropped({0, 0, 1990, 3000}),
                                      opening.cropped({2010, 0, 1990, 3000})};
    const PlacedText placed =
        place_text(transcription({4000, 3000}, {word("sol", {100, 100, 200, 50}),
                                                word("sağ", {2110, 100, 200, 50}),
                                                word("arada", {1992, 10, 16, 10})}),
                   pages);
    REQUIRE(placed.pages.size() == 2);
    CHECK(placed.pages[0].word_count() == 2);  // and what lies on none
    REQUIRE(placed.pages[1].word_count() == 1);
    check_near(placed.pages[1].blocks[0].lines[0].words[0].box, {100, 100, 200, 50}, 0.001);
}

TEST_CASE("words beside the scan are refused where they are most") {
    const Word there = word("a", {100, 100, 20, 20}), beside = word("b", {9000, 100, 20, 20});
    CHECK(place_text(transcription({2000, 3000}, {there, beside}), {level}).fault.empty());
    CHECK(place_text(transcription({2000, 3000}, {there, beside, beside}), {level}).fault ==
          "2 of its 3 words lie beside the scan");
}

TEST_CASE("a word without a place of its own has its line's") {
    Transcription t = transcription({2000, 3000}, {word("a", {})});
    t.text.blocks[0].lines[0].box = {100, 200, 300, 40};
    const Line line = place_text(t, {level}).pages[0].blocks[0].lines[0];
    check_near(line.words[0].box, {100, 200, 300, 40}, 0.001);
    CHECK(line.baseline_start == Point{100, 240});
    CHECK(line.baseline_end == Point{400, 240});
}

TEST_CASE("a line that stands in one word is parted, each part with the place of the whole") {
    const Rect box{100, 200, 300, 40};
    const Line line =
        place_text(transcription({2000, 3000}, {word(" bir  iki\tüç ", box), word(" ", box)}),
                   {level})
            .pages[0]
            .blocks[0]
            .lines[0];
    REQUIRE(line.words.size() == 3);
    CHECK(line.words[1].text == "iki");
    for (const Word& one : line.words)
        check_near(one.box, box, 0.001);
}

TEST_CASE("text comes out in NFC") {
    const PlacedText placed =
        place_text(transcription({2000, 3000}, {word("o\u0308z", {1, 1, 9, 9})}), {level});
    CHECK(placed.pages[0].blocks[0].lines[0].words[0].text == "\u00f6z");
}

TEST_CASE("what made a transcription is read out of it, as far as it says") {
    CHECK(origin_of("<PcGts><Metadata><Creator> Transkribus 1.3\n</Creator><LastChange>2026-01-02"
                    "</LastChange></Metadata></PcGts>")
              .software == "Transkribus 1.3");
    const TranscriptionOrigin alto = origin_of(
        "<alto><Processing><processingDateTime>2020</processingDateTime><processingSoftware>"
        "<softwareName>kraken</softwareName><softwareVersion>4.3</softwareVersion>"
        "</processingSoftware></Processing></alto>");
    CHECK(alto.software == "kraken 4.3");
    CHECK(alto.date == "2020");
    CHECK(origin_of("<PcGts>").software.empty());
    CHECK(origin_of("<PcGts><Creator>" + std::string(5000, 'x') + "</Creator></PcGts>")
              .software.empty());
}
