#include "tools/samples/delivery.hpp"

#include <openssl/evp.h>

#include <fmt/format.h>
#include <fstream>
#include <iterator>

#include "models/failure.hpp"
#include "tools/samples/truth.hpp"

namespace nuskha {

void Delivery::scan(const std::string& path, const Sheet& sheet, const Sheet* behind,
                    const Ageing& ageing, TiffForm tiff, int quality,
                    std::optional<double> jp2_rate) {
    const AgedScan result = aged(sheet, behind, ageing, dice_.named(path));
    const std::filesystem::path to = batch_ / path;
    std::filesystem::create_directories(to.parent_path());
    const ImageForm form{sheet.dpi, quality, jp2_rate.value_or(14)};
    const std::string extension = to.extension();
    if (extension == ".jpg")
        write_jpeg(to, result.pixels, form);
    else if (extension == ".png")
        write_png(to, result.pixels, form);
    else if (extension == ".jp2")
        write_jp2(to, result.pixels, form);
    else
        write_tiff(to, result.pixels, tiff, form);
    write_text(truth_ / (path + ".truth.json"), truth_json(sheet, result, path));
}

void Delivery::file(const std::string& path, const std::string& bytes) const {
    write_text(batch_ / path, bytes);
}

std::string Delivery::read(const std::string& path) const {
    std::ifstream in(batch_ / path, std::ios::binary);
    if (!in) throw Failure(Exit::store, (batch_ / path).string() + ": cannot be read back");
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string Delivery::digest(const std::string& path, const char* algorithm) const {
    const std::string bytes = read(path);
    unsigned char value[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    EVP_Digest(bytes.data(), bytes.size(), value, &length, EVP_get_digestbyname(algorithm),
               nullptr);
    std::string hex;
    for (unsigned i = 0; i < length; ++i)
        hex += fmt::format("{:02x}", value[i]);
    return hex;
}

std::string Delivery::sums(const std::string& folder, const std::vector<std::string>& names,
                           const char* algorithm) const {
    std::string out;
    for (const std::string& name : names)
        out += digest(folder.empty() ? name : folder + "/" + name, algorithm) + "  " + name + "\n";
    return out;
}

}  // namespace nuskha
