#include "stages/deskew.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <tuple>

#include "stages/workbench.hpp"
#include "tests/unit/stages/pictures.hpp"
#include "tests/unit/stages/raster_view.hpp"

using namespace nuskha;

namespace {

Page deskewed(const Raster& picture) {
    const auto bench = make_workbench();
    Page page = page_of(picture);
    const Geometry geometry = page.geometry;
    const RasterView view(picture, geometry);
    return deskew_stage.make(Options(deskew_stage.options), *bench)->run(page, view).front();
}

}  // namespace

TEST_CASE("deskew straightens tilted pages in either direction") {
    for (double tilt : {-12.0, -4.3, -0.7, 0.6, 2.4, 9.0}) {
        const Page page = deskewed(tilted(written_page(1240, 1754, english_lines()), tilt, 235));
        INFO("tilted by " << tilt);
        CHECK(page.geometry.degrees() == Approx(-tilt).margin(0.1));
        CHECK(page.events.back().outcome == "success");
    }
}

TEST_CASE("deskew straightens a page of three lines, and a page that lies far askew") {
    const std::vector<std::string> three(english_lines().begin(), english_lines().begin() + 3);
    for (double tilt : {-6.5, 0.4, 3.0}) {
        const Page page = deskewed(tilted(written_page(1240, 1754, three), tilt, 235));
        INFO("tilted by " << tilt);
        CHECK(page.geometry.degrees() == Approx(-tilt).margin(0.05));
    }
    for (double tilt : {-41.0, 28.5}) {
        const Raster picture = tilted(written_page(1240, 1240, english_lines()), tilt, 235);
        CHECK(deskewed(picture).geometry.degrees() == Approx(-tilt).margin(0.1));
    }
}

TEST_CASE("deskew leaves two lines whose tilt hardly exceeds what two lines tell") {
    const std::vector<std::string> two(english_lines().begin(), english_lines().begin() + 2);
    const Page left = deskewed(tilted(written_page(1240, 1754, two), 0.15, 235));
    CHECK(left.geometry.degrees() == 0);
    CHECK(left.events.back().detail.find("not certain enough") != std::string::npos);
    const Page turned = deskewed(tilted(written_page(1240, 1754, two), 0.5, 235));
    CHECK(turned.geometry.degrees() == Approx(-0.5).margin(0.06));
}

TEST_CASE("deskew is not led by lines of one column that meet lines of the other") {
    Raster picture(1700, 1300, 1);
    std::fill(picture.pixels.begin(), picture.pixels.end(), std::uint8_t{235});
    const Raster column = written_page(900, 1300, english_lines());
    for (int y = 0; y < 1280; ++y) {  // the right column hangs 11 pixels lower, a third of a line
        std::copy_n(column.row(y) + 60, 800, picture.row(y) + 40);
        std::copy_n(column.row(y) + 60, 800, picture.row(y + 11) + 880);
    }
    for (double tilt : {-2.0, 0.0, 0.8})
        CHECK(deskewed(tilted(picture, tilt, 235)).geometry.degrees() ==
              Approx(-tilt).margin(0.05));
}

namespace {

double number(const Page& page, const std::string& name) {
    for (const Number& n : page.events.back().numbers)
        if (n.name == name) return n.value;
    return NAN;
}

Raster blank_sheet(int width, int height) {
    return written_page(width, height, {});
}

void rule(Raster& picture, int x0, int y0, int x1, int y1) {  // level or upright, 3 pixels thick
    for (int y = y0; y < std::max(y1, y0 + 3); ++y)
        for (int x = x0; x < std::max(x1, x0 + 3); ++x)
            picture.row(y)[x] = 40;
}

}  // namespace

TEST_CASE("deskew goes by ruled lines where there is no text") {
    Raster form = blank_sheet(1240, 1754);
    for (int y = 300; y <= 1500; y += 100)
        rule(form, 150, y, 1090, y);
    const Page page = deskewed(tilted(form, 2.3, 235));
    CHECK(page.geometry.degrees() == Approx(-2.3).margin(0.05));
    CHECK(number(page, "rules") == Approx(2.3).margin(0.05));
    CHECK(std::isnan(number(page, "text")));
}

TEST_CASE("deskew does not believe ruled lines against the edges of their leaf") {
    Raster form = blank_sheet(1000, 1400);
    for (int y = 300; y <= 1100; y += 100)
        rule(form, 250, y, 750, y);
    const Page page = deskewed(on_bed(tilted(form, 4, 235), 120, 20));
    CHECK(page.geometry.degrees() == 0);
    CHECK(std::isnan(number(page, "rules")));
}

TEST_CASE("deskew does not believe a frame against the edges of its leaf") {
    Raster frame = blank_sheet(1000, 1400);
    rule(frame, 200, 300, 800, 300), rule(frame, 200, 1100, 800, 1100);
    rule(frame, 200, 300, 200, 1100), rule(frame, 800, 300, 800, 1103);
    const Page page = deskewed(on_bed(tilted(frame, 4, 235), 120, 20));
    CHECK(page.geometry.degrees() == 0);
    CHECK(deskewed(tilted(on_bed(frame, 120, 20), 4, 20)).geometry.degrees() ==
          Approx(-4).margin(0.1));
}

TEST_CASE("deskew tells columns by the writing, however much bed lies around it") {
    const Raster column = written_page(900, 1300, english_lines());
    Raster leaf = blank_sheet(1000, 1300);
    for (int y = 0; y < 1280; ++y) {  // the right column hangs 11 pixels lower, a third of a line
        std::copy_n(column.row(y) + 60, 400, leaf.row(y) + 60);
        std::copy_n(column.row(y) + 60, 400, leaf.row(y + 11) + 540);
    }
    for (const int room : {150, 500, 900})
        for (const double tilt : {-7.4, 0.9, 11.0}) {
            INFO(room << " pixels of bed, tilted by " << tilt);
            const Raster scan = tilted(on_bed(leaf, room, 20), tilt, 20);
            CHECK(deskewed(scan).geometry.degrees() == Approx(-tilt).margin(0.1));
        }
}

TEST_CASE("deskew goes by a map's neatline, not by names that run anyhow") {
    Raster map = blank_sheet(1240, 1754);
    rule(map, 100, 100, 1140, 100), rule(map, 100, 1650, 1140, 1650);
    rule(map, 100, 100, 100, 1650), rule(map, 1140, 100, 1140, 1653);
    const Raster names =
        tilted(written_page(600, 850, {"The Mill", "Old Ferry", "White Church"}), 14, 235);
    for (int y = 0; y < names.height; ++y)
        std::copy_n(names.row(y), names.width, map.row(y + 400) + 300);
    const Page page = deskewed(tilted(map, -1.4, 235));
    CHECK(page.geometry.degrees() == Approx(1.4).margin(0.05));
    CHECK(number(page, "neatline") == Approx(-1.4).margin(0.05));
}

TEST_CASE(
    "deskew turns a picture page by the edges of its leaf, and leaves it alone without them") {
    Raster leaf = blank_sheet(1000, 1400);
    for (int y = 300; y < 1100; ++y)  // a soft picture without a straight edge
        for (int x = 200; x < 800; ++x) {
            const double r = std::hypot((x - 500) / 300.0, (y - 700) / 400.0);
            leaf.row(y)[x] = static_cast<std::uint8_t>(235 - 120 * std::max(0.0, 1 - r));
        }
    const Page on_bed_page = deskewed(tilted(on_bed(leaf, 120, 20), 3, 20));
    CHECK(on_bed_page.geometry.degrees() == Approx(-3).margin(0.2));
    CHECK(on_bed_page.events.back().detail.find("leaf") != std::string::npos);
    const Page alone = deskewed(leaf);
    CHECK(alone.geometry.degrees() == 0);
    CHECK(alone.events.back().outcome == "left alone");
}

TEST_CASE("deskew is not led by slanted drawings") {
    const auto drawing = [](double degrees, int length, int apart) {
        Raster picture(1240, 1754, 1);
        std::fill(picture.pixels.begin(), picture.pixels.end(), std::uint8_t{235});
        for (int i = 0; i < 24; ++i)
            for (int x = 0; x < length; ++x) {
                const int y = 300 + i * apart + int(x * std::tan(degrees * 3.14159265 / 180));
                picture.row(y)[150 + x] = picture.row(y + 1)[150 + x] = 40;
                picture.row(y)[640 + x] = picture.row(y + 1)[640 + x] = 40;
            }
        return picture;
    };
    for (const auto& [degrees, length] : {std::pair(13.0, 150), {-7.0, 120}, {4.5, 450}}) {
        INFO("hatching at " << degrees << " degrees, " << length << " pixels long");
        const Raster picture = drawing(degrees, length, 40);
        const Page page = deskewed(picture);
        CHECK(page.geometry.degrees() == 0);
    }
}

TEST_CASE("deskew is not led by hatching that crosses and breaks, whatever stands above it") {
    const auto drawing = [](double first, double second, double apart) {
        Raster picture = written_page(1240, 1754, {"The Mill by the Old Ferry"});
        const auto stroke = [&](int x0, double y0, int length, double degrees) {
            for (int x = 0; x < length; ++x) {
                const double y = y0 + x * std::tan(degrees * 3.14159265 / 180);
                for (int row = int(y) - 3; row <= int(y) + 3; ++row) {
                    const double cover = std::clamp(2.25 - std::abs(row - y), 0.0, 1.0);
                    std::uint8_t& v = picture.row(row)[x0 + x];
                    v = std::uint8_t(std::min<double>(v, 235 - 190 * cover));
                }
            }
        };
        for (int i = 0; i < 18; ++i) {
            stroke(300, 700 + apart * i, 300, first);
            stroke(440, 700 + apart * i, 260, second);
        }
        return picture;
    };
    for (const auto& [first, second, apart] :
         {std::tuple(-3.4, 3.0, 36.0), {-5.5, 3.0, 45.0}, {8.0, 3.0, 45.0}, {-13.0, -11.0, 22.0}}) {
        INFO("strokes at " << first << " and " << second << " degrees, " << apart << " apart");
        CHECK(deskewed(drawing(first, second, apart)).geometry.degrees() == 0);
    }
}

TEST_CASE("deskew reads a line that might be a stroke, and turns the page when it is writing") {
    for (const double tilt : {-7.0, 2.5, 12.0}) {
        INFO("tilted by " << tilt);
        const std::vector<std::string> one(english_lines().begin(), english_lines().begin() + 1);
        const Page page = deskewed(tilted(written_page(1240, 1754, one), tilt, 235));
        CHECK(page.geometry.degrees() == Approx(-tilt).margin(0.1));
        CHECK(number(page, "legibility") > 0.5);
    }
}

TEST_CASE("deskew believes a caption that can be read more than the lines of a drawing") {
    for (const double slope : {-4.0, 3.0}) {
        INFO("lines drawn at " << slope << " degrees");
        Raster picture = written_page(1240, 1754, {"The Mill by the Old Ferry"});
        const double fall = std::tan(slope * 3.14159265 / 180);
        for (int i = 0; i < 12; ++i)  // the rungs of a ladder that leans
            for (int x = 0; x < 500; ++x) {
                const int y = 600 + 70 * i + int(x * fall), left = 350 - int(70 * i * fall);
                picture.row(y)[left + x] = picture.row(y + 1)[left + x] = 40;
            }
        CHECK(deskewed(picture).geometry.degrees() == 0);
    }
}

TEST_CASE("deskew goes by the rows of a table, not by words whose letters climb") {
    Raster table = blank_sheet(1240, 1754);
    std::uint32_t state = 5;
    const auto chance = [&](int below) {
        state = state * 1664525U + 1013904223U;
        return static_cast<int>((state >> 8) % static_cast<std::uint32_t>(below));
    };
    for (int row = 0; row < 22; ++row)
        for (int column = 0; column < 4; ++column) {
            const int letters = 4 + chance(5), left = 140 + 250 * column + chance(40);
            for (int i = 0; i < letters; ++i) {
                const int foot = 300 + 60 * row + 6 - 2 * i - chance(8), high = 6 + chance(14);
                rule(table, left + 13 * i, foot - high, left + 13 * i + 9, foot);
            }
        }
    for (const double tilt : {-6.0, 3.0}) {
        INFO("tilted by " << tilt);
        CHECK(deskewed(tilted(table, tilt, 235)).geometry.degrees() == Approx(-tilt).margin(0.3));
    }
}

TEST_CASE("deskew does not take a stroke across the page for a line of text") {
    Raster picture = written_page(1240, 1754, {"The Mill by the Old Ferry"});
    for (int x = 0; x < 180; ++x) {  // forked, so that it is no straight part
        const int y = 900 + x / 5;
        for (int d = 0; d < 3; ++d) {
            picture.row(y + d)[400 + x] = 40;
            if (x < 40) picture.row(y + d + 40 - x)[400 + x] = 40;
        }
    }
    CHECK(deskewed(picture).geometry.degrees() == 0);
}

TEST_CASE("deskew leaves lines that lie level in a frame that is drawn a little aslant") {
    Raster frame = blank_sheet(1240, 1754);
    rule(frame, 60, 80, 1180, 80), rule(frame, 60, 1670, 1180, 1670);
    rule(frame, 60, 80, 60, 1670), rule(frame, 1180, 80, 1180, 1673);
    Raster plate = tilted(frame, 0.22, 235);
    const std::vector<std::string> caption(english_lines().begin(), english_lines().begin() + 2);
    const Raster written = written_page(1240, 1754, caption);
    for (std::size_t i = 0; i < plate.pixels.size(); ++i)
        plate.pixels[i] = std::min(plate.pixels[i], written.pixels[i]);
    const Page page = deskewed(plate);
    CHECK(number(page, "neatline") == Approx(0.22).margin(0.05));
    CHECK(page.geometry.degrees() == 0);
}

TEST_CASE("deskew leaves lines that stand a little aslant in a frame that is level") {
    Raster page = tilted(written_page(1240, 1754, english_lines()), 0.15, 235);
    rule(page, 60, 80, 1180, 80), rule(page, 60, 1670, 1180, 1670);
    rule(page, 60, 80, 60, 1670), rule(page, 1180, 80, 1180, 1673);
    const Page left = deskewed(page);
    CHECK(number(left, "text") == Approx(0.15).margin(0.05));
    CHECK(left.geometry.degrees() == 0);
}

TEST_CASE("deskew turns lines that run as their frame does, whatever lies level beside them") {
    const std::vector<std::string>& lines = english_lines();
    Raster map = written_page(1240, 1754, {lines.begin(), lines.begin() + 6});
    rule(map, 100, 100, 1140, 100), rule(map, 100, 1300, 1140, 1300);
    rule(map, 100, 100, 100, 1300), rule(map, 1140, 100, 1140, 1303);
    map = tilted(map, 4.9, 235);
    const Raster slip = written_page(1240, 600, {lines.begin(), lines.begin() + 4});
    for (int y = 30; y < 268; ++y)
        std::copy_n(slip.row(y), slip.width, map.row(y + 1450));
    const Page page = deskewed(map);
    CHECK(number(page, "sharpness") < 1.1 * number(page, "sharpness_before"));
    CHECK(page.geometry.degrees() == Approx(-4.9).margin(0.1));
}

TEST_CASE("deskew finds a double, broken neatline on a sheet that fills half the picture") {
    Raster map = blank_sheet(1240, 1754);
    const auto frame = [&](int in) {
        rule(map, 330 + in, 450 + in, 910 - in, 450 + in);
        rule(map, 330 + in, 1250 - in, 913 - in, 1250 - in);
        rule(map, 330 + in, 450 + in, 330 + in, 1250 - in);
        rule(map, 910 - in, 450 + in, 910 - in, 1250 - in);
    };
    frame(0), frame(12);
    for (int y = 470; y < 1230; ++y)  // every other piece between the two lines is black
        for (int x = 330; x < 342; ++x)
            if (y / 60 % 2 == 0) map.row(y)[x] = map.row(y)[x + 571] = 40;
    for (const double tilt : {-9.5, 3.0}) {
        const Page page = deskewed(tilted(map, tilt, 235));
        CHECK(page.geometry.degrees() == Approx(-tilt).margin(0.1));
        CHECK(number(page, "neatline") == Approx(tilt).margin(0.1));
    }
}

TEST_CASE("deskew goes by a neatline on all four sides, though a name on the map lies level") {
    for (const char* words : {"quiet garden of stones", "the old river road"}) {
        Raster map = blank_sheet(1240, 1754);
        for (const int in : {0, 12}) {
            rule(map, 250 + in, 350 + in, 990 - in, 350 + in);
            rule(map, 250 + in, 1400 - in, 993 - in, 1400 - in);
            rule(map, 250 + in, 350 + in, 250 + in, 1400 - in);
            rule(map, 990 - in, 350 + in, 990 - in, 1400 - in);
        }
        map = tilted(map, 13, 235);
        const Raster name = written_page(620, 160, {words});
        for (int y = 0; y < name.height; ++y)
            for (int x = 100; x < name.width; ++x) {
                std::uint8_t& v = map.row(y + 800)[x + 300];
                v = std::min(v, name.row(y)[x]);
            }
        const Page page = deskewed(map);
        INFO(words);
        CHECK(page.events.back().outcome == "success");
        CHECK(page.geometry.degrees() == Approx(-13).margin(0.1));
    }
}

TEST_CASE("deskew says how level the page was before and after") {
    const Page page = deskewed(tilted(written_page(1240, 1754, english_lines()), 3, 235));
    const Event& event = page.events.back();
    REQUIRE(event.number("unevenness_before"));
    CHECK(*event.number("unevenness_before") == Approx(3).margin(0.1));
    CHECK(*event.number("unevenness_after") < 0.1);
    CHECK(*event.number("sharpness") > 2 * *event.number("sharpness_before"));
}

TEST_CASE("deskew leaves a straight page exactly as it is") {
    const Page page = deskewed(written_page(1240, 1754, english_lines()));
    CHECK(page.geometry == page_of(written_page(1240, 1754, {})).geometry);
    CHECK(page.events.back().detail == "straight");
    CHECK(page.findings.empty());
}

TEST_CASE("deskew is not led by the edges of a tilted dark bed") {
    // The leaf lies tilted on the bed by 3 degrees, but its lines are printed level on the leaf.
    const Raster leaf = written_page(1000, 1400, english_lines());
    const Page page = deskewed(tilted(on_bed(leaf, 120, 20), 3, 20));
    CHECK(page.geometry.degrees() == Approx(-3).margin(0.15));
    // And here the leaf's edges are level, while the print on it runs 2 degrees off.
    const Page printed_off = deskewed(on_bed(tilted(leaf, 2, 235), 120, 20));
    CHECK(printed_off.geometry.degrees() == Approx(-2).margin(0.15));
}

TEST_CASE("deskew does nothing where there is nothing to measure") {
    const Page blank = deskewed(written_page(1240, 1754, {}));
    CHECK(blank.events.back().outcome == "left alone");
    CHECK(blank.geometry.degrees() == 0);
    CHECK(blank.findings.empty());

    Raster noise(900, 1200, 1);  // specks without order
    std::uint32_t state = 7;
    for (auto& pixel : noise.pixels)
        pixel = 230;
    for (int i = 0; i < 1500; ++i) {
        state = state * 1664525U + 1013904223U;
        const int x = static_cast<int>(state >> 8) % 890;
        state = state * 1664525U + 1013904223U;
        const int y = static_cast<int>(state >> 8) % 1190;
        for (int dy = 0; dy < 6; ++dy)
            for (int dx = 0; dx < 6; ++dx)
                noise.row(y + dy)[x + dx] = 30;
    }
    const Page speckled = deskewed(noise);
    CHECK(speckled.events.back().outcome == "left alone");
    CHECK(speckled.geometry.degrees() == 0);
    REQUIRE(speckled.findings.size() == 1);
    CHECK(speckled.findings[0].code == "skew.unsure");
}

TEST_CASE("deskew leaves alone a page whose parts differ by as much as its tilt") {
    const Raster level = written_page(1240, 1754, english_lines());
    const Raster down = tilted(level, 0.3, 235), up = tilted(level, -0.3, 235);
    Raster mixed = level;  // a warped page: lines run down at the head, and up below
    for (int y = 0; y < mixed.height; ++y)
        std::copy_n((y < 480 ? down : up).row(y), mixed.width, mixed.row(y));
    const Page page = deskewed(mixed);
    CHECK(page.geometry.degrees() == 0);
    CHECK(page.events.back().outcome == "left alone");
}
