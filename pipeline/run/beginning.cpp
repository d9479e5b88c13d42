#include "pipeline/run/beginning.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include "models/failure.hpp"
#include "pipeline/clock.hpp"

namespace nuskha {

Descriptor lock_work_folder(const RunPlan& plan) {
    make_folders(plan.picture_folder());
    Descriptor lock = try_lock(plan.work_folder + "/lock");
    if (!lock)
        throw Failure(Exit::usage, plan.work_folder +
                                       ": another run is at work on this batch; wait for it to "
                                       "end, or give --work another folder");
    ::fcntl(lock.get(), F_SETFD,
            0);  // workers hold it too, so that a new run waits until the last is gone
    return lock;
}

RunFacts facts_of(const RunPlan& plan, const Recipe& recipe) {
    RunFacts facts{"", plan.recipe_name, plan.store, NUSKHA_VERSION, now(), 0, false, {}, {}, {}};
    for (const StageUse& use : recipe.stages)
        for (const OptionSpec& spec : use.options.table())
            if (std::holds_alternative<double>(spec.default_value))
                facts.limits.push_back({fmt::format("{}.{}", use.info->name, spec.name),
                                        use.options.number(spec.name), ""});
    for (const char* name : {"max_drift", "max_off"})
        facts.limits.push_back(
            {fmt::format("review.{}", name), recipe.review.number(name), "level"});
    return facts;
}

}  // namespace nuskha
