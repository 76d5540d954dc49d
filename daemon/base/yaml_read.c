// libyaml's events become a tree.  The parser's marks count code points; this
// file turns them into bytes.  What is refused is reported and skipped where
// the rest can still be read, so that a user sees all mistakes at once.

#include "daemon/base/yaml_read.h"

#include <assert.h>
#include <yaml.h>

#include "daemon/base/map.h"
#include "daemon/base/yaml_problem.h"

struct reader {
    const struct gz_source *src;
    struct gz_error *err;
    struct gz_arena *arena;
    yaml_parser_t parser;
    size_t begin_byte;  // of the document in the source
    size_t end_byte;
    size_t mark_cp;    // the last mark that was converted,
    size_t mark_byte;  // and its byte
    uint32_t nodes;
    uint32_t depth;
    enum gz_status mistake;  // the first that did not stop the reader
    enum gz_status twice;    // the same of keys, which leave a whole tree
};

static enum gz_status no_memory(struct reader *r)
{
    gz_error_set(r->err, GZ_NO_MEMORY, "%s: out of memory", r->src->name);
    return GZ_NO_MEMORY;
}

static bool is_tail(char byte)
{
    return ((unsigned char)byte & 0xC0U) == 0x80U;
}

// Marks mostly grow, and by little: walking from the last one is cheap.
static size_t byte_of(struct reader *r, const yaml_mark_t *mark)
{
    const char *text = r->src->text;

    while (r->mark_cp < mark->index && r->mark_byte < r->end_byte) {
        do {
            r->mark_byte++;
        } while (is_tail(text[r->mark_byte]));
        r->mark_cp++;
    }
    while (r->mark_cp > mark->index && r->mark_byte > r->begin_byte) {
        do {
            r->mark_byte--;
        } while (r->mark_byte > r->begin_byte && is_tail(text[r->mark_byte]));
        r->mark_cp--;
    }
    return r->mark_byte;
}

static uint32_t line_of(struct reader *r, const yaml_mark_t *mark)
{
    return gz_source_place(r->src, byte_of(r, mark)).line;
}

// Report an event and remember that the document is not acceptable.
static void refuse(struct reader *r, const yaml_event_t *event,
                   const char *text)
{
    const size_t begin = byte_of(r, &event->start_mark);
    const size_t end = byte_of(r, &event->end_mark);

    r->mistake = gz_error_span(r->err, r->src, begin, end, "%s", text);
}

static enum gz_status report_parser(struct reader *r)
{
    const yaml_parser_t *p = &r->parser;

    if (p->error == YAML_MEMORY_ERROR || p->problem == NULL) {
        return no_memory(r);
    }
    if (p->error == YAML_READER_ERROR) {
        const bool control = strstr(p->problem, "control") != NULL;
        return gz_error_at(r->err, r->src, r->begin_byte + p->problem_offset,
                           control ? "control character in the text"
                                   : "not valid UTF-8");
    }
    // An open quote is found at the end of the file; show where it begins.
    const bool open = strcmp(p->problem, "found unexpected end of stream") == 0;
    const size_t at = byte_of(r, open ? &p->context_mark : &p->problem_mark);
    const char *text = gz_yaml_problem(p->problem, r->src->text[at]);
    // What is not closed may begin lines before.
    return strstr(p->problem, "',' or") != NULL
               ? gz_error_at(r->err, r->src, at, "%s that begins in line %u",
                             text, line_of(r, &p->context_mark))
               : gz_error_at(r->err, r->src, at, "%s", text);
}

static enum gz_status next_event(struct reader *r, yaml_event_t *event)
{
    if (yaml_parser_parse(&r->parser, event) == 0) {
        return report_parser(r);
    }
    return GZ_OK;
}

static enum gz_status new_node(struct reader *r, enum gz_yaml_kind kind,
                               const yaml_event_t *event,
                               struct gz_yaml_node **out)
{
    if (++r->nodes > GZ_YAML_LIMIT_NODES) {
        gz_error_set(r->err, GZ_LIMIT,
                     "%s: more than %d lists, mappings and values",
                     r->src->name, GZ_YAML_LIMIT_NODES);
        return GZ_LIMIT;
    }
    struct gz_yaml_node *node = GZ_ARENA_NEW(r->arena, struct gz_yaml_node);
    if (node == NULL) {
        return no_memory(r);
    }
    node->kind = kind;
    node->begin_byte = byte_of(r, &event->start_mark);
    node->end_byte = byte_of(r, &event->end_mark);
    *out = node;
    return GZ_OK;
}

static void refuse_extras(struct reader *r, const yaml_event_t *event,
                          const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor != NULL) {
        refuse(r, event, "anchors are not supported");
    }
    if (tag != NULL) {
        refuse(r, event, "tags are not supported");
    }
}

static enum gz_status read_scalar(struct reader *r, const yaml_event_t *event,
                                  struct gz_yaml_node **out)
{
    refuse_extras(r, event, event->data.scalar.anchor, event->data.scalar.tag);
    const enum gz_status st = new_node(r, GZ_YAML_SCALAR, event, out);
    if (st != GZ_OK) {
        return st;
    }
    const struct gz_str text = gz_str_of((const char *)event->data.scalar.value,
                                         event->data.scalar.length);
    (*out)->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    (*out)->text = gz_arena_copy(r->arena, text);
    if ((*out)->text.ptr == NULL) {
        return no_memory(r);
    }
    return GZ_OK;
}

static enum gz_status read_node(struct reader *r, const yaml_event_t *event,
                                struct gz_yaml_node **out);

// Read the node that comes next; at the end of the collection *out is NULL
// and *end_byte says where that is.
static enum gz_status read_next(struct reader *r, struct gz_yaml_node **out,
                                size_t *end_byte)
{
    yaml_event_t event;
    enum gz_status st = next_event(r, &event);
    if (st != GZ_OK) {
        return st;
    }
    *out = NULL;
    if (event.type == YAML_SEQUENCE_END_EVENT ||
        event.type == YAML_MAPPING_END_EVENT) {
        *end_byte = byte_of(r, &event.end_mark);
    } else {
        st = read_node(r, &event, out);
    }
    yaml_event_delete(&event);
    return st;
}

// The value behind a key, which becomes the mapping's child.
static enum gz_status read_value(struct reader *r, struct gz_yaml_node **child)
{
    const struct gz_yaml_node *key = *child;
    size_t unused = 0;

    if (key->kind != GZ_YAML_SCALAR) {
        r->mistake = gz_error_span(
            r->err, r->src, key->begin_byte, key->end_byte,
            "a key must be a word, not %s", gz_yaml_kind_name(key));
    }
    const enum gz_status st = read_next(r, child, &unused);
    if (st == GZ_OK) {
        assert(*child != NULL);  // no end comes between a key and its value
        (*child)->key = key;
    }
    return st;
}

static enum gz_status read_children(struct reader *r, bool block,
                                    struct gz_yaml_node *node)
{
    const struct gz_yaml_node **link = &node->first;
    size_t end = node->end_byte;

    for (;;) {
        struct gz_yaml_node *child = NULL;
        enum gz_status st = read_next(r, &child, &end);
        if (st == GZ_OK && child != NULL && node->kind == GZ_YAML_MAPPING) {
            st = read_value(r, &child);
        }
        if (st != GZ_OK) {
            return st;
        }
        if (child == NULL) {
            break;
        }
        *link = child;
        link = &child->next;
        node->count++;
        // The end event of a block stands on a later line.
        node->end_byte = child->end_byte;
    }
    node->end_byte = block ? node->end_byte : end;
    return GZ_OK;
}

static void report_twice(struct reader *r, const struct gz_yaml_node *key,
                         size_t earlier_byte)
{
    r->twice = gz_error_span(
        r->err, r->src, key->begin_byte, key->end_byte,
        "key \"" GZ_STR_FMT "\" stands twice (first in line %u)",
        GZ_STR_ARG(key->text), gz_source_place(r->src, earlier_byte).line);
}

static enum gz_status check_keys(struct reader *r,
                                 const struct gz_yaml_node *mapping)
{
    struct gz_map *seen = gz_map_new(mapping->count);
    enum gz_status st = seen == NULL ? GZ_NO_MEMORY : GZ_OK;

    const struct gz_yaml_node *child = mapping->first;
    for (; st == GZ_OK && child != NULL; child = child->next) {
        const struct gz_yaml_node *key = child->key;
        uint64_t *earlier_byte = NULL;
        bool added = true;
        if (key->kind == GZ_YAML_SCALAR) {
            st = gz_map_put(seen, key->text, key->begin_byte, &earlier_byte,
                            &added);
        }
        if (st == GZ_OK && !added) {
            report_twice(r, key, (size_t)*earlier_byte);
        }
    }
    gz_map_free(seen);
    return st == GZ_OK ? GZ_OK : no_memory(r);
}

static enum gz_status read_collection(struct reader *r, bool block,
                                      struct gz_yaml_node *node)
{
    if (r->depth == GZ_YAML_LIMIT_DEPTH) {
        return gz_error_at(r->err, r->src, node->begin_byte,
                           "nested deeper than %d levels", GZ_YAML_LIMIT_DEPTH);
    }
    r->depth++;
    enum gz_status st = read_children(r, block, node);
    r->depth--;
    if (st == GZ_OK && node->kind == GZ_YAML_MAPPING && node->count > 1) {
        st = check_keys(r, node);
    }
    return st;
}

static enum gz_status read_sequence(struct reader *r, const yaml_event_t *event,
                                    struct gz_yaml_node **out)
{
    refuse_extras(r, event, event->data.sequence_start.anchor,
                  event->data.sequence_start.tag);
    const enum gz_status st = new_node(r, GZ_YAML_SEQUENCE, event, out);
    if (st != GZ_OK) {
        return st;
    }
    return read_collection(
        r, event->data.sequence_start.style == YAML_BLOCK_SEQUENCE_STYLE, *out);
}

static enum gz_status read_mapping(struct reader *r, const yaml_event_t *event,
                                   struct gz_yaml_node **out)
{
    refuse_extras(r, event, event->data.mapping_start.anchor,
                  event->data.mapping_start.tag);
    const enum gz_status st = new_node(r, GZ_YAML_MAPPING, event, out);
    if (st != GZ_OK) {
        return st;
    }
    return read_collection(
        r, event->data.mapping_start.style == YAML_BLOCK_MAPPING_STYLE, *out);
}

static enum gz_status read_node(struct reader *r, const yaml_event_t *event,
                                struct gz_yaml_node **out)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return read_scalar(r, event, out);
    case YAML_SEQUENCE_START_EVENT:
        return read_sequence(r, event, out);
    case YAML_MAPPING_START_EVENT:
        return read_mapping(r, event, out);
    default:
        assert(event->type == YAML_ALIAS_EVENT);
        refuse(r, event, "aliases are not supported");
        return new_node(r, GZ_YAML_SCALAR, event, out);
    }
}

static enum gz_status start_document(struct reader *r,
                                     const yaml_event_t *event, bool first)
{
    if (!first) {
        refuse(r, event, "only one document is allowed");
        return GZ_INVALID;
    }
    if (event->data.document_start.version_directive != NULL ||
        event->data.document_start.tag_directives.start !=
            event->data.document_start.tag_directives.end) {
        refuse(r, event, "directives are not supported");
    }
    return GZ_OK;
}

// What an empty document is read as.
static enum gz_status read_nothing(struct reader *r, const yaml_event_t *event,
                                   struct gz_yaml_node **out)
{
    const enum gz_status st = new_node(r, GZ_YAML_SCALAR, event, out);
    if (st == GZ_OK) {
        (*out)->plain = true;
        (*out)->text = GZ_STR_LIT("");
    }
    return st;
}

static enum gz_status read_event(struct reader *r, const yaml_event_t *event,
                                 struct gz_yaml_node **root)
{
    switch (event->type) {
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        return GZ_OK;
    case YAML_DOCUMENT_START_EVENT:
        return start_document(r, event, *root == NULL);
    case YAML_STREAM_END_EVENT:
        return *root == NULL ? read_nothing(r, event, root) : GZ_OK;
    default:
        return read_node(r, event, root);
    }
}

static enum gz_status read_stream(struct reader *r, struct gz_yaml_node **root)
{
    enum gz_status st = GZ_OK;
    bool ended = false;

    while (st == GZ_OK && !ended) {
        yaml_event_t event;
        st = next_event(r, &event);
        if (st == GZ_OK) {
            st = read_event(r, &event, root);
            ended = event.type == YAML_STREAM_END_EVENT;
            yaml_event_delete(&event);
        }
    }
    return st;
}

// Some editors put a mark before UTF-8, which is no text.
static size_t skip_mark(const struct gz_source *src, size_t begin_byte,
                        size_t end_byte)
{
    const struct gz_str mark = GZ_STR_LIT("\xEF\xBB\xBF");
    const struct gz_str text =
        gz_str_of(src->text + begin_byte, end_byte - begin_byte);
    return begin_byte == 0 && gz_str_starts(text, mark) ? mark.len_bytes
                                                        : begin_byte;
}

enum gz_status gz_yaml_read(const struct gz_source *src, size_t begin_byte,
                            size_t end_byte, struct gz_arena *arena,
                            const struct gz_yaml_node **root,
                            struct gz_error *err)
{
    begin_byte = skip_mark(src, begin_byte, end_byte);
    struct reader r = {.src = src,
                       .err = err,
                       .arena = arena,
                       .begin_byte = begin_byte,
                       .end_byte = end_byte,
                       .mark_byte = begin_byte};
    struct gz_yaml_node *node = NULL;

    if (yaml_parser_initialize(&r.parser) == 0) {
        return no_memory(&r);
    }
    // Said, not guessed: UTF-16 is refused like any other non-UTF-8.
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser,
                                 (const unsigned char *)src->text + begin_byte,
                                 end_byte - begin_byte);
    enum gz_status st = read_stream(&r, &node);
    yaml_parser_delete(&r.parser);
    st = st == GZ_OK ? r.mistake : st;
    *root = st == GZ_OK ? node : NULL;
    return st == GZ_OK ? r.twice : st;
}
