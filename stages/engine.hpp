// The recognition engine: Tesseract's LSTM recogniser behind a few plain values.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/document/raster.hpp"
#include "models/document/text.hpp"
#include "stages/trained_models.hpp"

namespace nuskha {

std::string engine_version();  // "Tesseract 5.3.0"

// NFC without the marks of direction that the engine sets around words (property Bidi_Control of UAX 44: LRM, RLM,
// embeddings, isolates); joiners stay. Direction is told by the words themselves.
std::string plain_text(const std::string& utf8);

enum class Layout { automatic = 3, column = 4, block = 6, line = 7, sparse = 11, raw_line = 13 };

struct Reading {
    std::vector<Block> blocks;  // boxes in pixels of the raster; a word's language is the model
    bool cut_short = false;     // the time limit was reached; what was read until then is there
};

struct LineReading {
    std::string text;  // in logical order
    double legibility = 0;
};

// One engine for one set of trained data; reads any number of pages, each as if it were the first.
class Engine {
  public:
    explicit Engine(const TrainedSet& set);  // throws Failure(engine)
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    const TrainedSet& set() const { return set_; }
    std::vector<std::string> loaded() const;  // models that are really in use

    // `grey` has one channel and at most 32,767 pixels a side; ppi is that of the raster.
    // seconds = 0: no limit. Throws Failure(engine) where the engine itself fails.
    Reading read(const Raster& grey, int ppi, Layout layout, double seconds = 0);

    // A single line as a number: European digits alone, and how sure of the least of them. An empty
    // word where there are none or several words.
    Word read_digits(const Raster& line);

    // A single line, and how well it reads, 0..1: the mean certainty of its letters, as far as it is
    // above 0.9, which letters made out of nothing have too. Usually above 0.8 upright and below 0.6
    // upside down; 0 where fewer than five letters are read. The confidence of words is the doubt of
    // their worst letter: it tells writing from what is none much worse.
    LineReading read_line(const Raster& line);

  private:
    struct Tesseract;
    // Leaves what was found with the engine until it is cleared.
    Reading recognise(const Raster& grey, int ppi, Layout layout, double seconds);
    TrainedSet set_;
    std::unique_ptr<Tesseract> tesseract_;
};

// 0..1, weighted by characters; 0 where there are no words.
double mean_confidence(const std::vector<Block>& blocks);

}  // namespace nuskha
