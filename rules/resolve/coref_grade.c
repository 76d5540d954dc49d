#include "rules/resolve/coref_grade.h"

#include <string.h>

#include "rules/text/finite_verb.h"

enum {
    SILENT_TOKENS = 6,
    PART_TOKENS = 4,
    DATELINE_TOKENS = 16,
    ASIDE_TOKENS = 16,
    WORKER_TOKENS = 5,
    OPENING_TOKENS = 3,  // "On Monday Acme"
};

static uint32_t sentence_begin(const struct gz_document *doc,
                               const struct gz_draft_mention *m)
{
    const uint32_t sentence =
        gz_document_sentence(doc, m->field, m->begin_token);
    return doc->fields[m->field].sentences.items[sentence].first_token;
}

static bool joins(const struct gz_passage *p, uint32_t token)
{
    return gz_passage_is(p, token, GZ_GRAMMAR_ADDITIVE) ||
           gz_passage_is(p, token, GZ_GRAMMAR_DISJUNCTIVE) ||
           gz_passage_is_mark(p, token, '&') ||
           gz_passage_is_mark(p, token, ',');
}

uint32_t gz_coref_list_begin(const struct gz_document *doc,
                             const struct gz_draft_mention *m)
{
    const struct gz_passage *passage = &doc->fields[m->field];
    const uint32_t first = sentence_begin(doc, m);
    uint32_t t = m->begin_token;
    while (t >= first + 2 && gz_passage_is_capital(passage, t - 2) &&
           gz_passage_is_capital(passage, t) && joins(passage, t - 1)) {
        uint32_t before = t - 2;
        while (before > first && gz_passage_is_capital(passage, before - 1)) {
            before--;
        }
        if (t == m->begin_token &&
            gz_finite_verb_parts(passage, before, m->end_token)) {
            return t;
        }
        t = before;
    }
    return t;
}

// Whether a mention is of somebody who says nothing, in a paragraph before:
// "Acme declined to comment."  What the article goes on with is another one.
static bool is_silent(const struct gz_document *doc,
                      const struct gz_draft_mention *m,
                      const struct gz_draft_mention *nominal)
{
    const struct gz_passage *passage = &doc->fields[m->field];
    const uint32_t sentence =
        gz_document_sentence(doc, m->field, m->begin_token);
    const uint32_t end = passage->sentences.items[sentence].end_token;
    const uint32_t behind = m->end_token;
    if (nominal->how == GZ_HOW_PRONOUN || m->field != nominal->field ||
        end > nominal->begin_token || behind >= end ||
        !gz_finite_verb(passage, behind, false)) {
        return false;
    }
    bool silent = false;
    for (uint32_t t = behind + 1; t < end && t < behind + SILENT_TOKENS; t++) {
        silent |= gz_passage_is(passage, t, GZ_GRAMMAR_RESPONSE);
    }
    const size_t begin_byte =
        passage->tokens.items[nominal->begin_token].begin_byte;
    const size_t end_byte = passage->tokens.items[behind].end_byte;
    return silent && memchr(passage->text.ptr + end_byte, '\n',
                            begin_byte - end_byte) != NULL;
}

// "Acme's cloud unit": a part of Acme does what Acme does.
static bool owns_part(const struct gz_document *doc,
                      const struct gz_draft_mention *m)
{
    const struct gz_passage *passage = &doc->fields[m->field];
    const uint32_t from = m->end_token + 1;
    const uint32_t count = passage->tokens.count;
    bool found = false;
    for (uint32_t t = from; t < count && t < from + PART_TOKENS; t++) {
        found |= gz_passage_is(passage, t, GZ_GRAMMAR_PART);
    }
    return found;
}

// Whether a sentence is the first of its paragraph.
static bool begins_paragraph(const struct gz_passage *passage, uint32_t first)
{
    if (first == 0) {
        return true;
    }
    const struct gz_token *t = &passage->tokens.items[first];
    const size_t before = (t - 1)->end_byte;
    return memchr(passage->text.ptr + before, '\n', t->begin_byte - before) !=
           NULL;
}

// Behind the dateline: "PARIS, May 2 - Acme ...", which may have a headline
// before it.
static bool ends_dateline(const struct gz_document *doc, enum gz_field field,
                          uint32_t first, uint32_t t)
{
    static const char *const dashes[] = {"-", "--", "–", "—"};
    const struct gz_passage *passage = &doc->fields[field];
    return t > first && t <= first + DATELINE_TOKENS &&
           field == GZ_FIELD_BODY && begins_paragraph(passage, first) &&
           passage->tokens.items[t - 1].end_byte <
               passage->tokens.items[t].begin_byte &&
           gz_str_one_of_nocase(gz_draft_text(doc, field, t - 1, t), dashes,
                                sizeof(dashes) / sizeof(dashes[0]));
}

// First in its sentence, behind the dateline, or behind what opens the
// sentence: "On Monday Acme", "In the end, Acme".
static bool begins_sentence(const struct gz_document *doc,
                            const struct gz_draft_mention *m, uint32_t at)
{
    const struct gz_passage *passage = &doc->fields[m->field];
    const uint32_t first = sentence_begin(doc, m);
    if (at == first || ends_dateline(doc, m->field, first, at)) {
        return true;
    }
    if (!gz_passage_is(passage, first, GZ_GRAMMAR_OPENER)) {
        return false;
    }
    uint32_t comma = first;
    while (comma < at && !gz_passage_is_mark(passage, comma, ',')) {
        comma++;
    }
    return comma == at
               ? at - first <= OPENING_TOKENS &&
                     !gz_passage_is(passage, at - 1, GZ_GRAMMAR_PREPOSITION)
               : comma + 1 == at;
}

// Whether a word behind a comma begins what the name before it is.
static bool begins_aside(const struct gz_passage *p, uint32_t token)
{
    return gz_passage_is(p, token, GZ_GRAMMAR_ARTICLE) ||
           gz_passage_is(p, token, GZ_GRAMMAR_RELATIVE) ||
           gz_passage_is(p, token, GZ_GRAMMAR_APPOSITIVE);
}

// "Globex, a rival of Acme,", "Globex, which Acme owns", "LONDON (Acme) -": who
// is named only to tell who another one is.
static bool is_aside(const struct gz_document *doc,
                     const struct gz_draft_mention *m)
{
    const struct gz_passage *passage = &doc->fields[m->field];
    const uint32_t first = sentence_begin(doc, m);
    uint32_t t = m->begin_token;
    if (t > first && gz_passage_is_mark(passage, t - 1, '(')) {
        return true;
    }
    while (t > first && t + ASIDE_TOKENS > m->begin_token &&
           passage->tokens.items[t - 1].kind != GZ_TOKEN_MARK) {
        t--;
    }
    return t > first + 1 && t < m->begin_token &&
           gz_passage_is_mark(passage, t - 1, ',') &&
           gz_passage_is_capital(passage, t - 2) && begins_aside(passage, t) &&
           !(gz_passage_is(passage, first, GZ_GRAMMAR_OPENER) &&
             t - 1 <= first + OPENING_TOKENS);
}

// "Former Acme boss", "ex-Acme banker".
static bool is_behind_affiliation(const struct gz_passage *p, uint32_t first,
                                  uint32_t token)
{
    uint32_t t = token;
    t -= t > first && gz_passage_is_mark(p, t - 1, '-');
    return t > first && gz_passage_is(p, t - 1, GZ_GRAMMAR_AFFILIATION);
}

// "An analyst at Acme", "Acme analysts", "Jane Roe, formerly of Acme".
static bool is_workplace(const struct gz_document *doc,
                         const struct gz_draft_mention *m)
{
    const struct gz_passage *passage = &doc->fields[m->field];
    const uint32_t first = sentence_begin(doc, m);
    uint32_t t = m->begin_token;
    if ((m->end_token < passage->tokens.count &&
         gz_passage_is(passage, m->end_token, GZ_GRAMMAR_AFFILIATION)) ||
        is_behind_affiliation(passage, first, t)) {
        return true;
    }
    if (t == first || !gz_passage_is(passage, t - 1, GZ_GRAMMAR_PREPOSITION)) {
        return false;
    }
    bool found = false;
    while (t > first && t + WORKER_TOKENS > m->begin_token && !found) {
        t--;
        found = gz_passage_is(passage, t, GZ_GRAMMAR_AFFILIATION);
    }
    return found;
}

uint32_t gz_coref_lead(const struct gz_document *doc, uint32_t sentence)
{
    const uint32_t title = doc->fields[GZ_FIELD_TITLE].sentences.count;
    return sentence < title    ? GZ_COREF_LEAD_TITLE
           : sentence == title ? GZ_COREF_LEAD_FIRST
                               : 0;
}

enum gz_coref_grade gz_coref_grade_of(const struct gz_document *doc,
                                      const struct gz_draft_mention *m,
                                      const struct gz_draft_mention *nominal)
{
    const struct gz_passage *passage = &doc->fields[m->field];
    const uint32_t at = gz_coref_list_begin(doc, m);
    const bool first = begins_sentence(doc, m, at);
    const bool owner =
        m->end_token < passage->tokens.count &&
        passage->tokens.items[m->end_token].kind == GZ_TOKEN_POSSESSIVE &&
        !(first && owns_part(doc, m));
    const bool oblique =
        at > 0 && gz_passage_is(passage, at - 1, GZ_GRAMMAR_PREPOSITION);
    return is_workplace(doc, m)         ? GZ_COREF_OUTSIDE
           : is_silent(doc, m, nominal) ? GZ_COREF_SILENT
           : first && !owner            ? GZ_COREF_SUBJECT
           : first                      ? GZ_COREF_OBLIQUE
           : is_aside(doc, m)           ? GZ_COREF_ASIDE
           : owner                      ? GZ_COREF_OWNER
           : oblique                    ? GZ_COREF_OBLIQUE
                                        : GZ_COREF_OBJECT;
}
