#include "tools/samples/truth.hpp"

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "models/failure.hpp"

namespace nuskha {
namespace {

using Json = nlohmann::ordered_json;

double tenth(double v) {
    return std::round(v * 10) / 10;
}

Json point(const Placement& placement, Point p) {
    const Point q = placement.on_scan(p);
    return Json::array({tenth(q.x), tenth(q.y)});
}

Json quad(const Placement& placement, const Rect& r) {
    return Json::array({point(placement, {r.x, r.y}), point(placement, {r.right(), r.y}),
                        point(placement, {r.right(), r.bottom()}),
                        point(placement, {r.x, r.bottom()})});
}

// Upright bounds in the scan: [x, y, width, height]
Json box(const Placement& placement, const Rect& r) {
    Quad q{placement.on_scan({r.x, r.y}), placement.on_scan({r.right(), r.y}),
           placement.on_scan({r.right(), r.bottom()}), placement.on_scan({r.x, r.bottom()})};
    const Rect b = bounds(q);
    return Json::array(
        {std::lround(b.x), std::lround(b.y), std::lround(b.width), std::lround(b.height)});
}

Json amounts(const Ageing& a) {
    return {{"yellowing", a.yellowing},
            {"texture", a.texture},
            {"stains", a.stains},
            {"foxing", a.foxing},
            {"show_through", a.show_through},
            {"gutter_shadow", a.gutter_shadow},
            {"curl_px", a.curl_px},
            {"fading", a.fading},
            {"blur_px", a.blur_px},
            {"noise", a.noise},
            {"bed_px", a.bed_px}};
}

Json lines_of(const Sheet& sheet, const Placement& placement) {
    Json lines = Json::array();
    for (const SheetLine& line : sheet.lines) {
        Json words = Json::array();
        for (const SheetWord& word : line.words)
            words.push_back({{"text", word.text}, {"box", box(placement, word.box)}});
        lines.push_back(
            {{"text", line.text}, {"quad", quad(placement, line.box)}, {"words", words}});
    }
    return lines;
}

Json labels_of(const Sheet& sheet, const Placement& placement, const Ageing& ageing) {
    Json labels = Json::array();
    for (const SheetLabel& label : sheet.labels) {
        Json outline = Json::array();
        for (const Point p : label.outline)
            outline.push_back(point(placement, p));
        double angle = label.angle_deg + ageing.skew_deg + 90 * ageing.quarter_turns;
        angle = std::remainder(angle, 360);
        labels.push_back({{"text", label.text},
                          {"kind", label.kind},
                          {"angle_deg", tenth(angle)},
                          {"curved", label.curved},
                          {"polygon", outline}});
    }
    return labels;
}

// One line of JSON for each text line, label and page: readable, and small in a diff.
std::string written(const Json& json) {
    std::string out = "{\n";
    for (auto it = json.begin(); it != json.end(); ++it) {
        out += " " + Json(it.key()).dump() + ": ";
        const bool rows = it.value().is_array() && !it.value().empty() &&
                          (it.value()[0].is_object() || it.value()[0].is_array());
        if (rows) {
            out += "[\n";
            for (std::size_t i = 0; i < it.value().size(); ++i)
                out += "  " + it.value()[i].dump() + (i + 1 < it.value().size() ? ",\n" : "\n");
            out += " ]";
        } else {
            out += it.value().dump();
        }
        out += std::next(it) == json.end() ? "\n" : ",\n";
    }
    return out + "}\n";
}

}  // namespace

std::string truth_json(const Sheet& sheet, const AgedScan& scan, const std::string& scan_path) {
    const Placement& placement = scan.placement;
    std::string text;
    for (const SheetLine& line : sheet.lines)
        text += line.text + "\n";
    Json pages = Json::array();
    const double width = static_cast<double>(sheet.paint.width) / sheet.columns;
    for (int i = 0; i < sheet.columns; ++i)
        pages.push_back(
            quad(placement, {i * width, 0, width, static_cast<double>(sheet.paint.height)}));
    Json json;
    json["scan"] = scan_path;
    json["width"] = scan.pixels.width;
    json["height"] = scan.pixels.height;
    json["dpi"] = sheet.dpi;
    json["language"] = sheet.language;
    json["blank"] = sheet.lines.empty() && sheet.labels.empty();
    json["skew_deg"] = scan.ageing.skew_deg;
    json["quarter_turns"] = scan.ageing.quarter_turns;
    json["pages"] = pages;  // top-left, top-right, bottom-right, bottom-left as a reader sees them
    json["ageing"] = amounts(scan.ageing);
    json["text"] = text;
    json["lines"] = lines_of(sheet, placement);
    json["labels"] = labels_of(sheet, placement, scan.ageing);
    return written(json);
}

void write_text(const std::filesystem::path& path, const std::string& text) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream out(path, std::ios::binary);
    out << text;
    out.close();
    if (!out)
        throw Failure(Exit::store,
                      path.string() + ": cannot be written; is there space and permission?");
}

}  // namespace nuskha
