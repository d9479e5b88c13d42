// Reads XML of transcriptions piece by piece over libxml2, for hostile input: no network, no
// entities, no document type, bounded size and depth.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/transcription/transcription.hpp"

struct _xmlTextReader;

namespace nuskha {

class PullReader {
  public:
    enum class Piece { start, end, text };  // an empty element gives a start and an end
    // Takes a piece; says why the file cannot be used, or nothing.
    using Visit = std::function<std::optional<std::string>(Piece)>;

    PullReader(std::string_view xml, const TranscriptionLimits& limits)
        : xml_(xml), limits_(limits) {}
    // Nothing, or why the file cannot be used: what `visit` says, or that it is not sound XML.
    std::optional<std::string> read(const Visit& visit);

    // Of the piece at hand. Names are without prefix.
    std::string name() const;
    std::string value() const;
    std::string attribute(const char* name) const;  // empty where there is none
    // As they are written, with their prefixes, declarations of namespaces included; for copying.
    std::string qualified_name() const;
    std::vector<std::pair<std::string, std::string>> attributes() const;

  private:
    struct Free {
        void operator()(_xmlTextReader* reader) const;
    };
    std::string_view xml_;
    TranscriptionLimits limits_;
    std::unique_ptr<_xmlTextReader, Free> reader_;
};

// 0 where it is none; bounded, so that sums stay finite.
double number_of(const std::string& text);
// 0..1; no_confidence where nothing is stated.
double confidence_of(const std::string& text);
// "x,y x,y" or "x y x y": at most 500 points.
std::vector<Point> points_of(std::string text);
std::vector<Point> corners_of(const Rect& box);  // none of an empty one
// By the first character that has one.
Direction direction_of(const std::string& text, Direction otherwise);

}  // namespace nuskha
