#include "stages/engine.hpp"

#include <fmt/format.h>
#include <leptonica/allheaders.h>
#include <tesseract/baseapi.h>
#include <tesseract/ocrclass.h>
#include <tesseract/resultiterator.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>

#include "models/failure.hpp"
#include "stages/line_pictures.hpp"
#include "stages/serial_openmp.hpp"

namespace nuskha {
namespace {

namespace fs = std::filesystem;

Rect box_at(const tesseract::PageIterator& at, tesseract::PageIteratorLevel level) {
    int left = 0, top = 0, right = 0, bottom = 0;
    if (!at.BoundingBox(level, &left, &top, &right, &bottom)) return {};
    return {double(left), double(top), double(right - left), double(bottom - top)};
}

Line line_at(const tesseract::PageIterator& at) {
    Line line;
    line.box = box_at(at, tesseract::RIL_TEXTLINE);
    int x1 = 0, y1 = 0, x2 = 0, y2 = 0;
    if (at.Baseline(tesseract::RIL_TEXTLINE, &x1, &y1, &x2, &y2)) {
        line.baseline_start = {double(x1), double(y1)};
        line.baseline_end = {double(x2), double(y2)};
    } else {
        line.baseline_start = {line.box.x, line.box.bottom()};
        line.baseline_end = {line.box.right(), line.box.bottom()};
    }
    return line;
}

std::vector<Character> characters_at(tesseract::ResultIterator at) {
    std::vector<Character> all;
    do {
        const std::unique_ptr<char[]> text(at.GetUTF8Text(tesseract::RIL_SYMBOL));
        if (text)
            all.push_back({plain_text(text.get()), box_at(at, tesseract::RIL_SYMBOL),
                           std::clamp(at.Confidence(tesseract::RIL_SYMBOL) / 100.0, 0.0, 1.0)});
    } while (at.Next(tesseract::RIL_SYMBOL) && !at.IsAtBeginningOf(tesseract::RIL_WORD));
    return all;
}

Word word_at(const tesseract::ResultIterator& at) {
    Word word;
    const std::unique_ptr<char[]> text(at.GetUTF8Text(tesseract::RIL_WORD));
    word.text = text ? plain_text(text.get()) : "";
    word.box = box_at(at, tesseract::RIL_WORD);
    word.characters = characters_at(at);
    word.confidence = std::clamp(at.Confidence(tesseract::RIL_WORD) / 100.0, 0.0, 1.0);
    if (const char* model = at.WordRecognitionLanguage()) word.language = model;
    word.direction = at.WordDirection() == tesseract::DIR_RIGHT_TO_LEFT ? Direction::right_to_left
                                                                        : Direction::left_to_right;
    return word;
}

void settle_direction(Line& line) {  // that of most of its characters
    std::ptrdiff_t balance = 0;
    for (const Word& word : line.words)
        balance += (word.direction == Direction::right_to_left ? 1 : -1) *
                   static_cast<std::ptrdiff_t>(word.text.size());
    line.direction = balance > 0 ? Direction::right_to_left : Direction::left_to_right;
}

// What the page segmentation takes a block without words for.
Role role_at(const tesseract::PageIterator& at) {
    switch (at.BlockType()) {
        case tesseract::PT_FLOWING_IMAGE:
        case tesseract::PT_HEADING_IMAGE:
        case tesseract::PT_PULLOUT_IMAGE:
            return Role::picture;
        case tesseract::PT_HORZ_LINE:
        case tesseract::PT_VERT_LINE:
            return Role::ornament;
        default:
            return Role::paragraph;
    }
}

std::vector<Block> blocks_of(tesseract::ResultIterator& at) {
    std::vector<Block> blocks;
    do {
        if (at.Empty(tesseract::RIL_WORD)) {
            if (const Role role = role_at(at); role != Role::paragraph)
                blocks.push_back({box_at(at, tesseract::RIL_BLOCK), {}, role});
            continue;
        }
        if (blocks.empty() || blocks.back().lines.empty() ||
            at.IsAtBeginningOf(tesseract::RIL_BLOCK))
            blocks.push_back({box_at(at, tesseract::RIL_BLOCK), {}});
        std::vector<Line>& lines = blocks.back().lines;
        if (lines.empty() || at.IsAtBeginningOf(tesseract::RIL_TEXTLINE))
            lines.push_back(line_at(at));
        Word word = word_at(at);
        if (word.text.find_first_not_of(' ') != std::string::npos)
            lines.back().words.push_back(std::move(word));
    } while (at.Next(tesseract::RIL_WORD));
    for (Block& block : blocks) {
        std::erase_if(block.lines, [](const Line& line) { return line.words.empty(); });
        for (Line& line : block.lines)
            settle_direction(line);
    }
    std::erase_if(blocks, [](const Block& block) {
        return block.lines.empty() && block.role == Role::paragraph;
    });
    return blocks;
}

}  // namespace

std::string plain_text(const std::string& utf8) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = icu::Normalizer2::getNFCInstance(status);
    if (U_FAILURE(status)) return utf8;
    const icu::UnicodeString all =
        normalizer->normalize(icu::UnicodeString::fromUTF8(utf8), status);
    if (U_FAILURE(status)) return utf8;
    icu::UnicodeString kept;
    for (int i = 0; i < all.length(); i = all.moveIndex32(i, 1))
        if (!u_hasBinaryProperty(all.char32At(i), UCHAR_BIDI_CONTROL)) kept.append(all.char32At(i));
    std::string text;
    return kept.toUTF8String(text);
}

std::string engine_version() {
    return std::string("Tesseract ") + tesseract::TessBaseAPI::Version();
}

struct Engine::Tesseract {
    tesseract::TessBaseAPI api;
};

Engine::Engine(const TrainedSet& set) : set_(set), tesseract_(std::make_unique<Tesseract>()) {
    models_of(set);              // a plain message before Tesseract prints its own
    line_pictures_stay_plain();  // these also make the linker take the files in
    openmp_runs_serially();
    TrainedSet found = set;  // by the name under which Tesseract finds the file
    for (std::string& name : found.models)
        name = fs::relative(trained_data_file(name), trained_data_folder())
                   .replace_extension()
                   .string();
    // Trained data may name further languages to load. They are not wanted, and Tesseract 5.3 reads freed memory when
    // it adds them to the list that it is walking (tesseractclass.cpp, init_tesseract).
    const std::vector<std::string> names{"tessedit_load_sublangs"}, values{""};
    if (tesseract_->api.Init(trained_data_folder().c_str(), found.argument().c_str(),
                             tesseract::OEM_LSTM_ONLY, nullptr, 0, &names, &values, false) != 0)
        throw Failure(Exit::engine,
                      fmt::format("{}: Tesseract cannot load {}; install the trained data again",
                                  trained_data_folder().string(), set.argument()));
    tesseract_->api.SetVariable("debug_file", "/dev/null");
}

Engine::~Engine() = default;

std::vector<std::string> Engine::loaded() const {
    std::vector<std::string> names;
    tesseract_->api.GetLoadedLanguagesAsVector(&names);
    return names;
}

Reading Engine::recognise(const Raster& grey, int ppi, Layout layout, double seconds) {
    tesseract::TessBaseAPI& api = tesseract_->api;
    api.ClearAdaptiveClassifier();  // also forgets the words of earlier pages
    api.SetPageSegMode(static_cast<tesseract::PageSegMode>(layout));
    api.SetImage(grey.pixels.data(), grey.width, grey.height, 1, static_cast<int>(grey.stride()));
    api.SetSourceResolution(ppi);
    tesseract::ETEXT_DESC limit;
    if (seconds > 0) limit.set_deadline_msecs(static_cast<std::int32_t>(seconds * 1000));
    Reading reading;
    const bool done = api.Recognize(seconds > 0 ? &limit : nullptr) == 0;
    reading.cut_short = seconds > 0 && (!done || limit.deadline_exceeded());
    if (!done && !reading.cut_short) {
        api.Clear();
        throw Failure(Exit::engine, "recognise: Tesseract could not read the page; look at it");
    }
    if (const std::unique_ptr<tesseract::ResultIterator> at(api.GetIterator()); at)
        reading.blocks = blocks_of(*at);
    return reading;
}

Reading Engine::read(const Raster& grey, int ppi, Layout layout, double seconds) {
    Reading reading = recognise(grey, ppi, layout, seconds);
    tesseract_->api.Clear();
    return reading;
}

Word Engine::read_digits(const Raster& line) {
    struct DigitsAlone {
        tesseract::TessBaseAPI& api;
        explicit DigitsAlone(tesseract::TessBaseAPI& a) : api(a) {
            api.SetVariable("tessedit_char_whitelist", "0123456789");
        }
        ~DigitsAlone() { api.SetVariable("tessedit_char_whitelist", ""); }
    } digits_alone(tesseract_->api);
    const Reading reading = read(line, 300, Layout::line);
    if (reading.blocks.size() != 1 || reading.blocks[0].lines.size() != 1 ||
        reading.blocks[0].lines[0].words.size() != 1)
        return {};
    return reading.blocks[0].lines[0].words[0];
}

LineReading Engine::read_line(const Raster& line) {
    LineReading reading;
    for (const Block& block : recognise(line, 300, Layout::raw_line, 0).blocks)
        for (const Line& part : block.lines)
            for (const Word& word : part.words)
                reading.text += (reading.text.empty() ? "" : " ") + word.text;
    double sum = 0;
    int letters = 0;
    const std::unique_ptr<tesseract::ResultIterator> at(tesseract_->api.GetIterator());
    if (at && !at->Empty(tesseract::RIL_SYMBOL)) do {
            sum += at->Confidence(tesseract::RIL_SYMBOL) / 100;
            ++letters;
        } while (at->Next(tesseract::RIL_SYMBOL));
    tesseract_->api.Clear();
    if (letters >= 5) reading.legibility = std::clamp(10 * (sum / letters - 0.9), 0.0, 1.0);
    return reading;
}

double mean_confidence(const std::vector<Block>& blocks) {
    Text text;
    text.blocks = blocks;
    return text.mean_confidence();
}

}  // namespace nuskha
