#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/clean_line.h"
#include "html/document.h"
#include "url/url.h"

namespace lycosa::inline extract {

// The URL that relative references are resolved against: the first base element with an href, else the page's own.
Url document_base(const html::Document& document, const Url& page);

// What an address of the page refers to once it is resolved. Each address is resolved once and kept. What they take
// together is bounded by the page's size; addresses beyond that count as invalid.
class References {
 public:
  // `encoding` is the page's, for the queries of its links; empty for UTF-8.
  References(const html::Document& document, Url base, std::string_view encoding = {});

  const Url& base() const { return base_; }

  enum class Kind : uint8_t {
    none,     // there is no address
    http,     // http or https
    other,    // another scheme
    invalid,  // not a URL
  };
  struct Reference {
    Kind kind = Kind::none;
    std::optional<Url> url;
    bool safe = false;  // there is a URL, and Markdown may link to it: http, https, mailto, tel, ftp
  };
  // Of an a, area or link element its href, of a frame or iframe its src.
  const Reference& link(html::NodeId element);
  // Of an img: its src, or where src is a placeholder, what lazy loaders read.
  const Reference& image(html::NodeId element);
  Reference resolve(std::string_view address) const;

 private:
  const Reference& remember(html::NodeId element, Reference reference);

  // Writes queries as the page's encoding has them.
  class Encoding : public QueryEncoding {
   public:
    explicit Encoding(std::string_view name) : name_(name) {}
    bool is_utf8() const { return name_.empty() || name_ == "UTF-8"; }
    std::string encode(std::string_view utf8, std::vector<size_t>& escaped) const override;

   private:
    std::string name_;
  };

  const html::Document& document_;
  Url base_;
  Encoding encoding_;
  std::vector<uint32_t> index_;       // by node, into references_; 0 is unknown
  std::deque<Reference> references_;  // they do not move
  size_t budget_;                     // bytes that further addresses may take
};

}  // namespace lycosa::inline extract
