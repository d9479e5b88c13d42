#include "tools/evaluate/load.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <sstream>
#include <tuple>

#include "models/language/alphabet.hpp"
#include "pipeline/imaging/decode.hpp"

namespace nuskha {
namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

std::map<std::string, double> angles(const fs::path& folder) {
    std::map<std::string, double> table;
    std::ifstream in(folder / "SKEW.tsv");
    std::string line, path, degrees;
    while (std::getline(in, line)) {
        std::istringstream fields(line);
        std::getline(fields, path, '\t');
        std::getline(fields, degrees, '\t');
        if (path.find('/') != std::string::npos) table[path] = std::stod(degrees);
    }
    return table;
}

void take_facts(Sample& sample, const fs::path& stem) {
    for (const fs::path& file :
         {fs::path(stem.string() + ".meta.json"), stem.parent_path() / "group.meta.json"}) {
        const auto json = nlohmann::json::parse(content(file), nullptr, false);
        if (json.is_discarded()) continue;
        sample.kind = json.value("kind", "");
        if (!json.contains("lang")) continue;
        for (const auto& told : json["lang"]) {
            const auto name = told.get<std::string>();
            sample.languages.push_back(canonical_language(name).value_or(name));
        }
        break;
    }
}

void sort(std::vector<Sample>& samples) {
    std::sort(samples.begin(), samples.end(), [](const Sample& a, const Sample& b) {
        return std::tie(a.group, a.name) < std::tie(b.group, b.name);
    });
}

}  // namespace

std::vector<Sample> samples_in(const fs::path& folder) {
    std::vector<Sample> samples;
    const auto skews = angles(folder);
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const fs::path& file = entry.path();
        if (!has_image_extension(file.filename().string())) continue;
        if (file.stem().extension() == ".bin") continue;
        Sample sample;
        sample.file = file;
        sample.group = file.parent_path().filename().string();
        sample.name = file.filename().string();
        const fs::path stem = fs::path(file).replace_extension();
        if (fs::exists(stem.string() + ".gt.txt"))
            sample.truth = content(stem.string() + ".gt.txt");
        take_facts(sample, stem);
        if (const auto at = skews.find(sample.group + "/" + sample.name); at != skews.end())
            sample.skew = at->second;
        samples.push_back(std::move(sample));
    }
    sort(samples);
    return samples;
}

std::vector<Sample> sample_scans(const fs::path& folder) {
    std::vector<Sample> samples;
    for (const auto& entry : fs::recursive_directory_iterator(folder / "truth")) {
        const auto json = nlohmann::json::parse(
            entry.is_regular_file() ? content(entry.path()) : "", nullptr, false);
        if (json.is_discarded() || !json.contains("scan")) continue;
        const fs::path batch = *fs::relative(entry.path(), folder / "truth").begin();
        Sample sample;
        sample.name = json["scan"].get<std::string>();
        sample.file = folder / batch / sample.name;
        sample.group = "sample-scans/" + batch.string();
        sample.kind = batch == "manuscript" ? "manuscript" : batch == "map" ? "map" : "print";
        sample.languages = {json["language"].get<std::string>()};
        if (const std::string text = json.value("text", ""); !text.empty()) sample.truth = text;
        samples.push_back(std::move(sample));
    }
    sort(samples);
    return samples;
}

std::optional<Loaded> load(const Sample& sample) {
    const std::string bytes = content(sample.file);
    const OpenedImage opened =
        open_image(std::as_bytes(std::span(bytes)), sample.file.filename().string(), {});
    if (!opened.file) return {};
    Loaded loaded;
    Page& page = loaded.page;
    page.facts = opened.file->facts(0);
    Decoded decoded = opened.file->decode(0);
    if (!decoded.raster || has_error(decoded.findings)) return {};
    loaded.raster = std::move(*decoded.raster);
    page.id = {sample.group, sample.name, 0, 0};
    page.languages = sample.languages;
    page.geometry = Geometry({double(loaded.raster.width), double(loaded.raster.height)},
                             page.facts.orientation);
    return loaded;
}

Distance distance_to_truth(const Sample& sample, const std::string& read) {
    const bool in_part = sample.group == "print_ara_pages_body" ||
                         sample.group.ends_with("typescript") || sample.kind == "map";
    return in_part ? lines_distance(read, *sample.truth) : character_distance(read, *sample.truth);
}

}  // namespace nuskha
