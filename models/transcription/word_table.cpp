#include "models/transcription/word_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "models/preservation/xml_writer.hpp"
#include "models/transcription/role_names.hpp"

namespace nuskha {
namespace {

using Json = nlohmann::ordered_json;

double rounded(double value) {
    return std::round(value * 100) / 100;
}

Json box_of(const Rect& r) {
    return {rounded(r.x), rounded(r.y), rounded(r.width), rounded(r.height)};
}

Json confidence_of(double confidence) {
    return confidence < 0 ? Json() : Json(confidence);
}

std::string line_of(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

// level, block, paragraph, line, word
std::string row(int page, const std::array<int, 5>& at, const Rect& box,
                const std::string& confidence, std::string text) {
    for (char& c : text)
        if (c == '\t' || c == '\n' || c == '\r') c = ' ';
    return fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", at[0], page, at[1],
                       at[2], at[3], at[4], std::lround(box.x), std::lround(box.y),
                       std::lround(box.width), std::lround(box.height), confidence, text);
}

}  // namespace

std::string json_lines(const Transcription& page, const PagePlace& place) {
    if (!page.read)
        return line_of({{"item", place.item},
                        {"page", place.page},
                        {"number", place.number},
                        {"read", false}});
    std::string all;
    int block_number = 0;
    for (const Block& block : page.text.blocks) {
        ++block_number;
        int line_number = 0;
        for (const Line& line : block.lines) {
            ++line_number;
            int word_number = 0;
            for (const Word& word : line.words) {
                const bool backwards = word.direction == Direction::right_to_left;
                Json record{{"item", place.item},
                            {"page", place.page},
                            {"number", place.number},
                            {"block", block_number},
                            {"role", role_name(block.role)},
                            {"line", line_number},
                            {"word", ++word_number},
                            {"text", word.text},
                            {"box", box_of(word.box)},
                            {"confidence", confidence_of(word.confidence)},
                            {"language", word.language},
                            {"direction", backwards ? "rtl" : "ltr"},
                            {"page_expected_error", confidence_of(page.text.expected_error)}};
                for (const Character& one : word.characters)
                    record["characters"].push_back({{"text", one.text},
                                                    {"box", box_of(one.box)},
                                                    {"confidence", confidence_of(one.confidence)}});
                all += line_of(record);
            }
        }
    }
    return all;
}

std::string tsv_heading() {
    return "level\tpage_num\tblock_num\tpar_num\tline_num\tword_"
           "num\tleft\ttop\twidth\theight\tconf\t"
           "text\n";
}

std::string tsv_rows(const Transcription& page, const PagePlace& place) {
    const Rect whole{0, 0, page.scan.width, page.scan.height};
    std::string all = row(place.number, {1, 0, 0, 0, 0}, whole, "-1", page.read ? "" : "not read");
    int b = 0;
    for (const Block& block : page.text.blocks) {
        all += row(place.number, {2, ++b, 0, 0, 0}, block.box, "-1", "");
        all += row(place.number, {3, b, 1, 0, 0}, block.box, "-1", "");
        int l = 0;
        for (const Line& line : block.lines) {
            all += row(place.number, {4, b, 1, ++l, 0}, line.box, "-1", "");
            int w = 0;
            for (const Word& word : line.words)
                all += row(
                    place.number, {5, b, 1, l, ++w}, word.box,
                    word.confidence < 0 ? "-1" : decimal(100 * std::min(word.confidence, 1.), 2),
                    word.text);
        }
    }
    return all;
}

}  // namespace nuskha
