#include "stages/trained_models.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <tuple>

#include "models/failure.hpp"

namespace nuskha {
namespace {

namespace fs = std::filesystem;

std::string sha256_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
    std::vector<char> buffer(1 << 18);
    while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || in.gcount() > 0)
        EVP_DigestUpdate(context.get(), buffer.data(), static_cast<std::size_t>(in.gcount()));
    if (in.bad() || !in.eof())
        throw Failure(Exit::engine, fmt::format("{}: cannot be read; check the file's permissions",
                                                file.string()));
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    EVP_DigestFinal_ex(context.get(), digest.data(), &length);
    std::string hex;
    for (unsigned i = 0; i < length; ++i)
        hex += fmt::format("{:02x}", digest[i]);
    return hex;
}

std::string digest_kept(const fs::path& file) {
    static std::mutex lock;
    static std::map<std::tuple<std::string, std::uintmax_t, std::int64_t>, std::string> kept;
    const auto key = std::tuple(file.string(), fs::file_size(file),
                                std::int64_t{fs::last_write_time(file).time_since_epoch().count()});
    const std::lock_guard guard(lock);
    auto at = kept.find(key);
    if (at == kept.end()) at = kept.emplace(key, sha256_of(file)).first;
    return at->second;
}

// Nothing of a folder that is not there, and never a name twice: the folder's own file is meant.
std::vector<TrainedData> read_folder(const fs::path& folder) {
    std::vector<TrainedData> all;
    for (const char* sub : {"", "script"}) {
        std::error_code ignored;
        for (const auto& entry : fs::directory_iterator(folder / sub, ignored)) {
            const std::string name = entry.path().stem().string();
            if (entry.path().extension() != ".traineddata" || !entry.is_regular_file(ignored) ||
                std::any_of(all.begin(), all.end(), [&](const auto& d) { return d.name == name; }))
                continue;
            std::ifstream in(entry.path(), std::ios::binary);
            all.push_back(read_trained_data(
                name, entry.file_size(ignored), [&](std::uint64_t offset, std::size_t bytes) {
                    std::string part(bytes, '\0');
                    in.clear();
                    in.seekg(static_cast<std::streamoff>(offset));
                    in.read(part.data(), static_cast<std::streamsize>(bytes));
                    part.resize(
                        static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
                    return part;
                }));
        }
    }
    std::sort(all.begin(), all.end(),
              [](const TrainedData& a, const TrainedData& b) { return a.name < b.name; });
    return all;
}

}  // namespace

fs::path trained_data_folder() {
    const char* prefix = std::getenv("TESSDATA_PREFIX");
    return prefix && *prefix ? fs::path(prefix) : fs::path("/usr/share/tesseract-ocr/5/tessdata");
}

fs::path trained_data_file(const std::string& model) {
    // A name comes from a recipe or a batch: it must not lead out of the folder.
    if (model.empty() || model.find("..") != std::string::npos || model.front() == '/') return {};
    std::error_code ignored;
    for (const char* sub : {"", "script"})
        if (const fs::path file = trained_data_folder() / sub / (model + ".traineddata");
            fs::is_regular_file(file, ignored))
            return file;
    return {};
}

std::span<const TrainedData> installed_data() {
    static std::mutex lock;
    static std::map<fs::path, std::vector<TrainedData>> kept;
    const std::lock_guard guard(lock);
    const fs::path folder = trained_data_folder();
    auto at = kept.find(folder);
    if (at == kept.end()) at = kept.emplace(folder, read_folder(folder)).first;
    return at->second;
}

const TrainedData* find_data(std::string_view name) {
    for (const TrainedData& data : installed_data())
        if (data.name == name && data.fault.empty()) return &data;
    return nullptr;
}

std::string trained_data_digest(const std::string& model) {
    return digest_kept(trained_data_file(model));
}

std::vector<Model> models_of(const TrainedSet& set) {
    std::vector<Model> models;
    for (const std::string& name : set.models) {
        const fs::path file = trained_data_file(name);
        if (file.empty())
            throw Failure(
                Exit::engine,
                fmt::format("{}: there is no {}.traineddata; install it: apt-get install "
                            "{}",
                            trained_data_folder().string(), name, debian_package_of(name)));
        models.push_back({name, digest_kept(file)});
    }
    return models;
}

// What can be done where `model` does not write all of the language's letters.
static std::string remedy(std::string_view language, const std::string& model) {
    for (const std::string& other : stated_data(language))
        if (other != model && trained_data_file(other).empty())
            return fmt::format("see whether {} does better (apt-get install {})", other,
                               debian_package_of(other));
    if (const Alphabet* alphabet = find_alphabet(language))
        for (const TrainedData& other : installed_data())
            if (const Coverage all = coverage(*alphabet, other);
                other.fault.empty() && all.missing.empty() && all.rare.empty())
                return fmt::format("{} can, but {} is tried before it", other.name, model);
    return fmt::format("put data that can into {}", trained_data_folder().string());
}

std::vector<Shortcoming> missing_letters(const std::vector<std::string>& languages) {
    std::vector<Shortcoming> all;
    for (const std::string& language : languages) {
        const DataChoice choice = choose_data(language, installed_data());
        if (!choice.installed) continue;
        for (const bool rare : {false, true})
            if (const auto& letters = rare ? choice.coverage.rare : choice.coverage.missing;
                !letters.empty())
                all.push_back(
                    {rare, fmt::format("{}: {} cannot write {}; {}", language, choice.model,
                                       fmt::join(letters, " "), remedy(language, choice.model))});
    }
    return all;
}

TrainedSet trained_set_for(const std::vector<std::string>& languages) {
    return trained_set_for(languages, installed_data());
}

std::string language_read_by(std::string_view model, const std::vector<std::string>& languages) {
    return language_read_by(model, languages, installed_data());
}

}  // namespace nuskha
