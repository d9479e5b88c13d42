#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "pipeline/clock.hpp"
#include "pipeline/verify/ocfl_root.hpp"
#include "tools/nuskha/commands.hpp"
#include "tools/nuskha/progress.hpp"

namespace nuskha {
namespace {

using nlohmann::json;

// Tells faults as they are found: a root of any size is verified in the same memory.
class Telling {
  public:
    explicit Telling(bool as_json)
        : as_json_(as_json), drawing_(!as_json && ::isatty(STDERR_FILENO)) {}

    void progress(const VerifyFigures& f, const std::string& path) {
        using Clock = std::chrono::steady_clock;
        if (!drawing_ || Clock::now() - last_ < std::chrono::milliseconds(200)) return;
        last_ = Clock::now();
        fmt::print(stderr, "\r\x1b[K{} objects, {} files, {}: {:.60}", f.objects, f.files,
                   human_bytes(f.bytes), path);
    }

    void verdict(const std::string& place, const OcflVerdict& verdict) {
        if (drawing_ && !verdict.faults.empty()) fmt::print(stderr, "\r\x1b[K");
        for (const OcflFault& fault : verdict.faults) {
            ++(fault.warning() ? warnings_ : errors_);
            const std::string at =
                fault.place.empty() ? place : (place.empty() ? "" : place + "/") + fault.place;
            if (!as_json_)
                fmt::print("{:<8} {} {}: {}\n", fault.warning() ? "warning" : "error", fault.code,
                           at.empty() ? "." : at, fault.what);
            else if (list_.size() < most_kept)
                list_.push_back({{"code", fault.code},
                                 {"level", fault.warning() ? "warning" : "error"},
                                 {"place", at},
                                 {"what", fault.what}});
        }
        if (!verdict.cut_short) return;
        cut_short_.push_back(place);
        if (!as_json_)
            fmt::print("         {}: there may be more; these were enough\n",
                       place.empty() ? "." : place);
    }

    Exit end(const std::string& path, const char* kind, const VerifyFigures& f) {
        if (drawing_) fmt::print(stderr, "\r\x1b[K");
        if (as_json_)
            fmt::print("{}\n", json{{"path", path},
                                    {"kind", kind},
                                    {"time", iso8601(now())},
                                    {"valid", errors_ == 0},
                                    {"errors", errors_},
                                    {"warnings", warnings_},
                                    {"objects", f.objects},
                                    {"files", f.files},
                                    {"bytes", f.bytes},
                                    {"faults", list_},
                                    {"left_out", errors_ + warnings_ - list_.size()},
                                    {"cut_short", cut_short_}}
                                   .dump(2, ' ', false, json::error_handler_t::replace));
        else
            fmt::print("{}: {}: {}{}; {} objects, {} files, {} read\n", path, kind,
                       errors_ == 0 ? "valid" : fmt::format("NOT VALID, {} errors", errors_),
                       warnings_ ? fmt::format(", {} warnings", warnings_) : "", f.objects, f.files,
                       human_bytes(f.bytes));
        return errors_ == 0 ? Exit::ok : Exit::fixity;
    }

  private:
    static constexpr std::size_t most_kept = 100'000;  // of faults, in JSON
    bool as_json_, drawing_;
    std::chrono::steady_clock::time_point last_;
    std::size_t errors_ = 0, warnings_ = 0;
    json list_ = json::array();
    std::vector<std::string> cut_short_;  // what has more faults than were looked for
};

Exit verify(const std::string& path, bool as_json) {
    Telling telling(as_json);
    VerifyFigures figures;
    const auto progress = [&](const VerifyFigures& f, const std::string& file) {
        telling.progress(f, file);
    };
    if (!std::filesystem::is_directory(path))
        throw Failure(Exit::input, fmt::format("{}: is not a folder; name the folder of an OCFL "
                                               "object or of a storage root",
                                               path));
    switch (ocfl_kind(path)) {
        case OcflKind::object:
            telling.verdict("", verify_ocfl_object(path, figures, progress));
            return telling.end(path, "OCFL object", figures);
        case OcflKind::root:
            telling.verdict("", verify_ocfl_root(
                                    path, figures,
                                    [&](const std::string& object, const OcflVerdict& verdict) {
                                        telling.verdict(object, verdict);
                                    },
                                    progress));
            return telling.end(path, "OCFL storage root", figures);
        case OcflKind::none:
            break;
    }
    throw Failure(
        Exit::input,
        fmt::format("{}: declares itself neither an OCFL object nor a storage root (there "
                    "is no file 0=ocfl_...); if it should be one, OCFL's codes for that "
                    "are E003 and E069",
                    path));
}

}  // namespace

void add_verify(CLI::App& app, const Chosen& chosen) {
    auto* sub = app.add_subcommand(
        "verify",
        "Is a package valid, whoever made it? OCFL objects and storage roots, 1.0 and 1.1");
    auto path = std::make_shared<std::string>();
    auto as_json = std::make_shared<bool>(false);
    sub->add_option("PATH", *path, "An OCFL object or an OCFL storage root")
        ->required()
        ->type_name("FOLDER");
    sub->add_flag("--json", *as_json, "As JSON");
    sub->footer(R"(
Every byte is read once and compared with every digest that any of the inventories states; nothing is
written. Faults carry the specification's own codes: E... breaks a rule, W... only a recommendation
(https://ocfl.io/1.1/spec/validation-codes.html). Warnings leave a package valid.
To compare your own store with what was sealed into it, use `nuskha audit`.

Exit status 0 where it is valid, 5 where it is not, 3 where it is no package at all.

Examples:
  nuskha verify /archive
  nuskha verify /transfer/object-17 --json)");
    sub->callback([=] { chosen([=] { return verify(*path, *as_json); }); });
}

}  // namespace nuskha
