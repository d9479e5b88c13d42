#include "models/preservation/guideline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace nuskha {
namespace {

constexpr std::array figures{
    FigureInfo{Figure::tone, "tone", "L*", "tone response"},
    FigureInfo{Figure::gain, "gain", "ratio", "gain in the highlights"},
    FigureInfo{Figure::white_balance, "white_balance", "dE2000", "white balance"},
    FigureInfo{Figure::cast, "grey_cast", "C*", "colour cast of grey"},
    FigureInfo{Figure::colour, "colour", "dE2000", "colour, mean"},
    FigureInfo{Figure::colour_90, "colour_90", "dE2000", "colour, nine of ten patches"},
    FigureInfo{Figure::colour_76, "colour_76", "dE1976", "colour, mean (CIE 1976)"},
    FigureInfo{Figure::colour_76_worst, "colour_76_worst", "dE1976", "colour, worst (CIE 1976)"},
    FigureInfo{Figure::noise, "noise", "L*", "noise"},
    FigureInfo{Figure::noise_levels, "noise_levels", "level", "noise in levels"},
    FigureInfo{Figure::unevenness, "unevenness", "percent", "evenness of light"},
    FigureInfo{Figure::light_spread, "light_spread", "L*", "spread of light"},
    FigureInfo{Figure::efficiency, "efficiency", "percent", "sampling efficiency (SFR 10 %)"},
    FigureInfo{Figure::half_sampling, "sfr_half_sampling", "ratio", "SFR at half sampling"},
    FigureInfo{Figure::mtf50, "mtf50", "percent", "SFR 50 %"},
    FigureInfo{Figure::sharpening, "sharpening", "ratio", "sharpening (largest SFR)"},
    FigureInfo{Figure::misregistration, "misregistration", "pixel", "misregistration of colours"},
    FigureInfo{Figure::ppi, "true_ppi", "ppi", "sampling rate"},
    FigureInfo{Figure::scale, "scale_error", "percent", "claimed against true sampling rate"},
};

// One column of a table of FADGI 2016; the order is that of the guideline.
struct Fadgi2016 {
    int stars;
    double ppi, tone, white_balance, unevenness, colour, misregistration, efficiency, half_sampling;
    double mtf50_least, mtf50_most, scale, sharpening, noise;
};

constexpr Fadgi2016 bound_rare[]{
    {2, 300, 8, 6, 5, 8, 0.80, 70, 0.4, 25, 85, 3, 1.2, 3},
    {3, 300, 5, 4, 3, 5, 0.50, 80, 0.3, 35, 75, 2, 1.1, 2},
    {4, 400, 2, 2, 1, 3, 0.33, 90, 0.2, 45, 65, 1, 1.0, 1},
};
constexpr Fadgi2016 bound[]{
    {1, 150, 8, 8, 8, 10, 1.20, 60, 0.4, 25, 95, 5, 1.3, 4},
    {2, 300, 8, 6, 5, 8, 0.80, 70, 0.4, 30, 85, 3, 1.2, 3},
    {3, 300, 5, 4, 3, 5, 0.50, 80, 0.3, 35, 75, 2, 1.1, 2},
    {4, 400, 2, 2, 1, 4, 0.33, 90, 0.2, 40, 65, 1, 1.0, 1},
};
constexpr Fadgi2016 documents_rare[]{
    {2, 300, 8, 6, 5, 8, 0.80, 70, 0.4, 30, 85, 3, 1.2, 3},
    {3, 300, 5, 4, 3, 5, 0.50, 80, 0.3, 35, 75, 2, 1.1, 2},
    {4, 400, 2, 2, 1, 3, 0.33, 90, 0.2, 40, 65, 1, 1.0, 1},
};
constexpr Fadgi2016 documents[]{
    {1, 150, 8, 8, 8, 10, 1.20, 60, 0.4, 30, 85, 5, 1.3, 4},
    {2, 300, 8, 6, 5, 8, 0.80, 70, 0.4, 30, 85, 3, 1.2, 3},
    {3, 300, 5, 4, 3, 5, 0.50, 80, 0.4, 35, 75, 2, 1.1, 2},
    {4, 400, 2, 2, 1, 4, 0.33, 90, 0.4, 40, 65, 1, 1.0, 1},
};
// The guideline prints ">8%" for the evenness of one star; "<8%", as everywhere else, is meant.
constexpr Fadgi2016 maps[]{
    {1, 150, 8, 8, 8, 10, 1.20, 60, 0.4, 25, 95, 3, 1.3, 4},
    {2, 300, 8, 6, 5, 8, 0.80, 70, 0.4, 30, 85, 3, 1.2, 3},
    {3, 300, 5, 4, 3, 5, 0.50, 80, 0.3, 35, 75, 2, 1.1, 2},
    {4, 400, 2, 2, 1, 4, 0.33, 90, 0.2, 40, 65, 1, 1.0, 1},
};
constexpr Fadgi2016 newspapers[]{
    {1, 150, 8, 8, 8, 10, 1.20, 60, 0.4, 25, 95, 5, 1.3, 4},
    {2, 300, 8, 6, 5, 8, 0.80, 70, 0.4, 30, 85, 3, 1.2, 3},
    {3, 300, 5, 4, 3, 5, 0.50, 80, 0.3, 35, 75, 2, 1.1, 2},
    {4, 400, 2, 2, 1, 4, 0.33, 90, 0.2, 40, 65, 1, 1.0, 1},
};

struct Fadgi2023 {
    int stars;
    double ppi, tone, gain_least, gain_most, white_balance, colour, colour_90, noise, efficiency;
    double unevenness, misregistration, sharpening, scale;
};
constexpr Fadgi2023 bound_2023[]{
    {1, 200, 6, 0.5, 1.4, 8, 6.5, 13, 4, 60, 8, 0.80, 1.10, 5},
    {2, 250, 4.5, 0.6, 1.3, 6, 5, 10, 3, 70, 5, 0.80, 1.10, 3},
    {3, 300, 3, 0.7, 1.2, 4, 3.5, 7, 2, 80, 3, 0.50, 1.05, 2},
    {4, 400, 1.5, 0.8, 1.1, 2, 2, 4, 1, 90, 1, 0.33, 1.02, 1},
};

constexpr double none = 1e300;

std::string stars(int n) {
    return std::to_string(n) + (n == 1 ? " star" : " stars");
}

// Fewer pixels an inch than asked for are good as long as the scale's tolerance covers it.
Limit ppi(double asked, double tolerance) {
    return {Figure::ppi, asked * (1 - tolerance / 100), none};
}

QualityLevel level_of(const Fadgi2016& t) {
    return {std::to_string(t.stars),
            stars(t.stars),
            t.stars,
            0,
            {{Figure::tone, 0, t.tone},
             {Figure::white_balance, 0, t.white_balance},
             {Figure::colour, 0, t.colour},
             {Figure::noise, 0, t.noise},
             {Figure::unevenness, 0, t.unevenness},
             {Figure::efficiency, t.efficiency, none},
             {Figure::half_sampling, 0, t.half_sampling},
             {Figure::mtf50, t.mtf50_least, t.mtf50_most},
             {Figure::sharpening, 0, t.sharpening},
             {Figure::misregistration, 0, t.misregistration},
             ppi(t.ppi, t.scale),
             {Figure::scale, -t.scale, t.scale}}};
}

QualityLevel level_of(const Fadgi2023& t) {
    return {std::to_string(t.stars),
            stars(t.stars),
            t.stars,
            0,
            {{Figure::tone, 0, t.tone},
             {Figure::gain, t.gain_least, t.gain_most},
             {Figure::white_balance, 0, t.white_balance},
             {Figure::colour, 0, t.colour},
             {Figure::colour_90, 0, t.colour_90},
             {Figure::noise, 0, t.noise},
             {Figure::unevenness, 0, t.unevenness},
             {Figure::efficiency, t.efficiency, none},
             {Figure::sharpening, 0, t.sharpening},
             {Figure::misregistration, 0, t.misregistration},
             ppi(t.ppi, t.scale),
             {Figure::scale, -t.scale, t.scale}}};
}

// MTF50 is asked as a share of the frequency asked of MTF10, which is 85 % of half sampling.
QualityLevel metamorfoze_level(int rank, std::string name, std::string title, double darkest,
                               double mean, double worst, double mtf50, double misregistration,
                               double spread) {
    return {std::move(name),
            std::move(title),
            rank,
            darkest,
            {{Figure::tone, 0, 2},
             {Figure::gain, 0.8, 1.08},
             {Figure::cast, 0, 2},
             {Figure::colour_76, 0, mean},
             {Figure::colour_76_worst, 0, worst},
             {Figure::noise_levels, 0, 4},
             {Figure::light_spread, 0, spread},
             {Figure::efficiency, 85, none},
             {Figure::mtf50, mtf50 * 85, none},
             {Figure::sharpening, 0, 1.05},
             {Figure::misregistration, 0, misregistration},
             ppi(300, 2),
             {Figure::scale, -2, 2}}};
}

Guideline metamorfoze(const std::string& size, const std::string& title, double spread) {
    return {"metamorfoze",
            size,
            "Metamorfoze 1.0, " + title,
            {metamorfoze_level(1, "extra-light", "Metamorfoze Extra Light", 19, 5, 18, 0.45, 0.50,
                               spread),
             metamorfoze_level(2, "light", "Metamorfoze Light", 19, 5, 18, 0.45, 0.50, spread),
             metamorfoze_level(3, "full", "Metamorfoze", 5, 4, 10, 0.50, 0.35, spread)}};
}

template <class Table>
Guideline fadgi(const char* name, const char* material, const char* title, const Table& table) {
    Guideline guideline{name, material, title, {}};
    for (const auto& column : table)
        guideline.levels.push_back(level_of(column));
    return guideline;
}

}  // namespace

std::span<const FigureInfo> all_figures() {
    return figures;
}

const FigureInfo& info_of(Figure figure) {
    return *std::find_if(figures.begin(), figures.end(),
                         [&](const FigureInfo& info) { return info.figure == figure; });
}

std::string Limit::in_words() const {
    const bool from = least > -none && least != 0, up_to = most < none;
    if (from && up_to)
        return least == -most ? fmt::format("at most {:g} either way", most)
                              : fmt::format("{:g} to {:g}", least, most);
    return from ? fmt::format("at least {:g}", least) : fmt::format("at most {:g}", most);
}

const Guideline* guideline_of(std::string_view sentence) {
    for (const Guideline& guideline : guidelines())
        if (sentence.starts_with(guideline.title + ":")) return &guideline;
    return nullptr;
}

const Limit* QualityLevel::of(Figure figure) const {
    for (const Limit& limit : limits)
        if (limit.figure == figure) return &limit;
    return nullptr;
}

std::span<const Guideline> guidelines() {
    static const std::vector<Guideline> all{
        fadgi("fadgi-2016", "bound-rare", "FADGI 2016, bound volumes: rare and special materials",
              bound_rare),
        fadgi("fadgi-2016", "bound", "FADGI 2016, bound volumes: general collections", bound),
        fadgi("fadgi-2016", "documents-rare",
              "FADGI 2016, documents: manuscripts and other rare and special materials",
              documents_rare),
        fadgi("fadgi-2016", "documents", "FADGI 2016, documents: general collections", documents),
        fadgi("fadgi-2016", "maps", "FADGI 2016, oversize items: maps, posters and other", maps),
        fadgi("fadgi-2016", "newspapers", "FADGI 2016, newspapers", newspapers),
        fadgi("fadgi-2023", "bound", "FADGI 2023, bound volumes: general collections", bound_2023),
        metamorfoze("a3", "up to A3", 3),
        metamorfoze("a2", "up to A2", 4),
        metamorfoze("a1", "up to A1", 5),
        metamorfoze("a0", "up to A0", 6),
    };
    return all;
}

}  // namespace nuskha
