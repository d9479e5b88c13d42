// The one list of everything that can be found. Sorted by code; a test holds it so.
#include <algorithm>
#include <array>
#include <stdexcept>

#include "models/preservation/finding.hpp"

namespace nuskha {
namespace {

constexpr Level note = Level::note, warning = Level::warning, error = Level::error;

constexpr auto catalogue = std::to_array<FindingKind>({
    {"alto.unreadable", error, "A stored transcription (ALTO) cannot be understood.",
     "Restore the file from a copy, or have the page recognised again."},
    {"batch.bad-metadata", error,
     "A side file of the batch (batch.toml, items.csv, item.toml) cannot be understood.",
     "Correct the line that is named, or remove the file."},
    {"batch.empty-folder", warning, "A folder of the batch has nothing in it.",
     "Put the item's scans there, or remove the folder."},
    {"batch.exposure-drift", warning, "Paper grows darker or brighter from item to item.",
     "Look whether lamps or settings changed; calibrate."},
    {"batch.gate", error, "The batch breaks a limit of the recipe's gate.",
     "Look at the pages that are named; mend or scan them again, or change the limit."},
    {"batch.ignored", note, "Hidden and system files were left out.",
     "Nothing, unless one of them was meant to be a scan."},
    {"batch.item-without-scans", warning,
     "The metadata names an item for which there are no scans.",
     "Add the scans, or correct the id in items.csv."},
    {"batch.not-a-scan", warning,
     "A file is neither a scan nor a known side file; it is not sealed.",
     "Move it out of the batch, or tell how it belongs to an item."},
    {"batch.override-without-scan", warning, "overrides.toml names a scan that is not there.",
     "Correct the path; it begins in the batch's folder."},
    {"batch.unknown-key", note,
     "A side file has a key or column that is not known; it is not used.",
     "Correct its name if it was meant to be used."},
    {"batch.unsafe-link", error,
     "A symbolic link leads out of the batch or to nothing; it is not followed.",
     "Put the file itself into the batch."},
    {"checksum.extra", warning,
     "A scan is not listed in the vendor's checksums although others beside it are.",
     "Ask the vendor whether the file belongs to the delivery."},
    {"checksum.mismatch", error,
     "A scan's bytes are not those that the vendor's checksum was made of.",
     "Copy or scan the file again; it is damaged or was changed."},
    {"checksum.missing", error, "A file listed in the vendor's checksums is not there.",
     "Find it, or have it delivered again."},
    {"checksum.unreadable", warning, "A line of a checksum file cannot be understood.",
     "Correct the line that is named."},
    {"checksum.unused", note, "A checksum file was left aside: its kind does not protect a file.",
     "Ask the vendor for SHA-256 or SHA-512, or MD5 at least."},
    {"curl.large", note, "The lines of a page were strongly bent and have been flattened.",
     "Look at the page if its text is poor; open the book wider or press it flat when scanning."},
    {"file.changed", error, "A file changed while it was being worked on.",
     "Let copying finish, then run the batch again."},
    {"file.empty", error, "A file has no bytes.", "Copy or scan it again."},
    {"file.name-not-utf8", error, "A file's name is not valid UTF-8 or holds control characters.",
     "Rename it."},
    {"file.unreadable", error, "A file cannot be read from the disk.",
     "Check permissions and the disk."},
    {"fixity.changed", error, "A stored file's bytes differ from the recorded digest.",
     "Restore it from a copy."},
    {"fixity.extra", error, "A file lies in a stored object that no inventory names.",
     "Find out who put it there; remove it."},
    {"fixity.inventory", error, "An object's inventory is damaged, missing or not as OCFL demands.",
     "Restore the object from a copy."},
    {"fixity.missing", error, "A file that the inventory names is not there.",
     "Restore it from a copy."},
    {"fixity.unreadable", error, "A stored file cannot be read from the disk.",
     "Check the disk; restore the file from a copy."},
    {"image.banding", warning, "Bands run over the whole scan.", "Have the scanner looked at."},
    {"image.bed-showing", note, "A large part of the picture is scanner bed.",
     "Crop closer when scanning, or look whether the leaf lies right."},
    {"image.blank", note, "The page has no marks of ink.",
     "Nothing, if the page is blank in the book."},
    {"image.blocking", warning, "JPEG compression left its blocks in the picture.",
     "Ask for less compression, or for none."},
    {"image.blurred", warning, "The page is less sharp than the recipe asks.",
     "Look at it; scan it again if text is lost."},
    {"image.clipped-highlights", warning, "Many pixels are pure white: exposure is too high.",
     "Look at it; scan it again if detail is lost."},
    {"image.clipped-shadows", warning, "Many pixels are pure black: exposure is too low.",
     "Look at it; scan it again if detail is lost."},
    {"image.colour-cast", warning, "The paper has a tint that age does not give to paper.",
     "Set the white balance and scan again, unless the paper is coloured."},
    {"image.cut-off", warning, "The side of the picture cuts writing.",
     "Look whether text is lost; scan again with a margin."},
    {"image.dead-line", warning, "A line of the sensor differs from its sides over the whole scan.",
     "Clean or calibrate the scanner."},
    {"image.depth", warning, "The scan has fewer bits a sample than the recipe asks.",
     "Scan with the depth that was ordered."},
    {"image.exposure-off", warning,
     "The paper is much darker or brighter than on the pages around.",
     "Look at it; scan it again if detail is lost."},
    {"image.faint", note, "A page that looks blank has very faint marks in rows.",
     "Look whether it is faint writing, which wants another scan, or the other side's."},
    {"image.foreign-object", warning,
     "Something that is not the leaf, perhaps a finger or a weight, reaches into it.",
     "Look whether text is covered; scan again without it."},
    {"image.low-contrast", warning, "Ink and paper differ little.",
     "Look at it; scan it again with better exposure."},
    {"image.moire", warning, "Waves lie over pictures: their dots beat with the sensor's pixels.",
     "Scan at another resolution or angle."},
    {"image.motion", warning, "Edges are drawn out one way: camera or leaf moved.",
     "Look at it; scan it again if text is lost."},
    {"image.no-profile", note, "The scan carries no ICC profile; its colours are taken as sRGB.",
     "Have profiles embedded at scanning."},
    {"image.noise", warning, "The picture is noisy.", "Scan with more light."},
    {"image.resolution-low", warning, "The scan has fewer pixels an inch than the recipe asks.",
     "Scan again at the resolution that was ordered."},
    {"image.resolution-unknown", note, "The scan does not say its resolution, or says nonsense.",
     "Have the resolution written at scanning."},
    {"image.small", warning, "The image is too small to be a page.",
     "Look whether it is a thumbnail or a test strip."},
    {"image.uneven-light", warning, "Light falls unevenly on the page.",
     "Even out the lamps and scan again."},
    {"image.upsampled", warning, "The scan holds less detail than its resolution promises.",
     "Ask for the scan as it was taken."},
    {"item.duplicate-page", warning, "Two scans show the same page.",
     "Remove one, or scan the page that is missing."},
    {"item.duplicate-scan", warning, "Two scans have the same bytes.",
     "Remove one, or scan the page that is missing."},
    {"item.exposure-drift", warning, "The paper's brightness changes along the item.",
     "Look whether light or settings changed; scan again where detail is lost."},
    {"item.id-taken", error, "The store has another item with this name, from another batch.",
     "Give the item an id of its own in items.csv or item.toml."},
    {"item.incomplete", error, "The item was not sealed because of faulty scans.",
     "Mend the scans, then run the batch again."},
    {"item.name-clash", error, "Two files of an item would get the same name in the store.",
     "Rename one of them."},
    {"item.numbering-gap", warning, "The scans' numbers are not consecutive.",
     "Look whether a page is missing."},
    {"item.numbering-twice", warning, "Two scans carry the same number.",
     "Look whether one is a second take."},
    {"item.page-gap", warning, "Printed page numbers leave some out.",
     "Look whether pages were scanned, or are missing in the book."},
    {"item.page-order", warning, "Printed page numbers do not follow one another.",
     "Put the scans in order, unless the book is numbered so."},
    {"item.same-id", error, "Two items of the batch have the same id.",
     "Give each an id of its own in items.csv or item.toml, or put their scans together."},
    {"item.too-many-scans", error, "The item has more scans than can be sealed as one.",
     "Divide it."},
    {"item.unknown-language", error, "A language is declared that is not known.",
     "Use a code that `nuskha languages` prints."},
    {"ocr.cut-short", warning, "Reading the page took longer than the recipe allows.",
     "Look at the page; raise the stage's timeout if it is sound."},
    {"ocr.low-confidence", warning, "The recogniser is not sure of this page.",
     "Check the language that was declared, and the picture."},
    {"ocr.no-text", note, "No text was found on a page that is not blank.",
     "Nothing, if it is a picture or a map without labels."},
    {"orient.turned", note, "The page was turned upright.", "Look whether it is right."},
    {"orient.unsure", warning, "Which way is up is not certain; the page was left as it is.",
     "Look at it."},
    {"page.crashed", error, "Working on this scan ended the worker process.",
     "Report the file; other pages are not affected."},
    {"page.failed", error, "A stage could not work on this page.",
     "Read the sentence; run again once its cause is mended."},
    {"page.timeout", error, "Working on this scan took longer than allowed.",
     "Look at the file; raise --page-timeout if it is sound."},
    {"scan.decode-warning", warning, "The decoder repaired or ignored something in the file.",
     "Have the file made again by sound software."},
    {"scan.invalid", error, "The file breaks its format's rules; it cannot be decoded.",
     "Scan or export it again."},
    {"scan.not-an-image", error, "The file's bytes are of no image format that is known.",
     "Replace it by the scan, or remove it."},
    {"scan.too-large", error, "The image has more pixels or bytes than the limit.",
     "Raise the limit if the file is sound."},
    {"scan.truncated", error, "The file ends or breaks before its last pixel.",
     "Copy or scan it again."},
    {"scan.unsupported", error, "The image uses a feature of its format that is not supported.",
     "Export it in a common form."},
    {"scan.wrong-extension", warning, "The name says another format than the bytes.",
     "Rename the file."},
    {"skew.large", note, "The page was tilted and has been straightened for recognition.",
     "Nothing."},
    {"skew.unsure", note, "The page's tilt could not be measured; it was left as it is.",
     "Look at it if its text is poor."},
    {"split.done", note, "An opened book was parted into its two pages.",
     "Look whether the cut is at the gutter; split = none leaves pictures whole."},
    {"split.unsure", warning, "A gutter is seen, but it is not certain that there are two pages.",
     "Look at the picture; it was left whole."},
    {"store.layout", error,
     "The store's description of where objects lie (ocfl_layout.json) cannot be followed.",
     "Restore ocfl_layout.json and its extension's config.json from a copy."},
    {"store.stale-staging", warning, "Remains of an interrupted sealing were cleaned up.",
     "Nothing."},
    {"target.colour", warning, "Colours of the reference target are off their aims.",
     "Check profile and light, then scan the target again before going on."},
    {"target.misregistration", warning,
     "The colour channels do not lie on each other at the target's edges.",
     "Have the scanner or lens looked at."},
    {"target.noise", warning, "The grey patches of the reference target are noisy.",
     "Scan with more light or lower sensitivity."},
    {"target.not-found", warning, "The reference target is not where the recipe says.",
     "Look whether it is in the picture; correct 'place' or 'scans' in the recipe."},
    {"target.not-measured", warning, "Something of the reference target could not be measured.",
     "Correct the recipe as the sentence says, or look at the target."},
    {"target.sampling", warning,
     "The true number of pixels an inch is too low, or not what the file says.",
     "Set the scanner's resolution or the camera's distance, and scan again."},
    {"target.sharpened", warning, "The scan was sharpened more than the guideline allows.",
     "Switch sharpening off in the scanner's software."},
    {"target.sharpness", warning,
     "Edges of the reference target are not as sharp as asked, or sharper than sampling allows.",
     "Focus, clean the glass, and scan the target again."},
    {"target.tone", warning, "Grey patches of the reference target are too light or too dark.",
     "Set exposure and tone curve, then scan the target again before going on."},
    {"target.uneven", warning, "The light over the picture is less even than the guideline asks.",
     "Even out the lamps, or renew the scanner's white reference."},
    {"target.white-balance", warning, "Grey patches of the reference target have a tint.",
     "Set the white balance, then scan the target again before going on."},
});

}  // namespace

std::span<const FindingKind> finding_catalogue() {
    return catalogue;
}

const FindingKind* find_finding_kind(std::string_view code) {
    const auto* at =
        std::lower_bound(catalogue.begin(), catalogue.end(), code,
                         [](const FindingKind& kind, std::string_view c) { return kind.code < c; });
    return at != catalogue.end() && at->code == code ? at : nullptr;
}

Finding make_finding(std::string_view code, std::string place, std::string sentence,
                     std::vector<Number> numbers) {
    const FindingKind* kind = find_finding_kind(code);
    if (!kind) throw std::logic_error("finding of unknown kind: " + std::string(code));
    return {std::string(code), kind->level, std::move(place), std::move(sentence),
            std::move(numbers)};
}

bool has_error(const std::vector<Finding>& findings) {
    return std::any_of(findings.begin(), findings.end(),
                       [](const Finding& f) { return f.level == Level::error; });
}

std::string_view word(Level level) {
    switch (level) {
        case Level::note:
            return "note";
        case Level::warning:
            return "warning";
        case Level::error:
            return "error";
    }
    return "note";
}

}  // namespace nuskha
