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

namespace nuskha {
namespace {

struct KnownPage {
    std::string path;
    double degrees = 0;
    std::string source;  // of the angle
    bool printed() const { return !path.starts_with("ms_"); }
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
    csv << "path,printed,known,left_over,error,outcome,detail\n";
    fmt::print("{:<66} {:>6} {:>6} {:>5}  {}\n", "page", "known", "off by", "error", "what it did");
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
        const Page done = stage->run(std::move(page), view).front();
        const Event& event = done.events.back();
        const double left = known.degrees + done.geometry.degrees() - before;
        const double error = event.number("error") ? *event.number("error") : 0;
        const bool counts = known.printed();
        printed += counts;
        sum += counts ? std::abs(left) : 0;
        over += counts && std::abs(left) > 0.3;
        fmt::print("{:<66} {:>6.2f} {:>6.2f} {:>5.2f}  {}{}\n", known.path, known.degrees, left,
                   error, event.detail,
                   std::abs(left) > 0.3 ? counts ? "  <-- over 0.3" : "  (by hand)" : "");
        csv << fmt::format("{},{},{},{:.3f},{:.3f},{},\"{}\"\n", known.path, int(counts),
                           known.degrees, left, error, event.outcome, event.detail);
    }
    if (printed > 0)
        fmt::print("{} printed pages: mean {:.3f} degrees off, {} by more than 0.3\n", printed,
                   sum / printed, over);
    return over == 0;
}

}  // namespace nuskha
