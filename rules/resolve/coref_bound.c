#include "rules/resolve/coref_bound.h"

#include "rules/resolve/coref_grade.h"

// "Said in a statement on Monday that it".
enum { SAID_TOKENS = 7 };

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static struct gz_str word_at(const struct gz_document *doc, enum gz_field field,
                             uint32_t token)
{
    return gz_draft_text(doc, field, token, token + 1);
}

static bool parts_clauses(const struct gz_document *doc, enum gz_field field,
                          uint32_t token)
{
    static const char *const words[] = {
        "that",   "which", "who",      "whose",   "as",        "after",
        "before", "when",  "because",  "while",   "if",        "since",
        "until",  "and",   "although", "though",  "whether",   "where",
        "but",    "once",  "how",      "what",    "why",       "said",
        "says",   "told",  "believes", "thinks",  "announced", "reported",
        "added",  "hopes", "argued",   "insists", "insisted",  "warned",
        "unless", "like",  "than"};
    const struct gz_token *t = &doc->fields[field].tokens.items[token];
    return t->kind == GZ_TOKEN_MARK
               ? !gz_passage_is_mark(&doc->fields[field], token, '%') &&
                     !gz_passage_is_mark(&doc->fields[field], token, '$') &&
                     !gz_passage_is_mark(&doc->fields[field], token, '-')
               : gz_str_one_of_nocase(word_at(doc, field, token), words,
                                      COUNT(words));
}

static bool is_same_clause(const struct gz_document *doc, enum gz_field field,
                           uint32_t begin, uint32_t end)
{
    bool same = end - begin <= GZ_COREF_BOUND_TOKENS;
    for (uint32_t t = begin; t < end && same; t++) {
        same = !parts_clauses(doc, field, t);
    }
    return same;
}

bool gz_coref_begins_clause(const struct gz_document *doc,
                            const struct gz_draft_mention *m)
{
    const struct gz_passage *passage = &doc->fields[m->field];
    const uint32_t sentence =
        gz_document_sentence(doc, m->field, m->begin_token);
    const uint32_t first = passage->sentences.items[sentence].first_token;
    const uint32_t at = gz_coref_list_begin(doc, m);
    return at == first || parts_clauses(doc, m->field, at - 1);
}

// "Acme's shares", "Acme shareholders", "Acme is the company".
static bool is_aside(const struct gz_document *doc,
                     const struct gz_draft_mention *subject, uint32_t object)
{
    static const char *const people[] = {
        "shareholders", "investors", "shares",    "stock",    "employees",
        "workers",      "staff",     "officials", "managers", "executives",
        "chief",        "boss",      "founder",   "chairman", "customers",
        "directors",    "board",     "bosses",    "CEO",      "unions"};
    static const char *const be[] = {"is",   "was",    "are",     "were", "be",
                                     "been", "became", "remains", "being"};
    const struct gz_passage *passage = &doc->fields[subject->field];
    const uint32_t next = subject->end_token;
    return passage->tokens.items[next].kind == GZ_TOKEN_POSSESSIVE ||
           gz_str_one_of_nocase(word_at(doc, subject->field, next), people,
                                COUNT(people)) ||
           gz_str_one_of_nocase(word_at(doc, subject->field, object - 1), be,
                                COUNT(be));
}

bool gz_coref_bound(const struct gz_document *doc,
                    const struct gz_draft_mention *m,
                    const struct gz_draft_mention *nominal)
{
    const bool before = m->begin_token < nominal->begin_token;
    const struct gz_draft_mention *subject = before ? m : nominal;
    const struct gz_draft_mention *object = before ? nominal : m;
    return m->field == nominal->field && nominal->how == GZ_HOW_NOMINAL &&
           subject->end_token < object->begin_token &&
           gz_coref_begins_clause(doc, subject) &&
           is_same_clause(doc, m->field, subject->end_token,
                          object->begin_token) &&
           !is_aside(doc, subject, object->begin_token);
}

// "Acme grew and said it": the speaker is not right before.
static bool is_joint(const struct gz_document *doc, enum gz_field field,
                     uint32_t token)
{
    static const char *const words[] = {"and", "but"};
    return gz_str_one_of_nocase(word_at(doc, field, token), words,
                                COUNT(words));
}

// "Acme grew while Globex cut costs as it": of the clause right before.
static bool leads(const struct gz_document *doc, enum gz_field field,
                  uint32_t token)
{
    static const char *const words[] = {"after", "as",    "because", "before",
                                        "since", "until", "when",    "where",
                                        "that",  "which", "although"};
    return gz_str_one_of_nocase(word_at(doc, field, token), words,
                                COUNT(words));
}

// The verb of saying behind which, and behind "in a statement that", a token
// stands; or 0.
static uint32_t said_before(const struct gz_document *doc, enum gz_field field,
                            uint32_t token)
{
    static const char *const verbs[] = {
        "said",     "says",     "announced", "announces", "confirmed",
        "denied",   "added",    "adds",      "warned",    "claimed",
        "insisted", "insists",  "argued",    "believes",  "stated",
        "hopes",    "admitted", "revealed",  "thinks",    "wrote"};
    uint32_t t = token;
    t -= gz_str_eq_nocase(word_at(doc, field, t - 1), GZ_STR_LIT("that"));
    const uint32_t last = t > SAID_TOKENS ? t - SAID_TOKENS : 0;
    bool parted = false;
    bool says = false;
    while (t > last && !parted && !says) {
        t--;
        says =
            gz_str_one_of_nocase(word_at(doc, field, t), verbs, COUNT(verbs));
        parted = parts_clauses(doc, field, t);
    }
    return says ? t : 0;
}

enum gz_coref_going gz_coref_goes_on(const struct gz_document *doc,
                                     const struct gz_draft_mention *pronoun)
{
    const enum gz_field field = pronoun->field;
    const struct gz_passage *passage = &doc->fields[field];
    const uint32_t t = pronoun->begin_token;
    if (pronoun->how != GZ_HOW_PRONOUN || t < 2) {
        return GZ_COREF_GOES_NOWHERE;
    }
    if (gz_passage_is_mark(passage, t - 1, ',')) {
        return GZ_COREF_GOES_FIRST;
    }
    const uint32_t said = said_before(doc, field, t);
    if (said > 0) {
        return is_joint(doc, field, said - 1) ? GZ_COREF_GOES_FIRST
                                              : GZ_COREF_GOES_LAST;
    }
    return !leads(doc, field, t - 1)                 ? GZ_COREF_GOES_NOWHERE
           : gz_passage_is_mark(passage, t - 2, ',') ? GZ_COREF_GOES_FIRST
                                                     : GZ_COREF_GOES_LAST;
}
