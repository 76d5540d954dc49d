#include "rules/resolve/coref_grade.h"

#include <string.h>

enum { SILENT_TOKENS = 6, PART_TOKENS = 4, DATELINE_TOKENS = 16 };

// Whether a mention is of somebody who says nothing, in a paragraph before:
// "Acme declined to comment."  What the article goes on with is another one.
static bool is_silent(const struct gz_document *doc,
                      const struct gz_draft_mention *m,
                      const struct gz_draft_mention *nominal)
{
    static const char *const first[] = {"declined", "did",   "could",
                                        "has",      "would", "was"};
    static const char *const said[] = {"comment",   "commented", "respond",
                                       "responded", "reply",     "replied",
                                       "reached",   "available"};
    const struct gz_passage *passage = &doc->fields[m->field];
    const uint32_t sentence =
        gz_document_sentence(doc, m->field, m->begin_token);
    const uint32_t end = passage->sentences.items[sentence].end_token;
    const uint32_t behind = m->end_token;
    if (nominal->how == GZ_HOW_PRONOUN || m->field != nominal->field ||
        end > nominal->begin_token || behind >= end ||
        !gz_str_one_of_nocase(gz_draft_text(doc, m->field, behind, behind + 1),
                              first, sizeof(first) / sizeof(first[0]))) {
        return false;
    }
    bool silent = false;
    for (uint32_t t = behind + 1; t < end && t < behind + SILENT_TOKENS; t++) {
        silent |= gz_str_one_of_nocase(gz_draft_text(doc, m->field, t, t + 1),
                                       said, sizeof(said) / sizeof(said[0]));
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
    static const char *const parts[] = {"affiliate", "arm",        "business",
                                        "division",  "subsidiary", "unit"};
    const uint32_t from = m->end_token + 1;
    const uint32_t count = doc->fields[m->field].tokens.count;
    for (uint32_t t = from; t < count && t < from + PART_TOKENS; t++) {
        const struct gz_str word = gz_draft_text(doc, m->field, t, t + 1);
        if (gz_str_one_of_nocase(word, parts,
                                 sizeof(parts) / sizeof(parts[0]))) {
            return true;
        }
    }
    return false;
}

// First in its sentence, or behind the dateline: "PARIS, May 2 - Acme ...".
static bool begins_sentence(const struct gz_document *doc,
                            const struct gz_draft_mention *m)
{
    static const char *const dashes[] = {"-", "--", "–", "—"};
    const struct gz_passage *passage = &doc->fields[m->field];
    const uint32_t sentence =
        gz_document_sentence(doc, m->field, m->begin_token);
    const uint32_t first = passage->sentences.items[sentence].first_token;
    const uint32_t t = m->begin_token;
    return t == first ||
           (first == 0 && t <= DATELINE_TOKENS && m->field == GZ_FIELD_BODY &&
            passage->tokens.items[t - 1].end_byte <
                passage->tokens.items[t].begin_byte &&
            gz_str_one_of_nocase(gz_draft_text(doc, m->field, t - 1, t), dashes,
                                 sizeof(dashes) / sizeof(dashes[0])));
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
    const bool first = begins_sentence(doc, m);
    const bool owner =
        m->end_token < passage->tokens.count &&
        passage->tokens.items[m->end_token].kind == GZ_TOKEN_POSSESSIVE &&
        !(first && owns_part(doc, m));
    if (is_silent(doc, m, nominal)) {
        return GZ_COREF_SILENT;
    }
    return first == owner ? GZ_COREF_OTHER
           : first        ? GZ_COREF_SUBJECT
                          : GZ_COREF_OWNER;
}
