// What the stages of one worker share: recognition engines, kept between pages.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/document/page.hpp"
#include "models/language/trained_data.hpp"
#include "pipeline/stage.hpp"
#include "stages/engine.hpp"
#include "stages/ink.hpp"

namespace nuskha {

struct ReadingChoice {
    std::vector<std::string>
        languages;   // one; several of one script where they could not be told apart
    TrainedSet set;  // to read with
};

// A few engines, keyed by what they read; the one longest unused gives way to a new one. Loading
// costs 0.01 to 0.1 s and up to 40 MB each, script/Latin 0.2 s and 200 MB; there is room for all that a
// batch in three scripts needs.
class EngineBench : public Workbench {
  public:
    explicit EngineBench(std::size_t room = 8) : room_(room) {}
    // Throws Failure(engine) where trained data is missing or broken. Valid until the next call.
    Engine& engine(const TrainedSet& set);

    // What choose_reading chose last, where that was for this page as it lies now.
    std::optional<ReadingChoice> reading_choice(const Page& page) const;
    void remember_choice(const Page& page, const ReadingChoice& chosen);

    // Ink of the page's overview of that size, where it was found last for the page as it lies now.
    const Ink* ink(const Page& page, int longest_side) const;
    void remember_ink(const Page& page, int longest_side, const Ink& ink);

    // Lines of the page that have been read upright in its languages, in the tones of the scan, so
    // that a later stage need not try it again. Where a line lies is told on the scan: it counts for
    // whatever page shows that place.
    struct LineRead {
        Point on_scan;
        LineReading reading;
        std::string language;  // that it was read in
    };
    void remember_lines(const Page& page, std::vector<LineRead> lines);
    // Those that lie on the page; empty where none has been.
    std::vector<LineRead> lines_read(const Page& page) const;

  private:
    struct Lines {
        PageId page;
        std::vector<std::string> languages;
        std::vector<LineRead> read;
    };
    struct Found {
        PageId page;
        Geometry geometry;
        int longest_side;
        Ink ink;
    };
    std::optional<Lines> lines_;
    std::optional<Found> found_;
    struct Choice {
        PageId page;
        Geometry geometry;
        std::vector<std::string> among;
        ReadingChoice chosen;
    };
    std::optional<Choice> choice_;
    std::size_t room_;
    std::vector<std::unique_ptr<Engine>> engines_;  // latest used first
};

std::unique_ptr<Workbench> make_workbench();

// The bench that make_workbench made; throws std::logic_error for another kind.
EngineBench& engines_of(Workbench& bench);

}  // namespace nuskha
