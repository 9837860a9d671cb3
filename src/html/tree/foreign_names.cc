#include "html/tree/foreign_names.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace lycosa::html {
namespace {

// In the order of their lower-case forms.
constexpr std::string_view kSvgTags[] = {
    "altGlyph",
    "altGlyphDef",
    "altGlyphItem",
    "animateColor",
    "animateMotion",
    "animateTransform",
    "clipPath",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feImage",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "foreignObject",
    "glyphRef",
    "linearGradient",
    "radialGradient",
    "textPath",
};

constexpr std::string_view kSvgAttributes[] = {
    "attributeName",
    "attributeType",
    "baseFrequency",
    "baseProfile",
    "calcMode",
    "clipPathUnits",
    "diffuseConstant",
    "edgeMode",
    "filterUnits",
    "glyphRef",
    "gradientTransform",
    "gradientUnits",
    "kernelMatrix",
    "kernelUnitLength",
    "keyPoints",
    "keySplines",
    "keyTimes",
    "lengthAdjust",
    "limitingConeAngle",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "maskContentUnits",
    "maskUnits",
    "numOctaves",
    "pathLength",
    "patternContentUnits",
    "patternTransform",
    "patternUnits",
    "pointsAtX",
    "pointsAtY",
    "pointsAtZ",
    "preserveAlpha",
    "preserveAspectRatio",
    "primitiveUnits",
    "refX",
    "refY",
    "repeatCount",
    "repeatDur",
    "requiredExtensions",
    "requiredFeatures",
    "specularConstant",
    "specularExponent",
    "spreadMethod",
    "startOffset",
    "stdDeviation",
    "stitchTiles",
    "surfaceScale",
    "systemLanguage",
    "tableValues",
    "targetX",
    "targetY",
    "textLength",
    "viewBox",
    "viewTarget",
    "xChannelSelector",
    "yChannelSelector",
    "zoomAndPan",
};

// A bit for each first letter that a spelling of a length has: most names are told by it.
template <size_t kCount>
constexpr auto first_letters(const std::string_view (&spellings)[kCount]) {
  std::array<uint32_t, 32> letters{};
  for (std::string_view s : spellings) letters[s.size()] |= 1u << (ascii_lower(s.front()) - 'a');
  return letters;
}
constexpr auto kAttributeLetters = first_letters(kSvgAttributes);

bool before_ignoring_case(std::string_view a, std::string_view b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [](char x, char y) { return ascii_lower(x) < ascii_lower(y); });
}

template <size_t kCount>
std::string_view find_spelling(const std::string_view (&spellings)[kCount], std::string_view lower) {
  const auto* found = std::lower_bound(std::begin(spellings), std::end(spellings), lower, before_ignoring_case);
  return found != std::end(spellings) && equals_ignoring_case(*found, lower) ? *found : std::string_view{};
}

struct Qualified {
  std::string_view name;
  QualifiedName parts;
};

constexpr Qualified kQualified[] = {
    {"xlink:actuate", {AttributeSpace::xlink, 6}}, {"xlink:arcrole", {AttributeSpace::xlink, 6}},
    {"xlink:href", {AttributeSpace::xlink, 6}},    {"xlink:role", {AttributeSpace::xlink, 6}},
    {"xlink:show", {AttributeSpace::xlink, 6}},    {"xlink:title", {AttributeSpace::xlink, 6}},
    {"xlink:type", {AttributeSpace::xlink, 6}},    {"xml:lang", {AttributeSpace::xml, 4}},
    {"xml:space", {AttributeSpace::xml, 4}},       {"xmlns", {AttributeSpace::xmlns, 0}},
    {"xmlns:xlink", {AttributeSpace::xmlns, 6}},
};

}  // namespace

std::string_view svg_tag_name(std::string_view lower) {
  return find_spelling(kSvgTags, lower);
}

std::string_view foreign_attribute_name(std::string_view lower, Namespace space) {
  if (space == Namespace::mathml) return lower == "definitionurl" ? "definitionURL" : std::string_view{};
  const uint32_t letter = static_cast<uint32_t>(lower.front() - 'a');
  if (lower.size() >= kAttributeLetters.size() || letter > 25 || (kAttributeLetters[lower.size()] >> letter & 1) == 0) {
    return {};
  }
  return find_spelling(kSvgAttributes, lower);
}

QualifiedName qualified_attribute_name(std::string_view name) {
  if (!name.starts_with('x')) return {};
  for (const Qualified& row : kQualified) {
    if (row.name == name) return row.parts;
  }
  return {};
}

}  // namespace lycosa::html
