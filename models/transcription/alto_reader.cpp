// Reading ALTO back.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "models/transcription/alto.hpp"
#include "models/transcription/pull_reader.hpp"
#include "models/transcription/role_names.hpp"

namespace nuskha {
namespace {

class AltoReader {
  public:
    AltoReader(std::string_view xml, const AltoLimits& limits)
        : limits_(limits), xml_(xml, limits) {}

    // Nothing, or why the file cannot be used.
    std::optional<std::string> read(AltoRead& result) {
        const auto why = xml_.read([&](PullReader::Piece piece) -> std::optional<std::string> {
            if (piece == PullReader::Piece::start) return element(result);
            if (piece == PullReader::Piece::text && in_file_name_) result.scan_name += xml_.value();
            if (piece == PullReader::Piece::end && xml_.name() == "fileName") in_file_name_ = false;
            if (piece == PullReader::Piece::end && xml_.name() == "ComposedBlock" &&
                !composed_.empty())
                composed_.pop_back();
            return {};
        });
        if (why) return why;
        if (!root_) return "not an ALTO file";
        result.read = result.read || words_ > 0;
        result.text.not_read = result.text.not_read && words_ == 0;
        return {};
    }

  private:
    std::string attribute(const char* name) const { return xml_.attribute(name); }
    Rect box() const {
        return {number_of(attribute("HPOS")), number_of(attribute("VPOS")),
                number_of(attribute("WIDTH")), number_of(attribute("HEIGHT"))};
    }

    // Of the first tag that names one, or of the composed block that it lies in.
    Role role() const {
        const std::string all = attribute("TAGREFS") + " ";
        for (std::size_t at = 0, space = 0; (space = all.find(' ', at)) != std::string::npos;
             at = space + 1)
            if (const auto known = roles_.find(all.substr(at, space - at)); known != roles_.end())
                return known->second;
        const bool in_table =
            std::find(composed_.begin(), composed_.end(), "table") != composed_.end();
        return in_table ? Role::table : Role::paragraph;
    }

    std::optional<std::string> element(AltoRead& result) {
        const std::string tag = xml_.name();
        if (!root_) {
            if (tag != "alto") return "not an ALTO file";
            root_ = true;
        } else if (tag == "fileName") {
            in_file_name_ = true;
            result.scan_name.clear();
        } else if (tag == "Page") {
            page(result);
        } else if (tag == "PrintSpace") {
            result.page = corners_of(box());
            outlined_ = Outlined::page;
        } else if (tag == "Polygon") {
            if (std::vector<Point> shape = points_of(attribute("POINTS")); shape.size() >= 3) {
                if (outlined_ == Outlined::page)
                    result.page = std::move(shape);
                else if (outlined_ == Outlined::word)
                    result.shapes.back() = std::move(shape);
            }
            outlined_ = Outlined::other;
        } else if (tag == "ComposedBlock") {
            outlined_ = Outlined::other;
            composed_.push_back(attribute("TYPE"));
        } else if (tag == "TextBlock") {
            outlined_ = Outlined::other;
            block_language_ = attribute("LANG");
            if (block_language_.empty()) block_language_ = page_language_;
            result.text.blocks.push_back({box(), {}, role()});
        } else if (tag == "Illustration" || tag == "GraphicalElement") {
            outlined_ = Outlined::other;
            result.text.blocks.push_back(
                {box(), {}, tag == "Illustration" ? Role::picture : Role::ornament});
        } else if (tag == "LayoutTag") {
            roles_[attribute("ID")] = role_named(attribute("LABEL"));
        } else if (tag == "TextLine" && !result.text.blocks.empty()) {
            outlined_ = Outlined::other;
            result.text.blocks.back().lines.push_back(line());
        } else if (tag == "OtherTag" && attribute("LABEL") == "not read") {
            not_read_tag_ = true;
        } else if (tag == "String" && result.text.not_read && attribute("CONTENT").empty()) {
            outlined_ = Outlined::other;  // stands for a line that nothing could read
        } else if (tag == "String" && !result.text.blocks.empty() &&
                   !result.text.blocks.back().lines.empty()) {
            if (++words_ > limits_.words) return "has more words than the limit";
            Line& line = result.text.blocks.back().lines.back();
            line.words.push_back(word(line.direction));
            result.shapes.push_back(corners_of(line.words.back().box));
            outlined_ = Outlined::word;
        } else if (tag == "Glyph" && words_ > 0 && !result.text.blocks.empty() &&
                   !result.text.blocks.back().lines.empty() &&
                   !result.text.blocks.back().lines.back().words.empty()) {
            if (++characters_ > limits_.characters) return "has more characters than the limit";
            outlined_ = Outlined::other;
            result.text.blocks.back().lines.back().words.back().characters.push_back(
                {attribute("CONTENT"), box(), confidence_of(attribute("GC"))});
        }
        return {};
    }

    void page(AltoRead& result) {
        result.scan = {number_of(attribute("WIDTH")), number_of(attribute("HEIGHT"))};
        result.number = static_cast<int>(number_of(attribute("PHYSICAL_IMG_NR")));
        result.read = (" " + attribute("PROCESSINGREFS") + " ").find(" recognition ") !=
                      std::string::npos;  // as write_alto names it
        if (const std::string accuracy = attribute("ACCURACY"); !accuracy.empty())
            result.text.expected_error = std::clamp(1 - number_of(accuracy) / 100, 0., 1.);
        result.text.not_read = not_read_tag_;
        result.read = result.read && !not_read_tag_;
        page_language_ = attribute("LANG");
        std::string all = page_language_ + " " + attribute("OTHERLANGS") + " ";
        for (std::size_t at = 0, space = 0; (space = all.find(' ', at)) != std::string::npos;
             at = space + 1)
            if (space > at) result.text.languages.push_back(all.substr(at, space - at));
    }

    Line line() {
        Line line;
        line.box = box();
        line_language_ = attribute("LANG");
        if (line_language_.empty()) line_language_ = block_language_;
        const std::string direction = attribute("BASEDIRECTION");
        if (direction == "rtl" || direction == "btt") line.direction = Direction::right_to_left;
        const auto baseline = points_of(attribute("BASELINE"));
        if (baseline.size() >= 2) {
            line.baseline_start = baseline.front();
            line.baseline_end = baseline.back();
        }
        return line;
    }

    Word word(Direction of_line) {
        Word word;
        word.text = attribute("CONTENT");
        word.box = box();
        word.confidence = confidence_of(attribute("WC"));
        word.language = attribute("LANG");
        if (word.language.empty()) word.language = line_language_;
        word.direction = direction_of(word.text, of_line);
        return word;
    }

    const AltoLimits& limits_;
    PullReader xml_;
    std::string page_language_, block_language_, line_language_;
    bool not_read_tag_ = false;          // stands before the page, whose schema takes no tag
    std::map<std::string, Role> roles_;  // by the ID of their tags
    std::vector<std::string> composed_;  // types of the composed blocks that are being read
    std::size_t words_ = 0, characters_ = 0;
    bool root_ = false, in_file_name_ = false;
    enum class Outlined { other, page, word } outlined_ = Outlined::other;  // by the next Polygon
};

}  // namespace

AltoRead read_alto(std::string_view xml, const std::string& name, const AltoLimits& limits) {
    AltoRead result;
    if (const auto why = AltoReader(xml, limits).read(result)) {
        result = {};
        result.findings.push_back(make_finding(
            "alto.unreadable", name,
            fmt::format("{}: the transcription cannot be used: {}; make it again.", name, *why)));
    }
    return result;
}

}  // namespace nuskha
