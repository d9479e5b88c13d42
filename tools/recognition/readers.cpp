#include "tools/recognition/readers.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>

#include "models/failure.hpp"
#include "stages/trained_models.hpp"
#include "tools/evaluate/distance.hpp"
#include "tools/measuring/program.hpp"

namespace nuskha {

ReadBy OurReader::read(const Raster& scan, const std::vector<std::string>& languages) {
    static int number = 0;
    Page page;
    page.id = {"bench", std::to_string(++number), 0, 0};
    page.languages = languages;
    page.facts.ppi_x = page.facts.ppi_y = 300;
    page.geometry = Geometry({double(scan.width), double(scan.height)}, 1);
    const ScanPixels pixels{Raster(scan)};
    const std::vector<Page> pages = chain_.run({std::move(page)}, pixels);
    ReadBy reading{text_of(pages), 0, pages.front().text.value_or(Text{}),
                   pages.front().events.back()};
    for (const Chain::Step& step : chain_.steps())
        reading.seconds += step.seconds;
    return reading;
}

void Readings::add(const ReadBy& reading, const std::string& truth) {
    const Distance distance = character_distance(reading.text, truth);
    add({distance.edits, distance.truth, reading.seconds, 1});
}

void Readings::add(const Readings& more) {
    edits += more.edits;
    letters += more.letters;
    seconds += more.seconds;
    pages += more.pages;
}

ReadBy tesseract_reads(const std::filesystem::path& file, const std::string& data,
                       const std::vector<std::string>& more) {
    setenv("OMP_THREAD_LIMIT", "1", 1);  // its threads cost four times the time for the same text
    std::string found;                   // by folder: "script/Cyrillic"
    for (std::size_t at = 0; at <= data.size();) {
        const std::size_t end = std::min(data.find('+', at), data.size());
        const auto path = trained_data_file(data.substr(at, end - at));
        found +=
            (found.empty() ? "" : "+") +
            std::filesystem::relative(path, trained_data_folder()).replace_extension().string();
        at = end + 1;
    }
    std::vector<std::string> words{"tesseract", file.string(), "stdout", "-l", found};
    words.insert(words.end(), more.begin(), more.end());
    const Said said = run_program(words);
    if (!said.ran) throw Failure(Exit::engine, "tesseract -l " + found + ": " + said.complaint);
    return {said.text, said.milliseconds / 1000, {}, {}};
}

void keep_page(const std::filesystem::path& folder, const std::string& name, const Raster& scan,
               const std::string& truth) {
    write_pgm(scan, folder / (name + ".pgm"));
    std::ofstream(folder / (name + ".truth.txt")) << truth;
}

void keep_reading(const std::filesystem::path& folder, const std::string& name,
                  const std::string& reader, const ReadBy& reading) {
    std::ofstream(folder / fmt::format("{}.{}.txt", name, reader)) << reading.text;
    if (reading.detail.blocks.empty()) return;
    std::ofstream words(folder / fmt::format("{}.{}.words", name, reader));
    for (const Block& block : reading.detail.blocks)
        for (const Line& line : block.lines) {
            for (const Word& word : line.words)
                words << fmt::format("{:.0f}\t{:.0f}\t{:.0f}\t{:.0f}\t{:.2f}\t{}\t{}\n", word.box.x,
                                     word.box.y, word.box.width, word.box.height, word.confidence,
                                     word.language, word.text);
            words << '\n';
        }
}

}  // namespace nuskha
