#include "rules/compile/pattern_words.h"

#include <assert.h>
#include <stdlib.h>

#include "rules/compile/pattern_cover.h"
#include "rules/text/tokens.h"

static bool spell(struct gz_pattern_compiler *c, const struct gz_pattern *node,
                  struct gz_spellings *out)
{
    if (gz_lexicon_spell(&c->lexicon, node, c->scratch, out) != GZ_OK) {
        gz_pattern_compile_fail(c, GZ_NO_MEMORY);
        return false;
    }
    return true;
}

// A mark of ASCII whose key no other token has, control characters aside.
static bool is_plain_mark(struct gz_str text)
{
    return text.len_bytes == 1 && text.ptr[0] >= 0x20 && text.ptr[0] < 0x40;
}

// Whether a token can be told by its key alone.
static bool by_key(const struct gz_pattern *node, const struct gz_word_token *w)
{
    if (node->kind == GZ_PATTERN_LITERAL) {
        return is_plain_mark(w->text);
    }
    return w->kind != GZ_TOKEN_POSSESSIVE;
}

// Whether a spelling is one token that is told so.
static bool is_one(const struct gz_pattern *node,
                   const struct gz_word_tokens *words)
{
    return words->count == 1 && by_key(node, &words->items[0]);
}

static uint32_t literal_state(struct gz_pattern_compiler *c,
                              const struct gz_pattern *node,
                              const struct gz_word_token *w, uint32_t next)
{
    struct gz_buffer *literals = &c->program->literals;
    const struct gz_literal literal = {
        w->key, gz_arena_copy(c->program->arena, w->text)};
    if (literal.text.ptr == NULL) {
        gz_pattern_compile_fail(c, GZ_NO_MEMORY);
        return 0;
    }
    const uint32_t number = (uint32_t)(literals->len / sizeof(literal));
    gz_buffer_append(literals, &literal, sizeof(literal));
    return gz_pattern_compile_state(c, node,
                                    (struct gz_state){.kind = GZ_STATE_LITERAL,
                                                      .next = next,
                                                      .u.span = {number, 1}});
}

static uint32_t token_state(struct gz_pattern_compiler *c,
                            const struct gz_pattern *node,
                            const struct gz_word_token *w, uint32_t next)
{
    struct gz_state state = {
        .kind = GZ_STATE_KEY, .next = next, .u.key = w->key};
    if (node->kind == GZ_PATTERN_LITERAL && !by_key(node, w)) {
        return literal_state(c, node, w, next);
    }
    if (!by_key(node, w)) {
        state.kind = GZ_STATE_CLASS;
        state.role = GZ_CLASS_POSSESSIVE;
    }
    return gz_pattern_compile_state(c, node, state);
}

// Hyphens inside a word may be missing in the text, but for literals.
static bool may_miss(const struct gz_pattern *node,
                     const struct gz_word_tokens *words, uint32_t i)
{
    return node->kind != GZ_PATTERN_LITERAL && i > 0 && i + 1 < words->count &&
           gz_str_is(words->items[i].text, "-");
}

// The states of one token of a word, which may be a hyphen that is missing.
static struct gz_part token_part(struct gz_pattern_compiler *c,
                                 const struct gz_pattern *node,
                                 const struct gz_word_tokens *words, uint32_t i,
                                 uint32_t next)
{
    const struct gz_word_token *w = &words->items[i];
    struct gz_part part = {.min_tokens = 1, .max_tokens = 1, .width = 1};
    part.start = token_state(c, node, w, next);
    gz_pattern_cover_state(c, &part, node, gz_pattern_cover_word(w->text));
    if (may_miss(node, words, i)) {
        gz_pattern_cover_drop(&part);
        part.min_tokens = 0;
        part.start = gz_pattern_compile_state(
            c, node,
            (struct gz_state){
                .kind = GZ_STATE_SPLIT, .next = part.start, .u.other = next});
    }
    return part;
}

// A word cut into tokens.
static struct gz_part chain(struct gz_pattern_compiler *c,
                            const struct gz_pattern *node,
                            const struct gz_word_tokens *words, uint32_t next)
{
    struct gz_part whole = {.start = next};
    struct gz_part *parts =
        GZ_ARENA_ARRAY(c->scratch, struct gz_part, words->count);
    if (parts == NULL) {
        gz_pattern_compile_fail(c, GZ_NO_MEMORY);
        return whole;
    }
    for (uint32_t i = words->count; i-- > 0;) {
        parts[i] = token_part(c, node, words, i, whole.start);
        whole.start = parts[i].start;
    }
    for (uint32_t i = 0; i < words->count; i++) {
        gz_pattern_cover_sequence(c, &whole, &parts[i]);
        whole.min_tokens = (uint16_t)(whole.min_tokens + parts[i].min_tokens);
        whole.max_tokens++;
        whole.width++;
    }
    return whole;
}

static int compare_keys(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a;
    const uint64_t y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

// One state for words of one token; those of several are left out.
struct key_set {
    uint64_t *keys;
    uint32_t count;
    double per_1000;
};

static bool add_keys(struct gz_pattern_compiler *c,
                     const struct gz_pattern *node,
                     const struct gz_spellings *spellings, struct key_set *set)
{
    uint64_t *grown = gz_arena_grow(
        c->scratch, set->keys, set->count * sizeof(uint64_t),
        ((size_t)set->count + spellings->count) * sizeof(uint64_t));
    if (grown == NULL) {
        gz_pattern_compile_fail(c, GZ_NO_MEMORY);
        return false;
    }
    set->keys = grown;
    for (uint32_t i = 0; i < spellings->count; i++) {
        const struct gz_spelling *s = &spellings->items[i];
        if (is_one(node, &s->words)) {
            set->keys[set->count++] = s->words.items[0].key;
            set->per_1000 += s->per_1000;
        }
    }
    return true;
}

static struct gz_part keys_part(struct gz_pattern_compiler *c,
                                const struct gz_pattern *node,
                                struct key_set *set, uint32_t next)
{
    struct gz_buffer *keys = &c->program->keys;
    struct gz_state state = {.kind = GZ_STATE_KEYS, .next = next};
    state.u.span.first = (uint32_t)(keys->len / sizeof(uint64_t));
    assert(set->count > 0 && set->keys != NULL);
    qsort(set->keys, set->count, sizeof(uint64_t), compare_keys);
    for (uint32_t i = 0; i < set->count; i++) {
        if (i == 0 || set->keys[i] != set->keys[i - 1]) {
            gz_buffer_append(keys, &set->keys[i], sizeof(uint64_t));
            state.u.span.count++;
        }
    }
    if (state.u.span.count == 1) {
        state.kind = GZ_STATE_KEY;
        state.u.key = set->keys[0];
    }
    struct gz_part part = {.min_tokens = 1, .max_tokens = 1, .width = 1};
    part.start = gz_pattern_compile_state(c, node, state);
    gz_pattern_cover_state(c, &part, node, set->per_1000);
    return part;
}

// The alternative a before b: forms of several tokens beside those of one.
static struct gz_part either(struct gz_pattern_compiler *c,
                             const struct gz_pattern *node, struct gz_part a,
                             struct gz_part b)
{
    const struct gz_part both[2] = {a, b};
    struct gz_part out = {
        .min_tokens = a.min_tokens < b.min_tokens ? a.min_tokens : b.min_tokens,
        .max_tokens = a.max_tokens > b.max_tokens ? a.max_tokens : b.max_tokens,
        .width = a.width > b.width ? a.width : b.width,
    };
    out.start = gz_pattern_compile_state(
        c, node,
        (struct gz_state){
            .kind = GZ_STATE_SPLIT, .next = a.start, .u.other = b.start});
    gz_pattern_cover_choice(c, &out, both, 2);
    return out;
}

struct gz_part gz_pattern_words(struct gz_pattern_compiler *c,
                                const struct gz_pattern *node, uint32_t next)
{
    const struct gz_part none = {.start = next};
    struct gz_spellings spellings;
    struct key_set set = {0};
    gz_arena_reset(c->scratch);
    if (!spell(c, node, &spellings) || !add_keys(c, node, &spellings, &set)) {
        return none;
    }
    bool made = set.count > 0;
    struct gz_part part = made ? keys_part(c, node, &set, next) : none;
    for (uint32_t i = 0; i < spellings.count; i++) {
        const struct gz_word_tokens *words = &spellings.items[i].words;
        if (words->count == 0 || is_one(node, words)) {
            continue;
        }
        const struct gz_part one = chain(c, node, words, next);
        part = made ? either(c, node, part, one) : one;
        made = true;
    }
    return part;
}

// A node that is a word of one token in all its forms.
static bool is_simple(struct gz_pattern_compiler *c,
                      const struct gz_pattern *node, struct key_set *set)
{
    const bool word = node->kind == GZ_PATTERN_WORD ||
                      node->kind == GZ_PATTERN_FORMS ||
                      node->kind == GZ_PATTERN_LITERAL;
    struct gz_spellings spellings;
    if (!word || node->role.len_bytes > 0 || node->repeat_min != 1 ||
        node->repeat_max != 1 || !spell(c, node, &spellings)) {
        return false;
    }
    const uint32_t before = set->count;
    return add_keys(c, node, &spellings, set) &&
           set->count == before + spellings.count;
}

// The only child of a sequence that is nothing more.
static const struct gz_pattern *unwrap(const struct gz_pattern *node)
{
    while (node->kind == GZ_PATTERN_SEQUENCE && node->first != NULL &&
           node->first->next == NULL && node->role.len_bytes == 0 &&
           node->repeat_min == 1 && node->repeat_max == 1) {
        node = node->first;
    }
    return node;
}

bool gz_pattern_words_choice(struct gz_pattern_compiler *c,
                             const struct gz_pattern *choice, uint32_t next,
                             struct gz_part *out)
{
    struct key_set set = {0};
    gz_arena_reset(c->scratch);
    for (const struct gz_pattern *child = choice->first; child != NULL;
         child = child->next) {
        if (!is_simple(c, unwrap(child), &set)) {
            return false;
        }
    }
    *out = keys_part(c, choice, &set, next);
    return true;
}
