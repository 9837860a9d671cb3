// The front door: parse() and parse_fragment() (HTML standard, sections 13.2 and 13.4).

#include "html/tree/parse.h"

#include "html/html.h"
#include "html/tokenizer/input_stream.h"
#include "html/tree/tree_builder.h"

namespace lycosa::html {
namespace {

Document refused_document(std::string source) {
  DocumentBuilder builder(std::move(source));
  auto& data = builder.data();
  data.flags.refused = true;
  data.html = builder.make_element(Tag::html, Namespace::html, kNoOffset);
  data.head = builder.make_element(Tag::head, Namespace::html, kNoOffset);
  data.body = builder.make_element(Tag::body, Namespace::html, kNoOffset);
  builder.append(0, data.html);
  builder.append(data.html, data.head);
  builder.append(data.html, data.body);
  return builder.finish();
}

void prepare_errors(DocumentBuilder& builder, const ParseOptions& options) {
  auto& log = builder.data().errors;
  log.keep_list = options.list_errors;
  if (!options.list_errors) return;
  find_input_errors(builder.source(), [&](ParseErrorKind kind, size_t at) {
    log.list.push({kind, static_cast<uint32_t>(at)});
  });
}

}  // namespace

Document parse(std::string utf8, const ParseOptions& options) {
  return parse_at(std::move(utf8), options, best_simd_level());
}

Document parse_at(std::string utf8, const ParseOptions& options, SimdLevel level) {
  if (utf8.size() > kMaxSource) return refused_document(std::move(utf8));
  DocumentBuilder builder(std::move(utf8));
  prepare_errors(builder, options);
  TreeBuilder(builder, options, level).run();
  return builder.finish();
}

Document parse_fragment(std::string utf8, const FragmentContext& context, const ParseOptions& options) {
  if (utf8.size() > kMaxSource) return refused_document(std::move(utf8));
  DocumentBuilder builder(std::move(utf8));
  prepare_errors(builder, options);
  TreeBuilder tree(builder, options, best_simd_level());
  tree.set_context(context);
  tree.run();
  // The fragment is what the root element got.
  const NodeId root = builder.data().html;
  builder.remove(root);
  builder.move_children(root, 0);
  builder.data().html = kNoNode;
  return builder.finish();
}

}  // namespace lycosa::html
