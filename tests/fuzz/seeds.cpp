// Writes the first inputs of the targets whose format is our own, with our own writers:
//
//     fuzz_seeds FOLDER      makes FOLDER/TARGET/seed-N
//
// The seeds of the others are the files of sample-scans and the odd images; see tools/fuzz.
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "models/preservation/findings_json.hpp"
#include "models/preservation/ocfl_inventory.hpp"
#include "models/transcription/alto.hpp"
#include "models/transcription/page_xml.hpp"
#include "pipeline/journal/values.hpp"
#include "stages/recipes.hpp"
#include "tests/unit/models/language/container.hpp"
#include "tests/unit/pipeline/journal/samples.hpp"

using namespace nuskha;
using namespace std::string_literals;

namespace {

class SeedFolder {
  public:
    explicit SeedFolder(std::filesystem::path root) : root_(std::move(root)) {}
    void add(const std::string& target, const std::string& bytes) {
        std::filesystem::create_directories(root_ / target);
        std::ofstream(root_ / target / ("seed-" + std::to_string(++number_)), std::ios::binary)
            << bytes;
    }
    void add(const std::string& target, const std::vector<std::uint8_t>& bytes) {
        add(target, std::string(bytes.begin(), bytes.end()));
    }

  private:
    std::filesystem::path root_;
    int number_ = 0;
};

template <typename Write>
std::string written(Write write) {
    std::string text;
    write([&](std::string_view part) { text += part; });
    return text;
}

std::string message(const nlohmann::json& value) {
    const std::vector<std::uint8_t> body = nlohmann::json::to_cbor(value);
    std::string bytes;
    for (int shift = 0; shift < 32; shift += 8)
        bytes += static_cast<char>(body.size() >> shift & 0xFF);
    return bytes + std::string(body.begin(), body.end());
}

std::string inventory(int versions) {
    const std::string digest(128, 'a'), md5(32, 'b'), sha256(64, 'c');
    const LogicalFile files[] = {{"scans/0001.tif", {digest, sha256, md5}},
                                 {"text/нұсқа.txt", {std::string(128, 'd'), sha256, md5}}};
    std::optional<OcflInventory> head;
    for (int n = 1; n <= versions; ++n) {
        const OcflVersion version{"2026-11-22T00:00:0" + std::to_string(n) + "Z",
                                  "sealed",
                                  "nuskha",
                                  "mailto:a@example.org",
                                  {}};
        head = next_version(head ? &*head : nullptr, "urn:az:1",
                            std::span(files).first(static_cast<std::size_t>(n)), version)
                   .inventory;
    }
    return written([&](const TextSink& sink) { write_inventory(*head, sink); });
}

// An EXIF block with orientation, resolution, maker and a sub-directory, in either byte order.
std::string exif_block(bool little) {
    std::string block = little ? "II"s : "MM"s;
    const auto number = [&](std::uint32_t value, int size) {
        for (int i = 0; i < size; ++i)
            block += static_cast<char>(value >> 8 * (little ? i : size - 1 - i) & 0xFF);
    };
    const auto entry = [&](std::uint32_t tag, std::uint32_t type, std::uint32_t count,
                           std::uint32_t value) {
        number(tag, 2);
        number(type, 2);
        number(count, 4);
        number(value, type == 3 ? 2 : 4);
        if (type == 3) number(0, 2);
    };
    number(42, 2);
    number(8, 4);
    number(6, 2);
    entry(271, 2, 4, 0x41424300);
    entry(274, 3, 1, 6);
    entry(282, 5, 1, 86);
    entry(296, 3, 1, 2);
    entry(306, 2, 20, 94);
    entry(0x8769, 4, 1, 114);
    number(0, 4);
    number(300, 4);  // at 86
    number(1, 4);
    block += "2026:11:22 22:15:31\0"s;
    number(1, 2);
    entry(36864, 7, 4, 0x30323230);
    number(0, 4);
    return block;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    SeedFolder seeds(argv[1]);
    const PageRecord page = sample_page({"AZ-1", "0001.tif", 0, 0}, "s");
    for (const BuiltInRecipe& recipe : built_in_recipes())
        seeds.add("recipe", std::string(recipe.toml));
    seeds.add("inventory", inventory(1));
    seeds.add("inventory", inventory(2));
    seeds.add("inventory", inventory_sidecar(std::string(128, 'a')));
    seeds.add("alto", written([&](const TextSink& sink) {
                  write_alto(page.page, {{"51", "26", ""}, 7, "nuskha", "0.1.0"}, sink);
              }));
    seeds.add("page_xml", written([&](const TextSink& sink) {
                  const std::string alto = written([&](const TextSink& into) {
                      write_alto(page.page, {{"51", "26", ""}, 7, "nuskha", "0.1.0"}, into);
                  });
                  write_page_xml(read_alto(alto, "alto.xml"),
                                 {{"AZ-1", "0001.tif", 7}, "nuskha 0.1.0", "2026-01-02T03:04:05Z"},
                                 sink);
              }));
    seeds.add("findings_header", written([&](const TextSink& sink) {
                  FindingsWriter writer(sink, {"AZ-1", "Kitab", "B-1", "print", "ab12", 3});
                  for (const Finding& f : page.page.findings)
                      writer.add(f);
                  writer.finish();
              }));
    seeds.add("records", to_cbor(page));
    seeds.add("records", to_cbor(sample_scan("AZ-1", "0001.tif")));
    seeds.add("records", to_cbor(sample_outcome()));
    seeds.add("records", to_cbor(sample_batch(2, 2)));
    seeds.add("records", to_cbor(sample_batch(1, 1).items.front()));
    seeds.add("records", to_cbor(sample_text("t")));
    seeds.add("records", to_cbor(sample_run()));
    seeds.add("wire", message({{"pages", {page}}}) + message({{"stage", "deskew"}, {"image", 1}}));
    seeds.add("wire", message({{"stop", true}}));
    seeds.add("trained_data", container({{0, "tessedit_load_sublangs aze_cyrl+~x\n"},
                                         {17, "net"},
                                         {21, character_list({"a", "ə", "и\u0306"})},
                                         {23, "4.00"}}));
    seeds.add("exif", exif_block(true));
    seeds.add("exif", exif_block(false));
    return 0;
}
