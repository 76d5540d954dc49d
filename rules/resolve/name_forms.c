#include "rules/resolve/name_forms.h"

#include "rules/resolve/linking.h"
#include "rules/resolve/pinyin.h"
#include "rules/text/token_keys.h"
#include "rules/types.h"

enum { ACRONYM_LEAST = 3, ACRONYM_MOST = 8, SHORT_BYTES_LEAST = 3 };

// A name in full where it stands, and where its forms go.
struct name {
    struct gz_draft *draft;
    const struct gz_draft_mention *m;
    const struct gz_passage *passage;
    struct gz_form_table *table;
};

static const struct gz_token *token_at(const struct name *n, uint32_t i)
{
    return &n->passage->tokens.items[i];
}

static struct gz_str text_at(const struct name *n, uint32_t i)
{
    const struct gz_token *t = token_at(n, i);
    return gz_str_of(n->passage->text.ptr + t->begin_byte,
                     t->end_byte - t->begin_byte);
}

static bool is_capital(const struct name *n, uint32_t i)
{
    return token_at(n, i)->kind == GZ_TOKEN_WORD &&
           (token_at(n, i)->flags & GZ_TOKEN_CAPITAL) != 0;
}

static struct gz_form_owner owner_of(const struct name *n,
                                     enum gz_form_kind kind)
{
    return (struct gz_form_owner){
        .entity = n->m->entity,
        .kind = kind,
        .from = gz_form_place_of(n->m->field, n->m->begin_token),
    };
}

static enum gz_status note(const struct name *n, uint32_t begin, uint32_t end,
                           enum gz_form_kind kind)
{
    const struct gz_form_owner owner = owner_of(n, kind);
    uint8_t flags[GZ_FORM_TOKENS];
    if (begin >= end || end - begin > GZ_FORM_TOKENS) {
        return GZ_OK;
    }
    for (uint32_t i = begin; i < end; i++) {
        flags[i - begin] = token_at(n, i)->flags;
    }
    return gz_form_table_add(n->table, &n->passage->tokens.keys[begin], flags,
                             end - begin, &owner);
}

static bool is_particle(struct gz_str word)
{
    static const char *const words[] = {
        "von", "van", "der", "den", "de",  "del", "della", "di",  "da",
        "das", "dos", "do",  "du",  "des", "la",  "le",    "les", "bin",
        "ibn", "al",  "el",  "zu",  "zum", "ter", "ten",   "st",  "af",
    };
    return gz_str_one_of_nocase(word, words, sizeof(words) / sizeof(words[0]));
}

static bool is_behind_names(struct gz_str word)
{
    static const char *const words[] = {"jr", "sr", "ii", "iii", "iv"};
    return gz_str_one_of_nocase(word, words, sizeof(words) / sizeof(words[0]));
}

// The end of a name without "Jr." and the like.
static uint32_t end_of_surname(const struct name *n)
{
    uint32_t end = n->m->end_token;
    while (end > n->m->begin_token + 1 &&
           (token_at(n, end - 1)->kind != GZ_TOKEN_WORD ||
            is_behind_names(text_at(n, end - 1)))) {
        end--;
    }
    return end;
}

static bool writes_surname_first(const struct name *n, uint32_t end)
{
    static const char *const countries[] = {"CN", "KR", "KP", "TW", "HK", "VN"};
    const struct gz_draft_entity *e = &n->draft->entities[n->m->entity];
    if (end > n->m->begin_token + 3 &&
        gz_passage_is_mark(n->passage, end - 2, '-') &&
        !is_capital(n, end - 1)) {
        return true;
    }
    if (gz_linking_is_name_only(e)) {
        return end == n->m->begin_token + 2 &&
               gz_pinyin_is_name(text_at(n, end - 2), text_at(n, end - 1));
    }
    return e->country.len_bytes > 0 &&
           gz_str_one_of_nocase(e->country, countries,
                                sizeof(countries) / sizeof(countries[0]));
}

// A surname may have a hyphen, and particles before it.
static uint32_t begin_of_surname(const struct name *n, uint32_t end)
{
    uint32_t begin = end - 1;
    while (begin >= n->m->begin_token + 3 &&
           gz_passage_is_mark(n->passage, begin - 1, '-')) {
        begin -= 2;
    }
    while (begin > n->m->begin_token + 1 &&
           token_at(n, begin - 1)->kind == GZ_TOKEN_WORD &&
           is_particle(text_at(n, begin - 1))) {
        begin--;
    }
    return begin;
}

static enum gz_status note_person(const struct name *n)
{
    const uint32_t first = n->m->begin_token;
    const uint32_t end = end_of_surname(n);
    if (end < first + 2) {
        return GZ_OK;
    }
    if (writes_surname_first(n, end)) {
        return is_capital(n, first) ? note(n, first, first + 1, GZ_FORM_SURNAME)
                                    : GZ_OK;
    }
    const uint32_t begin = begin_of_surname(n, end);
    if (begin == first || !is_capital(n, end - 1) ||
        text_at(n, end - 1).len_bytes < 2) {
        return GZ_OK;
    }
    enum gz_status st = note(n, begin, end, GZ_FORM_SURNAME);
    if (st == GZ_OK && is_capital(n, first) &&
        text_at(n, first).len_bytes > 2) {
        st = note(n, first, first + 1, GZ_FORM_GIVEN);
    }
    // "al-Sisi" is "Sisi", too.
    if (st == GZ_OK && end - begin == 3 &&
        gz_passage_is_mark(n->passage, begin + 1, '-') &&
        is_particle(text_at(n, begin))) {
        st = note(n, end - 1, end, GZ_FORM_SURNAME);
    }
    return st;
}

// Whether the first word alone may tell an organisation from others; ordinary
// words are asked about where one stands alone.
static bool is_telling(const struct name *n, uint32_t i)
{
    return is_capital(n, i) && text_at(n, i).len_bytes > SHORT_BYTES_LEAST &&
           (token_at(n, i)->flags & GZ_TOKEN_ALL_CAPS) == 0;
}

static bool is_joined(const struct name *n, uint32_t i)
{
    return token_at(n, i)->kind == GZ_TOKEN_MARK ||
           token_at(n, i)->kind == GZ_TOKEN_POSSESSIVE ||
           (token_at(n, i)->flags & GZ_TOKEN_SPACE_BEFORE) == 0;
}

static enum gz_status note_initials(const struct name *n, uint32_t end)
{
    char initials[ACRONYM_MOST];
    uint32_t count = 0;
    for (uint32_t i = n->m->begin_token; i < end; i++) {
        if (is_capital(n, i)) {
            const char c = text_at(n, i).ptr[0];
            if (count == ACRONYM_MOST || c < 'A' || c > 'Z') {
                return GZ_OK;
            }
            initials[count++] = c;
        }
    }
    if (count < ACRONYM_LEAST) {
        return GZ_OK;
    }
    const struct gz_form_owner owner = owner_of(n, GZ_FORM_ACRONYM);
    const uint64_t key = gz_token_key_alone(initials, count);
    const uint8_t flags = GZ_TOKEN_CAPITAL | GZ_TOKEN_ALL_CAPS;
    return gz_form_table_add(n->table, &key, &flags, 1, &owner);
}

static enum gz_status note_organisation(const struct name *n)
{
    const uint32_t first = n->m->begin_token;
    const uint32_t end = gz_linking_proper_end(n->draft, n->m);
    enum gz_status st = GZ_OK;
    if (end < n->m->end_token && end > first + 1) {
        st = note(n, first, end, GZ_FORM_SHORT);
    }
    if (st == GZ_OK && is_telling(n, first) &&
        (first + 1 == n->m->end_token || !is_joined(n, first + 1))) {
        st = note(n, first, first + 1, GZ_FORM_FIRST);
    }
    return st == GZ_OK ? note_initials(n, end) : st;
}

// Whether an acronym is made of first letters of the words, in their order.
static bool is_made_of(const struct name *n, struct gz_str acronym)
{
    size_t matched = 0;
    for (uint32_t i = n->m->begin_token;
         i < n->m->end_token && matched < acronym.len_bytes; i++) {
        const int c = (unsigned char)text_at(n, i).ptr[0];
        const int upper = c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c;
        if (upper == (unsigned char)acronym.ptr[matched]) {
            matched++;
        } else if (matched == 0 && is_capital(n, i)) {
            return false;
        }
    }
    return matched == acronym.len_bytes;
}

static enum gz_status note_defined(const struct name *n)
{
    const uint32_t open = n->m->end_token;
    if (open + 2 >= n->passage->tokens.count ||
        !gz_passage_is_mark(n->passage, open, '(') ||
        !gz_passage_is_mark(n->passage, open + 2, ')') ||
        (token_at(n, open + 1)->flags & GZ_TOKEN_ALL_CAPS) == 0 ||
        !is_made_of(n, text_at(n, open + 1))) {
        return GZ_OK;
    }
    return note(n, open + 1, open + 2, GZ_FORM_DEFINED);
}

enum gz_status gz_name_forms_note(struct gz_draft *draft,
                                  const struct gz_draft_mention *m,
                                  struct gz_form_table *table)
{
    const struct name n = {draft, m, &draft->in.doc->fields[m->field], table};
    const struct gz_draft_entity *e = &draft->entities[m->entity];
    enum gz_status st = GZ_OK;
    if (gz_linking_is_name_only(e) && is_capital(&n, m->begin_token)) {
        st = note(&n, m->begin_token, m->end_token, GZ_FORM_FULL);
    }
    if (st != GZ_OK || m->end_token - m->begin_token < 2) {
        return st;
    }
    if (gz_type_is_a(e->entry.type, GZ_STR_LIT("Person"))) {
        st = note_person(&n);
    } else if (gz_type_is_a(e->entry.type, GZ_STR_LIT("Org"))) {
        st = note_organisation(&n);
    }
    return st == GZ_OK ? note_defined(&n) : st;
}
