#include "stages/quality/target_plan.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <set>

#include "models/failure.hpp"

namespace nuskha {
namespace {

const auto options = std::to_array<OptionSpec>({
    {"scans", std::string(),
     "which scans show the target, by a pattern of their names, like \"target*\" or \"*\"; empty: "
     "none"},
    {"place", NumberRows{{0, 0, 1, 1}},
     "where the target lies: [left, top, width, height] in shares of the picture", 0, 1, 4},
    {"search", 0.05,
     "how far it may be off that place, share of its longer side, two and a half patches at most; "
     "also its tilt and size",
     0, 0.15},
    {"colour_checker", true, "where no patches are listed, they are a ColorChecker Classic's"},
    {"patches", NumberRows{},
     "patches as rows [x, y, L, a, b]: the middle in shares of the target, and L*a*b* under D50",
     -128, 128, 5},
    {"patch", NumberRows{},
     "[width, height] of a patch in shares of the target; its middle half is measured", 0, 1, 2},
    {"edges", NumberRows{},
     "slanted edges as rows [left, top, width, height] in shares of the target", 0, 1, 4},
    {"even", NumberRows{},
     "areas of one tone as rows [left, top, width, height] in shares of the picture", 0, 1, 4},
    {"size_mm", NumberRows{}, "[width, height] of the target in millimetres", 1, 5000, 2},
    {"guideline", std::string("fadgi-2016"), "fadgi-2016, fadgi-2023 or metamorfoze"},
    {"material", std::string("bound"),
     "for fadgi-2016 bound, bound-rare, documents, documents-rare, maps or newspapers; for "
     "fadgi-2023 bound; for metamorfoze the size of what is scanned: a3, a2, a1 or a0"},
    {"level", std::string("3"),
     "that must be reached: 1 to 4 stars for fadgi; extra-light, light or full for metamorfoze"},
});

constexpr std::size_t fewest_patches = 4, most_patches = 1000;

[[noreturn]] void wrong(const std::string& what) {
    throw Failure(Exit::usage, "target: " + what);
}

void check_inside(const Rect& area, const char* option, std::size_t row, const char* of) {
    constexpr double slack = 1e-9;
    if (area.empty())
        wrong(fmt::format("row {} of '{}' has no width or height; give [left, top, width, height]",
                          row, option));
    if (area.right() > 1 + slack || area.bottom() > 1 + slack)
        wrong(
            fmt::format("row {} of '{}' reaches beyond the {}: left + width and top + height may "
                        "be 1 at most",
                        row, option, of));
}

std::vector<Rect> areas(const Options& o, const char* option, const char* of) {
    std::vector<Rect> all;
    for (const std::vector<double>& row : o.rows(option)) {
        all.push_back({row[0], row[1], row[2], row[3]});
        check_inside(all.back(), option, all.size(), of);
    }
    return all;
}

std::optional<Size> size(const Options& o, const char* option) {
    const NumberRows& rows = o.rows(option);
    if (rows.empty()) return {};
    if (rows.size() > 1) wrong(fmt::format("'{}' is one row, [width, height]", option));
    return Size{rows[0][0], rows[0][1]};
}

std::vector<ReferencePatch> listed_patches(const Options& o) {
    std::vector<ReferencePatch> patches;
    for (const std::vector<double>& row : o.rows("patches"))
        patches.push_back({{row[0], row[1]}, {row[2], row[3], row[4]}});
    return patches;
}

void check_patches(const TargetPlan& plan) {
    if (plan.patches.empty()) return;
    if (plan.patches.size() < fewest_patches || plan.patches.size() > most_patches)
        wrong(
            fmt::format("'patches' lists {}; a target is known by {} at least, and {} are "
                        "enough",
                        plan.patches.size(), fewest_patches, most_patches));
    if (plan.patch.width <= 0 || plan.patch.height <= 0)
        wrong("'patch' must say how large a patch is, like patch = [0.1, 0.15]");
    for (std::size_t i = 0; i < plan.patches.size(); ++i) {
        const auto& [middle, aim] = plan.patches[i];
        check_inside({middle.x - plan.patch.width / 2, middle.y - plan.patch.height / 2,
                      plan.patch.width, plan.patch.height},
                     "patches", i + 1, "target");
        if (middle.x < plan.patch.width / 2 - 1e-9 || middle.y < plan.patch.height / 2 - 1e-9)
            wrong(
                fmt::format("row {} of 'patches' begins outside the target; x and y are the "
                            "patch's middle",
                            i + 1));
        if (aim.lightness < 0 || aim.lightness > 100)
            wrong(
                fmt::format("row {} of 'patches' has a lightness of {}; L* lies between 0 and "
                            "100",
                            i + 1, aim.lightness));
    }
}

template <class Names>
std::string listed(const Names& names) {
    return fmt::format("{}", fmt::join(names, ", "));
}

void choose_level(TargetPlan& plan, const Options& o) {
    const std::string &name = o.text("guideline"), &material = o.text("material"),
                      &level = o.text("level");
    std::set<std::string> names, materials;
    for (const Guideline& guideline : guidelines()) {
        names.insert(guideline.name);
        if (guideline.name != name) continue;
        materials.insert(guideline.material);
        if (guideline.material == material) plan.guideline = &guideline;
    }
    if (!names.contains(name))
        wrong(fmt::format("there is no guideline '{}'; known are {}", name, listed(names)));
    if (!plan.guideline)
        wrong(fmt::format("{} has no material '{}'; it has {}", name, material, listed(materials)));
    std::vector<std::string> levels;
    for (const QualityLevel& l : plan.guideline->levels)
        levels.push_back(l.name);
    const auto found = std::find(levels.begin(), levels.end(), level);
    if (found == levels.end())
        wrong(fmt::format("{} for '{}' has no level '{}'; it has {}", name, material, level,
                          listed(levels)));
    plan.level = static_cast<std::size_t>(found - levels.begin());
}

}  // namespace

std::span<const OptionSpec> target_options() {
    return options;
}

bool TargetPlan::shows(const std::string& scan) const {
    const std::string name = scan.substr(scan.rfind('/') + 1);
    return !scans.empty() && ::fnmatch(scans.c_str(), name.c_str(), 0) == 0;
}

TargetPlan target_plan(const Options& o) {
    TargetPlan plan;
    plan.scans = o.text("scans");
    const std::vector<Rect> place = areas(o, "place", "picture");
    if (place.size() != 1) wrong("'place' is one row, [left, top, width, height]");
    plan.place = place.front();
    plan.search = o.number("search");
    plan.patches = listed_patches(o);
    if (const auto patch = size(o, "patch")) plan.patch = *patch;
    if (plan.patches.empty() && o.flag("colour_checker")) {
        plan.patches.assign(colour_checker().begin(), colour_checker().end());
        plan.patch = colour_checker_patch();
    }
    check_patches(plan);
    plan.edges = areas(o, "edges", "target");
    plan.even = areas(o, "even", "picture");
    plan.size_mm = size(o, "size_mm").value_or(Size{});
    choose_level(plan, o);
    return plan;
}

}  // namespace nuskha
