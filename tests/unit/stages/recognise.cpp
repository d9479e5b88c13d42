#include "stages/recognise.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>

#include "models/failure.hpp"
#include "stages/ink.hpp"
#include "stages/line_pictures.hpp"
#include "stages/samples.hpp"
#include "stages/serial_openmp.hpp"
#include "stages/workbench.hpp"
#include "tests/unit/stages/pictures.hpp"
#include "tests/unit/stages/raster_view.hpp"

using namespace nuskha;

namespace {

Page recognised(const Raster& picture, Workbench& bench, Page page) {
    const Geometry geometry = page.geometry;
    const RasterView view(picture, geometry);
    return recognise_stage.make(Options(recognise_stage.options), bench)->run(page, view).front();
}

std::string text_of(const Page& page) {
    std::string all;
    for (const Block& block : page.text->blocks)
        for (const Line& line : block.lines)
            for (const Word& word : line.words)
                all += word.text + ' ';
    return all;
}

}  // namespace

TEST_CASE("recognise reads words, with boxes where they stand on the page") {
    const Raster picture = written_page(1240, 1754, english_lines());
    const auto bench = make_workbench();
    const Page page = recognised(picture, *bench, page_of(picture));
    REQUIRE(page.text);
    CHECK(page.text->mean_confidence() > 0.8);
    CHECK(page.text->models == models_of({{"eng"}, {}}));
    CHECK(text_of(page).find("quiet room below") != std::string::npos);
    for (const Block& block : page.text->blocks)
        for (const Line& line : block.lines)
            for (const Word& word : line.words) {
                CHECK(word.language == "en");
                bool ink = false;  // the box holds ink, the page's left margin none
                for (int y = int(word.box.y); y < int(word.box.bottom()); ++y)
                    for (int x = int(word.box.x); x < int(word.box.right()); ++x)
                        ink = ink || picture.row(y)[x] < 100;
                CHECK(ink);
                CHECK(word.box.x >= 100);
            }
}

TEST_CASE("recognise keeps characters where they are asked for, each within its word") {
    const Raster picture = written_page(1240, 1754, english_lines());
    const auto bench = make_workbench();
    const Geometry geometry = page_of(picture).geometry;
    const RasterView view(picture, geometry);
    Options options(recognise_stage.options);
    options.set("characters", true, "test");
    const Page page = recognise_stage.make(options, *bench)->run(page_of(picture), view).front();
    int seen = 0;
    for (const Block& block : page.text->blocks)
        for (const Line& line : block.lines)
            for (const Word& word : line.words) {
                std::string spelt;
                for (const Character& one : word.characters) {
                    spelt += one.text;
                    CHECK(one.box.x >= word.box.x - 1);
                    CHECK(one.box.right() <= word.box.right() + 1);
                    CHECK(one.confidence > 0);
                }
                CHECK(spelt == word.text);
                ++seen;
            }
    CHECK(seen > 50);
    const Page without = recognised(picture, *bench, page_of(picture));
    for (const Block& block : without.text->blocks)
        for (const Line& line : block.lines)
            for (const Word& word : line.words)
                CHECK(word.characters.empty());
}

TEST_CASE("recognise maps boxes back from a reduced rendering") {
    const Raster fine = written_page(2480, 3508, english_lines());
    const auto bench = make_workbench();
    const Page whole = recognised(fine, *bench, page_of(fine, {"en"}, 300));
    const Page reduced = recognised(fine, *bench, page_of(fine, {"en"}, 600));  // halved to 300
    REQUIRE(whole.text->word_count() > 100);
    const Word& a = whole.text->blocks.front().lines.front().words.front();
    const Word& b = reduced.text->blocks.front().lines.front().words.front();
    CHECK(a.text == b.text);
    CHECK(a.box.x == Approx(b.box.x).margin(6));
    CHECK(a.box.bottom() == Approx(b.box.bottom()).margin(6));
    CHECK(*reduced.events.back().number("ppi") == Approx(300));
}

TEST_CASE("recognise gives the same result whatever was read before") {
    const Raster first = written_page(1240, 1754, english_lines());
    std::vector<std::string> other(english_lines().rbegin(), english_lines().rend());
    const Raster second = written_page(1240, 1754, other, 210, 90);
    const auto one = make_workbench(), two = make_workbench();
    const Page a = recognised(first, *one, page_of(first));
    recognised(second, *two, page_of(second));
    recognised(second, *two, page_of(second, {"en", "ru"}));
    const Page b = recognised(first, *two, page_of(first));
    CHECK(*a.text == *b.text);
    CHECK(a.events == b.events);
}

TEST_CASE("recognise skips a blank page quickly") {
    const Raster blank = written_page(1240, 1754, {});
    const auto bench = make_workbench();
    const Page page = recognised(blank, *bench, page_of(blank));
    REQUIRE(page.text);
    CHECK(page.text->word_count() == 0);
    CHECK(page.findings.empty());
    CHECK(page.events.back().outcome == "left alone");
}

TEST_CASE("recognise reads the few letters of what is told to be a line") {
    const Raster picture = written_page(400, 160, {"ferry"});
    const auto bench = make_workbench();
    Options options(recognise_stage.options);
    options.set("layout", std::string("line"), "test");
    const Page page = page_of(picture);
    const RasterView view(picture, page.geometry);
    const Page read = recognise_stage.make(options, *bench)->run(page, view).front();
    CHECK(text_of(read) == "ferry ");
}

TEST_CASE("recognise picks the language that reads best") {
    const Raster picture = written_page(1240, 1754, english_lines());
    const auto bench = make_workbench();
    const Page page = recognised(picture, *bench, page_of(picture, {"ru", "ar", "en"}));
    CHECK(page.text->languages == std::vector<std::string>{"en"});
    CHECK(text_of(page).find("quiet room below") != std::string::npos);
}

TEST_CASE("aze is loaded without aze_cyrl") {
    EngineBench bench;
    CHECK(bench.engine(trained_set_for({"az-Latn"})).loaded() == std::vector<std::string>{"aze"});
    CHECK(bench.engine(trained_set_for({"az-Latn", "en"})).loaded() ==
          std::vector<std::string>{"aze", "eng"});
}

TEST_CASE("needs names the trained data with digests, and the package that is missing") {
    const Options options(recognise_stage.options);
    const std::vector<Model> models = recognise_stage.needs(options, {"en", "ru"});
    REQUIRE(models.size() == 3);
    CHECK(models[0].name == "eng");
    CHECK(models[1].name == "rus");
    CHECK(models[2].name == "Arabic");  // installed here: what neither of the scripts is read with
    CHECK(models[0].sha256.size() == 64);
    CHECK_THROWS_WITH(recognise_stage.needs(options, {"ell"}),
                      Catch::Contains("apt-get install tesseract-ocr-ell"));
    CHECK_THROWS_AS(recognise_stage.needs(options, {"../../etc/passwd"}), Failure);
}

TEST_CASE("a language with letters that no data can write is refused, or read when asked") {
    Options options(recognise_stage.options);
    CHECK_THROWS_WITH(recognise_stage.needs(options, {"ru", "ru-petr1708"}),
                      Catch::StartsWith("ru-petr1708: Cyrillic cannot write ѣ ѳ; ") &&
                          Catch::Contains("\"warn\""));
    CHECK_NOTHROW(recognise_stage.needs(options, {"az-Latn"}));  // rare letters refuse nothing
    options.set("uncovered", std::string("warn"), "test");
    CHECK(recognise_stage.needs(options, {"ru-petr1708"}).front().name == "Cyrillic");
    CHECK(recognise_stage.remarks(options, {"ru-petr1708"}).front().code == "ocr.letters-missing");
    CHECK(recognise_stage.remarks(options, {"az-Latn"}).front().level == Level::note);
    options.set("uncovered", std::string("ignore"), "test");
    CHECK_THROWS_WITH(recognise_stage.needs(options, {"en"}),
                      Catch::Contains("uncovered is refuse or warn"));
}

TEST_CASE("line pictures are not packed and unpacked in between") {
    CHECK(line_pictures_stay_plain());
    CHECK(openmp_runs_serially());
}

TEST_CASE("a time limit ends reading with what there is") {
    const Raster picture = written_page(2480, 3508, english_lines());
    EngineBench bench;
    const Reading reading =
        bench.engine(trained_set_for({"en"})).read(picture, 300, Layout::automatic, 0.001);
    CHECK(reading.cut_short);
}

TEST_CASE("legibility tells upright writing from the same upside down") {
    const Raster picture = written_page(1240, 1754, english_lines());
    Raster line(700, 60, 1);
    std::fill(line.pixels.begin(), line.pixels.end(), std::uint8_t{255});
    const Ink ink = find_ink(picture);
    EngineBench bench;
    Engine& engine = bench.engine(trained_set_for({"en"}));
    const Page page = page_of(picture);
    const RasterView view(picture, page.geometry);
    for (const SampleLine& sample : line_samples(page, view, ink, 0, 4)) {
        CHECK(engine.read_line(sample.picture).legibility > 0.8);
        CHECK(engine.read_line(turned_round(sample.picture)).legibility < 0.7);
    }
    CHECK(engine.read_line(line).legibility == 0);  // nothing to read
}

TEST_CASE("recognise reads small letters of low resolution at twice their size") {
    const Raster large = written_page(1240, 1754, english_lines());
    const ScanPixels pixels(large);
    const Raster little =
        ScanView(pixels, Geometry({1240, 1754}, 1)).render({0, 0, 1240, 1754}, 0.35, Tone::grey);
    const auto bench = make_workbench();
    const Page page = recognised(little, *bench, page_of(little, {"en"}, 72));
    CHECK(*page.events.back().number("scale") == Approx(2));
    CHECK(text_of(page).find("quiet room below") != std::string::npos);
    const Page told = recognised(little, *bench, page_of(little, {"en"}, 300));
    CHECK(*told.events.back().number("scale") == Approx(1));
    // Of a single line the engine sets the size itself; of an enlarged one it may make nothing.
    Options options(recognise_stage.options);
    options.set("layout", std::string("line"), "test");
    const Page page_of_line = page_of(little, {"en"}, 72);
    const RasterView view(little, page_of_line.geometry);
    const Page line = recognise_stage.make(options, *bench)->run(page_of_line, view).front();
    CHECK(*line.events.back().number("scale") == Approx(1));
}

TEST_CASE("what is no text keeps its lines and loses its words, unless that is turned off") {
    const Raster picture = written_page(1240, 1754, english_lines());
    const auto bench = make_workbench();
    const auto with = [&](double readable) {
        Options options(recognise_stage.options);
        options.set("readable", readable, "test");
        return recognise_stage.make(options, *bench)
            ->run(page_of(picture), RasterView(picture, page_of(picture).geometry))
            .front();
    };
    const Page kept = with(0), unread = with(1);  // no page is as sure as 1
    REQUIRE((kept.text && unread.text));
    CHECK(kept.text->word_count() > 20);
    CHECK(kept.text->expected_error < 0.05);
    CHECK(unread.text->not_read);
    CHECK(unread.text->word_count() == 0);
    CHECK_FALSE(unread.text->claims_expected_error());
    const auto lines = [](const Page& page) {
        std::size_t count = 0;
        for (const Block& block : page.text->blocks)
            count += block.lines.size();
        return count;
    };
    CHECK(lines(unread) >= lines(kept));
    CHECK(std::any_of(unread.findings.begin(), unread.findings.end(),
                      [](const Finding& f) { return f.code == "ocr.not-read"; }));
}
