// A page in two scripts that was read as a whole in either: the two readings made into one, line by line.
#pragma once

#include <utility>
#include <vector>

#include "models/document/text.hpp"
#include "stages/two_readings.hpp"

namespace nuskha {

// A line of the first reading, and what the other reading has in its place: in the same box or beyond its ends.
struct ReadTwice {
    Line* line;
    Line other;  // may have no words
};

// All lines of `blocks` in order. Lines of the other reading whose words lie on none of them are put into `apart`.
// Boxes of both in the same pixels.
std::vector<ReadTwice> paired(std::vector<Block>& blocks, const std::vector<Block>& other,
                              std::vector<Line>& apart);

// How much of the line can be believed: of each word its length times how far it can be trusted in the script in which it
// can be trusted more. Pixels.
double believed(const Line& line, const ReadIn& in, const ReadIn& other_in);

// The line with what the other reading has better, without marks that are hardly more than noise (confidence below 0.3).
// Its box holds all its words.
Line joined(const ReadTwice& pair, const ReadIn& in, const ReadIn& other_in);

// How far the line may reach within its block: to the next words of other lines that stand beside it. From left to
// right.
std::pair<double, double> room(const Line& line, const Rect& block,
                               const std::vector<ReadTwice>& pairs);

// Whether words of other lines stand in the place.
bool taken(const Rect& place, const Line& line, const std::vector<ReadTwice>& pairs);

// Where passages may stand that neither reading made out: stretches of words that cannot be trusted in either script, with
// the gaps around them, and gaps wide enough for a word. From `left` to `right`, where the line may reach to.
struct Unclear {
    Rect place;
    bool blank;  // a gap alone
    bool operator==(const Unclear&) const = default;
};
std::vector<Unclear> unclear(const Line& line, const ReadIn& in, const ReadIn& other_in,
                             double left, double right);

}  // namespace nuskha
