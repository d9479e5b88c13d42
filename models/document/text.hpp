// Recognised text: blocks of lines of words, in reading order, each with how far it can be trusted.
// Boxes are in page coordinates (see geometry.hpp). Text is UTF-8 in NFC and in logical order, also
// for right-to-left scripts.
#pragma once

#include <string>
#include <vector>

#include "models/document/geometry.hpp"

namespace nuskha {

constexpr double no_confidence = -1;

enum class Direction { left_to_right, right_to_left };

// A letter with its marks, or a ligature, as the engine told it apart.
struct Character {
    std::string text;
    Rect box;
    double confidence = 0;  // as a word's
    bool operator==(const Character&) const = default;
};

struct Word {
    std::string text;
    Rect box;
    double confidence = 0;  // 0..1, the engine's own estimate; below 0: none is claimed
    std::string language;   // alphabet or language code the model was chosen for, e.g. "az-Latn"
    Direction direction = Direction::left_to_right;
    std::vector<Character> characters = {};  // logical order; empty where they were not asked for
    bool operator==(const Word&) const = default;
};

// Changes the boxes of a word and its characters alike.
template <typename Change>
void change_boxes(Word& word, const Change& change) {
    change(word.box);
    for (Character& character : word.characters)
        change(character.box);
}

struct Line {
    Rect box;
    Point baseline_start, baseline_end;  // left and right end
    std::vector<Word> words;             // logical order
    Direction direction = Direction::left_to_right;
    bool operator==(const Line&) const = default;
};

// What a block is on its page; the terms are those of PAGE-XML's regions (2019-07-15) where it has one.
enum class Role {
    paragraph,
    heading,
    running_head,
    page_number,
    footnote,
    caption,
    table,     // its lines are the rows, word gaps the columns
    picture,   // has no lines: what was taken for letters in it is left out
    ornament,  // rules, flourishes and frames; no lines either
};

struct Block {
    Rect box;
    std::vector<Line> lines;
    Role role = Role::paragraph;
    bool operator==(const Block&) const = default;
};

// All boxes and baselines, as from pixels of one rendering of a page to those of another.
void scale_boxes(std::vector<Block>& blocks, double across, double down);

struct Model {
    std::string name;    // file name without .traineddata, e.g. "Cyrillic"
    std::string sha256;  // of the file, lower-case hex
    bool operator==(const Model&) const = default;
};

struct Text {
    std::vector<Block> blocks;
    std::vector<std::string> languages;  // asked for
    std::vector<Model> models;           // used
    std::string engine;                  // "Tesseract 5.3.0"
    // Share of characters probably wrong or missing, 0..1; below 0: none is claimed.
    double expected_error = no_confidence;
    bool not_read = false;  // lines were found that nothing here can read; they hold no words

    std::size_t word_count() const;
    // 0..1 over the words that claim one, weighted by characters; 0 where there are none.
    double mean_confidence() const;
    bool claims_confidence() const;  // whether any word does
    bool claims_expected_error() const { return expected_error >= 0; }
    bool operator==(const Text&) const = default;
};

}  // namespace nuskha
