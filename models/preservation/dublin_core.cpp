#include "models/preservation/dublin_core.hpp"

namespace nuskha {

void write_dublin_core(XmlWriter& xml, const std::string& item, const Description& description) {
    xml.element_if("dc:title", description.title);
    xml.element_if("dc:creator", description.creator);
    xml.element_if("dc:date", description.date);
    xml.element_if("dc:type", description.kind);
    xml.element("dc:identifier", item);
    if (description.shelfmark != item) xml.element_if("dc:identifier", description.shelfmark);
    for (const std::string& language : description.languages)
        xml.element_if("dc:language", language);
    xml.element_if("dc:rights", description.rights);
}

}  // namespace nuskha
