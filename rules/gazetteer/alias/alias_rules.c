// The table of rules, and what holds for the spellings of all of them.

#include "rules/gazetteer/alias/alias_rules.h"

#include <string.h>

#include "rules/gazetteer/alias/alias_work.h"
#include "rules/gazetteer/alias/ordinary_words.h"
#include "rules/gazetteer/image/image.h"
#include "rules/text/utf8.h"
#include "rules/text/word_break.h"
#include "rules/types.h"

static const struct {
    const char *name;
    void (*apply)(struct gz_alias_work *w, struct gz_str name);
} rules_table[GZ_ALIAS_RULE_COUNT] = {
    [GZ_ALIAS_ACRONYM] = {"acronym", gz_alias_acronym},
    [GZ_ALIAS_TICKER] = {"ticker", gz_alias_ticker},
    [GZ_ALIAS_LEGAL_SUFFIX] = {"legal-suffix", gz_alias_legal_suffix},
    [GZ_ALIAS_THE] = {"the", gz_alias_the},
    [GZ_ALIAS_AMPERSAND] = {"ampersand", gz_alias_ampersand},
    [GZ_ALIAS_INITIALS] = {"initials", gz_alias_initials},
    [GZ_ALIAS_MIDDLE_INITIAL] = {"middle-initial", gz_alias_middle_initial},
    [GZ_ALIAS_ACCENTS] = {"accents", gz_alias_accents},
};

const char *gz_alias_rule_name(enum gz_alias_rule rule)
{
    return rules_table[rule].name;
}

bool gz_alias_rules_add(struct gz_str name, unsigned *rules)
{
    if (gz_str_is(name, "all")) {
        *rules = GZ_ALIAS_RULES_ALL;
        return true;
    }
    for (unsigned i = 0; i < GZ_ALIAS_RULE_COUNT; i++) {
        if (gz_str_is(name, rules_table[i].name)) {
            *rules |= 1U << i;
            return true;
        }
    }
    return false;
}

const char *gz_alias_rule_suggest(struct gz_str name)
{
    const char *names[GZ_ALIAS_RULE_COUNT + 1] = {"all"};
    for (int i = 0; i < GZ_ALIAS_RULE_COUNT; i++) {
        names[i + 1] = rules_table[i].name;
    }
    return gz_str_suggest(name, names, GZ_ALIAS_RULE_COUNT + 1);
}

bool gz_alias_is_a(const struct gz_alias_work *w, const char *type)
{
    return gz_type_is_a(w->subject->type, gz_str_z(type));
}

struct gz_str gz_alias_trim_end(struct gz_str s)
{
    while (s.len_bytes > 0 &&
           (s.ptr[s.len_bytes - 1] == ' ' || s.ptr[s.len_bytes - 1] == ',')) {
        s.len_bytes--;
    }
    return s;
}

struct gz_str gz_alias_last_word(struct gz_str s)
{
    size_t begin = s.len_bytes;
    while (begin > 0 && s.ptr[begin - 1] != ' ') {
        begin--;
    }
    return gz_str_of(s.ptr + begin, s.len_bytes - begin);
}

struct gz_str gz_alias_next_word(struct gz_str *s)
{
    struct gz_str word;
    do {
        word = gz_str_cut(s, ' ');
    } while (word.len_bytes == 0 && s->ptr != NULL);
    return word;
}

// Letters and digits of a spelling; a letter of a script without spaces is a
// word, so it counts like three.
static uint32_t count_letters(struct gz_str text)
{
    uint32_t letters = 0;
    for (size_t pos = 0; pos < text.len_bytes;) {
        switch ((int)gz_word_break_class(gz_utf8_next(text, &pos))) {
        case GZ_WORD_UPPER:
        case GZ_WORD_LOWER:
        case GZ_WORD_CASELESS:
        case GZ_WORD_HEBREW:
        case GZ_WORD_DIGIT:
            letters++;
            break;
        case GZ_WORD_IDEOGRAPH:
            letters += 3;
            break;
        default:
            break;
        }
    }
    return letters;
}

static bool is_known(const struct gz_alias_work *w, const struct gz_alias *a)
{
    if (gz_str_eq(a->text, w->subject->name)) {
        return true;
    }
    for (uint32_t i = 0; i < w->count; i++) {
        if (gz_str_eq(a->text, w->items[i].text)) {
            return true;
        }
    }
    return false;
}

// A ticker's form is evidence enough.
static unsigned doubt(const struct gz_alias *a)
{
    const bool ordinary = gz_ordinary_words_have(a->text);
    if ((a->flags & GZ_NAME_TICKER) != 0) {
        return 0;
    }
    if (count_letters(a->text) < 3) {
        return GZ_NAME_CONTEXT;
    }
    if (!ordinary) {
        return 0;
    }
    return a->how == GZ_HOW_ACRONYM ? GZ_NAME_WORD : GZ_NAME_CONTEXT;
}

static bool says_nothing(const struct gz_alias *a)
{
    return a->how == GZ_HOW_ALIAS && (a->flags & GZ_NAME_TICKER) == 0 &&
           (count_letters(a->text) < 2 ||
            gz_ordinary_words_say_nothing(a->text));
}

void gz_alias_put_as(struct gz_alias_work *w, const struct gz_alias *alias)
{
    if (w->count == GZ_ALIAS_MAX || w->status != GZ_OK ||
        alias->text.len_bytes == 0 ||
        alias->text.len_bytes > GZ_NAME_BYTES_MAX || is_known(w, alias) ||
        says_nothing(alias)) {
        return;
    }
    struct gz_alias *to = &w->items[w->count];
    *to = *alias;
    to->text = gz_arena_copy(w->arena, alias->text);
    if (to->text.ptr == NULL) {
        w->status = GZ_NO_MEMORY;
        return;
    }
    to->rule = w->rule;
    to->from = alias->from.ptr == NULL ? w->from : alias->from;
    to->flags = (uint8_t)(alias->flags | doubt(alias));
    w->count++;
}

void gz_alias_put(struct gz_alias_work *w, struct gz_str text)
{
    const struct gz_alias alias = {.text = text, .how = GZ_HOW_ALIAS};
    gz_alias_put_as(w, &alias);
}

void gz_alias_put_parts(struct gz_alias_work *w, const struct gz_str *parts,
                        uint32_t count)
{
    char text[GZ_NAME_BYTES_MAX];
    size_t len = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (len + parts[i].len_bytes > sizeof(text)) {
            return;
        }
        if (parts[i].len_bytes > 0) {
            memcpy(text + len, parts[i].ptr, parts[i].len_bytes);
        }
        len += parts[i].len_bytes;
    }
    gz_alias_put(w, gz_str_of(text, len));
}

// A rule sees what stood there before it began.
static void apply(struct gz_alias_work *w, enum gz_alias_rule rule)
{
    const uint32_t before = w->count;
    w->rule = rule;
    w->from = w->subject->name;
    rules_table[rule].apply(w, w->from);
    for (uint32_t i = 0; i < before; i++) {
        if (w->items[i].how == GZ_HOW_ALIAS &&
            (w->items[i].flags & GZ_NAME_TICKER) == 0) {
            w->from = w->items[i].text;
            rules_table[rule].apply(w, w->from);
        }
    }
}

enum gz_status gz_alias_rules_apply(unsigned rules,
                                    const struct gz_alias_subject *subject,
                                    struct gz_arena *arena,
                                    struct gz_aliases *out)
{
    struct gz_alias_work w = {
        .subject = subject,
        .arena = arena,
        .items = GZ_ARENA_ARRAY(arena, struct gz_alias, GZ_ALIAS_MAX),
    };
    *out = (struct gz_aliases){NULL, 0};
    if (w.items == NULL) {
        return GZ_NO_MEMORY;
    }
    for (unsigned i = 0; i < GZ_ALIAS_RULE_COUNT; i++) {
        if ((rules & 1U << i) != 0) {
            apply(&w, (enum gz_alias_rule)i);
        }
    }
    *out = (struct gz_aliases){w.items, w.count};
    return w.status;
}
