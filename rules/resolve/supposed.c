#include "rules/resolve/supposed.h"

#include <stdlib.h>

#include "rules/compile/phrase_table.h"
#include "rules/resolve/linking.h"
#include "rules/resolve/shout.h"
#include "rules/text/token_keys.h"
#include "rules/types.h"

enum {
    WORDS_MOST = 4,     // of a name
    LETTERS_LEAST = 3,  // of a name of one word
    KIND_LETTERS = 6,   // of a word with digits that is a kind of thing
    SIEVE_WORDS = 64,   // of 64 bits each
};

// Keys of words, or of the words of a phrase together.
struct key_set {
    uint64_t *keys;  // owned, sorted
    size_t count;
    // Bits of keys, and of those of the first words of phrases: nearly no word
    // of a text has one.
    uint64_t sieve[SIEVE_WORDS];
};

struct supposition {
    uint16_t type;
    struct gz_str type_path;
    struct gz_str language;
    struct key_set unless;
    struct key_set behind;
};

struct gz_supposed {
    uint32_t count;
    struct supposition items[];
};

// The body of an article on its way.
struct finder {
    const struct supposition *what;
    struct gz_draft *draft;
    const struct gz_passage *passage;
    uint32_t *covers;  // of each token, see enum cover
    struct gz_draft_mention *fresh;
    uint32_t count;
    uint32_t *firsts;  // words that may have their capital from their place
    uint32_t first_count;
};

// Why a token is no part of a name.
enum cover {
    COVER_NONE,  // it may be one
    COVER_PHRASE,
    COVER_VALUE,
    COVER_MENTION,  // and the number of the mention
};

// --- what packs say ---

static bool may_begin(const struct key_set *set, uint64_t key)
{
    return (set->sieve[key >> 6 & (SIEVE_WORDS - 1)] >> (key & 63) & 1) != 0;
}

static uint64_t cut_key(struct gz_str *rest)
{
    const struct gz_str word = gz_str_cut(rest, ' ');
    return gz_token_key(word.ptr, word.len_bytes, word.len_bytes);
}

static void add_phrase(struct key_set *set, struct gz_str phrase)
{
    struct gz_str rest = phrase;
    uint64_t key = cut_key(&rest);
    for (;; key = gz_phrase_hash(key, cut_key(&rest))) {
        set->sieve[key >> 6 & (SIEVE_WORDS - 1)] |= UINT64_C(1) << (key & 63);
        if (rest.ptr == NULL) {
            break;
        }
    }
    set->keys[set->count++] = key;
}

static int compare(const void *left, const void *right)
{
    const uint64_t a = *(const uint64_t *)left;
    const uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static bool fill(struct key_set *out, const struct gz_rule_set *rules,
                 const uint32_t *lists, uint32_t count)
{
    size_t room = 1;
    for (uint32_t i = 0; i < count; i++) {
        room += rules->lists[lists[i]].phrase_count;
    }
    out->keys = calloc(room, sizeof(*out->keys));
    if (out->keys == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct gz_rule_list *list = &rules->lists[lists[i]];
        for (uint32_t k = 0; k < list->phrase_count; k++) {
            add_phrase(out, list->phrases[k]);
        }
    }
    qsort(out->keys, out->count, sizeof(*out->keys), compare);
    return true;
}

static bool has(const struct key_set *set, uint64_t key)
{
    return may_begin(set, key) &&
           bsearch(&key, set->keys, set->count, sizeof(key), compare) != NULL;
}

struct gz_supposed *gz_supposed_new(const struct gz_rule_set *rules)
{
    const uint32_t count = rules == NULL ? 0 : rules->supposed_count;
    struct gz_supposed *s =
        calloc(1, sizeof(*s) + count * sizeof(struct supposition));
    bool good = s != NULL;
    for (uint32_t i = 0; i < count && good; i++) {
        const struct gz_rule_supposed *said = &rules->supposed[i];
        struct supposition *item = &s->items[s->count++];
        item->type = said->type;
        item->type_path = gz_type_tree_path(rules->types, said->type);
        item->language = rules->packs[said->pack].language;
        good = fill(&item->unless, rules, said->unless, said->unless_count) &&
               fill(&item->behind, rules, said->behind, said->behind_count);
    }
    if (!good) {
        gz_supposed_free(s);
        return NULL;
    }
    return s;
}

void gz_supposed_free(struct gz_supposed *s)
{
    for (uint32_t i = 0; s != NULL && i < s->count; i++) {
        free(s->items[i].unless.keys);
        free(s->items[i].behind.keys);
    }
    free(s);
}

// --- what is no name ---

static const struct gz_token *token_at(const struct finder *f, uint32_t token)
{
    return &f->passage->tokens.items[token];
}

static bool is_capital(const struct finder *f, uint32_t token)
{
    const struct gz_token *t = token_at(f, token);
    return t->kind == GZ_TOKEN_WORD && (t->flags & GZ_TOKEN_CAPITAL) != 0;
}

static void cover(struct finder *f, uint32_t begin, uint32_t end, uint32_t by)
{
    for (uint32_t t = begin; t < end; t++) {
        f->covers[t] = by;
    }
}

// The phrases that no name has, begun at a token.
static void cover_phrases(struct finder *f, uint32_t token)
{
    const struct gz_tokens *tokens = &f->passage->tokens;
    uint64_t key = tokens->keys[token];
    for (uint32_t end = token + 1; may_begin(&f->what->unless, key); end++) {
        if (has(&f->what->unless, key)) {
            cover(f, token, end, COVER_PHRASE);
        }
        if (end == tokens->count) {
            break;
        }
        key = gz_phrase_hash(key, tokens->keys[end]);
    }
}

static void cover_all(struct finder *f, const struct gz_values *values)
{
    const struct gz_draft *draft = f->draft;
    for (uint32_t t = 0; t < f->passage->tokens.count; t++) {
        if (is_capital(f, t)) {
            cover_phrases(f, t);
        }
    }
    for (uint32_t i = 0; i < values->count; i++) {
        cover(f, values->items[i].begin_token, values->items[i].end_token,
              COVER_VALUE);
    }
    for (uint32_t i = gz_draft_at(draft, GZ_FIELD_BODY, 0);
         i < draft->mention_count; i++) {
        cover(f, draft->mentions[i].begin_token, draft->mentions[i].end_token,
              COVER_MENTION + i);
    }
}

static bool is_mention(const struct finder *f, uint32_t token)
{
    return f->covers[token] >= COVER_MENTION;
}

// Whether a name would go on with the token beside it: not in "on Monday
// Zembla", nor in "But Zembla" where a sentence begins.
static bool goes_on(const struct finder *f, const struct gz_sentence *s,
                    uint32_t token)
{
    const bool other =
        f->covers[token] == COVER_VALUE ||
        (f->covers[token] == COVER_PHRASE && token == s->first_token);
    return is_mention(f, token) || (is_capital(f, token) && !other) ||
           gz_passage_is_mark(f->passage, token, '-');
}

static bool has_digit(const struct finder *f, const struct gz_token *t)
{
    bool digit = false;
    for (uint32_t b = t->begin_byte; b < t->end_byte; b++) {
        const char c = f->passage->text.ptr[b];
        digit |= c >= '0' && c <= '9';
    }
    return digit;
}

// "H20", "A100s"
static bool is_kind(const struct finder *f, uint32_t token)
{
    const struct gz_token *t = token_at(f, token);
    const uint32_t length = t->end_byte - t->begin_byte;
    return length < LETTERS_LEAST ||
           (length <= KIND_LETTERS && has_digit(f, t));
}

// Whether a sentence or a quotation begins with a token.
static bool is_first(const struct finder *f, const struct gz_sentence *s,
                     uint32_t token)
{
    return token == s->first_token ||
           (token_at(f, token - 1)->kind == GZ_TOKEN_MARK &&
            !gz_passage_is_mark(f->passage, token - 1, ',') &&
            !gz_passage_is_mark(f->passage, token - 1, '('));
}

// "its Zembla", "the new Zembla"
static bool is_thing(const struct finder *f, const struct gz_sentence *s,
                     uint32_t token)
{
    const uint64_t *keys = f->passage->tokens.keys;
    return has(&f->what->behind, keys[token - 1]) ||
           (token > s->first_token + 1 && !is_capital(f, token - 1) &&
            has(&f->what->behind, keys[token - 2]));
}

// "Globex's Zembla" is a part of Globex, "Ruritania's Zembla" may be anybody.
static bool is_part(const struct finder *f, const struct gz_sentence *s,
                    uint32_t token)
{
    if (token < s->first_token + 2 ||
        token_at(f, token - 1)->kind != GZ_TOKEN_POSSESSIVE ||
        !is_mention(f, token - 2)) {
        return false;
    }
    const struct gz_draft *draft = f->draft;
    const struct gz_draft_mention *owner =
        &draft->mentions[f->covers[token - 2] - COVER_MENTION];
    return gz_type_is_a(draft->entities[owner->entity].entry.type,
                        f->what->type_path);
}

static bool may_follow(const struct finder *f, const struct gz_sentence *s,
                       uint32_t token)
{
    return token == s->first_token ||
           (!goes_on(f, s, token - 1) && !is_thing(f, s, token) &&
            !is_part(f, s, token));
}

static bool may_precede(const struct finder *f, const struct gz_sentence *s,
                        uint32_t token)
{
    return token == s->end_token ||
           (!goes_on(f, s, token) &&
            token_at(f, token)->kind != GZ_TOKEN_POSSESSIVE);
}

// --- what is one ---

static bool is_free(const struct finder *f, uint32_t token)
{
    return is_capital(f, token) && f->covers[token] == COVER_NONE;
}

// Where the words in capitals end that a free one begins.
static uint32_t end_of(const struct finder *f, const struct gz_sentence *s,
                       uint32_t token, uint32_t *words)
{
    uint32_t end = token + 1;
    for (*words = 1;; (*words)++) {
        const bool hyphen =
            end + 1 < s->end_token && gz_passage_is_mark(f->passage, end, '-');
        const uint32_t next = end + hyphen;
        if (next >= s->end_token || !is_free(f, next) ||
            (token_at(f, next)->flags & GZ_TOKEN_LINE_BEFORE) != 0) {
            return end;
        }
        end = next + 1;
    }
}

static enum gz_status add(struct finder *f, uint32_t begin, uint32_t end)
{
    struct gz_linked to;
    const enum gz_status st = gz_linking_find(f->draft, GZ_FIELD_BODY, begin,
                                              end, f->what->type, &to);
    if (st == GZ_OK) {
        f->fresh[f->count++] = (struct gz_draft_mention){
            .field = GZ_FIELD_BODY,
            .begin_token = begin,
            .end_token = end,
            .entity = to.entity,
            .how = to.how,
            .rule = GZ_STR_LIT("supposed"),
            .supposed = true,
        };
    }
    return st;
}

static enum gz_status read_sentence(struct finder *f,
                                    const struct gz_sentence *s)
{
    enum gz_status st = GZ_OK;
    uint32_t t = s->first_token;
    while (t < s->end_token && st == GZ_OK) {
        if (!is_free(f, t)) {
            t++;
            continue;
        }
        uint32_t words = 0;
        const uint32_t end = end_of(f, s, t, &words);
        const bool kind = words == 1 && is_kind(f, t);
        if (words == 1 && !kind && is_first(f, s, t)) {
            f->firsts[f->first_count] = t;
            f->first_count += may_precede(f, s, end);
        } else if (words <= WORDS_MOST && !kind && may_follow(f, s, t) &&
                   may_precede(f, s, end)) {
            st = add(f, t, end);
        }
        t = end;
    }
    return st;
}

static bool is_found(const struct finder *f, uint32_t count, uint64_t key)
{
    const uint64_t *keys = f->passage->tokens.keys;
    bool found = false;
    for (uint32_t i = 0; i < count && !found; i++) {
        const struct gz_draft_mention *m = &f->fresh[i];
        found =
            m->end_token == m->begin_token + 1 && keys[m->begin_token] == key;
    }
    return found;
}

// A word that begins a sentence is a name where it is one inside of another.
static enum gz_status add_firsts(struct finder *f)
{
    const uint32_t count = f->count;
    enum gz_status st = GZ_OK;
    for (uint32_t i = 0; i < f->first_count && st == GZ_OK; i++) {
        const uint32_t t = f->firsts[i];
        if (is_found(f, count, f->passage->tokens.keys[t])) {
            st = add(f, t, t + 1);
        }
    }
    return st;
}

static uint32_t count_free(const struct finder *f)
{
    uint32_t count = 0;
    for (uint32_t t = 0; t < f->passage->tokens.count; t++) {
        count += is_free(f, t);
    }
    return count;
}

static enum gz_status find(struct finder *f, const struct gz_values *values)
{
    const struct gz_sentences *sentences = &f->passage->sentences;
    struct gz_arena *arena = f->draft->in.arena;
    f->covers = GZ_ARENA_ARRAY(arena, uint32_t, f->passage->tokens.count);
    if (f->covers == NULL) {
        return GZ_LIMIT;
    }
    cover_all(f, values);
    const size_t most = count_free(f);
    f->fresh = gz_arena_alloc(arena, most * sizeof(*f->fresh));
    f->firsts = gz_arena_alloc(arena, (most + 1) * sizeof(*f->firsts));
    enum gz_status st =
        f->fresh == NULL || f->firsts == NULL ? GZ_LIMIT : GZ_OK;
    for (uint32_t i = 0; i < sentences->count && st == GZ_OK; i++) {
        if (!gz_shout_is(f->passage, &sentences->items[i])) {
            st = read_sentence(f, &sentences->items[i]);
        }
    }
    if (st == GZ_OK) {
        st = add_firsts(f);
    }
    return st == GZ_OK ? gz_draft_insert(f->draft, f->fresh, f->count) : st;
}

enum gz_status gz_supposed_find(const struct gz_supposed *s,
                                const struct gz_values values[GZ_FIELD_COUNT],
                                struct gz_draft *draft)
{
    enum gz_status st = GZ_OK;
    for (uint32_t i = 0; i < s->count && st == GZ_OK; i++) {
        struct finder f = {
            .what = &s->items[i],
            .draft = draft,
            .passage = &draft->in.doc->fields[GZ_FIELD_BODY],
        };
        if (gz_document_speaks(draft->in.doc, f.what->language)) {
            st = find(&f, &values[GZ_FIELD_BODY]);
        }
    }
    return st;
}
