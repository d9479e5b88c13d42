#include "models/transcription/plain_text.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace nuskha {
namespace {

// Before the byte `end`; moves `end` to where it begins. A negative number where there is none.
UChar32 last_character(const std::string& text, std::int32_t& end) {
    UChar32 c = U_SENTINEL;
    if (end > 0) U8_PREV(text.data(), 0, end, c);
    return c;
}

UChar32 first_character(const std::string& text) {
    UChar32 c = U_SENTINEL;
    std::int32_t at = 0;
    const auto length = static_cast<std::int32_t>(text.size());
    if (length > 0) U8_NEXT(text.data(), at, length, c);
    return c;
}

bool is_letter_or_mark(UChar32 c) {
    return u_isalpha(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

void join(std::string& paragraph, const std::string& line) {
    std::int32_t before = static_cast<std::int32_t>(paragraph.size());
    const UChar32 hyphen = last_character(paragraph, before);
    std::int32_t earlier = before;
    const UChar32 stem = last_character(paragraph, earlier);
    const UChar32 next = first_character(line);
    const bool soft = hyphen == 0xAD || hyphen == 0xAC;
    const bool hard = hyphen == '-' || hyphen == 0x2010;
    const bool parted = (soft || hard) && stem >= 0 && (is_letter_or_mark(stem) || u_isdigit(stem));
    if (!parted)
        paragraph += ' ';
    else if (soft ||
             (is_letter_or_mark(stem) && u_isalpha(next) && !u_isupper(next) && !u_istitle(next)))
        paragraph.resize(static_cast<std::size_t>(before));
    else if (!u_isalpha(next) && !u_isdigit(next))
        paragraph += ' ';
    paragraph += line;
}

}  // namespace

std::string line_text(const Line& line) {
    std::string text;
    for (const Word& word : line.words) {
        if (word.text.empty()) continue;
        if (!text.empty()) text += ' ';
        text += word.text;
    }
    return text;
}

std::string joined_text(const Text& text) {
    std::string all;
    for (const Block& block : text.blocks) {
        std::string paragraph;
        for (const Line& line : block.lines) {
            const std::string words = line_text(line);
            if (words.empty()) continue;
            if (paragraph.empty())
                paragraph = words;
            else if (block.role == Role::table)
                paragraph += '\n' + words;
            else
                join(paragraph, words);
        }
        if (paragraph.empty()) continue;
        if (!all.empty()) all += '\n';
        all += paragraph + '\n';
    }
    return all;
}

std::string plain_text(const Text& text) {
    std::string all;
    for (const Block& block : text.blocks) {
        std::string lines;
        for (const Line& line : block.lines)
            if (const std::string words = line_text(line); !words.empty()) lines += words + '\n';
        if (lines.empty()) continue;
        if (!all.empty()) all += '\n';
        all += lines;
    }
    return all;
}

}  // namespace nuskha
