// Lines are all that is looked at; what they say is left to who reads them.

#include "daemon/alert/subscription/subscription_cut.h"

#include <stdlib.h>
#include <string.h>

static struct gz_str line_at(struct gz_str text, size_t at)
{
    const char *from = text.ptr + at;
    const char *end = memchr(from, '\n', text.len_bytes - at);
    return gz_str_of(from,
                     end != NULL ? (size_t)(end - from) : text.len_bytes - at);
}

static size_t next_line(struct gz_str text, size_t at)
{
    const size_t end = at + line_at(text, at).len_bytes + 1;
    return end < text.len_bytes ? end : text.len_bytes;
}

static size_t indent_of(struct gz_str line)
{
    size_t n = 0;
    while (n < line.len_bytes && line.ptr[n] == ' ') {
        n++;
    }
    return n;
}

// Without anything but blanks or a comment behind so many blanks.
static bool is_blank(struct gz_str line, size_t indent)
{
    return indent == line.len_bytes || line.ptr[indent] == '#' ||
           line.ptr[indent] == '\r';
}

static bool is_item(struct gz_str line, size_t indent)
{
    return line.ptr[indent] == '-' &&
           (indent + 1 == line.len_bytes || line.ptr[indent + 1] == ' ' ||
            line.ptr[indent + 1] == '\r');
}

static bool is_key(struct gz_str line)
{
    const struct gz_str key = GZ_STR_LIT("subscriptions:");
    if (!gz_str_starts(line, key)) {
        return false;
    }
    const struct gz_str rest =
        gz_str_of(line.ptr + key.len_bytes, line.len_bytes - key.len_bytes);
    const size_t blanks = indent_of(rest);
    return is_blank(rest, blanks) &&
           (rest.len_bytes == 0 || blanks > 0 || rest.ptr[0] == '\r');
}

// The first line that says something, from `at` on.
static size_t skip_blank(struct gz_str text, size_t at)
{
    while (at < text.len_bytes) {
        const struct gz_str line = line_at(text, at);
        if (!is_blank(line, indent_of(line))) {
            break;
        }
        at = next_line(text, at);
    }
    return at;
}

// Behind the line "subscriptions:", or the end.
static size_t find_first(struct gz_str text)
{
    size_t at = 0;
    while (at < text.len_bytes && !is_key(line_at(text, at))) {
        at = next_line(text, at);
    }
    return at < text.len_bytes ? skip_blank(text, next_line(text, at)) : at;
}

static bool add(struct gz_subscription_cut *cut, size_t *room, size_t at)
{
    if (cut->count + 1 >= *room) {
        const size_t more = *room == 0 ? 64 : 2 * *room;
        size_t *grown = realloc(cut->begins, more * sizeof(*grown));
        if (grown == NULL) {
            return false;
        }
        cut->begins = grown;
        *room = more;
    }
    cut->begins[cut->count++] = at;
    return true;
}

// Whether a line can stand among items that begin behind so many blanks.
static bool goes_on(struct gz_str line, size_t indent, size_t items)
{
    return is_blank(line, indent) || indent > items ||
           (indent == items && is_item(line, indent));
}

enum gz_status gz_subscription_cut(struct gz_str text, size_t part_bytes,
                                   struct gz_subscription_cut *out, bool *fits,
                                   size_t *at)
{
    size_t room = 0;
    *out = (struct gz_subscription_cut){.count = 0};
    *at = find_first(text);
    const size_t items = indent_of(line_at(text, *at));
    *fits = *at < text.len_bytes && is_item(line_at(text, *at), items);
    while (*fits && *at < text.len_bytes) {
        const struct gz_str line = line_at(text, *at);
        const size_t indent = indent_of(line);
        *fits = goes_on(line, indent, items);
        if (*fits && indent == items && !is_blank(line, indent) &&
            (out->count == 0 ||
             *at - out->begins[out->count - 1] >= part_bytes) &&
            !add(out, &room, *at)) {
            return GZ_NO_MEMORY;
        }
        *at = *fits ? next_line(text, *at) : *at;
    }
    if (*fits) {
        out->begins[out->count] = text.len_bytes;
    }
    return GZ_OK;
}

void gz_subscription_cut_fini(struct gz_subscription_cut *cut)
{
    free(cut->begins);
    *cut = (struct gz_subscription_cut){.count = 0};
}
