// What guidelines for digitising ask of a picture of a reference target: plain tables.
//
// A level is reached where every figure that could be measured keeps within its limits. Sources:
//
// - fadgi-2016: Federal Agencies Digital Guidelines Initiative, Technical Guidelines for Digitizing
//   Cultural Heritage Materials, September 2016, the tables of each kind of material.
// - fadgi-2023: the third edition of the same, May 2023, table of bound volumes of general
//   collections, as far as two summaries of it agree; docs/stages/target.md says which numbers are
//   not confirmed.
// - metamorfoze: Metamorfoze Preservation Imaging Guidelines, version 1.0, January 2012, 1.2.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nuskha {

enum class Figure {
    tone,             // largest distance of a grey patch from its lightness; L*
    gain,             // step between the two lightest grey patches over what it should be
    white_balance,    // largest CIEDE2000 of a grey patch, its lightness left out
    cast,             // largest difference of a grey patch's chroma from its own; C*
    colour,           // mean CIEDE2000 over all patches
    colour_90,        // CIEDE2000 that nine of ten patches stay below
    colour_76,        // mean CIE 1976 distance over all patches
    colour_76_worst,  // largest CIE 1976 distance
    noise,            // largest standard deviation of L* on a grey patch
    noise_levels,     // largest standard deviation of luminance on a grey patch; levels of 255
    unevenness,       // standard deviation of L* over what should be even, in % of its mean
    light_spread,     // lightest less darkest of what should be even; L*
    efficiency,       // frequency at which SFR falls to 10 %, in % of half the sampling frequency
    half_sampling,    // SFR at half the sampling frequency
    mtf50,            // frequency at which SFR falls to 50 %, in % of half the sampling frequency
    sharpening,       // largest SFR
    misregistration,  // largest distance of two colour channels at an edge; pixels
    ppi,              // pixels an inch, as measured, or as the file says where there is no measure
    scale,            // what the file says of pixels an inch is off by; %
};

struct FigureInfo {
    Figure figure;
    std::string_view name;      // snake_case, as in events
    std::string_view unit;      // as in events
    std::string_view sentence;  // "tone response"
};
std::span<const FigureInfo> all_figures();
const FigureInfo& info_of(Figure figure);

struct Limit {
    Figure figure;
    double least = -1e300, most = 1e300;  // both still good
    bool kept_by(double value) const { return value >= least && value <= most; }
    std::string in_words() const;  // "at most 5", "at least 80", "35 to 75"; without the unit
};

struct QualityLevel {
    std::string name;                      // as the recipe names it: "3", "light"
    std::string title;                     // "3 stars", "Metamorfoze Light"
    int rank = 0;                          // stars; 1 to 3 for Metamorfoze
    double darkest = 0;                    // grey patches darker than this L* are not judged
    std::vector<Limit> limits;             // in the order of Figure
    const Limit* of(Figure figure) const;  // nullptr where the level asks nothing
};

struct Guideline {
    std::string name;                  // "fadgi-2016"
    std::string material;              // "bound", "maps", ...; for metamorfoze the size: "a3"
    std::string title;                 // "FADGI 2016, bound volumes: general collections"
    std::vector<QualityLevel> levels;  // from the lowest to the highest

    // Of a level that was reached, counted from 1; for 0, which is none, 0 and "no level".
    int rank(int reached) const {
        return reached > 0 ? levels.at(static_cast<std::size_t>(reached) - 1).rank : 0;
    }
    std::string reached_title(int reached) const {
        return reached > 0 ? levels.at(static_cast<std::size_t>(reached) - 1).title : "no level";
    }
};

std::span<const Guideline> guidelines();
// The one whose title a sentence begins with, as those of the stage `target` do; nullptr where none.
const Guideline* guideline_of(std::string_view sentence);

}  // namespace nuskha
