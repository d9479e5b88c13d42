#include "stages/quality/verdicts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "stages/notes.hpp"

namespace nuskha {
namespace {

// Findings of one page, each with its measure and limit.
class Verdicts {
  public:
    Verdicts(const Page& page, const Measures& seen, const Options& options)
        : place_(place_of(page)), page_(page), seen_(seen), options_(options) {}
    std::vector<Finding> take() { return std::move(findings_); }

    void resolution();
    void depth_and_size();
    void profile();
    void sharpness();
    void enlargement();
    void exposure();
    void light_and_tint();
    void grain();
    void sensor();
    void surroundings();

  private:
    double limit(std::string_view option) const { return options_.number(option); }
    void note(std::string_view code, std::string sentence, std::vector<Number> numbers = {}) {
        findings_.push_back(make_finding(code, place_, std::move(sentence), std::move(numbers)));
    }

    std::string place_;
    const Page& page_;
    const Measures& seen_;
    const Options& options_;
    std::vector<Finding> findings_;
};

constexpr int enough_edges = 100;

void Verdicts::resolution() {
    const double least = limit("min_ppi");
    if (seen_.ppi == 0)
        note("image.resolution-unknown",
             "the file does not say how many pixels an inch it has; have it written at scanning");
    else if (seen_.ppi < least)
        note("image.resolution-low",
             fmt::format("{:.0f} pixels an inch, {:.0f} are asked for; scan again", seen_.ppi,
                         least),
             {{"ppi", seen_.ppi, "ppi"}});
}

void Verdicts::depth_and_size() {
    const int bits = page_.facts.bits_per_sample;
    if (bits > 0 && bits < limit("min_bits"))
        note("image.depth",
             fmt::format("{} bits a sample, {:.0f} are asked for; scan again", bits,
                         limit("min_bits")),
             {{"bits", double(bits), "bit"}});
    const Size size = page_.geometry.page();
    if (std::min(size.width, size.height) < limit("min_side"))
        note("image.small",
             fmt::format("{:.0f} x {:.0f} pixels are too few for a page; look whether it is a "
                         "thumbnail",
                         size.width, size.height),
             {{"width", size.width, "pixel"}, {"height", size.height, "pixel"}});
}

void Verdicts::profile() {
    if (options_.flag("want_profile") && page_.facts.samples_per_pixel >= 3 &&
        page_.facts.icc_profile.empty())
        note(
            "image.no-profile",
            "colours are taken as sRGB because the scan has no ICC profile; have profiles embedded "
            "at scanning");
}

void Verdicts::sharpness() {
    const Edges& edges = seen_.edges;
    if (edges.measured < enough_edges) return;
    const double widest = widest_edge(seen_, options_), most = limit("max_motion");
    // Blur alone makes widths differ by direction too, the more the wider all of them are.
    const double by_blur = std::clamp(0.6 + 0.06 * (edges.width - 5), 0.6, 0.69);
    if (edges.motion > most && edges.motion > by_blur * edges.width)
        note("image.motion",
             fmt::format("edges of letters are drawn out by {:.1f} pixels at {:.0f} degrees, where "
                         "{:.1f} is the most: camera or leaf moved; look at it, scan it again if "
                         "text is lost",
                         edges.motion, edges.direction, most),
             {{"motion", edges.motion, "pixel"}, {"limit", most, "pixel"}});
    else if (edges.width > widest)
        note(
            "image.blurred",
            fmt::format("edges of letters are {:.1f} pixels wide where {:.1f} is the most; look at "
                        "it, scan it again if text is lost",
                        edges.width, widest),
            {{"edge", edges.width, "pixel"}, {"limit", widest, "pixel"}});
}

void Verdicts::enlargement() {
    const Enlargement& seen = seen_.enlargement;
    // Edges of a scan that was doubled are wider than this, pixels; those of most by more.
    constexpr double doubled = 2.6, soft = 2.75;
    const auto edges_over = [&](double width) {
        return seen_.edges.measured >= enough_edges && seen_.edges.width >= width;
    };
    const bool likely = edges_over(soft) && seen.blocks < blocks_seen;
    if (seen.doubling > limit("max_doubling") && edges_over(doubled))
        note("image.upsampled",
             fmt::format("even and odd pixels differ by {:.0f} deviations more than by chance: the "
                         "scan was enlarged from half its pixels an inch; ask for the scan as it "
                         "was taken",
                         seen.doubling),
             {{"doubling", seen.doubling, ""}, {"limit", limit("max_doubling"), ""}});
    else if (seen.strength > limit("max_enlargement") * (likely ? 0.5 : 1))
        note("image.upsampled",
             fmt::format("differences between neighbours come and go every {:.1f} pixels, {:.0f} "
                         "times as clearly as by chance: the scan was enlarged from fewer pixels; "
                         "ask for the scan as it was taken",
                         seen.period, seen.strength),
             {{"enlargement", seen.strength, "ratio"}, {"period", seen.period, "pixel"}});
}

void Verdicts::exposure() {
    const Tones& tones = seen_.tones;
    if (!seen_.blank(options_) && seen_.contrast() < limit("min_contrast"))
        note("image.low-contrast",
             fmt::format(
                 "ink is only {:.0f} levels darker than paper, {:.0f} are asked for; scan it "
                 "again with better exposure",
                 seen_.contrast(), limit("min_contrast")),
             {{"contrast", seen_.contrast(), "level"}, {"limit", limit("min_contrast"), "level"}});
    // A bilevel scan, or one whose paper was made white on purpose while its ink keeps its tones,
    // has lost nothing: what counts is tone that is missing where a scan has tones elsewhere.
    if (page_.facts.bits_per_sample < 8 || (tones.between <= 0.25 && !paper_has_tones(seen_.sight)))
        return;
    if (tones.white > limit("max_highlights"))
        note("image.clipped-highlights",
             fmt::format("{:.0f} % of the page is pure white, {:.0f} % is the most; look whether "
                         "detail is lost",
                         tones.white * 100, limit("max_highlights") * 100),
             {{"white", tones.white, "ratio"}, {"limit", limit("max_highlights"), "ratio"}});
    if (tones.black > limit("max_shadows"))
        note("image.clipped-shadows",
             fmt::format("{:.0f} % of the page is pure black, {:.0f} % is the most; look whether "
                         "detail is lost",
                         tones.black * 100, limit("max_shadows") * 100),
             {{"black", tones.black, "ratio"}, {"limit", limit("max_shadows"), "ratio"}});
}

void Verdicts::light_and_tint() {
    const double least = limit("min_light"), most = limit("max_cast");
    if (seen_.light.darkest < least)
        note(
            "image.uneven-light",
            fmt::format("the darkest part of the paper has {:.0f} % of the light of the brightest, "
                        "{:.0f} % is the least; even out the lamps and scan again",
                        seen_.light.darkest * 100, least * 100),
            {{"light", seen_.light.darkest, "ratio"}, {"limit", least, "ratio"}});
    if (seen_.tint.measured && seen_.tint.cast > most)
        note("image.colour-cast",
             fmt::format("the paper is tinted (a* {:.0f}, b* {:.0f}), {:.1f} off what age does to "
                         "paper where {:.1f} is the most; set the white balance, unless the paper "
                         "is coloured",
                         seen_.tint.red_green, seen_.tint.yellow_blue, seen_.tint.cast, most),
             {{"cast", seen_.tint.cast, ""}, {"limit", most, ""}});
}

void Verdicts::grain() {
    if (seen_.noise > limit("max_noise"))
        note("image.noise",
             fmt::format("noise on bare paper deviates by {:.1f} levels, {:.1f} is the most; scan "
                         "with more light",
                         seen_.noise, limit("max_noise")),
             {{"noise", seen_.noise, "level"}, {"limit", limit("max_noise"), "level"}});
    const double step = seen_.blocks.step, most = limit("max_jpeg_step");
    if (step > most)
        note(
            "image.blocking",
            fmt::format("JPEG kept low frequencies in steps of {:.0f}, as at quality {:.0f}, where "
                        "{:.0f} is the most; ask for less compression, or none",
                        step, 600 / step, most),
            {{"jpeg_step", step, ""}, {"limit", most, ""}});
}

void Verdicts::sensor() {
    const DeadLine& dead = seen_.lines.dead;
    if (dead.count > 0 && std::abs(dead.offset) > limit("max_dead_line"))
        note("image.dead-line",
             fmt::format("{} {:.0f} differs by {:.0f} levels from its sides over the whole scan "
                         "({} such); clean or calibrate the scanner",
                         dead.row ? "row" : "column", dead.at, dead.offset, dead.count),
             {{"offset", dead.offset, "level"},
              {"at", dead.at, "pixel"},
              {"lines", double(dead.count), ""}});
    const Banding& banding = seen_.lines.banding;
    if (banding.depth > limit("max_banding"))
        note("image.banding",
             fmt::format(
                 "bands along {} deviate by {:.1f} levels over the whole scan, {:.1f} is the "
                 "most; have the scanner looked at",
                 banding.rows ? "rows" : "columns", banding.depth, limit("max_banding")),
             {{"banding", banding.depth, "level"}, {"limit", limit("max_banding"), "level"}});
    const Moire& moire = seen_.moire;
    if (moire.strength > limit("max_moire"))
        note("image.moire",
             fmt::format("waves of {:.0f} levels every {:.0f} pixels lie over pictures, {:.0f} is "
                         "the most; scan at another resolution or angle",
                         moire.strength, moire.period, limit("max_moire")),
             {{"moire", moire.strength, "level"}, {"period", moire.period, "pixel"}});
}

void Verdicts::surroundings() {
    if (seen_.bed > limit("max_bed"))
        note(
            "image.bed-showing",
            fmt::format("{:.0f} % of the picture is scanner bed, {:.0f} % is the most; crop closer "
                        "when scanning, or look whether the leaf lies right",
                        seen_.bed * 100, limit("max_bed") * 100),
            {{"bed", seen_.bed, "ratio"}, {"limit", limit("max_bed"), "ratio"}});
    if (seen_.cut.marks > limit("max_cut_marks"))
        note("image.cut-off",
             fmt::format("the {} side of the picture cuts {} letters, {:.0f} are the most; look "
                         "whether text is lost, scan with a margin",
                         word(seen_.cut.side), seen_.cut.marks, limit("max_cut_marks")),
             {{"marks", double(seen_.cut.marks), ""}, {"limit", limit("max_cut_marks"), ""}});
    if (seen_.foreign.reach > limit("min_foreign"))
        note("image.foreign-object",
             fmt::format("something that is not the leaf reaches into it at {:.0f}, {:.0f} ({:.0f} "
                         "x {:.0f} pixels), perhaps a finger or a weight; look whether text is "
                         "covered",
                         seen_.foreign.box.x, seen_.foreign.box.y, seen_.foreign.box.width,
                         seen_.foreign.box.height),
             {{"reach", seen_.foreign.reach, "ratio"}});
}

}  // namespace

double widest_edge(const Measures& seen, const Options& options) {
    return std::clamp(options.number("max_edge") * seen.sight.letter, 4.0, 6.0);
}

std::vector<Finding> verdicts_on_file(const Page& page, const Measures& seen,
                                      const Options& options) {
    Verdicts verdicts(page, seen, options);
    verdicts.resolution();
    verdicts.depth_and_size();
    verdicts.profile();
    return verdicts.take();
}

std::vector<Finding> verdicts_on_picture(const Page& page, const Measures& seen,
                                         const Options& options) {
    Verdicts verdicts(page, seen, options);
    std::vector<Finding> findings;
    if (seen.faint.parts > 0)
        findings.push_back(make_finding(
            "image.faint", place_of(page),
            fmt::format("the page looks blank, but {} marks only {:.1f} levels darker than paper "
                        "stand in rows: faint writing, or the other side's showing through; look",
                        seen.faint.parts, seen.faint.levels),
            {{"parts", double(seen.faint.parts), ""}, {"levels", seen.faint.levels, "level"}}));
    else if (seen.blank(options))
        findings.push_back(make_finding("image.blank", place_of(page),
                                        "no writing is on the page; nothing to do if it is blank "
                                        "in the book",
                                        {{"parts", double(seen.sight.marks), ""}}));
    if (!seen.blank(options)) {
        verdicts.sharpness();
        verdicts.enlargement();
    }
    verdicts.exposure();
    verdicts.light_and_tint();
    verdicts.grain();
    verdicts.sensor();
    verdicts.surroundings();
    std::vector<Finding> more = verdicts.take();
    std::move(more.begin(), more.end(), std::back_inserter(findings));
    return findings;
}

}  // namespace nuskha
