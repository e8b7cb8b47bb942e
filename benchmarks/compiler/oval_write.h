// The parts of an OVAL document as XML (OVAL 5.11.2), attributes and elements in the order of its schema.
#pragma once

#include "benchmarks/compiler/oval_document.h"

namespace assay::benchmarks {

void write_part(xml::Writer& out, const oval::Object& object);
void write_part(xml::Writer& out, const oval::State& state);
void write_part(xml::Writer& out, const oval::Test& test);
void write_part(xml::Writer& out, const oval::Variable& variable);
void write_definition(xml::Writer& out, const OvalDefinition& definition, std::string_view id);

}  // namespace assay::benchmarks
