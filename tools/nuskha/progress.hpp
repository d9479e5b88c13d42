// A run told to its user: a drawn line on a terminal, plain lines elsewhere, or one JSON event a
// line.
#pragma once

#include <memory>

#include "pipeline/run/observer.hpp"

namespace nuskha {

enum class Telling { automatic, json, quiet };

// Drawn on standard error; JSON goes to standard output.
std::unique_ptr<Observer> make_observer(Telling telling);

std::string finding_line(const Finding& finding);  // "error: a.tif: it is ...; do ... [code]"
std::string human_time(double seconds);            // "1 h 04 min", "12 s"

}  // namespace nuskha
