#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <span>
#include <sstream>

#include "pipeline/imaging/decode.hpp"
#include "pipeline/imaging/scan_view.hpp"
#include "stages/deskew.hpp"
#include "stages/workbench.hpp"
#include "tools/preparation/skew.hpp"
#include "tools/preparation/skew_peers.hpp"

namespace nuskha {
namespace {

struct KnownPage {
    std::string path;
    double degrees = 0;
    std::string source;  // of the angle
    bool printed() const { return !path.starts_with("ms_"); }
    // Angles that the origin states are whole degrees, good to 0.6.
    double tolerance() const { return source == "stated" ? 0.6 : 0.3; }
};

std::vector<KnownPage> known_pages(const std::filesystem::path& table) {
    std::vector<KnownPage> pages;
    std::ifstream in(table);
    for (std::string line; std::getline(in, line);) {
        std::istringstream fields(line);
        KnownPage page;
        std::string degrees;
        std::getline(fields, page.path, '\t');
        std::getline(fields, degrees, '\t');
        std::getline(fields, page.source);
        if (page.path.find('/') == std::string::npos) continue;  // the heading
        page.degrees = std::stod(degrees);
        pages.push_back(std::move(page));
    }
    return pages;
}

// The scan turned upright, and nothing where it cannot be read.
std::optional<std::pair<Raster, Geometry>> scan_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    auto opened = open_image(std::as_bytes(std::span(bytes)), file.filename().string(), {});
    if (!opened.file) return {};
    auto decoded = opened.file->decode(0);
    if (!decoded.raster) return {};
    const Size size{double(decoded.raster->width), double(decoded.raster->height)};
    return std::pair(std::move(*decoded.raster), Geometry(size, opened.file->facts(0).orientation));
}

}  // namespace

bool measure_skew_real(const PartPlan& plan) {
    const char* shared = std::getenv("NUSKHA_SHARED");
    if (!shared) {
        fmt::print("NUSKHA_SHARED is not set: there are no real pages to measure\n");
        return true;
    }
    const std::filesystem::path folder = std::filesystem::path(shared) / "scans";
    const auto bench = make_workbench();
    const auto stage = deskew_stage.make(Options(deskew_stage.options), *bench);
    std::ofstream csv(plan.out / "skew-real.csv");
    csv << "path,printed,known,source,left_over,error,leptonica,outcome,detail\n";
    fmt::print("{:<66} {:>6} {:>6} {:>5} {:>9}  {}\n", "page", "known", "off by", "error",
               "Leptonica", "what it did");
    std::vector<std::string> missing;
    const SkewPeer witness = skew_peers(missing)[1];  // to see whose fault a difference is
    int over = 0, printed = 0;
    double sum = 0;
    for (const KnownPage& known : known_pages(folder / "SKEW.tsv")) {
        auto scan = scan_of(folder / known.path);
        if (!scan) {
            fmt::print("{:<66} cannot be read\n", known.path);
            continue;
        }
        Page page;
        page.geometry = scan->second;
        const double before = page.geometry.degrees();
        const ScanPixels pixels(std::move(scan->first));
        const ScanView view(pixels, page.geometry);
        const Size size = page.geometry.page();
        const Raster grey = view.render({0, 0, size.width, size.height}, 1, Tone::grey);
        const double other = witness.ask(grey, {}).degrees;
        const Page done = stage->run(std::move(page), view).front();
        const Event& event = done.events.back();
        const double left = known.degrees + done.geometry.degrees() - before;
        const double error = event.number("error") ? *event.number("error") : 0;
        const bool counts = known.printed();
        printed += counts;
        sum += counts ? std::abs(left) : 0;
        const bool far = std::abs(left) > known.tolerance();
        over += counts && far;
        fmt::print("{:<66} {:>6.2f} {:>6.2f} {:>5.2f} {:>9.2f}  {}{}\n", known.path, known.degrees,
                   left, error, other, event.detail,
                   !counts ? "  (by hand)"
                   : far   ? "  <-- OVER"
                           : "");
        csv << fmt::format("{},{},{},{},{:.3f},{:.3f},{:.3f},{},\"{}\"\n", known.path, int(counts),
                           known.degrees, known.source, left, error, other, event.outcome,
                           event.detail);
    }
    if (printed > 0)
        fmt::print(
            "{} printed pages: mean {:.3f} degrees off, {} by more than 0.3 (0.6 "
            "where the angle is stated in whole degrees)\n",
            printed, sum / printed, over);
    return over == 0;
}

}  // namespace nuskha
