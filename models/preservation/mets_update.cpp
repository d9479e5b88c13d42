#include "models/preservation/mets_update.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

#include "models/preservation/mets_parts.hpp"
#include "models/transcription/pull_reader.hpp"

namespace nuskha {
namespace {

using Piece = PullReader::Piece;
constexpr TranscriptionLimits limits{std::numeric_limits<int>::max(), 32, 0};

// What has to be known before the first section is copied.
struct Foresight {
    std::map<std::string, std::string> others;  // path as URI -> "other-0001"
    std::map<std::string, std::size_t> events;  // section -> how many it has
};

std::optional<std::string> foresee(std::string_view mets, Foresight& result) {
    PullReader xml(mets, limits);
    std::string section, group, file;
    return xml.read([&](Piece piece) -> std::optional<std::string> {
        if (piece != Piece::start) return {};
        const std::string name = xml.name();
        if (name == "amdSec") section = xml.attribute("ID");
        if (name == "digiprovMD" && xml.attribute("ID").starts_with(section + "-event-"))
            ++result.events[section];
        if (name == "fileGrp") group = xml.attribute("ID");
        if (name == "file") file = xml.attribute("ID");
        if (name == "FLocat" && group == "other" && file.starts_with("file-"))
            result.others[xml.attribute("xlink:href")] = file.substr(5);
        return {};
    });
}

// The number in "page-0012" where `id` is that and then `ending`; 0 where it is not.
std::size_t number_in(const std::string& id, std::string_view kind, std::string_view ending) {
    if (!id.starts_with(kind) || !id.ends_with(ending)) return 0;
    std::size_t number = 0;
    const std::size_t end = id.size() - ending.size();
    if (end <= kind.size() || end - kind.size() > 9) return 0;
    for (std::size_t i = kind.size(); i < end; ++i) {
        if (id[i] < '0' || id[i] > '9') return 0;
        number = number * 10 + static_cast<std::size_t>(id[i] - '0');
    }
    return number;
}

class Copy {
  public:
    Copy(const MetsUpdate& update, const Foresight& known, const TextSink& sink)
        : update_(update), xml_(sink), known_(known), others_(known.others) {
        for (const SealedFile& file : update.others) {
            std::string& id = others_[uri_path(file.path)];
            const bool added = id.empty();
            if (added) id = mets_number("other", others_.size());
            replaced_[id] = &file;
            if (added) new_others_.push_back(id);
        }
    }

    std::optional<std::string> run(std::string_view mets) {
        PullReader reader(mets, limits);
        if (auto why = reader.read([&](Piece piece) { return take(piece, reader); })) return why;
        xml_.finish();
        if (!item_seen_) return "it has no section of the item";
        if (divisions_ != update_.pages.size() || events_.size() != update_.pages.size())
            return "it does not have all the pages that the item has";
        return {};
    }

  private:
    std::optional<std::string> take(Piece piece, const PullReader& reader) {
        if (piece == Piece::text) {
            if (dropping_ == 0) text(reader.value());
        } else if (piece == Piece::end) {
            if (dropping_ > 0) {
                --dropping_;
            } else {
                before_end(path_.back());
                path_.pop_back();
                xml_.end();
            }
        } else if (dropping_ > 0) {
            ++dropping_;
        } else {
            return start(reader);
        }
        return {};
    }

    void text(const std::string& value) {
        if (path_.back() == "premis:agentIdentifierValue") agents_.insert(value);
        xml_.text(value);
    }

    std::optional<std::string> start(const PullReader& reader) {
        const std::string name = reader.qualified_name();
        if (path_.empty() && (name != "mets:mets" || reader.attribute("OBJID") != update_.item))
            return "it is not a METS file of the item";
        const std::string id = reader.attribute("ID");
        before_start(name, id);
        if (instead_of(name, name == "mets:fptr" ? reader.attribute("FILEID") : id)) {
            dropping_ = 1;
            return {};
        }
        path_.push_back(name);
        xml_.start(name);
        for (const auto& [key, value] : reader.attributes())
            if (name != "mets:metsHdr" || key != "LASTMODDATE")
                xml_.attribute(key,
                               id == "div-item" && key == "ADMID" ? value + item_events_ : value);
        if (name == "mets:metsHdr") xml_.attribute("LASTMODDATE", iso8601(update_.time));
        return {};
    }

    void before_start(const std::string& name, const std::string& id) {
        if (name == "mets:amdSec") {
            section_ = id;
            section_events_ = 0;
            objects_written_ = false;
            page_ = page_update(id, "page-", "");
            item_seen_ = item_seen_ || id == "item";
        } else if (name == "mets:digiprovMD") {
            objects();
            if (id.starts_with(section_ + "-event-")) ++section_events_;
        } else if (name == "mets:fileGrp") {
            if (id == "other") pending_group("TEXT", "text", "-text");
            group_ = id;
        } else if (name == "mets:div" && path_.back() == "mets:div") {
            for (const std::string& other : std::exchange(new_others_, {}))
                write_mets_pointer(xml_, other);
            page_ = page_update(id, "div-", "");
        }
    }

    // Whether the element is left out. What takes its place is written, or comes later.
    bool instead_of(const std::string& name, const std::string& id) {
        if (name == "mets:techMD") {
            if (page_ && (id == section_ + "-alto-object" || id == section_ + "-text-object"))
                return true;
            if (const auto at = replaced_.find(without(id, "-object"));
                section_ == "item" && at != replaced_.end()) {
                other_object(at->first);
                return true;
            }
        } else if (name == "mets:file") {
            for (const char* kind : {"-alto", "-text"})
                if (page_update(id, "file-page-", kind)) {
                    const std::size_t number = number_in(id, "file-page-", kind);
                    write_entry(number, kind);
                    return true;
                }
            if (const auto at = replaced_.find(id.size() > 5 ? id.substr(5) : "");
                group_ == "other" && at != replaced_.end()) {
                other_entry(at->first);
                return true;
            }
        } else if (name == "mets:fptr" && page_) {
            for (const char* kind : {"-alto", "-text"})
                if (number_in(id, "file-page-", kind)) return true;  // made anew at the end
        }
        return false;
    }

    void before_end(const std::string& name) {
        if (name == "mets:amdSec") {
            objects();
            if (page_) page_events();
            if (section_ == "item") item_events_and_agents();
            page_ = nullptr;
        } else if (name == "mets:fileGrp") {
            if (group_ == "alto") pending("-alto");
            if (group_ == "text") pending("-text");
            if (group_ == "other")
                for (const std::string& id : new_others_)
                    other_entry(id);
            group_.clear();
        } else if (name == "mets:fileSec") {
            pending_group("TEXT", "text", "-text");
        } else if (name == "mets:div" && page_) {
            const std::string id = mets_number("page", number_);
            if (page_->alto) write_mets_pointer(xml_, id + "-alto");
            if (page_->text) write_mets_pointer(xml_, id + "-text");
            ++divisions_;
            page_ = nullptr;
        }
    }

    const PageUpdate* page_update(const std::string& id, std::string_view kind,
                                  std::string_view ending) {
        const auto at = update_.pages.find(number_in(id, kind, ending));
        if (at == update_.pages.end()) return nullptr;
        number_ = at->first;
        return &at->second;
    }

    static std::string without(const std::string& id, std::string_view ending) {
        return id.ends_with(ending) ? id.substr(0, id.size() - ending.size()) : "";
    }

    std::string object_id(const std::string& path) const { return update_.item + "/" + path; }

    void object(const std::string& section, const PremisFile& file) {
        mets_section(xml_, "mets:techMD", section, "PREMIS:OBJECT", "3.0",
                     [&] { write_premis_file(xml_, file); });
    }

    std::size_t events_before() const {
        const auto at = known_.events.find(section_);
        return at == known_.events.end() ? 0 : at->second;
    }

    // They stand before the events of their section, and name the one to come that made them.
    void objects() {
        if (std::exchange(objects_written_, true)) return;
        if (section_ == "item")
            for (const std::string& id : new_others_)
                other_object(id);
        if (!page_) return;
        for (const auto& [kind, file] :
             {std::pair("-alto", &page_->alto), std::pair("-text", &page_->text)}) {
            if (!*file) continue;
            PremisFile premis = mets_premis_file(object_id((*file)->path), **file);
            premis.sources = {object_id(page_->scan)};
            premis.made_by = mets_event_id(
                update_.item, mets_event_section(section_, events_before() + page_->events.size()),
                page_->events.back());
            object(section_ + kind + "-object", premis);
        }
    }

    void page_events() {
        std::vector<PremisLink> links{{object_id(page_->scan), "source"}};
        for (const Event& event : page_->events) {
            if (&event == &page_->events.back())
                for (const auto* file : {&page_->alto, &page_->text})
                    if (*file) links.push_back({object_id((*file)->path), "outcome"});
            write_event(section_, event, links);
        }
        events_[number_] = section_events_;
    }

    std::string write_event(const std::string& of, const Event& event,
                            const std::vector<PremisLink>& links) {
        const std::string id = mets_event_section(of, ++section_events_);
        mets_section(xml_, "mets:digiprovMD", id, "PREMIS:EVENT", "3.0", [&] {
            write_premis_event(xml_, mets_event_id(update_.item, id, event), event, links);
        });
        if (!event.agent.empty()) new_agents_.insert(event.agent);
        return id;
    }

    void item_events_and_agents() {
        for (const Event& event : update_.events)
            item_events_ += " " + write_event("item", event, {{update_.item, "source"}});
        std::size_t number = agents_.size();
        for (const std::string& agent : new_agents_)
            if (!agents_.contains(agent))
                mets_section(xml_, "mets:digiprovMD", mets_number("agent", ++number),
                             "PREMIS:AGENT", "3.0", [&] { write_premis_agent(xml_, agent); });
    }

    void other_object(const std::string& id) {
        const SealedFile& file = *replaced_.at(id);
        PremisFile premis = mets_premis_file(object_id(file.path), file);
        premis.sources = {update_.item};
        object(id + "-object", premis);
    }

    void other_entry(const std::string& id) {
        const SealedFile& file = *replaced_.at(id);
        write_mets_file(
            xml_, {id, id + "-object", file.path, file.mime, file.digests.sha512, file.bytes});
    }

    // fileSec's entry of a page's file, where the page has one now; each is written once.
    void write_entry(std::size_t number, const std::string& kind) {
        const PageUpdate& page = update_.pages.at(number);
        const std::optional<SealedFile>& file = kind == "-alto" ? page.alto : page.text;
        if (!entries_.emplace(number, kind).second || !file) return;
        const std::string id = mets_number("page", number);
        std::string metadata = id + kind + "-object";
        for (std::size_t i = 1; i <= events_[number]; ++i)
            metadata += " " + mets_event_section(id, i);
        write_mets_file(
            xml_, {id + kind, metadata, file->path, file->mime, file->digests.sha512, file->bytes});
    }

    bool owes(std::size_t number, const std::string& kind) const {
        const PageUpdate& page = update_.pages.at(number);
        return (kind == "-alto" ? page.alto : page.text).has_value() &&
               !entries_.contains({number, kind});
    }

    void pending(const std::string& kind) {
        for (const auto& [number, page] : update_.pages)
            if (owes(number, kind)) write_entry(number, kind);
    }

    void pending_group(const char* use, const char* id, const std::string& kind) {
        if (std::none_of(update_.pages.begin(), update_.pages.end(),
                         [&](const auto& page) { return owes(page.first, kind); }))
            return;
        Element group(xml_, "mets:fileGrp");
        xml_.attribute("ID", id);
        xml_.attribute("USE", use);
        pending(kind);
    }

    const MetsUpdate& update_;
    XmlWriter xml_;
    const Foresight& known_;
    std::map<std::string, std::string> others_;          // path as URI -> "other-0001"
    std::map<std::string, const SealedFile*> replaced_;  // "other-0001" -> what it is now
    std::vector<std::string> new_others_;                // not in the file yet
    std::vector<std::string> path_;                      // elements that are open
    int dropping_ = 0;                                   // depth in an element that is left out
    std::string section_, group_, item_events_;
    std::size_t section_events_ = 0, number_ = 0, divisions_ = 0;
    const PageUpdate* page_ = nullptr;  // of the section or division at hand
    bool objects_written_ = false, item_seen_ = false;
    std::map<std::size_t, std::size_t> events_;  // page -> how many it has now
    std::set<std::pair<std::size_t, std::string>> entries_;
    std::set<std::string> agents_, new_agents_;
};

}  // namespace

std::optional<std::string> update_mets(std::string_view mets, const MetsUpdate& update,
                                       const TextSink& sink) {
    Foresight known;
    if (auto why = foresee(mets, known)) return why;
    return Copy(update, known, sink).run(mets);
}

}  // namespace nuskha
