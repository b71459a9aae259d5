#include "kb/import/html_tree.h"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <memory>
#include <utility>

#include <gumbo.h>

#include "kb/base/ascii.h"

namespace kb {

namespace {

constexpr std::size_t block_size = 1 << 20;

// Memory that is given back all at once. The parser's own way walks the tree by recursion: a page of a hundred thousand
// levels would end the process.
class Arena {
public:
    static void* allocate(void* self, std::size_t size) { return static_cast<Arena*>(self)->take(size); }
    static void release(void*, void*) {}

private:
    void* take(std::size_t size) {
        size = (size + 15) & ~std::size_t{15};
        if (size > left_) {
            left_ = std::max(size, block_size);
            blocks_.push_back(std::make_unique<char[]>(left_));
            next_ = blocks_.back().get();
        }
        left_ -= size;
        return std::exchange(next_, next_ + size);
    }

    std::deque<std::unique_ptr<char[]>> blocks_;
    char* next_ = nullptr;
    std::size_t left_ = 0;
};

const GumboVector* children_of(const GumboNode* node) {
    if (node->type == GUMBO_NODE_DOCUMENT) return &node->v.document.children;
    if (node->type == GUMBO_NODE_ELEMENT) return &node->v.element.children;
    return nullptr;
}

const GumboNode* child_at(const GumboVector& children, unsigned i) {
    return static_cast<const GumboNode*>(children.data[i]);
}

bool is_text_node(const GumboNode* node) {
    return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA;
}

bool is_hidden_text(const GumboNode* node) {
    if (node->type != GUMBO_NODE_ELEMENT) return false;
    const GumboTag tag = node->v.element.tag;
    return tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_STYLE || tag == GUMBO_TAG_TEMPLATE;
}

std::string tag_of(const GumboElement& element) {
    if (element.tag_namespace == GUMBO_NAMESPACE_SVG) return "svg";
    if (element.tag_namespace == GUMBO_NAMESPACE_MATHML) return "math";
    if (element.tag != GUMBO_TAG_UNKNOWN) return gumbo_normalized_tagname(element.tag);
    GumboStringPiece name = element.original_tag;
    gumbo_tag_from_original_text(&name);
    return name.length == 0 ? std::string("span") : lower_ascii({name.data, name.length});
}

// All text below, without recursion.
std::string deep_text(const GumboNode* node) {
    std::string text;
    std::vector<const GumboNode*> waiting{node};
    while (!waiting.empty()) {
        const GumboNode* next = waiting.back();
        waiting.pop_back();
        if (is_text_node(next)) text += next->v.text.text;
        const GumboVector* children = is_hidden_text(next) ? nullptr : children_of(next);
        for (unsigned i = children == nullptr ? 0 : children->length; i > 0; --i) waiting.push_back(child_at(*children, i - 1));
    }
    return text;
}

class TreeReader {
public:
    HtmlTree read(const GumboNode* root) {
        if (root != nullptr && root->type == GUMBO_NODE_ELEMENT) read_element(root, tree_.root, 0);
        return std::move(tree_);
    }

private:
    void read_element(const GumboNode* from, HtmlNode& into, int depth) {
        const GumboElement& element = from->v.element;
        into.tag = tag_of(element);
        into.line = static_cast<int>(element.start_pos.line);
        for (unsigned i = 0; i < element.attributes.length; ++i) {
            const auto* attribute = static_cast<const GumboAttribute*>(element.attributes.data[i]);
            into.attributes.push_back({lower_ascii(std::string_view(attribute->name)), attribute->value});
        }
        if (depth >= max_html_depth) return read_deep(from, into);
        if (into.is("svg")) return;
        for (unsigned i = 0; i < element.children.length; ++i) read_child(child_at(element.children, i), into, depth);
    }

    void read_child(const GumboNode* from, HtmlNode& parent, int depth) {
        if (is_text_node(from)) {
            parent.children.push_back({});
            parent.children.back().text = from->v.text.text;
            parent.children.back().line = static_cast<int>(from->v.text.start_pos.line);
        } else if (from->type == GUMBO_NODE_ELEMENT && !is_hidden_text(from)) {
            parent.children.push_back({});
            read_element(from, parent.children.back(), depth + 1);
        }
    }

    void read_deep(const GumboNode* from, HtmlNode& into) {
        tree_.was_too_deep = true;
        into.children.push_back({});
        into.children.back().text = deep_text(from);
        into.children.back().line = into.line;
    }

    HtmlTree tree_;
};

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

}  // namespace

std::string_view HtmlNode::attribute(std::string_view name) const {
    for (const HtmlAttribute& attribute : attributes) {
        if (attribute.name == name) return attribute.value;
    }
    return {};
}

bool HtmlNode::has(std::string_view name) const {
    return std::any_of(attributes.begin(), attributes.end(), [&](const HtmlAttribute& attribute) { return attribute.name == name; });
}

bool HtmlNode::has_class(std::string_view name) const {
    const std::string_view all = attribute("class");
    for (std::size_t at = 0; (at = all.find(name, at)) != std::string_view::npos; ++at) {
        const std::size_t end = at + name.size();
        if ((at == 0 || is_space(all[at - 1])) && (end == all.size() || is_space(all[end]))) return true;
    }
    return false;
}

HtmlTree parse_html(std::string_view text) {
    Arena arena;
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = Arena::allocate;
    options.deallocator = Arena::release;
    options.userdata = &arena;
    options.max_errors = 0;
    const GumboOutput* output = gumbo_parse_with_options(&options, text.data(), text.size());
    return output == nullptr ? HtmlTree() : TreeReader().read(output->root);
}

std::string text_of(const HtmlNode& node) {
    std::string text;
    each_html_node(node, [&text](const HtmlNode& inner) { text += inner.text; });
    return text;
}

}  // namespace kb
