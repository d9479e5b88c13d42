// Something that was done, with its numbers and agent; becomes a PREMIS 3.0 event.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace nuskha {

using Timestamp = std::int64_t;       // seconds since 1970-01-01T00:00:00Z
std::string iso8601(Timestamp time);  // "2026-11-22T22:15:31Z"

struct Number {
    std::string name;  // snake_case: "skew"
    double value = 0;
    std::string unit;  // "degree", "pixel", "ratio", "ppi", ...; may be empty
    bool operator==(const Number&) const = default;
};

struct Event {
    std::string
        type;  // Library of Congress preservation event type, e.g. "message digest calculation"
    std::string stage;    // the stage or step that did it: "deskew"
    std::string outcome;  // "success", "left alone", "warning", "failure"
    std::string detail;   // one sentence
    std::vector<Number> numbers;
    std::string agent;  // "nuskha deskew/1", "Tesseract 5.3.0"
    Timestamp time = 0;
    bool operator==(const Event&) const = default;

    const double* number(const std::string& name) const;  // nullptr where absent
};

}  // namespace nuskha
