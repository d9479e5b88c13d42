// A colour in CIE 1976 L*a*b*, white D50.
#pragma once

namespace nuskha {

struct Lab {
    double lightness = 0, a = 0, b = 0;
    bool operator==(const Lab&) const = default;
};

}  // namespace nuskha
