#include "rules/compile/lexicon.h"

#include "rules/compile/pattern_cover.h"

enum { ARENA_BYTES = 64 << 20 };

enum gz_status gz_lexicon_init(struct gz_lexicon *l,
                               const struct gz_inflections *inflections)
{
    *l = (struct gz_lexicon){
        .inflections = inflections,
        .arena = gz_arena_new(ARENA_BYTES),
        .words = gz_map_new(0),
        .forms = gz_map_new(0),
    };
    gz_buffer_init(&l->known, 0);
    return l->arena == NULL || l->words == NULL || l->forms == NULL
               ? GZ_NO_MEMORY
               : GZ_OK;
}

void gz_lexicon_fini(struct gz_lexicon *l)
{
    gz_buffer_fini(&l->known);
    gz_map_free(l->forms);
    gz_map_free(l->words);
    gz_arena_free(l->arena);
}

// Tokens of scratch, for good.
static enum gz_status keep(struct gz_lexicon *l,
                           const struct gz_word_tokens *from,
                           struct gz_word_tokens *out)
{
    struct gz_word_token *items =
        GZ_ARENA_ARRAY(l->arena, struct gz_word_token, from->count);
    if (items == NULL) {
        return GZ_NO_MEMORY;
    }
    for (uint32_t i = 0; i < from->count; i++) {
        items[i] = from->items[i];
        items[i].text = gz_arena_copy(l->arena, from->items[i].text);
        if (items[i].text.ptr == NULL) {
            return GZ_NO_MEMORY;
        }
    }
    *out = (struct gz_word_tokens){items, from->count};
    return GZ_OK;
}

static enum gz_status spell_one(struct gz_lexicon *l, struct gz_str text,
                                struct gz_arena *scratch,
                                struct gz_spelling *out)
{
    struct gz_word_tokens words;
    if (gz_word_tokens_cut(text, scratch, &words) != GZ_OK ||
        keep(l, &words, &out->words) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    out->per_1000 =
        words.count == 0 ? 0 : gz_pattern_cover_word(words.items[0].text);
    return GZ_OK;
}

static enum gz_status spell(struct gz_lexicon *l, const struct gz_pattern *node,
                            struct gz_arena *scratch, struct gz_spellings *out)
{
    const struct gz_str *texts = &node->text;
    uint32_t count = 1;
    if (node->kind == GZ_PATTERN_FORMS &&
        gz_inflections_forms(l->inflections, node->text, scratch, &texts,
                             &count) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    struct gz_spelling *items =
        GZ_ARENA_ARRAY(l->arena, struct gz_spelling, count);
    enum gz_status st = items == NULL ? GZ_NO_MEMORY : GZ_OK;
    for (uint32_t i = 0; i < count && st == GZ_OK; i++) {
        st = spell_one(l, texts[i], scratch, &items[i]);
    }
    *out = (struct gz_spellings){items, count};
    return st;
}

// Remember the spellings of a text.
static enum gz_status enter(struct gz_lexicon *l, struct gz_map *map,
                            struct gz_str text, const struct gz_spellings *s)
{
    const struct gz_str key = gz_arena_copy(l->arena, text);
    uint64_t *slot;
    if (key.ptr == NULL) {
        return GZ_NO_MEMORY;
    }
    const size_t number = l->known.len / sizeof(*s);
    gz_buffer_append(&l->known, s, sizeof(*s));
    return gz_buffer_status(&l->known) == GZ_OK
               ? gz_map_put(map, key, number, &slot, NULL)
               : GZ_NO_MEMORY;
}

enum gz_status gz_lexicon_spell(struct gz_lexicon *l,
                                const struct gz_pattern *node,
                                struct gz_arena *scratch,
                                struct gz_spellings *out)
{
    struct gz_map *map = node->kind == GZ_PATTERN_FORMS ? l->forms : l->words;
    const uint64_t *number = gz_map_get(map, node->text);
    if (number != NULL) {
        *out =
            ((const struct gz_spellings *)(const void *)l->known.data)[*number];
        return GZ_OK;
    }
    const enum gz_status st = spell(l, node, scratch, out);
    return st == GZ_OK ? enter(l, map, node->text, out) : st;
}
