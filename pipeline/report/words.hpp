// Every word that the report says by itself, in one table, so that it can be said in another
// language: fill another Words, and give it to write_report. Meanings and advice of findings come
// from the catalogue of findings.
#pragma once

#include <string_view>

#include "models/preservation/finding.hpp"
#include "pipeline/journal.hpp"

namespace nuskha::report {

struct Words {
    std::string_view language;   // BCP 47, of the report's own words
    std::string_view thousands;  // between groups of three digits

    std::string_view report, skip, breadcrumb;
    std::string_view operator_name, scanner, scanned, recipe, languages, rights, store, started,
        ended, version, folder;
    std::string_view all_sealed, some_held_back, interrupted, none_sealed;
    std::string_view sealed, unchanged, held_back, waiting, scans, pages, words, confidence,
        mean_confidence, expected_error, median_error, findings, errors, warnings, notes, clean;
    std::string_view findings_heading, no_findings, code, level, count, meaning, advice, place,
        numbers, show_pages;
    std::string_view distributions, confidence_chart, error_chart, skew_chart, edge_width_chart,
        status_chart, median, tenth_percentile, tenth_above, largest_tilt, pages_axis,
        nothing_measured;
    std::string_view courses, a_point_a_page, a_bar_a_bucket, courses_legend, paper_chart, flagged,
        gate, gate_passed, gate_failed;
    std::string_view items_heading, item, title, state, stored_as, shelfmark, creator, date, kind;
    std::string_view wall_heading, wall_order, wall_part, wall_next, wall_previous, filter, all,
        page_name, shown, none_match, reset;
    std::string_view previous, next, keys, before, after, outline, word_boxes, no_picture, not_read,
        picture_of_scan, picture_of_page, thumbnail_of;
    std::string_view skew, turn, crop, edge_width, resolution, not_turned, not_measured,
        straightened, clockwise;
    std::string_view text, no_text, blank_text, lines_not_read, poor, doubtful, engine, models;
    std::string_view events, no_events, stage, outcome, detail, agent, time;
    std::string_view facts, format, dimensions, depth, colour, compression, profile, equipment,
        software, captured, orientation, bytes, page_size, md5, sha256, sha512, key;
    std::string_view ignored, data, made_by, image_number, side_number, of;

    std::string_view target, figure, measured, reached, no_level;

    std::string_view level_word[3];  // by Level
    std::string_view state_word[4];  // by ItemState

    std::string_view word(Level value) const { return level_word[static_cast<int>(value)]; }
    std::string_view word(ItemState value) const { return state_word[static_cast<int>(value)]; }
};

const Words& english();

}  // namespace nuskha::report
