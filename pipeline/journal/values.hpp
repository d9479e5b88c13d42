// The values of the journal in JSON and CBOR (RFC 8949): in the journal's blobs, and between the
// coordinator and its workers. Fields carry the names they have in the structs, so the JSON reads
// well; a rectangle is [x, y, width, height], a point [x, y].
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <vector>

#include "pipeline/journal.hpp"

namespace nuskha {

void to_json(nlohmann::json& j, const Number& v);
void to_json(nlohmann::json& j, const Finding& v);
void to_json(nlohmann::json& j, const Event& v);
void to_json(nlohmann::json& j, const Digests& v);
void to_json(nlohmann::json& j, const Point& v);
void to_json(nlohmann::json& j, const Size& v);
void to_json(nlohmann::json& j, const Rect& v);
void to_json(nlohmann::json& j, const Affine& v);
void to_json(nlohmann::json& j, const Geometry& v);
void to_json(nlohmann::json& j, const Character& v);
void to_json(nlohmann::json& j, const Word& v);
void to_json(nlohmann::json& j, const Line& v);
void to_json(nlohmann::json& j, const Block& v);
void to_json(nlohmann::json& j, const Model& v);
void to_json(nlohmann::json& j, const Text& v);
void to_json(nlohmann::json& j, const ImageFacts& v);
void to_json(nlohmann::json& j, const WorkingTone& v);
void to_json(nlohmann::json& j, const PageId& v);
void to_json(nlohmann::json& j, const Page& v);
void to_json(nlohmann::json& j, const ExpectedDigest& v);
void to_json(nlohmann::json& j, const Override& v);
void to_json(nlohmann::json& j, const KnownPage& v);
void to_json(nlohmann::json& j, const ScanFile& v);
void to_json(nlohmann::json& j, const Description& v);
void to_json(nlohmann::json& j, const MetadataFile& v);
void to_json(nlohmann::json& j, const Item& v);
void to_json(nlohmann::json& j, const Batch& v);
void to_json(nlohmann::json& j, const ScanRecord& v);
void to_json(nlohmann::json& j, const PageRecord& v);
void to_json(nlohmann::json& j, const ItemOutcome& v);
void to_json(nlohmann::json& j, const Breach& v);
void to_json(nlohmann::json& j, const GateVerdict& v);
void to_json(nlohmann::json& j, const RunFacts& v);

// These throw nlohmann::json::exception where a field is missing or of the wrong kind.
void from_json(const nlohmann::json& j, Number& v);
void from_json(const nlohmann::json& j, Finding& v);
void from_json(const nlohmann::json& j, Event& v);
void from_json(const nlohmann::json& j, Digests& v);
void from_json(const nlohmann::json& j, Point& v);
void from_json(const nlohmann::json& j, Size& v);
void from_json(const nlohmann::json& j, Rect& v);
void from_json(const nlohmann::json& j, Affine& v);
void from_json(const nlohmann::json& j, Geometry& v);
void from_json(const nlohmann::json& j, Character& v);
void from_json(const nlohmann::json& j, Word& v);
void from_json(const nlohmann::json& j, Line& v);
void from_json(const nlohmann::json& j, Block& v);
void from_json(const nlohmann::json& j, Model& v);
void from_json(const nlohmann::json& j, Text& v);
void from_json(const nlohmann::json& j, ImageFacts& v);
void from_json(const nlohmann::json& j, WorkingTone& v);
void from_json(const nlohmann::json& j, PageId& v);
void from_json(const nlohmann::json& j, Page& v);
void from_json(const nlohmann::json& j, ExpectedDigest& v);
void from_json(const nlohmann::json& j, Override& v);
void from_json(const nlohmann::json& j, KnownPage& v);
void from_json(const nlohmann::json& j, ScanFile& v);
void from_json(const nlohmann::json& j, Description& v);
void from_json(const nlohmann::json& j, MetadataFile& v);
void from_json(const nlohmann::json& j, Item& v);
void from_json(const nlohmann::json& j, Batch& v);
void from_json(const nlohmann::json& j, ScanRecord& v);
void from_json(const nlohmann::json& j, PageRecord& v);
void from_json(const nlohmann::json& j, ItemOutcome& v);
void from_json(const nlohmann::json& j, Breach& v);
void from_json(const nlohmann::json& j, GateVerdict& v);
void from_json(const nlohmann::json& j, RunFacts& v);

std::vector<std::uint8_t> to_cbor(const PageRecord& record);
std::vector<std::uint8_t> to_cbor(const ScanRecord& record);
std::vector<std::uint8_t> to_cbor(const ItemOutcome& outcome);
std::vector<std::uint8_t> to_cbor(const Batch& batch);
std::vector<std::uint8_t> to_cbor(const Item& item);
std::vector<std::uint8_t> to_cbor(const ScanFile& scan);
std::vector<std::uint8_t> to_cbor(const Text& text);
std::vector<std::uint8_t> to_cbor(const RunFacts& facts);

// The way back. The bytes may come from a broken disk or a worker that was led astray: whatever is
// not what the function names, and whatever is nested deeper than our values are, is
// Failure(store).
PageRecord page_record_from_cbor(std::span<const std::uint8_t> bytes);
ScanRecord scan_record_from_cbor(std::span<const std::uint8_t> bytes);
ItemOutcome item_outcome_from_cbor(std::span<const std::uint8_t> bytes);
Batch batch_from_cbor(std::span<const std::uint8_t> bytes);
Item item_from_cbor(std::span<const std::uint8_t> bytes);
ScanFile scan_file_from_cbor(std::span<const std::uint8_t> bytes);
Text text_from_cbor(std::span<const std::uint8_t> bytes);
RunFacts run_facts_from_cbor(std::span<const std::uint8_t> bytes);

}  // namespace nuskha
