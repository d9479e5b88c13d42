#include "models/transcription/plain_text.hpp"

namespace nuskha {
namespace {

std::string of_line(const Line& line) {
    std::string text;
    for (const Word& word : line.words) {
        if (word.text.empty()) continue;
        if (!text.empty()) text += ' ';
        text += word.text;
    }
    return text;
}

}  // namespace

std::string plain_text(const Text& text) {
    std::string all;
    for (const Block& block : text.blocks) {
        std::string lines;
        for (const Line& line : block.lines)
            if (const std::string words = of_line(line); !words.empty()) lines += words + '\n';
        if (lines.empty()) continue;
        if (!all.empty()) all += '\n';
        all += lines;
    }
    return all;
}

}  // namespace nuskha
