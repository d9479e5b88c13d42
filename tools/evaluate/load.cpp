#include "tools/evaluate/load.hpp"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

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

std::vector<std::string> languages_of(const fs::path& stem) {
    std::vector<std::string> languages;
    for (const fs::path& file :
         {fs::path(stem.string() + ".meta.json"), stem.parent_path() / "group.meta.json"}) {
        const auto json = nlohmann::json::parse(content(file), nullptr, false);
        if (json.is_discarded() || !json.contains("lang")) continue;
        for (const auto& language : json["lang"])
            languages.push_back(language.get<std::string>());
        break;
    }
    return languages;
}

}  // namespace

std::vector<Sample> samples_in(const fs::path& folder) {
    std::vector<Sample> samples;
    const auto skews = angles(folder);
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const fs::path& file = entry.path();
        const std::string end = file.extension().string();
        if (end != ".png" && end != ".jpg" && end != ".tif") continue;
        if (file.stem().extension() == ".bin") continue;
        Sample sample;
        sample.file = file;
        sample.group = file.parent_path().filename().string();
        sample.name = file.filename().string();
        const fs::path stem = fs::path(file).replace_extension();
        if (fs::exists(stem.string() + ".gt.txt"))
            sample.truth = content(stem.string() + ".gt.txt");
        sample.languages = languages_of(stem);
        if (const auto at = skews.find(sample.group + "/" + sample.name); at != skews.end())
            sample.skew = at->second;
        samples.push_back(std::move(sample));
    }
    std::sort(samples.begin(), samples.end(), [](const Sample& a, const Sample& b) {
        return std::tie(a.group, a.name) < std::tie(b.group, b.name);
    });
    return samples;
}

std::optional<Loaded> load(const Sample& sample) {
    PIX* pix = pixRead(sample.file.c_str());
    if (!pix) return {};
    Loaded loaded;
    loaded.page.facts.ppi_x = pixGetXRes(pix);
    loaded.page.facts.ppi_y = pixGetYRes(pix);
    loaded.page.facts.bits_per_sample = std::min(8, pixGetDepth(pix));
    PIX* wide = pixConvertTo32(pix);
    pixDestroy(&pix);
    loaded.raster = Raster(pixGetWidth(wide), pixGetHeight(wide), 3);
    for (int y = 0; y < loaded.raster.height; ++y) {
        const l_uint32* line = pixGetData(wide) + static_cast<std::size_t>(y) * pixGetWpl(wide);
        std::uint8_t* row = loaded.raster.row(y);
        for (int x = 0; x < loaded.raster.width; ++x) {
            l_int32 r = 0, g = 0, b = 0;
            extractRGBValues(line[x], &r, &g, &b);
            *row++ = static_cast<std::uint8_t>(r);
            *row++ = static_cast<std::uint8_t>(g);
            *row++ = static_cast<std::uint8_t>(b);
        }
    }
    pixDestroy(&wide);
    Page& page = loaded.page;
    page.id.item = sample.group;
    page.id.scan = sample.name;
    page.facts.width = loaded.raster.width;
    page.facts.height = loaded.raster.height;
    page.facts.samples_per_pixel = 3;
    page.languages = sample.languages;
    page.geometry = Geometry({double(loaded.raster.width), double(loaded.raster.height)}, 1);
    return loaded;
}

}  // namespace nuskha
