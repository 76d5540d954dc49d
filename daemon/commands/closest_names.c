#include "daemon/commands/closest_names.h"

#include "daemon/commands/terminal.h"
#include "rules/text/fold.h"

// The folded form, valid until the next call.
static struct gz_str fold(struct gz_closest_names *c, struct gz_str name)
{
    gz_buffer_clear(&c->folded);
    gz_fold_append(&c->folded, name,
                   (unsigned)GZ_FOLD_WIDTH | (unsigned)GZ_FOLD_CASE |
                       (unsigned)GZ_FOLD_DIACRITICS);
    gz_buffer_append_byte(&c->folded, '\0');
    if (gz_buffer_status(&c->folded) != GZ_OK) {
        c->status = GZ_NO_MEMORY;
        return GZ_STR_LIT("");
    }
    return gz_str_of((const char *)c->folded.data, c->folded.len - 1);
}

void gz_closest_names_init(struct gz_closest_names *c, struct gz_str wanted)
{
    *c = (struct gz_closest_names){.arena = gz_arena_new(SIZE_MAX)};
    gz_buffer_init(&c->folded, 0);
    if (c->arena == NULL) {
        c->status = GZ_NO_MEMORY;
        return;
    }
    c->wanted = gz_arena_copy(c->arena, fold(c, wanted));
    if (c->wanted.ptr == NULL) {
        c->status = GZ_NO_MEMORY;
    }
}

void gz_closest_names_fini(struct gz_closest_names *c)
{
    gz_buffer_fini(&c->folded);
    gz_arena_free(c->arena);
}

static bool is_close(const struct gz_closest_names *c, struct gz_str folded)
{
    const size_t a = c->wanted.len_bytes;
    const size_t b = folded.len_bytes;
    const size_t more = a > b ? a - b : b - a;
    return more * 3 <= (a > b ? a : b) &&
           gz_str_suggest(c->wanted, &folded.ptr, 1) != NULL;
}

static bool begins_alike(const struct gz_closest_names *c, struct gz_str folded)
{
    struct gz_str wanted = c->wanted;
    return gz_str_eq(gz_str_cut(&wanted, ' '), gz_str_cut(&folded, ' '));
}

static void keep(struct gz_closest_names *c, struct gz_closest_name *names,
                 uint32_t *count, struct gz_str name, struct gz_str folded)
{
    for (uint32_t i = 0; i < *count; i++) {
        if (gz_str_eq(names[i].text, name)) {
            return;
        }
    }
    const struct gz_closest_name kept = {
        gz_arena_copy(c->arena, name),
        gz_arena_copy(c->arena, folded),
    };
    if (kept.text.ptr == NULL || kept.folded.ptr == NULL) {
        c->status = GZ_NO_MEMORY;
        return;
    }
    names[(*count)++] = kept;
}

void gz_closest_names_add(struct gz_closest_names *c, struct gz_str name)
{
    if (c->status != GZ_OK) {
        return;
    }
    const struct gz_str folded = fold(c, name);
    if (c->status != GZ_OK) {
        return;
    }
    if (is_close(c, folded)) {
        if (c->kept_count < GZ_CLOSEST_KEPT) {
            keep(c, c->kept, &c->kept_count, name, folded);
        }
    } else if (c->begun_count < GZ_CLOSEST_BEGUN && begins_alike(c, folded)) {
        keep(c, c->begun, &c->begun_count, name, folded);
    }
}

// Take the best of the kept names out of them.
static struct gz_str take_best(struct gz_closest_names *c)
{
    const char *texts[GZ_CLOSEST_KEPT];
    for (uint32_t i = 0; i < c->kept_count; i++) {
        texts[i] = c->kept[i].folded.ptr;
    }
    const char *best = gz_str_suggest(c->wanted, texts, c->kept_count);
    uint32_t at = 0;
    while (texts[at] != best) {
        at++;
    }
    const struct gz_str text = c->kept[at].text;
    c->kept_count--;
    for (; at < c->kept_count; at++) {
        c->kept[at] = c->kept[at + 1];
    }
    return text;
}

uint32_t gz_closest_names_append(struct gz_closest_names *c,
                                 struct gz_buffer *out)
{
    uint32_t shown = 0;
    for (uint32_t begun = 0; shown < GZ_CLOSEST_SHOWN; shown++) {
        struct gz_str text;
        if (c->kept_count > 0) {
            text = take_best(c);
        } else if (begun < c->begun_count) {
            text = c->begun[begun++].text;
        } else {
            break;
        }
        gz_buffer_append_z(out, shown > 0 ? ", \"" : "\"");
        gz_terminal_append_line(out, text);
        gz_buffer_append_byte(out, '"');
    }
    return shown;
}
