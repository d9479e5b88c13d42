// The contract of a stage: one named step that a page passes through.
//
// A stage knows no neighbour, opens no file of another stage and never reads a scan by itself: it
// asks the view for pixels, adds to the page's geometry, text, findings and events, and gives the
// page on. It computes first and assigns last, so that an exception leaves the page as it was. What
// it did is an event with numbers; so is what it left alone, and why. One instance belongs to one
// worker process and needs no lock.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "models/document/page.hpp"
#include "pipeline/options.hpp"
#include "pipeline/view.hpp"

namespace nuskha {

class Stage {
  public:
    virtual ~Stage() = default;
    // One page out, two after a split, none never. Throws Failure only for what makes going on
    // senseless.
    virtual std::vector<Page> run(Page page, const View& view) = 0;
};

// What the stages of one worker share, for example recognition engines. Made once a worker; each
// stage takes from it what it needs. The pipeline passes it on and knows nothing of it.
class Workbench {
  public:
    virtual ~Workbench() = default;
};

// Something that staff can decide for a page in overrides.toml.
struct OverrideSpec {
    std::string_view name;       // "skew"
    std::string_view sentence;   // what the value is, with its unit
    int numbers = 1;             // how many there must be; 0 = none at all
    double least = 0, most = 0;  // of each
    bool none = true;            // whether "none" may be told: the stage leaves the page alone
    double step = 0;             // each must be a multiple of it; 0 = any number
};

struct StageInfo {
    std::string_view name;      // = its file, manual page and test
    std::string_view sentence;  // what it does, for --help
    int revision;  // raised whenever its results change: part of what a page depends on
    std::span<const OptionSpec> options;
    std::unique_ptr<Stage> (*make)(const Options&, Workbench&);

    // Things outside the program that the results depend on for pages in these languages, as name
    // -> digest (trained models). Throws Failure(engine) saying what is missing and what to
    // install. nullptr where there is nothing.
    std::vector<Model> (*needs)(const Options&,
                                const std::vector<std::string>& languages) = nullptr;

    bool only_looks =
        false;  // changes nothing, only notices: `nuskha check` runs these stages alone

    std::span<const OverrideSpec> overrides = {};

    // What is to be said of an item in these languages before its first scan is opened, with no place. nullptr
    // where there is nothing.
    std::vector<Finding> (*remarks)(const Options&,
                                    const std::vector<std::string>& languages) = nullptr;

    // Decides where pages lie on the scan: not run where that is on record, when sealed pages are read
    // again.
    bool lays_out = false;
};

}  // namespace nuskha
