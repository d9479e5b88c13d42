#include "pipeline/journal/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "models/failure.hpp"
#include "models/transcription/role_names.hpp"
#include "pipeline/bounded_cbor.hpp"

// One list of fields for both directions, so that they cannot drift apart.
#define NUSKHA_FIELDS(Type, ...)                                                   \
    void to_json(json& nlohmann_json_j, const Type& nlohmann_json_t) {             \
        NLOHMANN_JSON_EXPAND(NLOHMANN_JSON_PASTE(NLOHMANN_JSON_TO, __VA_ARGS__))   \
    }                                                                              \
    void from_json(const json& nlohmann_json_j, Type& nlohmann_json_t) {           \
        NLOHMANN_JSON_EXPAND(NLOHMANN_JSON_PASTE(NLOHMANN_JSON_FROM, __VA_ARGS__)) \
    }

namespace nuskha {

using nlohmann::json;

namespace {

// An enumeration as its word; its values count from 0 in the order of the words.
template <class Enum, std::size_t count>
void enum_to_json(json& j, Enum value, const std::array<std::string_view, count>& words) {
    j = words.at(static_cast<std::size_t>(value));
}

template <class Enum, std::size_t count>
void enum_from_json(const json& j, Enum& value, const std::array<std::string_view, count>& words) {
    const auto at = std::find(words.begin(), words.end(), j.get_ref<const std::string&>());
    if (at == words.end())
        throw json::other_error::create(501, "a word that is not of its list", &j);
    value = static_cast<Enum>(at - words.begin());
}

constexpr std::array<std::string_view, 3> levels{"note", "warning", "error"};
constexpr std::array<std::string_view, 2> directions{"ltr", "rtl"};
constexpr std::array<std::string_view, 3> scan_states{"waiting", "done", "faulty"};
constexpr std::array<std::string_view, 4> item_states{"waiting", "sealed", "unchanged",
                                                      "held back"};
constexpr std::array<std::string_view, 6> algorithms{"md5",    "sha1",   "sha224",
                                                     "sha256", "sha384", "sha512"};

}  // namespace

void to_json(json& j, Level v) {
    enum_to_json(j, v, levels);
}
void from_json(const json& j, Level& v) {
    enum_from_json(j, v, levels);
}
void to_json(json& j, Direction v) {
    enum_to_json(j, v, directions);
}
void from_json(const json& j, Direction& v) {
    enum_from_json(j, v, directions);
}
void to_json(json& j, ScanState v) {
    enum_to_json(j, v, scan_states);
}
void from_json(const json& j, ScanState& v) {
    enum_from_json(j, v, scan_states);
}
void to_json(json& j, ItemState v) {
    enum_to_json(j, v, item_states);
}
void from_json(const json& j, ItemState& v) {
    enum_from_json(j, v, item_states);
}
void to_json(json& j, DigestAlgorithm v) {
    enum_to_json(j, v, algorithms);
}
void from_json(const json& j, DigestAlgorithm& v) {
    enum_from_json(j, v, algorithms);
}

void to_json(json& j, const Point& v) {
    j = {v.x, v.y};
}
void from_json(const json& j, Point& v) {
    v = {j.at(0).get<double>(), j.at(1).get<double>()};
}
void to_json(json& j, const Size& v) {
    j = {v.width, v.height};
}
void from_json(const json& j, Size& v) {
    v = {j.at(0).get<double>(), j.at(1).get<double>()};
}
void to_json(json& j, const Rect& v) {
    j = {v.x, v.y, v.width, v.height};
}
void from_json(const json& j, Rect& v) {
    v = {j.at(0).get<double>(), j.at(1).get<double>(), j.at(2).get<double>(),
         j.at(3).get<double>()};
}

void to_json(json& j, const Affine& a) {
    j = {a.xx, a.xy, a.x0, a.yx, a.yy, a.y0};
}
void from_json(const json& j, Affine& a) {
    const auto v = j.get<std::array<double, 6>>();
    a = {v[0], v[1], v[2], v[3], v[4], v[5]};
}

void to_json(json& j, const Geometry& v) {
    const Mapping& m = v.to_scan();
    j = {{"scan", v.scan()}, {"page", v.page()}, {"to_scan", m.outer}};
    if (m.bend)
        j["bend"] = {{"width", m.bend->width},
                     {"shift", m.bend->shift},
                     {"stretch", m.bend->stretch},
                     {"inner", m.inner}};
}

void from_json(const json& j, Geometry& v) {
    Mapping m(j.at("to_scan").get<Affine>());
    if (const auto bend = j.find("bend"); bend != j.end()) {
        m.bend = Bend{bend->at("width").get<double>(), bend->at("shift").get<std::vector<double>>(),
                      bend->at("stretch").get<std::vector<double>>()};
        m.inner = bend->at("inner").get<Affine>();
        if (!(m.bend->width > 0) || m.bend->shift.size() < 2 ||
            m.bend->shift.size() != m.bend->stretch.size())
            throw json::other_error::create(501, "a bend without its values", &bend.value());
    }
    v = Geometry(j.at("scan").get<Size>(), j.at("page").get<Size>(), m);
}

NUSKHA_FIELDS(Number, name, value, unit)
NUSKHA_FIELDS(Finding, code, level, place, sentence, numbers)
NUSKHA_FIELDS(Event, type, stage, outcome, detail, numbers, agent, time)
NUSKHA_FIELDS(Digests, sha512, sha256, md5)
NUSKHA_FIELDS(Character, text, box, confidence)

void to_json(json& j, const Word& v) {
    j = {{"text", v.text},
         {"box", v.box},
         {"confidence", v.confidence},
         {"language", v.language},
         {"direction", v.direction}};
    if (!v.characters.empty()) j["characters"] = v.characters;
}
void from_json(const json& j, Word& v) {
    j.at("text").get_to(v.text);
    j.at("box").get_to(v.box);
    j.at("confidence").get_to(v.confidence);
    j.at("language").get_to(v.language);
    j.at("direction").get_to(v.direction);
    if (const auto all = j.find("characters"); all != j.end()) all->get_to(v.characters);
}

NUSKHA_FIELDS(Line, box, baseline_start, baseline_end, words, direction)

void to_json(json& j, const Block& v) {
    j = {{"box", v.box}, {"lines", v.lines}};
    if (v.role != Role::paragraph) j["role"] = role_name(v.role);
}
void from_json(const json& j, Block& v) {
    j.at("box").get_to(v.box);
    j.at("lines").get_to(v.lines);
    if (const auto role = j.find("role"); role != j.end())
        v.role = role_named(role->get_ref<const std::string&>());
}

NUSKHA_FIELDS(Model, name, sha256)

void to_json(json& j, const Text& v) {
    j = {{"blocks", v.blocks},
         {"languages", v.languages},
         {"models", v.models},
         {"engine", v.engine}};
    if (v.claims_expected_error()) j["expected_error"] = v.expected_error;
    if (v.not_read) j["not_read"] = true;
}
void from_json(const json& j, Text& v) {
    j.at("blocks").get_to(v.blocks);
    j.at("languages").get_to(v.languages);
    j.at("models").get_to(v.models);
    j.at("engine").get_to(v.engine);
    v.expected_error = j.value("expected_error", no_confidence);
    v.not_read = j.value("not_read", false);
}

NUSKHA_FIELDS(ImageFacts, format, format_version, mime, pronom, width, height, bits_per_sample,
              samples_per_pixel, colour_space, compression, ppi_x, ppi_y, orientation, byte_order,
              icc_profile, maker, model, software, captured, tiled)
NUSKHA_FIELDS(WorkingTone, level, clean, speck, two_tone)
NUSKHA_FIELDS(PageId, item, scan, image, side)
NUSKHA_FIELDS(ExpectedDigest, algorithm, hex, source)
NUSKHA_FIELDS(Override, image, side, name, numbers, word, where)
NUSKHA_FIELDS(KnownPage, image, side, geometry)
NUSKHA_FIELDS(Description, title, creator, date, kind, rights, shelfmark, languages)
NUSKHA_FIELDS(MetadataFile, path, name)
NUSKHA_FIELDS(Item, id, id_declared, folder, description, metadata, scans, findings)
NUSKHA_FIELDS(Batch, id, folder, operator_name, scanner, date, recipe, rights, languages, items,
              ignored, findings)
NUSKHA_FIELDS(ScanRecord, item, path, name, stamp, bytes, digests, format, mime, pronom, images,
              state, findings, events)
NUSKHA_FIELDS(PageRecord, key, picture, page, faulty)
NUSKHA_FIELDS(ItemOutcome, state, version, object_path, findings)
NUSKHA_FIELDS(Breach, limit, allowed, measured, count, of, places)
NUSKHA_FIELDS(GateVerdict, judged, breaches)

void to_json(json& j, const ScanFile& v) {
    j = {{"path", v.path},   {"name", v.name},         {"bytes", v.bytes},
         {"stamp", v.stamp}, {"expected", v.expected}, {"overrides", v.overrides}};
    if (!v.known.empty()) j["known"] = v.known;
}

void from_json(const json& j, ScanFile& v) {
    j.at("path").get_to(v.path);
    j.at("name").get_to(v.name);
    j.at("bytes").get_to(v.bytes);
    j.at("stamp").get_to(v.stamp);
    j.at("expected").get_to(v.expected);
    j.at("overrides").get_to(v.overrides);
    v.known.clear();
    if (const auto known = j.find("known"); known != j.end()) known->get_to(v.known);
}

void to_json(json& j, const RunFacts& v) {
    j = {{"command", v.command},   {"recipe", v.recipe},           {"store", v.store},
         {"version", v.version},   {"started", v.started},         {"ended", v.ended},
         {"findings", v.findings}, {"interrupted", v.interrupted}, {"gate", v.gate},
         {"limits", v.limits}};
}

void from_json(const json& j, RunFacts& v) {
    j.at("command").get_to(v.command);
    j.at("recipe").get_to(v.recipe);
    j.at("store").get_to(v.store);
    j.at("version").get_to(v.version);
    j.at("started").get_to(v.started);
    j.at("ended").get_to(v.ended);
    j.at("interrupted").get_to(v.interrupted);
    if (!j.contains("gate")) return;  // a journal from before there was a gate
    j.at("findings").get_to(v.findings);
    j.at("gate").get_to(v.gate);
    j.at("limits").get_to(v.limits);
}

void to_json(json& j, const Page& v) {
    j = {{"id", v.id},
         {"languages", v.languages},
         {"facts", v.facts},
         {"geometry", v.geometry},
         {"tone", v.tone},
         {"text", v.text ? json(*v.text) : json()},
         {"findings", v.findings},
         {"events", v.events}};
}

void from_json(const json& j, Page& v) {
    j.at("id").get_to(v.id);
    j.at("languages").get_to(v.languages);
    j.at("facts").get_to(v.facts);
    j.at("geometry").get_to(v.geometry);
    j.at("tone").get_to(v.tone);
    v.text.reset();
    if (!j.at("text").is_null()) v.text = j.at("text").get<Text>();
    j.at("findings").get_to(v.findings);
    j.at("events").get_to(v.events);
}

namespace {

template <class T>
std::vector<std::uint8_t> encoded(const T& value) {
    return json::to_cbor(json(value));
}

template <class T>
T decoded(std::span<const std::uint8_t> bytes, const char* what) {
    const auto garbage = [&](const std::string& why) {
        return Failure(Exit::store,
                       fmt::format("journal: a record of {} is damaged ({}); remove the journal, "
                                   "the run then starts anew",
                                   what, why));
    };
    const auto value = read_cbor(bytes);
    if (!value) throw garbage("not CBOR, or too deep");
    try {
        return value->template get<T>();
    } catch (const json::exception& e) {
        throw garbage(e.what());
    }
}

}  // namespace

std::vector<std::uint8_t> to_cbor(const PageRecord& record) {
    return encoded(record);
}
std::vector<std::uint8_t> to_cbor(const ScanRecord& record) {
    return encoded(record);
}
std::vector<std::uint8_t> to_cbor(const ItemOutcome& outcome) {
    return encoded(outcome);
}
std::vector<std::uint8_t> to_cbor(const Batch& batch) {
    return encoded(batch);
}
std::vector<std::uint8_t> to_cbor(const Item& item) {
    return encoded(item);
}
std::vector<std::uint8_t> to_cbor(const ScanFile& scan) {
    return encoded(scan);
}
std::vector<std::uint8_t> to_cbor(const Text& text) {
    return encoded(text);
}
std::vector<std::uint8_t> to_cbor(const RunFacts& facts) {
    return encoded(facts);
}

PageRecord page_record_from_cbor(std::span<const std::uint8_t> bytes) {
    return decoded<PageRecord>(bytes, "a page");
}
ScanRecord scan_record_from_cbor(std::span<const std::uint8_t> bytes) {
    return decoded<ScanRecord>(bytes, "a scan");
}
ItemOutcome item_outcome_from_cbor(std::span<const std::uint8_t> bytes) {
    return decoded<ItemOutcome>(bytes, "an item's outcome");
}
Batch batch_from_cbor(std::span<const std::uint8_t> bytes) {
    return decoded<Batch>(bytes, "the batch");
}
Item item_from_cbor(std::span<const std::uint8_t> bytes) {
    return decoded<Item>(bytes, "an item");
}
ScanFile scan_file_from_cbor(std::span<const std::uint8_t> bytes) {
    return decoded<ScanFile>(bytes, "a scan's file");
}
Text text_from_cbor(std::span<const std::uint8_t> bytes) {
    return decoded<Text>(bytes, "a page's text");
}
RunFacts run_facts_from_cbor(std::span<const std::uint8_t> bytes) {
    return decoded<RunFacts>(bytes, "the run");
}

}  // namespace nuskha
