#include "stages/inspect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "stages/ink.hpp"
#include "stages/notes.hpp"
#include "stages/quality/page_hash.hpp"
#include "stages/sharpness.hpp"

namespace nuskha {
namespace {

const auto options = std::to_array<OptionSpec>({
    {"min_ppi", 200.0, "fewer pixels an inch are a finding", 0, 4800},
    {"min_bits", 1.0, "fewer bits a sample are a finding", 1, 16},
    {"min_side", 300.0, "a shorter side of fewer pixels is too small for a page", 1, 100000},
    {"max_edge", 0.28,
     "edges of letters that take more of the letters' height from ink to paper are blurred; never "
     "edges of less than 3 pixels, always those of more than 6",
     0.05, 1},
    {"min_contrast", 45.0, "ink that is less darker than its paper, levels of 255", 0, 255},
    {"max_highlights", 0.6,
     "share of paper without any tone (255) above which detail is lost, in scans that have tones",
     0, 1},
    {"max_shadows", 0.25,
     "share of the leaf without any tone (0) above which detail is lost, in scans that have tones",
     0, 1},
    {"blank_parts", 12.0, "a page with fewer marks of ink is blank", 0, 1000},
    {"want_profile", true, "note colour scans without an ICC profile"},
});

struct Tones {                              // of what is not scanner bed
    double mean = 0, white = 0, black = 0;  // level; shares at 255 and 0
    double ink = 0, paper = 0;              // median levels of marks and of what is between them
    double between = 0;                     // share of levels 16..239: about 0 in bilevel pictures
};

double median_of(const std::array<double, 256>& counts) {
    double all = 0, seen = 0;
    for (double n : counts)
        all += n;
    for (int level = 0; level < 256; ++level)
        if ((seen += counts[static_cast<std::size_t>(level)]) * 2 >= all && all > 0) return level;
    return 0;
}

Tones tones_of(const Raster& grey, const Ink& ink, const Raster& bed, const Raster& outside) {
    std::array<double, 256> marks{}, rest{};
    for (std::size_t i = 0; i < grey.pixels.size(); ++i) {
        if ((!bed.empty() && bed.pixels[i]) || (!outside.empty() && outside.pixels[i])) continue;
        ++(ink.mask.pixels[i] ? marks : rest)[grey.pixels[i]];
    }
    Tones tones;
    double all = 0, sum = 0;
    for (int level = 0; level < 256; ++level) {
        const double n =
            marks[static_cast<std::size_t>(level)] + rest[static_cast<std::size_t>(level)];
        all += n;
        sum += n * level;
        if (level >= 16 && level < 240) tones.between += n;
        if (level == 255) tones.white = n;
        if (level == 0) tones.black = n;
    }
    if (all == 0) return tones;
    tones.mean = sum / all;
    tones.white /= all;
    tones.black /= all;
    tones.between /= all;
    tones.paper = median_of(rest);
    tones.ink = ink.parts > 0 ? median_of(marks) : tones.paper;
    return tones;
}

class Inspect : public Stage {
  public:
    explicit Inspect(const Options& o) : options_(o) {}
    std::vector<Page> run(Page page, const View& view) override;

  private:
    struct Seen {
        Ink ink;
        Tones tones;
        Edges edges;
        double letter = 0;  // usual height of connected marks, page pixels
        double ppi = 0;
        PageHash hash;
    };
    Seen look(const Page& page, const View& view) const;
    void judge_file(const Page& page, const Seen& seen, std::vector<Finding>& to) const;
    void judge_picture(const Page& page, const Seen& seen, std::vector<Finding>& to) const;
    Options options_;
};

Inspect::Seen Inspect::look(const Page& page, const View& view) const {
    Seen seen;
    const Raster overview = view.overview(1200);
    const Raster outside = beyond_scan(page.geometry, overview.width, overview.height);
    const Raster bed = find_bed(overview, outside);
    seen.ink = find_ink(overview, outside);
    seen.tones = tones_of(overview, seen.ink, bed, outside);
    seen.edges = measure_edges(page, view, seen.ink);
    seen.letter = seen.ink.part_height * page.geometry.page().width / overview.width;
    seen.ppi = page.ppi_or(0);
    seen.hash =
        hash_of(overview, seen.ink, bed, outside, static_cast<int>(options_.number("blank_parts")));
    return seen;
}

void Inspect::judge_file(const Page& page, const Seen& seen, std::vector<Finding>& to) const {
    const std::string place = place_of(page);
    const ImageFacts& facts = page.facts;
    if (seen.ppi == 0)
        to.push_back(make_finding("image.resolution-unknown", place,
                                  "the file does not say how many pixels an inch it has; have it "
                                  "written at scanning"));
    else if (seen.ppi < options_.number("min_ppi"))
        to.push_back(
            make_finding("image.resolution-low", place,
                         fmt::format("{:.0f} pixels an inch, {:.0f} are asked for; scan again",
                                     seen.ppi, options_.number("min_ppi")),
                         {{"ppi", seen.ppi, "ppi"}}));
    if (facts.bits_per_sample > 0 && facts.bits_per_sample < options_.number("min_bits"))
        to.push_back(make_finding("image.depth", place,
                                  fmt::format("{} bits a sample, {:.0f} are asked for; scan again",
                                              facts.bits_per_sample, options_.number("min_bits")),
                                  {{"bits", double(facts.bits_per_sample), "bit"}}));
    const Size size = page.geometry.page();
    if (std::min(size.width, size.height) < options_.number("min_side"))
        to.push_back(make_finding(
            "image.small", place,
            fmt::format("{:.0f} x {:.0f} pixels are too few for a page; look whether it is a "
                        "thumbnail",
                        size.width, size.height),
            {{"width", size.width, "pixel"}, {"height", size.height, "pixel"}}));
    if (options_.flag("want_profile") && facts.samples_per_pixel >= 3 && facts.icc_profile.empty())
        to.push_back(make_finding("image.no-profile", place,
                                  "colours are taken as sRGB because the scan has no ICC profile; "
                                  "have profiles embedded at scanning"));
}

void Inspect::judge_picture(const Page& page, const Seen& seen, std::vector<Finding>& to) const {
    const std::string place = place_of(page);
    const Tones& tones = seen.tones;
    if (seen.ink.parts < options_.number("blank_parts")) {
        to.push_back(make_finding("image.blank", place,
                                  "no writing is on the page; nothing to do if it is blank in the "
                                  "book",
                                  {{"parts", double(seen.ink.parts), ""}}));
        return;  // what follows is about writing
    }
    const double widest = std::clamp(options_.number("max_edge") * seen.letter, 3.0, 6.0);
    if (seen.edges.measured >= 20 && seen.edges.width > widest)
        to.push_back(make_finding(
            "image.blurred", place,
            fmt::format("edges of letters are {:.1f} pixels wide where {:.1f} is the most; look at "
                        "it, scan it again if text is lost",
                        seen.edges.width, widest),
            {{"edge", seen.edges.width, "pixel"}, {"limit", widest, "pixel"}}));
    if (tones.paper - tones.ink < options_.number("min_contrast"))
        to.push_back(make_finding(
            "image.low-contrast", place,
            fmt::format("ink is only {:.0f} levels darker than paper; scan it again with better "
                        "exposure",
                        tones.paper - tones.ink),
            {{"contrast", tones.paper - tones.ink, "level"}}));
    // A bilevel scan, or one whose paper was made white on purpose while its ink keeps its tones,
    // has lost nothing: what counts is tone that is missing where a scan has tones elsewhere.
    const bool has_tones = page.facts.bits_per_sample >= 8 && tones.between > 0.25;
    if (has_tones && tones.white > options_.number("max_highlights"))
        to.push_back(make_finding(
            "image.clipped-highlights", place,
            fmt::format("{:.0f} % of the page is pure white; look whether detail is lost",
                        tones.white * 100),
            {{"white", tones.white, "ratio"}}));
    if (has_tones && tones.black > options_.number("max_shadows"))
        to.push_back(make_finding(
            "image.clipped-shadows", place,
            fmt::format("{:.0f} % of the page is pure black; look whether detail is lost",
                        tones.black * 100),
            {{"black", tones.black, "ratio"}}));
}

std::vector<Page> Inspect::run(Page page, const View& view) {
    const Seen seen = look(page, view);
    std::vector<Finding> findings;
    judge_file(page, seen, findings);
    judge_picture(page, seen, findings);
    Event event = event_of(inspect_stage, "quality review");
    event.outcome = "success";
    event.detail = findings.empty() ? "nothing to note" : fmt::format("{} noted", findings.size());
    event.numbers = {{"width", page.geometry.page().width, "pixel"},
                     {"height", page.geometry.page().height, "pixel"},
                     {"ppi", seen.ppi, "ppi"},
                     {"mean_grey", seen.tones.mean, "level"},
                     {"paper", seen.tones.paper, "level"},
                     {"contrast", seen.tones.paper - seen.tones.ink, "level"},
                     {"white_share", seen.tones.white, "ratio"},
                     {"black_share", seen.tones.black, "ratio"},
                     {"tone_share", seen.tones.between, "ratio"},
                     {"ink_share", seen.ink.share, "ratio"},
                     {"parts", double(seen.ink.parts), ""},
                     {"letter_height", seen.letter, "pixel"},
                     {"edge_width", seen.edges.width, "pixel"},
                     {"stroke_width", seen.edges.stroke, "pixel"},
                     {"edges", double(seen.edges.measured), ""},
                     {"dhash_high", double(seen.hash.high), ""},
                     {"dhash_low", double(seen.hash.low), ""}};
    page.events.push_back(std::move(event));
    page.findings.insert(page.findings.end(), findings.begin(), findings.end());
    return {std::move(page)};
}

}  // namespace

const StageInfo inspect_stage{
    "inspect",
    "measures the picture and notices what scanning got wrong",
    2,
    options,
    [](const Options& o, Workbench&) -> std::unique_ptr<Stage> {
        return std::make_unique<Inspect>(o);
    },
    nullptr,
    true,
};

}  // namespace nuskha
