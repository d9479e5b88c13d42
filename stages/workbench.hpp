// What the stages of one worker share: recognition engines, kept between pages.
#pragma once

#include <memory>

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

  private:
    std::size_t room_;
    std::vector<std::unique_ptr<Engine>> engines_;  // latest used first
};

std::unique_ptr<Workbench> make_workbench();

// The bench that make_workbench made; throws std::logic_error for another kind.
EngineBench& engines_of(Workbench& bench);

}  // namespace nuskha
