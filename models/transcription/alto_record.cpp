#include "models/transcription/alto_record.hpp"

#include <charconv>
#include <cmath>
#include <optional>

#include "models/transcription/pull_reader.hpp"

namespace nuskha {
namespace {

constexpr double longest_side = 1e6;  // pixels
constexpr int most_values = 1000;     // of a bend

// Takes a sentence apart from left to right. What is not as expected makes all that follows void.
class Sentence {
  public:
    explicit Sentence(std::string_view text) : text_(text) {}

    bool sound() const { return sound_; }
    bool ended() const { return sound_ && text_.empty(); }
    bool has(std::string_view words) const { return text_.starts_with(words); }
    void words(std::string_view expected) {
        sound_ = sound_ && text_.starts_with(expected);
        if (sound_) text_.remove_prefix(expected.size());
    }
    double number() {
        double value = 0;
        const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), value);
        sound_ = sound_ && error == std::errc() && std::isfinite(value) && std::abs(value) < 1e9;
        if (!sound_) return 0;
        text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
        return value;
    }
    // "1 2 3": at least one.
    std::vector<double> numbers() {
        std::vector<double> all{number()};
        while (sound_ && has(" ")) {
            words(" ");
            all.push_back(number());
            sound_ = sound_ && all.size() <= most_values;
        }
        return all;
    }
    Affine affine(const char* to_x, const char* to_y, const std::string& x, const std::string& y) {
        Affine m;
        const auto row = [&](const char* to, double& of_x, double& of_y, double& fixed) {
            words(to);
            words(" = ");
            of_x = number();
            words(" " + x + " + ");
            of_y = number();
            words(" " + y + " + ");
            fixed = number();
        };
        row(to_x, m.xx, m.xy, m.x0);
        words(", ");
        row(to_y, m.yx, m.yy, m.y0);
        return m;
    }
    Size size() {
        Size size;
        size.width = number();
        words(" x ");
        size.height = number();
        words(" pixel; ");
        const auto right = [](double side) { return side >= 1 && side <= longest_side; };
        sound_ = sound_ && right(size.width) && right(size.height);
        return size;
    }
    int count() {
        const double value = number();
        sound_ = sound_ && value >= 1 && value <= 1e6 && value == std::floor(value);
        return sound_ ? static_cast<int>(value) : 1;
    }

  private:
    std::string_view text_;
    bool sound_ = true;
};

Mapping mapping(Sentence& sentence) {
    if (sentence.has("scan x")) return sentence.affine("scan x", "scan y", "x", "y");
    Mapping m;
    m.inner = sentence.affine("u", "v", "x", "y");
    sentence.words(
        "; w = v + shift(u) + stretch(u) v, smooth through values at equal steps of u from 0 to ");
    Bend bend;
    bend.width = sentence.number();
    sentence.words(": shift ");
    bend.shift = sentence.numbers();
    sentence.words(", stretch ");
    bend.stretch = sentence.numbers();
    sentence.words("; ");
    m.outer = sentence.affine("scan x", "scan y", "u", "w");
    m.bend = std::move(bend);
    return m;
}

bool usable(const Mapping& m) {
    if (!m.affine().inverse()) return false;
    if (!m.bend) return true;
    const Bend& b = *m.bend;
    if (!(b.width > 0) || b.shift.size() < 2 || b.shift.size() != b.stretch.size()) return false;
    for (const double stretch : b.stretch)
        if (!(stretch > -0.5)) return false;
    return true;
}

// False where the sentence is not one of write_alto's.
bool read_place(std::string_view text, AltoRecord& record) {
    Sentence sentence(text);
    sentence.words("image ");
    record.image = sentence.count() - 1;
    sentence.words(" of the file, side ");
    record.side = sentence.count() - 1;
    sentence.words("; scan ");
    const Size scan = sentence.size();
    sentence.words("page ");
    const Size page = sentence.size();
    sentence.words("content turned clockwise by ");
    sentence.number();
    sentence.words(" degree; ");
    const Mapping to_scan = mapping(sentence);
    if (!sentence.ended() || !usable(to_scan)) return false;
    record.geometry = Geometry(scan, page, to_scan);
    return true;
}

// "model aze sha256:0a...; model Cyrillic sha256:1b...; languages az-Latn"
std::vector<Model> models_in(std::string_view settings) {
    std::vector<Model> models;
    while (!settings.empty()) {
        const auto end = std::min(settings.find("; "), settings.size());
        const std::string_view part = settings.substr(0, end);
        const auto digest = part.find(" sha256:");
        if (part.starts_with("model ") && digest != std::string_view::npos)
            models.push_back(
                {std::string(part.substr(6, digest - 6)), std::string(part.substr(digest + 8))});
        settings.remove_prefix(std::min(end + 2, settings.size()));
    }
    return models;
}

class RecordReader {
  public:
    RecordReader(std::string_view xml, const AltoLimits& limits) : xml_(xml, limits) {}

    std::optional<std::string> read(AltoRecord& record) {
        const auto why = xml_.read([&](PullReader::Piece piece) -> std::optional<std::string> {
            if (piece == PullReader::Piece::start)
                start(record);
            else if (piece == PullReader::Piece::text)
                text_ += xml_.value();
            else
                end(record);
            return {};
        });
        if (why) return why;
        if (!place_known_) return "it does not say where the page lies on its scan";
        if (record.scan_sha512.empty()) return "it does not name its scan's SHA-512";
        if (record.number < 1) return "its page has no number";
        return {};
    }

  private:
    void start(AltoRecord& record) {
        const std::string tag = xml_.name();
        text_.clear();
        if (tag == "Processing") {
            reading_ = xml_.attribute("ID") == "recognition";
            record.read = record.read || reading_;
        } else if (tag == "fileIdentifier") {
            digest_ = xml_.attribute("fileIdentifierLocation");
        } else if (tag == "Page") {
            record.number = static_cast<int>(number_of(xml_.attribute("PHYSICAL_IMG_NR")));
            for (const char* name : {"LANG", "OTHERLANGS"})
                add_languages(xml_.attribute(name), record.languages);
        }
    }

    static void add_languages(const std::string& list, std::vector<std::string>& languages) {
        for (std::size_t at = 0; at < list.size();) {
            const std::size_t space = std::min(list.find(' ', at), list.size());
            if (space > at) languages.push_back(list.substr(at, space - at));
            at = space + 1;
        }
    }

    void end(AltoRecord& record) {
        const std::string tag = xml_.name();
        AltoPreparation& made = record.preparation;
        if (tag == "fileIdentifier") {
            if (digest_ == "SHA-512") record.scan_sha512 = text_;
            if (digest_ == "SHA-256") record.scan_sha256 = text_;
        } else if (tag == "processingStepDescription" && !reading_) {
            made.steps.push_back(text_);
        } else if (tag == "processingStepDescription") {
            record.reading = text_;
        } else if (tag == "processingStepSettings" && reading_) {
            record.models = models_in(text_);
        } else if (tag == "processingStepSettings") {
            made.settings = text_;
            place_known_ = read_place(text_, record);
        } else if (tag == "softwareName") {
            (reading_ ? record.engine : made.software) = text_;
        } else if (tag == "softwareVersion" && reading_) {
            record.engine += " " + text_;
        } else if (tag == "softwareVersion") {
            made.version = text_;
        }
        text_.clear();
    }

    PullReader xml_;
    std::string text_, digest_;
    bool reading_ = false, place_known_ = false;
};

}  // namespace

AltoRecord read_alto_record(std::string_view xml, const AltoLimits& limits) {
    AltoRecord record;
    if (const auto why = RecordReader(xml, limits).read(record)) {
        record = {};
        record.fault = *why;
    }
    return record;
}

}  // namespace nuskha
