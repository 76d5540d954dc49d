#include "daemon/explain/near_words.h"

#include "rules/language/inflect.h"

struct words {
    const struct gz_rule_set *set;
    struct gz_arena *arena;
    struct gz_str *items;
    uint32_t count;
    uint32_t room;
    enum gz_status status;
};

static void add(struct words *w, struct gz_str word)
{
    for (uint32_t i = 0; i < w->count; i++) {
        if (gz_str_eq(w->items[i], word)) {
            return;
        }
    }
    if (w->count == w->room) {
        const uint32_t room = 2 * w->room + 16;
        struct gz_str *grown =
            gz_arena_grow(w->arena, w->items, w->count * sizeof(*grown),
                          room * sizeof(*grown));
        if (grown == NULL) {
            w->status = GZ_LIMIT;
            return;
        }
        w->items = grown;
        w->room = room;
    }
    w->items[w->count++] = word;
}

static void add_all(struct words *w, const struct gz_str *items, uint32_t count)
{
    for (uint32_t i = 0; i < count && w->status == GZ_OK; i++) {
        add(w, items[i]);
    }
}

// Without its quantifier, which says nothing of what would do.
static void add_printed(struct words *w, const struct gz_pattern *part)
{
    struct gz_pattern once = *part;
    struct gz_buffer text;
    once.repeat_min = 1;
    once.repeat_max = 1;
    gz_buffer_init(&text, 0);
    gz_pattern_print(&once, &text);
    const struct gz_str copy = gz_arena_copy(w->arena, gz_buffer_str(&text));
    gz_buffer_fini(&text);
    if (copy.ptr == NULL) {
        w->status = GZ_LIMIT;
    } else {
        add(w, copy);
    }
}

static void add_forms(struct words *w, const struct gz_pattern *part)
{
    const struct gz_str *forms;
    uint32_t count;
    if (gz_inflections_forms(w->set->inflections, part->text, w->arena, &forms,
                             &count) != GZ_OK) {
        w->status = GZ_LIMIT;
        return;
    }
    add_all(w, forms, count);
}

static void add_part(struct words *w, const struct gz_pattern *part)
{
    const struct gz_rule_list *list = NULL;
    switch (part->kind) {
    case GZ_PATTERN_WORD:
        add(w, part->text);
        return;
    case GZ_PATTERN_FORMS:
        add_forms(w, part);
        return;
    case GZ_PATTERN_LIST:
        list = gz_rule_set_list(w->set, part);
        if (list != NULL) {
            add_all(w, list->phrases, list->phrase_count);
            return;
        }
        break;
    case GZ_PATTERN_CHOICE:  // of words, which is one state
    case GZ_PATTERN_SEQUENCE:
        for (const struct gz_pattern *c = part->first; c != NULL; c = c->next) {
            add_part(w, c);
        }
        return;
    default:
        break;
    }
    add_printed(w, part);
}

// A phrase is as near as its first word.
static size_t distance(struct gz_str word, struct gz_str found)
{
    struct gz_str rest = word;
    const struct gz_str first = gz_str_cut(&rest, ' ');
    const size_t whole = gz_str_distance(word, found);
    const size_t begin = gz_str_distance(first, found);
    return whole < begin ? whole : begin;
}

// Short words are near each other by chance.
static bool is_close(struct gz_str word, struct gz_str found)
{
    const size_t d = distance(word, found);
    const size_t shorter =
        word.len_bytes < found.len_bytes ? word.len_bytes : found.len_bytes;
    return d != SIZE_MAX && shorter > 2 && 3 * d <= shorter;
}

// Close ones to the front, stably.
static uint32_t sort_close(struct words *w, struct gz_str found)
{
    uint32_t close = 0;
    for (uint32_t i = 0; i < w->count; i++) {
        const struct gz_str one = w->items[i];
        if (!is_close(one, found)) {
            continue;
        }
        uint32_t at = close++;
        while (at > 0 &&
               distance(w->items[at - 1], found) > distance(one, found)) {
            at--;
        }
        for (uint32_t k = i; k > at; k--) {
            w->items[k] = w->items[k - 1];
        }
        w->items[at] = one;
    }
    return close;
}

bool gz_near_words_needs(const struct gz_near_miss *near,
                         const struct gz_pattern *item)
{
    for (uint32_t i = 0; i < near->wanted_count; i++) {
        if (near->wanted[i].item == item && !near->wanted[i].optional) {
            return true;
        }
    }
    return false;
}

bool gz_near_words_first(const struct gz_near_miss *near, uint32_t number)
{
    for (uint32_t i = 0; i < number; i++) {
        if (near->wanted[i].item == near->wanted[number].item) {
            return false;
        }
    }
    return true;
}

enum gz_status gz_near_words_list(const struct gz_rule_set *set,
                                  const struct gz_near_miss *near,
                                  const struct gz_pattern *item,
                                  struct gz_str found, struct gz_arena *arena,
                                  struct gz_near_words *out)
{
    struct words w = {.set = set, .arena = arena};
    const bool needs = gz_near_words_needs(near, item);
    for (uint32_t i = 0; i < near->wanted_count; i++) {
        const struct gz_near_part *part = &near->wanted[i];
        // What an item can do without is noise beside what it cannot.
        if (part->item == item && part->optional != needs) {
            add_part(&w, part->part);
        }
    }
    out->close_count = w.status == GZ_OK ? sort_close(&w, found) : 0;
    out->items = w.items;
    out->count = w.count;
    return w.status;
}

// --- the pattern around an item ---

static bool is_plain_group(const struct gz_pattern *p)
{
    return (p->kind == GZ_PATTERN_SEQUENCE || p->kind == GZ_PATTERN_CHOICE) &&
           p->repeat_min == 1 && p->repeat_max == 1 && p->role.len_bytes == 0;
}

static void append_behind(const struct gz_pattern *p, struct gz_buffer *out)
{
    for (const struct gz_pattern *n = p->next; n != NULL; n = n->next) {
        gz_buffer_append_z(out, out->len == 0 ? "" : " ");
        if (n->kind == GZ_PATTERN_CHOICE && is_plain_group(n)) {
            gz_buffer_append_byte(out, '(');
            gz_pattern_print(n, out);
            gz_buffer_append_byte(out, ')');
        } else {
            gz_pattern_print(n, out);
        }
    }
}

// Whether the item is in a part; if so what follows there is appended.
static bool find_item(const struct gz_pattern *p, const struct gz_pattern *item,
                      struct gz_buffer *out)
{
    if (p == item) {
        return true;
    }
    if (!is_plain_group(p)) {
        return false;
    }
    for (const struct gz_pattern *c = p->first; c != NULL; c = c->next) {
        if (find_item(c, item, out)) {
            if (p->kind == GZ_PATTERN_SEQUENCE) {
                append_behind(c, out);
            }
            return true;
        }
    }
    return false;
}

void gz_near_words_rest(const struct gz_pattern *root,
                        const struct gz_pattern *item, struct gz_buffer *out)
{
    find_item(root, item, out);
}

void gz_near_words_begin(const struct gz_pattern *root, struct gz_buffer *out)
{
    const struct gz_pattern *p = root;
    while (p->kind == GZ_PATTERN_SEQUENCE && is_plain_group(p) &&
           p->first != NULL) {
        p = p->first;
        while (p->next != NULL &&
               (p->repeat_min == 0 || p->kind == GZ_PATTERN_GAP ||
                p->kind == GZ_PATTERN_FIRST)) {
            p = p->next;
        }
    }
    gz_pattern_print(p, out);
}
