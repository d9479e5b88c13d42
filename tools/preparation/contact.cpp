#include "tools/preparation/contact.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>

#include "pipeline/imaging/jpeg_writer.hpp"
#include "stages/workbench.hpp"
#include "stages/working_picture.hpp"
#include "tools/evaluate/chain.hpp"
#include "tools/evaluate/load.hpp"

namespace nuskha {
namespace {

constexpr double longest = 700;  // side of a picture, pixels

// From each group in turn, until there are enough.
std::vector<Sample> chosen(const std::vector<Sample>& all, std::size_t count) {
    std::map<std::string, std::vector<Sample>> groups;
    for (const Sample& sample : all)
        if (!sample.group.starts_with("lines_")) groups[sample.group].push_back(sample);
    std::vector<Sample> some;
    for (std::size_t round = 0, found = 1; found > 0 && some.size() < count; ++round) {
        found = 0;
        for (const auto& [name, members] : groups)
            if (round < members.size() && some.size() < count) {
                some.push_back(members[round]);
                ++found;
            }
    }
    return some;
}

void write(const std::filesystem::path& file, const Raster& picture) {
    const auto bytes = encode_jpeg(picture, 75);
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
}

// As the page looks, or as the recogniser sees it where that differs.
Raster picture_of(const Page& page, const ScanPixels& pixels) {
    const Size size = page.geometry.page();
    const double scale = std::min(1.0, longest / std::max(size.width, size.height));
    const ScanView view(pixels, page.geometry);
    const Rect whole{0, 0, size.width, size.height};
    if (page.tone == WorkingTone{}) return view.render(whole, scale, Tone::colour);
    return working_picture(view.render(whole, scale, Tone::grey), whole, size,
                           measure_tone(view.overview(1600)), page.tone, page.ppi_or(300) * scale);
}

std::string label_of(const Page& page) {
    std::string label;
    for (const Event& event : page.events)
        if (event.stage != "inspect")
            label += fmt::format("<li class=\"{}\">{}: {}</li>",
                                 event.outcome == "success" ? "done" : "left", event.stage,
                                 event.detail);
    for (const Finding& finding : page.findings)
        if (finding.code.starts_with("orient.") || finding.code.starts_with("skew."))
            label += fmt::format("<li>{}</li>", finding.code);
    return label;
}

constexpr const char* head = R"(<!doctype html><meta charset="utf-8"><title>Before and after</title>
<style>body{font:14px sans-serif;margin:2em}section{display:flex;gap:1em;margin:0 0 2em;
border-top:1px solid #999;padding-top:1em}img{max-width:420px;max-height:560px;border:1px solid #ccc}
.left{color:#888}ul{margin:0;padding-left:1em}</style><h1>Before and after the preparation</h1>
)";

}  // namespace

bool make_contact_sheet(const PartPlan& plan) {
    const char* shared = std::getenv("NUSKHA_SHARED");
    if (!shared) {
        fmt::print("skipped: NUSKHA_SHARED does not name a folder with real scans\n");
        return true;
    }
    const std::filesystem::path folder = plan.out / "contact";
    std::filesystem::create_directories(folder);
    const auto bench = make_workbench();
    Chain chain({"inspect", "orient", "split", "deskew", "crop", "dewarp", "tone"}, {}, *bench);
    std::ofstream html(folder / "index.html");
    html << head;
    int number = 0;
    for (const Sample& sample : chosen(samples_in(std::filesystem::path(shared) / "scans"),
                                       plan.count > 0 ? std::size_t(plan.count) : 40)) {
        auto loaded = load(sample);
        if (!loaded) continue;
        Page page = loaded->page;
        if (!readable(page.languages)) page.languages = {"az-Latn", "az-Cyrl", "ru", "en"};
        const ScanPixels pixels(std::move(loaded->raster));
        const std::string name = fmt::format("{:02}", ++number);
        write(folder / (name + "-before.jpg"), picture_of(page, pixels));
        html << fmt::format("<section><div>{} {}/{}<br><img src=\"{}-before.jpg\"></div>", number,
                            sample.group, sample.name, name);
        int side = 0;
        for (const Page& done : chain.run({page}, pixels)) {
            const std::string file = fmt::format("{}-after-{}.jpg", name, ++side);
            write(folder / file, picture_of(done, pixels));
            html << fmt::format("<div><br><img src=\"{}\"></div><ul>{}</ul>", file, label_of(done));
        }
        html << "</section>\n" << std::flush;
    }
    fmt::print("{} pairs: {}\n", number, (folder / "index.html").string());
    return number > 0;
}

}  // namespace nuskha
