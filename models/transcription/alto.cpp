#include "models/transcription/alto.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/transcription/outline.hpp"
#include "models/transcription/role_names.hpp"

namespace nuskha {
namespace {

constexpr int places = 2;  // of a pixel
constexpr auto not_read_tag = "not-read";

bool is_language_tag(std::string_view tag) {  // xsd:language
    std::size_t length = 0;
    bool first = true;
    for (const char c : tag) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (c == '-') {
            if (length == 0) return false;
            first = false;
            length = 0;
        } else if (!(letter || (!first && c >= '0' && c <= '9')) || ++length > 8) {
            return false;
        }
    }
    return length > 0;
}

bool is_time(std::string_view unit) {
    return unit == "second" || unit == "seconds" || unit == "s" || unit == "ms" ||
           unit == "millisecond" || unit == "milliseconds";
}

std::string base_name(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

// Writes one page. Holds what every element below the page needs.
class AltoWriter {
  public:
    AltoWriter(const Page& page, const AltoSource& source, const TextSink& sink)
        : page_(page), source_(source), xml_(sink) {
        const Affine m = page.geometry.to_scan().affine();
        const auto none = [](double v) { return std::abs(v) < 1e-9; };
        upright_ = !page.geometry.to_scan().bend &&
                   ((none(m.xy) && none(m.yx)) || (none(m.xx) && none(m.yy)));
    }

    std::size_t write() {
        xml_.start("alto");
        xml_.attribute("xmlns", "http://www.loc.gov/standards/alto/ns-v4#");
        xml_.attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
        xml_.attribute("xsi:schemaLocation",
                       "http://www.loc.gov/standards/alto/ns-v4# "
                       "http://www.loc.gov/standards/alto/v4/alto-4-4.xsd");
        xml_.attribute("SCHEMAVERSION", "4.4");
        description();
        tags();
        layout();
        xml_.end();
        xml_.finish();
        return xml_.replaced();
    }

  private:
    void description() {
        Element e(xml_, "Description");
        xml_.element("MeasurementUnit", "pixel");
        {
            Element image(xml_, "sourceImageInformation");
            xml_.element("fileName", base_name(page_.id.scan));
            identifier("SHA-512", source_.scan.sha512);
            identifier("SHA-256", source_.scan.sha256);
            xml_.element_if("documentIdentifier", page_.id.item);
        }
        preparation();
        if (page_.text) recognition(*page_.text);
    }

    void identifier(const char* kind, const std::string& hex) {
        if (hex.empty()) return;
        Element e(xml_, "fileIdentifier");
        xml_.attribute("fileIdentifierLocation", kind);
        xml_.text(hex);
    }

    void software(const std::string& name, const std::string& version) {
        if (name.empty()) return;
        Element e(xml_, "processingSoftware");
        xml_.element("softwareName", name);
        xml_.element_if("softwareVersion", version);
    }

    static std::string step(const Event& event) {
        std::string sentence = event.stage + ": " + event.outcome;
        for (const Number& n : event.numbers) {
            if (is_time(n.unit)) continue;
            sentence += fmt::format(", {} {}", n.name, decimal(n.value, 4));
            if (!n.unit.empty()) sentence += " " + n.unit;
        }
        return sentence;
    }

    // Where the page lies on the scan, so that somebody else can cut out the same page, and so that
    // reading it again gives the same: numbers are as short as they can be and still give the same bits.
    std::string geometry() const {
        const Geometry& g = page_.geometry;
        const Mapping& m = g.to_scan();
        const std::string facts = fmt::format(
            "image {} of the file, side {}; scan {} x {} pixel; page {} x {} pixel; content "
            "turned clockwise by {} degree; ",
            page_.id.image + 1, page_.id.side + 1, exact(g.scan().width), exact(g.scan().height),
            exact(g.page().width), exact(g.page().height), decimal(g.degrees(), 4));
        if (!m.bend) return facts + affine("scan x", "scan y", m.outer, "x", "y");
        return facts + affine("u", "v", m.inner, "x", "y") +
               fmt::format(
                   "; w = v + shift(u) + stretch(u) v, smooth through values at equal "
                   "steps of u from 0 to {}: shift {}, stretch {}; ",
                   exact(m.bend->width), values(m.bend->shift), values(m.bend->stretch)) +
               affine("scan x", "scan y", m.outer, "u", "w");
    }

    static std::string exact(double value) { return fmt::format("{}", value == 0 ? 0 : value); }

    static std::string affine(const char* to_x, const char* to_y, const Affine& m, const char* x,
                              const char* y) {
        return fmt::format("{} = {} {} + {} {} + {}, {} = {} {} + {} {} + {}", to_x, exact(m.xx), x,
                           exact(m.xy), y, exact(m.x0), to_y, exact(m.yx), x, exact(m.yy), y,
                           exact(m.y0));
    }

    static std::string values(const std::vector<double>& all) {
        std::string line;
        for (const double v : all)
            line += (line.empty() ? "" : " ") + exact(v);
        return line;
    }

    void preparation() {
        Element e(xml_, "Processing");
        xml_.attribute("ID", "preparation");
        xml_.element("processingCategory", "preOperation");
        const AltoPreparation* before = source_.prepared;
        if (before)
            for (const std::string& text : before->steps)
                if (!made_again(text)) xml_.element("processingStepDescription", text);
        for (const Event& event : page_.events)
            if (event.stage != "recognise" && event.stage != "import-text")
                xml_.element("processingStepDescription", step(event));
        xml_.element("processingStepSettings", before ? before->settings : geometry());
        if (before)
            software(before->software, before->version);
        else
            software(source_.software, source_.version);
    }

    bool made_again(const std::string& recorded) const {
        return std::any_of(page_.events.begin(), page_.events.end(), [&](const Event& event) {
            return recorded.starts_with(event.stage + ": ");
        });
    }

    void recognition(const Text& text) {
        Element e(xml_, "Processing");
        xml_.attribute("ID", "recognition");
        xml_.element("processingCategory", "contentGeneration");
        xml_.element("processingStepDescription", source_.reading);
        std::string settings;
        for (const Model& model : text.models)
            settings += fmt::format("{}model {} sha256:{}", settings.empty() ? "" : "; ",
                                    model.name, model.sha256);
        if (!text.languages.empty())
            settings += fmt::format("{}languages {}", settings.empty() ? "" : "; ",
                                    fmt::join(text.languages, " "));
        xml_.element_if("processingStepSettings", settings);
        const auto space = text.engine.rfind(' ');
        if (space != std::string::npos && space + 1 < text.engine.size() &&
            text.engine[space + 1] >= '0' && text.engine[space + 1] <= '9')
            software(text.engine.substr(0, space), text.engine.substr(space + 1));
        else
            software(text.engine, "");
    }

    void place_on_scan(const Rect& box) {
        xml_.attribute("HPOS", decimal(box.x, places));
        xml_.attribute("VPOS", decimal(box.y, places));
        xml_.attribute("WIDTH", decimal(box.width, places));
        xml_.attribute("HEIGHT", decimal(box.height, places));
    }

    void place(const Rect& on_page) { place_on_scan(bounds(page_.geometry.on_scan(on_page))); }

    template <typename Points>
    void polygon(const Points& corners) {
        std::string points;
        for (const Point& p : corners)
            points += fmt::format("{}{},{}", points.empty() ? "" : " ", decimal(p.x, places),
                                  decimal(p.y, places));
        Element e(xml_, "Shape");
        Element polygon(xml_, "Polygon");
        xml_.attribute("POINTS", points);
    }

    void shape(const Rect& on_page) {
        if (!upright_) polygon(page_.geometry.on_scan(on_page));
    }

    static std::string tag_id(Role role) {
        std::string id = "role-" + std::string(role_name(role));
        std::replace(id.begin(), id.end(), ' ', '-');
        return id;
    }

    // The roles that occur on the page, but for plain paragraphs.
    void tags() {
        std::vector<Role> roles;
        if (page_.text)
            for (const Block& block : page_.text->blocks)
                if (block.role != Role::paragraph &&
                    std::find(roles.begin(), roles.end(), block.role) == roles.end())
                    roles.push_back(block.role);
        const bool not_read = page_.text && page_.text->not_read;
        if (roles.empty() && !not_read) return;
        Element e(xml_, "Tags");
        for (const Role role : roles) {
            Element tag(xml_, "LayoutTag");
            xml_.attribute("ID", tag_id(role));
            xml_.attribute("LABEL", std::string(role_name(role)));
        }
        if (!not_read) return;
        Element tag(xml_, "OtherTag");
        xml_.attribute("ID", not_read_tag);
        xml_.attribute("LABEL", "not read");
        xml_.attribute("DESCRIPTION",
                       "lines were found that no model at hand can read; they stand without words");
    }

    void layout() {
        Element e(xml_, "Layout");
        Element page(xml_, "Page");
        xml_.attribute("ID", "page");
        xml_.attribute("PHYSICAL_IMG_NR", std::to_string(source_.number));
        xml_.attribute("WIDTH", decimal(page_.geometry.scan().width, places));
        xml_.attribute("HEIGHT", decimal(page_.geometry.scan().height, places));
        xml_.attribute("PROCESSINGREFS", page_.text ? "preparation recognition" : "preparation");
        if (page_.text && page_.text->claims_confidence())
            xml_.attribute("PC", decimal(std::clamp(page_.text->mean_confidence(), 0., 1.), 4));
        if (page_.text && page_.text->claims_expected_error())  // a percentage of the page
            xml_.attribute("ACCURACY",
                           decimal(100 * (1 - std::min(page_.text->expected_error, 1.)), places));
        if (const std::string degrees = decimal(page_.geometry.degrees(), 4); degrees != "0")
            xml_.attribute("ROTATION", degrees);
        languages();
        Element space(xml_, "PrintSpace");
        const auto outline = outline_on_scan(page_.geometry);
        place_on_scan(bounds(outline));
        if (!upright_ && !outline.empty()) polygon(outline);
        if (!page_.text) return;
        int number = 0;
        for (const Block& block : page_.text->blocks)
            write(block, ++number);
    }

    // What it was read as comes first, what it might have been after it.
    void languages() {
        std::vector<std::string> tags;
        for (const auto& list :
             {page_.text ? page_.text->languages : std::vector<std::string>{}, page_.languages})
            for (const std::string& tag : list)
                if (is_language_tag(tag) && std::find(tags.begin(), tags.end(), tag) == tags.end())
                    tags.push_back(tag);
        if (tags.empty()) return;
        language_ = tags.front();
        xml_.attribute("LANG", language_);
        tags.erase(tags.begin());
        xml_.attribute_if("OTHERLANGS", fmt::format("{}", fmt::join(tags, " ")));
    }

    void write(const Block& block, int number) {
        const std::string id = fmt::format("b{}", number);
        if (block.role != Role::table) return write(block, id);
        Element table(xml_, "ComposedBlock");
        xml_.attribute("ID", id + "-table");
        place(block.box);
        xml_.attribute("TYPE", "table");
        shape(block.box);
        write(block, id);
    }

    void write(const Block& block, const std::string& id) {
        Element e(xml_, block.role == Role::picture    ? "Illustration"
                        : block.role == Role::ornament ? "GraphicalElement"
                                                       : "TextBlock");
        xml_.attribute("ID", id);
        place(block.box);
        if (block.role != Role::paragraph) xml_.attribute("TAGREFS", tag_id(block.role));
        shape(block.box);
        int line_number = 0;
        for (const Line& line : block.lines)
            if (!line.words.empty())
                write(line, fmt::format("{}-l{}", id, ++line_number));
            else if (page_.text->not_read)
                write_unread(line, fmt::format("{}-l{}", id, ++line_number));
    }

    void place(const Line& line) {
        place(line.box);
        const Point a = page_.geometry.on_scan(line.baseline_start);
        const Point b = page_.geometry.on_scan(line.baseline_end);
        xml_.attribute("BASELINE",
                       fmt::format("{},{} {},{}", decimal(a.x, places), decimal(a.y, places),
                                   decimal(b.x, places), decimal(b.y, places)));
    }

    // The schema asks for a String in every line.
    void write_unread(const Line& line, const std::string& id) {
        Element e(xml_, "TextLine");
        xml_.attribute("ID", id);
        place(line);
        xml_.attribute("TAGREFS", not_read_tag);
        shape(line.box);
        Element nothing(xml_, "String");
        place(line.box);
        xml_.attribute("CONTENT", "");
    }

    void write(const Line& line, const std::string& id) {
        Element e(xml_, "TextLine");
        xml_.attribute("ID", id);
        place(line);
        std::string language = language_;
        if (const std::string& of_first = line.words.front().language;
            of_first != language_ && is_language_tag(of_first) &&
            std::all_of(line.words.begin(), line.words.end(),
                        [&](const Word& word) { return word.language == of_first; })) {
            language = of_first;
            xml_.attribute("LANG", language);
        }
        xml_.attribute("BASEDIRECTION", line.direction == Direction::right_to_left ? "rtl" : "ltr");
        shape(line.box);
        int number = 0;
        for (const Word& word : line.words) {
            if (number > 0) Element(xml_, "SP");
            write(word, fmt::format("{}-w{}", id, ++number), language);
        }
    }

    void content(const Rect& box, const std::string& text, const char* sure, double confidence) {
        place(box);
        xml_.attribute("CONTENT", text);
        if (confidence >= 0) xml_.attribute(sure, decimal(std::clamp(confidence, 0., 1.), 4));
    }

    void write(const Word& word, const std::string& id, const std::string& inherited) {
        Element e(xml_, "String");
        xml_.attribute("ID", id);
        content(word.box, word.text, "WC", word.confidence);
        if (word.language != inherited && is_language_tag(word.language))
            xml_.attribute("LANG", word.language);
        shape(word.box);
        int number = 0;
        for (const Character& character : word.characters)
            write(character, fmt::format("{}-g{}", id, ++number));
    }

    void write(const Character& character, const std::string& id) {
        Element e(xml_, "Glyph");
        xml_.attribute("ID", id);
        content(character.box, character.text, "GC", character.confidence);
        shape(character.box);
    }

    const Page& page_;
    const AltoSource& source_;
    XmlWriter xml_;
    bool upright_ = true;
    std::string language_;  // of the page
};

}  // namespace

std::size_t write_alto(const Page& page, const AltoSource& source, const TextSink& sink) {
    return AltoWriter(page, source, sink).write();
}

}  // namespace nuskha
