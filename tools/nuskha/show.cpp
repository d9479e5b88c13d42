#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "models/preservation/findings_json.hpp"
#include "models/transcription/alto.hpp"
#include "pipeline/store/store.hpp"
#include "tools/nuskha/commands.hpp"

namespace nuskha {
namespace {

using nlohmann::json;

constexpr std::uint64_t largest_findings = 256u << 20, largest_alto = 64u << 20;

struct Shown {
    StoredObject object;
    FindingsHeader header;
    std::string findings_text;  // findings.json as sealed; empty where there is none
    std::uint64_t bytes = 0;
};

Shown look(const Store& store, const std::string& path) {
    Shown shown{read_object(store.root(), path), {}, {}, 0};
    if (const auto file = shown.object.content_path("findings.json"))
        shown.findings_text = read_text(store.root() / path / *file, largest_findings);
    if (const auto header = read_findings_header(shown.findings_text)) shown.header = *header;
    if (shown.header.item.empty()) shown.header.item = item_of_object_id(shown.object.inventory.id);
    for (const auto& [file, digest] : shown.object.inventory.manifest) {
        std::error_code missing;
        const auto size = std::filesystem::file_size(store.root() / path / file, missing);
        if (!missing) shown.bytes += size;
    }
    return shown;
}

json as_json(const Shown& s) {
    const OcflVersion& newest = s.object.inventory.versions.back();
    return {{"item", s.header.item},      {"title", s.header.title},
            {"batch", s.header.batch},    {"recipe", s.header.recipe},
            {"pages", s.header.pages},    {"versions", s.object.inventory.versions.size()},
            {"sealed", newest.created},   {"files", newest.state.size()},
            {"bytes", s.bytes},           {"object", s.object.path},
            {"id", s.object.inventory.id}};
}

Exit show_store(const Store& store, bool json_wanted) {
    auto list = json::array();
    std::size_t items = 0, damaged = 0, pages = 0;
    std::uint64_t bytes = 0;
    if (!json_wanted)
        fmt::print("{:<28} {:>6} {:>3} {:>10}  {:<20}  {}\n", "item", "pages", "v", "size",
                   "sealed", "title");
    store.for_each_object([&](const std::string& path) {
        try {
            const Shown s = look(store, path);
            ++items;
            pages += static_cast<std::size_t>(s.header.pages);
            bytes += s.bytes;
            if (json_wanted)
                list.push_back(as_json(s));
            else
                fmt::print("{:<28} {:>6} {:>3} {:>10}  {:<20}  {}\n", s.header.item, s.header.pages,
                           s.object.inventory.versions.size(), human_bytes(s.bytes),
                           s.object.inventory.versions.back().created, s.header.title);
        } catch (const Failure& failure) {
            ++damaged;
            fmt::print(stderr, "nuskha: {}\n", failure.what());
        }
    });
    if (json_wanted)
        fmt::print(
            "{}\n",
            json{{"store", store.root().string()}, {"items", list}, {"damaged", damaged}}.dump(2));
    else
        fmt::print("{} items, {} pages, {}{}\n", items, pages, human_bytes(bytes),
                   damaged ? fmt::format("; {} DAMAGED, see above", damaged) : "");
    return damaged ? Exit::fixity : Exit::ok;
}

struct PageReading {
    std::string page;  // name of its ALTO file without .xml
    bool read = false;
    std::size_t words = 0;
    std::optional<double> expected_error;
};

// Of the newest version, in the order of the files' names. ALTO that cannot be understood is left out: `nuskha text` tells.
std::vector<PageReading> readings_of(const Store& store, const StoredObject& object) {
    std::vector<PageReading> all;
    for (const auto& [path, digest] : object.inventory.versions.back().state) {
        if (!path.starts_with("alto/") || !path.ends_with(".xml")) continue;
        const auto file = object.content_path(path);
        if (!file) continue;
        const Transcription alto =
            read_alto(read_text(store.root() / object.path / *file, largest_alto), path);
        if (!alto.findings.empty()) continue;
        PageReading page{path.substr(5, path.size() - 9), alto.read, alto.text.word_count(), {}};
        if (alto.text.claims_expected_error()) page.expected_error = alto.text.expected_error;
        all.push_back(std::move(page));
    }
    return all;
}

// Worst first; pages without an estimate last.
bool worse(const PageReading& a, const PageReading& b) {
    return a.expected_error.value_or(-1) > b.expected_error.value_or(-1);
}

std::optional<double> median_error(std::vector<PageReading> pages) {
    std::erase_if(pages, [](const PageReading& page) { return !page.expected_error; });
    if (pages.empty()) return {};
    std::sort(pages.begin(), pages.end(), worse);
    return pages[pages.size() / 2].expected_error;
}

void print_readings(std::vector<PageReading> pages) {
    constexpr std::size_t worst = 5;
    const auto read =
        std::count_if(pages.begin(), pages.end(), [](auto& page) { return page.read; });
    if (pages.empty()) return;
    std::string line = fmt::format("  reading   {} of {} pages read", read, pages.size());
    if (const auto median = median_error(pages))
        line += fmt::format("; expected error {:.1f} % in the median", 100 * *median);
    fmt::print("{}\n", line);
    std::stable_sort(pages.begin(), pages.end(), worse);
    for (std::size_t i = 0; i < std::min(worst, pages.size()) && pages[i].expected_error; ++i)
        fmt::print("            {:<36} {:5.1f} %\n", pages[i].page, 100 * *pages[i].expected_error);
}

json as_json(const std::vector<PageReading>& pages) {
    const auto number = [](const std::optional<double>& value) {
        return value ? json(*value) : json();
    };
    json told{{"median_expected_error", number(median_error(pages))}, {"pages", json::array()}};
    for (const PageReading& page : pages)
        told["pages"].push_back({{"page", page.page},
                                 {"read", page.read},
                                 {"words", page.words},
                                 {"expected_error", number(page.expected_error)}});
    return told;
}

void print_item(const Store& store, const Shown& s, const std::vector<PageReading>& readings) {
    fmt::print("{}{}\n", s.header.item, s.header.title.empty() ? "" : ": " + s.header.title);
    fmt::print(
        "  object    {}/{}\n  id        {}\n  batch     {}\n  recipe    {}\n  pages     {}\n  size "
        "     {}\n",
        store.root().string(), s.object.path, s.object.inventory.id, s.header.batch,
        s.header.recipe, s.header.pages, human_bytes(s.bytes));
    for (std::size_t v = 1; v <= s.object.inventory.versions.size(); ++v) {
        const OcflVersion& version = s.object.inventory.versions[v - 1];
        fmt::print("  {:<9} {}  {} files  {}\n", s.object.inventory.version_name(v),
                   version.created, version.state.size(), version.message);
    }
    print_readings(readings);
    fmt::print("files\n");
    for (const auto& [path, digest] : s.object.inventory.versions.back().state)
        fmt::print("  {:<44} sha512 {}...\n", path, digest.substr(0, 16));
    const json findings = json::parse(s.findings_text, nullptr, false);
    if (!findings.is_object() || !findings.contains("findings") || findings["findings"].empty())
        return;
    fmt::print("findings\n");
    for (const json& f : findings["findings"])
        fmt::print("  {}: {}: {} [{}]\n", f.value("level", ""), f.value("place", ""),
                   f.value("sentence", ""), f.value("code", ""));
}

Exit show_item(const Store& store, const std::string& item, bool json_wanted,
               const std::string& drawings) {
    const StoredObject object = stored_item(store, item);
    const Shown s = look(store, object.path);
    std::vector<std::string> drawn;
    if (!drawings.empty()) drawn = draw_item(store, s.object, drawings);
    const std::vector<PageReading> readings = readings_of(store, object);
    if (!json_wanted) {
        print_item(store, s, readings);
        for (const std::string& file : drawn)
            fmt::print("drawn     {}\n", file);
        return Exit::ok;
    }
    json out = as_json(s);
    if (!drawings.empty()) out["drawn"] = drawn;
    out["reading"] = as_json(readings);
    out["files"] = s.object.inventory.versions.back().state;
    const json findings = json::parse(s.findings_text, nullptr, false);
    if (findings.is_object() && findings.contains("findings"))
        out["findings"] = findings["findings"];
    fmt::print("{}\n", out.dump(2));
    return Exit::ok;
}

}  // namespace

Store store_to_add_to(const std::string& folder, bool only_look) {
    Store store = Store::open(folder);
    return only_look ? store : Store::create_or_open(store.root());
}

StoredObject stored_item(const Store& store, const std::string& item) {
    auto object = store.find(item);
    if (!object) {
        std::vector<std::string> items;
        store.for_each_object([&](const std::string& path) {
            try {
                items.push_back(look(store, path).header.item);
            } catch (const Failure&) {  // a damaged neighbour is no answer to this question
            }
        });
        const std::string near = nearest(item, items);
        throw Failure(Exit::usage,
                      fmt::format("{}: there is no item '{}' in it{}", store.root().string(), item,
                                  near.empty() ? "" : "; did you mean '" + near + "'?"));
    }
    return std::move(*object);
}

void add_show(CLI::App& app, const Chosen& chosen) {
    auto* sub = app.add_subcommand(
        "show", "What is in a store; with an item, its versions, files and findings");
    auto store = std::make_shared<std::string>();
    auto item = std::make_shared<std::string>();
    auto drawings = std::make_shared<std::string>();
    auto json_wanted = std::make_shared<bool>(false);
    sub->add_option("STORE", *store, "The archive")->required()->type_name("FOLDER");
    sub->add_option("ITEM", *item, "An item's id")->type_name("ID");
    sub->add_option(
           "--draw", *drawings,
           "Draw the page frame and the words' boxes over each scan of ITEM, as JPEG, here")
        ->type_name("FOLDER");
    sub->add_flag("--json", *json_wanted, "As JSON");
    sub->footer(R"(
Only inventories, findings and, of an ITEM, its ALTO are read, not the scans (but for --draw);
`nuskha audit` reads every byte. The five pages with the largest expected error are named. Words
are drawn green, orange or red: read with a confidence of 0.8, 0.6 or less; lines that nothing
could read are grey.

Examples:
  nuskha show /archive
  nuskha show /archive AZ-0012 --json
  nuskha show /archive AZ-0012 --draw /tmp/az-0012)");
    sub->callback([=] {
        chosen([=] {
            if (item->empty() && !drawings->empty())
                throw Failure(Exit::usage,
                              "show --draw: name the ITEM whose pages are to be drawn");
            return item->empty() ? show_store(Store::open(*store), *json_wanted)
                                 : show_item(Store::open(*store), *item, *json_wanted, *drawings);
        });
    });
}

}  // namespace nuskha
