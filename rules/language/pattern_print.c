// Patterns as text, in the one form that pattern.c gives a tree.

#include "rules/language/pattern.h"

static void append_escaped(struct gz_buffer *out, struct gz_str text, char mark)
{
    for (size_t i = 0; i < text.len_bytes; i++) {
        const char c = text.ptr[i];
        if (c == '\\' && mark == '/' && i + 1 < text.len_bytes) {
            gz_buffer_append_byte(out, (uint8_t)c);
            i++;
        } else if (c == mark || (c == '\\' && mark == '"')) {
            gz_buffer_append_byte(out, '\\');
        }
        gz_buffer_append_byte(out, (uint8_t)text.ptr[i]);
    }
}

static void append_marked(struct gz_buffer *out, struct gz_str text, char mark)
{
    gz_buffer_append_byte(out, (uint8_t)mark);
    append_escaped(out, text, mark);
    gz_buffer_append_byte(out, (uint8_t)mark);
}

static void append_type(const struct gz_pattern *node, struct gz_buffer *out)
{
    gz_buffer_append_byte(out, '<');
    if (node->role.len_bytes > 0) {
        gz_buffer_append_str(out, node->role);
        gz_buffer_append_byte(out, ':');
    }
    gz_buffer_append_str(out, node->text);
    gz_buffer_append_byte(out, '>');
}

static void append_gap(const struct gz_pattern *node, struct gz_buffer *out)
{
    gz_buffer_append_z(out, "..");
    if (node->gap_max != GZ_PATTERN_GAP_MAX) {
        gz_buffer_append_fmt(out, "%u", (unsigned)node->gap_max);
    }
}

static void append_atom(const struct gz_pattern *node, struct gz_buffer *out)
{
    switch (node->kind) {
    case GZ_PATTERN_LITERAL:
        append_marked(out, node->text, '"');
        break;
    case GZ_PATTERN_REGEX:
        append_marked(out, node->text, '/');
        break;
    case GZ_PATTERN_TYPE:
        append_type(node, out);
        break;
    case GZ_PATTERN_GAP:
        append_gap(node, out);
        break;
    case GZ_PATTERN_NUMBER:
        gz_buffer_append_byte(out, '#');
        break;
    case GZ_PATTERN_FIRST:
        gz_buffer_append_byte(out, '^');
        break;
    case GZ_PATTERN_LAST:
        gz_buffer_append_byte(out, '$');
        break;
    default:
        gz_buffer_append_z(out, node->kind == GZ_PATTERN_LIST    ? "$"
                                : node->kind == GZ_PATTERN_MACRO ? "%"
                                                                 : "");
        gz_buffer_append_str(out, node->text);
        gz_buffer_append_z(out, node->kind == GZ_PATTERN_FORMS ? "~" : "");
        break;
    }
}

static void append_quantifier(const struct gz_pattern *node,
                              struct gz_buffer *out)
{
    const unsigned min = node->repeat_min;
    const unsigned max = node->repeat_max;
    if (min == 1 && max == 1) {
        return;
    }
    if (max == 1) {
        gz_buffer_append_byte(out, '?');
    } else if (max == GZ_PATTERN_REPEAT_MAX && min <= 1) {
        gz_buffer_append_byte(out, min == 0 ? '*' : '+');
    } else if (min == max) {
        gz_buffer_append_fmt(out, "{%u}", min);
    } else {
        gz_buffer_append_fmt(out, "{%u,%u}", min, max);
    }
}

static bool is_group(const struct gz_pattern *node)
{
    return node->kind == GZ_PATTERN_SEQUENCE || node->kind == GZ_PATTERN_CHOICE;
}

static bool is_plain(const struct gz_pattern *node)
{
    return node->role.len_bytes == 0 && node->repeat_min == 1 &&
           node->repeat_max == 1;
}

static void append(const struct gz_pattern *node,
                   const struct gz_pattern *parent, struct gz_buffer *out);

static void append_children(const struct gz_pattern *node,
                            struct gz_buffer *out)
{
    const struct gz_pattern *child = node->first;
    for (; child != NULL; child = child->next) {
        if (child != node->first) {
            gz_buffer_append_z(out,
                               node->kind == GZ_PATTERN_CHOICE ? " | " : " ");
        }
        append(child, node, out);
    }
}

// A sequence needs no brackets as a branch of a choice, nor as all there is.
static bool needs_brackets(const struct gz_pattern *node,
                           const struct gz_pattern *parent)
{
    const bool branch = parent == NULL || (parent->kind == GZ_PATTERN_CHOICE &&
                                           node->kind == GZ_PATTERN_SEQUENCE);
    return !branch || !is_plain(node);
}

static void append(const struct gz_pattern *node,
                   const struct gz_pattern *parent, struct gz_buffer *out)
{
    if (node->role.len_bytes > 0 && node->kind != GZ_PATTERN_TYPE) {
        gz_buffer_append_str(out, node->role);
        gz_buffer_append_byte(out, ':');
    }
    if (is_group(node)) {
        const bool brackets = needs_brackets(node, parent);
        gz_buffer_append_z(out, brackets ? "(" : "");
        append_children(node, out);
        gz_buffer_append_z(out, brackets ? ")" : "");
    } else {
        append_atom(node, out);
    }
    append_quantifier(node, out);
}

void gz_pattern_print(const struct gz_pattern *pattern, struct gz_buffer *out)
{
    append(pattern, NULL, out);
}
