#include "stages/quality/measures.hpp"

namespace nuskha {

bool Measures::blank(const Options& options) const {
    return sight.marks < options.number("blank_parts");
}

Measures measure(const Page& page, const View& view, const Options& options) {
    Measures seen;
    seen.ppi = page.ppi_or(0);
    seen.sight = look_at(page, view);
    const Sight& sight = seen.sight;
    seen.tones = tones_of(sight);
    seen.edges = measure_edges(sight);
    seen.bed = bed_share(sight);
    seen.cut = find_cut_off(sight);
    seen.hash = hash_of(sight.grey, sight.ink, sight.bed, sight.outside,
                        static_cast<int>(options.number("blank_parts")));
    if (sight.bilevel) return seen;
    if (seen.blank(options)) seen.faint = find_faint(sight);
    seen.lines = measure_lines(page, view, sight);
    seen.light = measure_light(sight);
    seen.tint = measure_tint(sight);
    seen.noise = measure_noise(sight);
    seen.enlargement = measure_enlargement(sight);
    seen.blocks = measure_blocks(sight);
    seen.moire = measure_moire(sight);
    seen.foreign = find_foreign_object(sight);
    return seen;
}

std::vector<Number> numbers_of(const Page& page, const Measures& seen) {
    return {{"width", page.geometry.page().width, "pixel"},
            {"height", page.geometry.page().height, "pixel"},
            {"ppi", seen.ppi, "ppi"},
            {"mean_grey", seen.tones.mean, "level"},
            {"paper", seen.sight.paper, "level"},
            {"contrast", seen.contrast(), "level"},
            {"white_share", seen.tones.white, "ratio"},
            {"black_share", seen.tones.black, "ratio"},
            {"tone_share", seen.tones.between, "ratio"},
            {"ink_share", seen.sight.ink.share, "ratio"},
            {"parts", double(seen.sight.ink.parts), ""},
            {"letter_height", seen.sight.letter, "pixel"},
            {"edge_width", seen.edges.width, "pixel"},
            {"stroke_width", seen.edges.stroke, "pixel"},
            {"edges", double(seen.edges.measured), ""},
            {"motion", seen.edges.motion, "pixel"},
            {"motion_direction", seen.edges.direction, "degree"},
            {"light", seen.light.darkest, "ratio"},
            {"paper_a", seen.tint.red_green, ""},
            {"paper_b", seen.tint.yellow_blue, ""},
            {"cast", seen.tint.cast, ""},
            {"noise", seen.noise, "level"},
            {"enlargement", seen.enlargement.strength, "ratio"},
            {"enlargement_period", seen.enlargement.period, "pixel"},
            {"doubling", seen.enlargement.doubling, ""},
            {"jpeg_step", seen.blocks.step, ""},
            {"moire", seen.moire.strength, "level"},
            {"moire_period", seen.moire.period, "pixel"},
            {"dead_lines", double(seen.lines.dead.count), ""},
            {"dead_line_offset", seen.lines.dead.offset, "level"},
            {"banding", seen.lines.banding.depth, "level"},
            {"bed_share", seen.bed, "ratio"},
            {"faint_parts", double(seen.faint.parts), ""},
            {"faint_levels", seen.faint.levels, "level"},
            {"cut_marks", double(seen.cut.marks), ""},
            {"foreign_reach", seen.foreign.reach, "ratio"},
            {"dhash_high", double(seen.hash.high), ""},
            {"dhash_low", double(seen.hash.low), ""}};
}

}  // namespace nuskha
