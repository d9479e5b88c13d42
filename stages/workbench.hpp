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

namespace nuskha {

// A few engines, keyed by what they read; the one longest unused gives way to a new one. Loading
// costs 0.01 to 0.1 s and up to 40 MB each.
class EngineBench : public Workbench {
  public:
    explicit EngineBench(std::size_t room = 4) : room_(room) {}
    // Throws Failure(engine) where trained data is missing or broken. Valid until the next call.
    Engine& engine(const TrainedSet& set);

    // What reading_languages chose last, where that was for this page as it lies now.
    std::optional<std::vector<std::string>> language_choice(const Page& page) const;
    void remember_choice(const Page& page, const std::vector<std::string>& languages);

  private:
    struct Choice {
        PageId page;
        Geometry geometry;
        std::vector<std::string> among, chosen;
    };
    std::optional<Choice> choice_;
    std::size_t room_;
    std::vector<std::unique_ptr<Engine>> engines_;  // latest used first
};

std::unique_ptr<Workbench> make_workbench();

// The bench that make_workbench made; throws std::logic_error for another kind.
EngineBench& engines_of(Workbench& bench);

}  // namespace nuskha
