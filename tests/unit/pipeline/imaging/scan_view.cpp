#include "pipeline/imaging/scan_view.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace nuskha;

namespace {

Raster noise(int width, int height, int channels) {
    Raster r(width, height, channels);
    std::uint32_t state = 1;
    for (auto& p : r.pixels)
        p = static_cast<std::uint8_t>((state = state * 1664525u + 1013904223u) >> 24);
    return r;
}

// White paper with one dark Gaussian blob about `at` (pixel centres at .5).
Raster blob(int width, int height, Point at, double sigma) {
    Raster r(width, height, 1);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const double dx = x + 0.5 - at.x, dy = y + 0.5 - at.y;
            r.row(y)[x] = static_cast<std::uint8_t>(
                std::lround(255 - 240 * std::exp(-(dx * dx + dy * dy) / (2 * sigma * sigma))));
        }
    return r;
}

Point centre_of_ink(const Raster& r) {
    double sx = 0, sy = 0, sum = 0;
    for (int y = 0; y < r.height; ++y)
        for (int x = 0; x < r.width; ++x) {
            const double ink = 255 - r.row(y)[x];
            sx += ink * (x + 0.5);
            sy += ink * (y + 0.5);
            sum += ink;
        }
    return {sx / sum, sy / sum};
}

}  // namespace

TEST_CASE("View: an untouched, turned, flipped or cropped page has the scan's very pixels") {
    for (const int channels : {1, 3}) {
        const ScanPixels pixels(noise(61, 47, channels));
        const Raster& scan = pixels.scan();
        for (int tag = 1; tag <= 8; ++tag) {
            const Geometry geometry({61, 47}, tag);
            const ScanView view(pixels, geometry);
            const Size page = geometry.page();
            const Rect area{3, 5, page.width - 10, page.height - 12};
            const Raster r = view.render(area, 1, Tone::colour);
            REQUIRE(r.width == static_cast<int>(area.width));
            REQUIRE(r.channels == channels);
            bool same = true;
            for (int y = 0; y < r.height; ++y)
                for (int x = 0; x < r.width; ++x) {
                    const Point p = geometry.on_scan(Point{area.x + x + 0.5, area.y + y + 0.5});
                    const auto* in =
                        scan.row(static_cast<int>(p.y)) + static_cast<int>(p.x) * channels;
                    for (int c = 0; c < channels; ++c)
                        same = same && r.row(y)[x * channels + c] == in[c];
                }
            INFO("orientation " << tag);
            CHECK(same);
        }
    }
}

TEST_CASE("View: grey is BT.601 luma; beyond the scan is white") {
    Raster red(8, 8, 3);
    for (int i = 0; i < 64; ++i)
        red.pixels[i * 3] = 255;
    const ScanPixels pixels(red);
    const ScanView view(pixels, Geometry({8, 8}, 1));
    CHECK(view.render({0, 0, 8, 8}, 1, Tone::grey).row(3)[3] == 76);
    const Raster wider = view.render({-4, -4, 16, 16}, 1, Tone::grey);
    CHECK(wider.row(0)[0] == 255);
    CHECK(wider.row(3)[15] == 255);
    CHECK(wider.row(4)[4] == 76);
    CHECK(wider.row(11)[11] == 76);
    CHECK(wider.row(12)[11] == 255);
    const Raster away = view.render({100, 100, 5, 5}, 2.5, Tone::colour);
    CHECK(away.row(2)[2] == 255);
}

TEST_CASE("View: a blob stands where geometry says, to a twentieth of a pixel") {
    const Point at{211.3, 148.8};
    const ScanPixels pixels(blob(420, 300, at, 6));
    const Geometry upright({420, 300}, 1);
    for (const double turn : {0.0, 0.7, -3.4, 12.0, 91.3})
        for (const int quarters : {0, 1, 2, 3})
            for (const double scale : {0.31, 0.5, 0.8, 1.0, 1.7, 3.0}) {
                const Geometry geometry =
                    upright.turned(quarters).rotated(turn).cropped({20, 10, 250, 250});
                const ScanView view(pixels, geometry);
                const Size page = geometry.page();
                const Raster r =
                    view.render({0.25, 1.5, page.width - 3, page.height - 4}, scale, Tone::grey);
                const Point on_page = *geometry.to_scan().inverse(at);
                if (on_page.x < 30 || on_page.y < 30 || on_page.x > page.width - 30 ||
                    on_page.y > page.height - 30)
                    continue;
                const Point seen = centre_of_ink(r);
                INFO("turn " << turn << " quarters " << quarters << " scale " << scale);
                // in result pixels; enlarged ones are smaller than the scan's
                const double most = 0.05 * std::max(1.0, scale);
                CHECK(seen.x == Approx((on_page.x - 0.25) * scale).margin(most));
                CHECK(seen.y == Approx((on_page.y - 1.5) * scale).margin(most));
            }
}

TEST_CASE("View: the overview is as large as asked, never enlarged, and stands where it should") {
    const Point at{310, 205};
    const ScanPixels pixels(blob(640, 400, at, 12));
    for (const double turn : {0.0, 2.5})
        for (const int quarters : {0, 1, 2, 3}) {
            const Geometry geometry = Geometry({640, 400}, 1).turned(quarters).rotated(turn);
            const ScanView view(pixels, geometry);
            for (const int longest : {100, 250, 333, 640, 5000}) {
                const Raster r = view.overview(longest);
                CHECK(std::max(r.width, r.height) == std::min(longest, 640));
                CHECK(r.channels == 1);
                const Point on_page = *geometry.to_scan().inverse(at);
                const Point seen = centre_of_ink(r);
                INFO("turn " << turn << " quarters " << quarters << " longest " << longest);
                CHECK(seen.x == Approx(on_page.x * r.width / geometry.page().width).margin(0.05));
                CHECK(seen.y == Approx(on_page.y * r.height / geometry.page().height).margin(0.05));
            }
        }
}

TEST_CASE("View: shrinking averages, it does not skip") {
    Raster stripes(600, 600, 1);  // one pixel black, one white: must become grey, not a moire
    for (int y = 0; y < 600; ++y)
        for (int x = 0; x < 600; ++x)
            stripes.row(y)[x] = (x + y) % 2 ? 255 : 0;
    const ScanPixels pixels(stripes);
    for (const double turn : {0.0, 1.5, 20.0})
        for (const double scale : {0.5, 0.37, 0.2, 0.083}) {
            const ScanView view(pixels, Geometry({600, 600}, 1).rotated(turn));
            const Raster r = view.render({150, 150, 300, 300}, scale, Tone::grey);
            int least = 255, most = 0;
            for (const auto p : r.pixels) {
                least = std::min<int>(least, p);
                most = std::max<int>(most, p);
            }
            INFO("turn " << turn << " scale " << scale);
            CHECK(least >= 108);
            CHECK(most <= 148);
        }
}

TEST_CASE("View: scans longer than OpenCV's 32,767 pixels work; tiles leave no seams") {
    Raster strip(40'000, 40, 1);
    for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 40'000; ++x)
            strip.row(y)[x] = static_cast<std::uint8_t>(x / 200);
    const ScanPixels pixels(strip);
    const ScanView view(pixels, Geometry({40'000, 40}, 1).rotated(0.01));
    for (const double scale : {1.0, 0.61}) {
        const Raster r = view.render({10, 15, 39'900, 10}, scale, Tone::grey);
        REQUIRE(r.width == std::lround(39'900 * scale));
        bool smooth = true;
        for (int x = 1; x < r.width; ++x)
            smooth =
                smooth && r.row(2)[x] >= r.row(2)[x - 1] - 1 && r.row(2)[x] <= r.row(2)[x - 1] + 2;
        CHECK(smooth);
        CHECK(std::abs(r.row(2)[static_cast<int>(20'000 * scale)] - 100) <= 1);
    }
}

TEST_CASE("View: lines that a curled leaf bends are level and sharp on the flattened page") {
    const Bend bend{600, {0, 0, 0, 5, 25}, {0, 0, 0, 0.01, 0.05}};
    Raster curled(640, 500, 3);
    std::fill(curled.pixels.begin(), curled.pixels.end(), std::uint8_t{255});
    for (int y = 0; y < curled.height; ++y)
        for (int x = 0; x < curled.width; ++x) {
            const double flat = bend.inverse({x + 0.5, y + 0.5}).y;
            if (flat >= 60 && flat < 390 && std::fmod(flat - 60, 40) < 6)
                std::fill_n(curled.row(y) + x * 3, 3, std::uint8_t{0});
        }
    const ScanPixels pixels(curled);
    const ScanView view(pixels, Geometry({640, 500}, 1).flattened(bend, {0, 0, 640, 500}));
    for (const double scale : {1.0, 0.5}) {
        const Raster flat = view.render({0, 0, 640, 500}, scale, Tone::grey);
        REQUIRE(flat.width == static_cast<int>(640 * scale));
        for (int line = 60; line <= 380; line += 40)
            for (int x = 4; x < flat.width - 4; ++x) {
                const auto row = [&](double y) { return flat.row(static_cast<int>(y * scale))[x]; };
                INFO("scale " << scale << " line " << line << " x " << x);
                REQUIRE(int(row(line + 3)) < 60);
                REQUIRE(int(row(line - 4)) > 200);
                REQUIRE(int(row(line + 10)) > 200);
            }
    }
    // an area cut anywhere agrees with the whole; so does the overview
    const Raster whole = view.render({0, 0, 640, 500}, 1, Tone::colour);
    const Raster part = view.render({500, 300, 100, 80}, 1, Tone::colour);
    for (int y = 0; y < part.height; ++y)
        for (int x = 0; x < part.width; ++x)
            REQUIRE(std::abs(part.row(y)[x * 3] - whole.row(300 + y)[(500 + x) * 3]) <= 1);
    const Raster overview = view.overview(320);
    REQUIRE(overview.width == 320);
    REQUIRE(int(overview.row(31)[300]) < 128);
    REQUIRE(int(overview.row(25)[300]) > 200);
}

TEST_CASE("View: an overview of a large scan is the area average, whatever was asked before") {
    for (const int channels : {1, 3}) {
        const ScanPixels pixels(noise(3405, 2803, channels));
        const ScanView view(pixels, Geometry({3405, 2803}, 1));
        view.overview(1200);
        const Raster seen = view.overview(681);  // five scan pixels a side
        REQUIRE(seen.width == 681);
        const Raster& scan = pixels.scan();
        double worst = 0;
        for (int y = 10; y < 500; y += 7)
            for (int x = 10; x < 600; x += 7) {
                double sum = 0;
                const double top = y * 2803.0 / seen.height;
                for (int dy = 0; dy < 5; ++dy)
                    for (int dx = 0; dx < 5; ++dx) {
                        const auto* p =
                            scan.row(static_cast<int>(top) + dy) + (5 * x + dx) * channels;
                        sum += channels == 1 ? p[0] : 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2];
                    }
                worst = std::max(worst, std::abs(sum / 25 - seen.row(y)[x]));
            }
        CHECK(worst < 40);  // of noise whose average over five by five deviates by 15
        const ScanView turned(pixels, Geometry({3405, 2803}, 3));
        const Raster round = turned.overview(681);
        CHECK(round.row(0)[0] == seen.row(seen.height - 1)[seen.width - 1]);
        CHECK(view.overview(681).pixels == seen.pixels);
    }
}
