#include "stages/split.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "stages/workbench.hpp"
#include "tests/unit/stages/pictures.hpp"
#include "tests/unit/stages/raster_view.hpp"

using namespace nuskha;

namespace {

std::vector<Page> pages_of(const Raster& picture,
                           const std::vector<std::string>& languages = {"en"},
                           const char* direction = "auto") {
    const auto bench = make_workbench();
    Options options(split_stage.options);
    options.set("direction", std::string(direction), "test");
    const Page page = page_of(picture, languages);
    return split_stage.make(options, *bench)->run(page, RasterView(picture, page.geometry));
}

// Two written pages beside each other; the light falls off towards the spine by `shadow`.
Raster opening(double shadow, int left_width = 900, int right_width = 900, int height = 1250) {
    const Raster left = written_page(left_width, height, english_lines()),
                 right = written_page(right_width, height, english_lines());
    Raster both(left_width + right_width, height, 1);
    for (int y = 0; y < height; ++y) {
        std::copy_n(left.row(y), left_width, both.row(y));
        std::copy_n(right.row(y), right_width, both.row(y) + left_width);
        for (int x = 0; x < both.width; ++x)
            both.row(y)[x] = static_cast<std::uint8_t>(
                both.row(y)[x] * (1 - shadow * std::exp(-std::abs(x - left_width) / 25.0)));
    }
    return both;
}

Point middle_on_scan(const Page& page) {
    const Size size = page.geometry.page();
    return page.geometry.on_scan(Point{size.width / 2, size.height / 2});
}

}  // namespace

TEST_CASE("split parts an opening at its gutter") {
    const std::vector<Page> pages = pages_of(opening(0.4));
    REQUIRE(pages.size() == 2);
    CHECK(pages[0].id.side == 0);
    CHECK(pages[1].id.side == 1);
    CHECK(middle_on_scan(pages[0]).x == Approx(450).margin(8));
    CHECK(middle_on_scan(pages[1]).x == Approx(1350).margin(8));
    CHECK(pages[0].geometry.page().width == Approx(900).margin(10));
    REQUIRE(pages[0].findings.size() == 1);  // told once
    CHECK(pages[0].findings[0].code == "split.done");
    CHECK(pages[1].findings.empty());
    CHECK(pages[1].events.back().outcome == "success");
    CHECK(pages[1].events.back().detail.find("the right page") != std::string::npos);
}

TEST_CASE("split finds a gutter that is off centre, and one that leans on a dark bed") {
    const std::vector<Page> pages = pages_of(opening(0.3, 700, 1150));
    REQUIRE(pages.size() == 2);
    CHECK(pages[0].geometry.page().width == Approx(700).margin(18));
    for (const double degrees : {-3.0, 2.5}) {
        const Raster scan = tilted(on_bed(opening(0.4), 120, 25), degrees, 25);
        const std::vector<Page> leaning = pages_of(scan);
        REQUIRE(leaning.size() == 2);
        // Each page stands upright now, and its inner edge is the gutter.
        for (const Page& page : leaning)
            CHECK(page.geometry.degrees() == Approx(-degrees).margin(0.4));
        const double width = leaning[0].geometry.page().width;
        const Affine turn = Affine::rotation(degrees, {scan.width / 2.0, scan.height / 2.0});
        for (const double y : {120.0, 1370.0}) {
            const Point end = turn({1020, y});
            const Rect at = leaning[0].geometry.on_page({end.x, end.y, 1e-6, 1e-6}).value();
            CHECK(at.x == Approx(width).margin(15));
        }
    }
}

TEST_CASE("split does not take the frames of two pages for marks that cross their gutter") {
    for (const int inset : {14, 24, 34}) {
        Raster book = opening(0.4);
        for (const int page : {0, 900})
            for (const auto& [in, thick] : {std::pair(inset, 4), {inset + 12, 2}})
                for (int y = in; y < 1250 - in; ++y)
                    for (int x = in; x < 900 - in; ++x)
                        if (std::min({x - in, y - in, 899 - in - x, 1249 - in - y}) < thick)
                            book.row(y)[page + x] = 60;
        for (const double degrees : {-2.2, 0.0, 3.1}) {
            INFO("frames " << inset << " pixels from the gutter, " << degrees << " degrees");
            CHECK(pages_of(tilted(on_bed(book, 120, 25), degrees, 25)).size() == 2);
        }
    }
}

TEST_CASE("split does not take a frame in the shade of the gutter for the gutter") {
    for (const int from_gutter : {30, 40, 50}) {
        INFO("frames " << from_gutter << " pixels from the gutter");
        Raster book = opening(0);  // the paper fills the picture; one page lies in the shade
        for (int y = 0; y < book.height; ++y)
            for (int x = 0; x < book.width; ++x) {
                const int away = x < 900 ? 899 - x : x - 900;
                const double shade = (x < 900 ? 0.6 : 0.15) * std::exp(-away / 80.0);
                const int in = std::min({y - 22, 1227 - y, away - from_gutter, 877 - away});
                const bool line = in >= 0 && in < 5;
                book.row(y)[x] =
                    static_cast<std::uint8_t>((line ? 60 : book.row(y)[x]) * (1 - shade));
            }
        const std::vector<Page> pages = pages_of(book);
        REQUIRE(pages.size() == 2);
        CHECK(pages[0].geometry.page().width == Approx(902).margin(12));
    }
}

TEST_CASE("split takes the gutter between a blank page and a framed one") {
    Raster book = written_page(1800, 1250, {});
    for (int y = 0; y < 1250; ++y)
        for (int x = 0; x < 1800; ++x) {
            const double light = 1 - 0.4 * std::exp(-std::abs(x - 900) / 25.0);
            const int at = x - 900, in = std::min({at, y, 899 - at, 1249 - y});
            book.row(y)[x] = static_cast<std::uint8_t>(235 * light);
            if ((in >= 90 && in < 96) || (at >= 0 && at < 4)) book.row(y)[x] = 60;  // and a crease
        }
    const std::vector<Page> pages = pages_of(book);
    REQUIRE(pages.size() == 2);
    CHECK(pages[0].geometry.page().width == Approx(904).margin(9));
}

TEST_CASE("split cuts two pages without a shadow in the middle of the blank between them") {
    Raster book = opening(0);
    CHECK(pages_of(on_bed(book, 120, 25))[0].geometry.page().width == Approx(1020).margin(20));
    for (int y = 0; y < 60; ++y)  // and a notch where they meet
        for (int x = 890; x < 896; ++x)
            book.row(y + 150)[x] = 60;
    CHECK(pages_of(on_bed(book, 120, 25))[0].geometry.page().width == Approx(1020).margin(20));
}

TEST_CASE("split finds a spine that shines, not the shade at its foot") {
    const Raster paper = opening(0.07);
    for (const double degrees : {-2.0, 0.0, 1.7}) {
        Raster book = paper;
        for (int y = 0; y < book.height; ++y)
            for (int x = 860; x < 940; ++x)
                book.row(y)[x] = static_cast<std::uint8_t>(std::min(
                    255.0, book.row(y)[x] * (1 + 0.12 * std::exp(-std::abs(x - 900) / 8.0))));
        const Raster scan = tilted(on_bed(book, 120, 25), degrees, 25);
        const std::vector<Page> pages = pages_of(scan);
        REQUIRE(pages.size() == 2);
        const Affine turn = Affine::rotation(degrees, {scan.width / 2.0, scan.height / 2.0});
        for (const double y : {120.0, 1370.0}) {
            INFO("tilted by " << degrees << " degrees, at row " << y);
            const Point end = turn({1020, y});
            const Rect at = pages[0].geometry.on_page({end.x, end.y, 1e-6, 1e-6}).value();
            const double overlap = 0.002 * scan.width;  // that both pages keep
            CHECK(at.x == Approx(pages[0].geometry.page().width - overlap).margin(9));
        }
    }
}

TEST_CASE("split does not take the paper between writing and a shade for a spine") {
    Raster book = opening(0);
    for (int y = 0; y < book.height; ++y)
        for (int x = 0; x < book.width; ++x) {
            const bool beside = x >= 984 && x < 990 && y > 100 && y < 1150;  // the writing
            const double away = std::abs(x - 900), ink = beside ? 0.06 : 0;
            const double shade = (away < 55 ? 0.025 : 0) + 0.012 * std::exp(-away / 15);
            book.row(y)[x] = static_cast<std::uint8_t>(book.row(y)[x] * (1 - shade - ink));
        }
    const std::vector<Page> pages = pages_of(on_bed(book, 120, 25));
    REQUIRE(pages.size() == 2);
    CHECK(pages[0].geometry.page().width == Approx(1020).margin(18));
}

TEST_CASE("split cuts at a crease whose ends are lost on a bed as bright as the paper") {
    Raster book = opening(0.1);
    for (int y = 0; y < book.height; ++y)
        std::fill_n(book.row(y) + 895, 9, std::uint8_t{60});
    for (const double degrees : {-2.0, 0.0, 1.5}) {
        INFO("tilted by " << degrees << " degrees");
        const Raster scan = tilted(on_bed(book, 120, 235), degrees, 235);
        const std::vector<Page> pages = pages_of(scan);
        REQUIRE(pages.size() == 2);
        const double across = std::tan(degrees * 3.14159265 / 180) * 625;  // of the page's half
        CHECK(pages[0].geometry.page().width == Approx(1020).margin(18 + std::abs(across)));
    }
}

TEST_CASE("split cuts beside a blank page at a crease whose ends are lost on a bright bed") {
    Raster book = opening(0.1);
    for (int y = 0; y < book.height; ++y) {
        std::fill_n(book.row(y) + 905, 895, std::uint8_t{235});
        std::fill_n(book.row(y) + 896, 9, std::uint8_t{90});
    }
    const Raster scan = on_bed(book, 120, 238);
    const std::vector<Page> pages = pages_of(scan);
    REQUIRE(pages.size() == 2);
    CHECK(pages[0].geometry.page().width == Approx(1020).margin(12));
}

TEST_CASE("split does not take a rule between two columns for a gutter on a bright bed") {
    Raster sheet = opening(0);
    for (int y = 90; y < 1130; ++y)  // as long as the columns are
        std::fill_n(sheet.row(y) + 896, 9, std::uint8_t{60});
    for (int y = 0; y < 1250; ++y)  // close to it, so that no blank tells two pages
        std::rotate(sheet.row(y), sheet.row(y) + 850, sheet.row(y) + 896);
    CHECK(pages_of(on_bed(sheet, 120, 238)).size() == 1);
}

TEST_CASE("split gives right-to-left books their right page first") {
    const Raster scan = opening(0.4);
    for (const char* language : {"az-Arab", "kk-Arab", "fa", "ar", "ota"}) {
        const std::vector<Page> pages = pages_of(scan, {language, "ru"});
        REQUIRE(pages.size() == 2);
        CHECK(middle_on_scan(pages[0]).x > 900);
        CHECK(pages[0].id.side == 0);
    }
    CHECK(middle_on_scan(pages_of(scan, {"ar"}, "left-to-right")[0]).x < 900);
    CHECK(middle_on_scan(pages_of(scan, {"en"}, "right-to-left")[0]).x > 900);
    CHECK_THROWS(pages_of(scan, {"en"}, "upwards"));
}

TEST_CASE("split cuts between two frames that stand close to the edge of each page") {
    const Raster page = written_page(1000, 1250, english_lines());
    Raster book(1800, 1250, 1);
    for (int y = 0; y < 1250; ++y)
        for (int x = 0; x < 1800; ++x) {
            const int at = x % 900, in = std::min({at, y, 899 - at, 1249 - y});
            book.row(y)[x] = page.row(y)[at + 50];
            if (in < 45) book.row(y)[x] = 235;
            if (in >= 35 && in < 40) book.row(y)[x] = 60;
        }
    const std::vector<Page> pages = pages_of(on_bed(book, 120, 25));
    REQUIRE(pages.size() == 2);
    CHECK(pages[0].geometry.page().width == Approx(1020).margin(16));
}

TEST_CASE("split parts two pages of two columns each, though their alleys are broad") {
    const Raster words = written_page(500, 1250, english_lines());
    int left = words.width, right = 0;  // of the writing in a column
    for (int y = 0; y < words.height; ++y)
        for (int x = 0; x < words.width; ++x)
            if (words.row(y)[x] < 128) left = std::min(left, x), right = std::max(right, x + 1);
    const int wide = right - left, alley = 70;
    const int page = 2 * wide + alley + 160;
    Raster book(2 * page, 1250, 1);
    std::fill(book.pixels.begin(), book.pixels.end(), std::uint8_t{235});
    for (const int at : {80, 80 + wide + alley, page + 80, page + 80 + wide + alley})
        for (int y = 0; y < 1250; ++y)
            std::copy_n(words.row(y) + left, wide, book.row(y) + at);
    const std::vector<Page> pages = pages_of(on_bed(book, 120, 25));
    REQUIRE(pages.size() == 2);
    CHECK(pages[0].geometry.page().width == Approx(120 + page).margin(20));
}

TEST_CASE(
    "split leaves a table without rules whole, though its middle is broadly blank, and says so") {
    const Raster words =
        written_page(400, 1250, {"river stone", "paper light", "garden wall", "quiet house"});
    Raster table(1800, 1250, 1);
    std::fill(table.pixels.begin(), table.pixels.end(), std::uint8_t{235});
    for (const int at : {100, 480, 1100, 1480})  // columns; most blank is in the middle
        for (int y = 100; y < 1150; ++y)
            for (int x = 0; x < 300; ++x)
                table.row(y)[at + x] = std::min(table.row(y)[at + x], words.row(y)[x + 40]);
    const std::vector<Page> pages = pages_of(on_bed(table, 120, 25));
    REQUIRE(pages.size() == 1);
    REQUIRE(pages[0].findings.size() == 1);
    CHECK(pages[0].findings[0].code == "split.unsure");
    CHECK(pages[0].events.back().detail.find("table") != std::string::npos);
}

TEST_CASE(
    "split tells a table by its cells, which stand below each other, where its middle is blank") {
    const std::vector<std::string> cells{"stones", "papers", "garden",
                                         "houses", "rivers", "lights"};
    const Raster words = written_page(400, 1250, cells);
    Raster sheet(1800, 1250, 1);
    std::fill(sheet.pixels.begin(), sheet.pixels.end(), std::uint8_t{235});
    for (const int half : {80, 1010})
        for (int column = 0; column < 6; ++column)
            for (int y = 100; y < 1150; ++y)
                for (int x = 0; x < 112; ++x)
                    sheet.row(y)[half + 116 * column + x] = words.row(y)[x + 40];
    const std::vector<Page> pages = pages_of(on_bed(sheet, 120, 25));
    CHECK(pages.size() == 1);
    CHECK(pages[0].events.back().detail.find("table") != std::string::npos);
}

TEST_CASE("split leaves what is one page whole") {
    const auto whole = [](const Raster& picture) {
        const std::vector<Page> pages = pages_of(picture);
        const Size size = pages[0].geometry.page();
        return pages.size() == 1 && size == Size{double(picture.width), double(picture.height)} &&
               pages[0].events.back().outcome == "left alone" &&
               !pages[0].events.back().detail.empty();
    };
    CHECK(whole(written_page(1240, 1754, english_lines())));
    CHECK(whole(written_page(1754, 1240, english_lines())));
    Raster dark_edge = written_page(1754, 1240, english_lines());
    for (int y = 0; y < dark_edge.height; ++y)
        for (int x = 0; x < 90; ++x)
            dark_edge.row(y)[x] = static_cast<std::uint8_t>(dark_edge.row(y)[x] * x / 90);
    CHECK(whole(dark_edge));
    Raster columns = written_page(1754, 1240, {});  // two, with a rule between them
    const Raster column = written_page(900, 1240, english_lines());
    int end = 0;  // of the writing in a column
    for (int y = 0; y < 1240; ++y)
        for (int x = 0; x < 900; ++x)
            if (column.row(y)[x] < 128) end = std::max(end, x);
    for (int y = 0; y < 1240; ++y)
        for (int x = 0; x < 900; ++x)
            for (const int at : {x, x + end - 50})  // 40 pixels of blank
                if (at < 1754) columns.row(y)[at] = std::min(columns.row(y)[at], column.row(y)[x]);
    CHECK(whole(columns));
    for (int y = 100; y < 1140; ++y)
        std::fill_n(columns.row(y) + end + 18, 5, std::uint8_t{60});
    CHECK(whole(columns));
    Raster table = written_page(1754, 1240, {});
    for (int y = 100; y < 1140; ++y)  // rules at every 130 columns and 52 rows
        for (int x = 100; x < 1660; ++x)
            if ((x - 100) % 130 < 3 || (y - 100) % 52 < 3) table.row(y)[x] = 40;
    CHECK(whole(table));
    Raster folded = table;  // a fold from edge to edge
    for (int y = 0; y < folded.height; ++y)
        for (int x = 870; x < 876; ++x)
            folded.row(y)[x] = static_cast<std::uint8_t>(folded.row(y)[x] * 0.6);
    CHECK(whole(folded));
    CHECK(pages_of(folded)[0].findings.at(0).code == "split.unsure");
    CHECK(whole(Raster(3, 2, 1)));
}

TEST_CASE("split leaves a strip of an opening whole, such as a single line") {
    for (const double shadow : {0.0, 0.4})
        for (const int height : {100, 160, 240}) {
            const Raster both = opening(shadow);
            Raster strip(both.width, height, 1);
            for (int y = 0; y < strip.height; ++y)
                std::copy_n(both.row(400 + y), both.width, strip.row(y));
            CAPTURE(shadow, height);
            CHECK(pages_of(strip).size() == 1);
        }
}
