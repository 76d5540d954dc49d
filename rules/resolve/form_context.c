#include "rules/resolve/form_context.h"

#include "rules/gazetteer/alias/ordinary_words.h"
#include "rules/resolve/shout.h"

struct where {
    const struct gz_draft *draft;
    const struct gz_form *form;
    const struct gz_passage *passage;
    enum gz_field field;
    uint32_t begin;
    uint32_t end;
    const struct gz_sentence *sentence;
};

static const struct gz_token *token_at(const struct where *w, uint32_t i)
{
    return &w->passage->tokens.items[i];
}

static struct gz_str text_at(const struct where *w, uint32_t i)
{
    const struct gz_token *t = token_at(w, i);
    return gz_str_of(w->passage->text.ptr + t->begin_byte,
                     t->end_byte - t->begin_byte);
}

static bool is_capital(const struct where *w, uint32_t i)
{
    return token_at(w, i)->kind == GZ_TOKEN_WORD &&
           (token_at(w, i)->flags & GZ_TOKEN_CAPITAL) != 0;
}

// The words must be written as those of the name, but for a whole sentence in
// capitals, and for a particle that begins a sentence.
static bool is_written_so(const struct where *w)
{
    enum { LOOK = GZ_TOKEN_CAPITAL | GZ_TOKEN_ALL_CAPS };
    bool louder = false;
    for (uint32_t i = w->begin; i < w->end; i++) {
        const unsigned is = token_at(w, i)->flags & LOOK;
        const unsigned was = w->form->flags[i - w->begin] & LOOK;
        const bool first = i == w->sentence->first_token;
        if ((was & ~is) != 0 || ((is & ~was & GZ_TOKEN_CAPITAL) != 0 &&
                                 !first && (is & GZ_TOKEN_ALL_CAPS) == 0)) {
            return false;
        }
        louder |= (is & ~was & GZ_TOKEN_ALL_CAPS) != 0;
    }
    return !louder || gz_shout_is(w->passage, w->sentence);
}

// "Roe Quits as Head of Acme": every word of weight has a capital.
static bool is_title_case(const struct where *w)
{
    enum { LIGHT_BYTES = 4 };
    for (uint32_t i = w->sentence->first_token; i < w->sentence->end_token;
         i++) {
        if (token_at(w, i)->kind == GZ_TOKEN_WORD && !is_capital(w, i) &&
            text_at(w, i).len_bytes > LIGHT_BYTES) {
            return false;
        }
    }
    return w->field == GZ_FIELD_TITLE;
}

static bool is_honorific(struct gz_str word)
{
    static const char *const words[] = {
        "mr",        "mrs",     "ms",         "miss",      "dr",
        "sir",       "lord",    "lady",       "dame",      "prof",
        "president", "judge",   "justice",    "senator",   "minister",
        "general",   "captain", "chancellor", "professor", "chairman",
        "secretary", "ceo",     "cfo",        "coo",       "cto",
        "executive", "officer", "premier",    "governor",  "mayor",
        "coach",     "founder", "director",   "pope",      "ambassador",
    };
    return gz_str_one_of_nocase(word, words, sizeof(words) / sizeof(words[0]));
}

// What begins a sentence before a name without being part of it.
static bool is_opening(struct gz_str word)
{
    static const char *const words[] = {
        "after",     "although", "and",     "as",     "at",      "because",
        "before",    "but",      "by",      "can",    "could",   "despite",
        "did",       "does",     "earlier", "even",   "for",     "from",
        "had",       "has",      "here",    "how",    "however", "if",
        "in",        "instead",  "is",      "last",   "later",   "like",
        "meanwhile", "nor",      "not",     "now",    "on",      "once",
        "only",      "or",       "shall",   "should", "since",   "so",
        "still",     "than",     "that",    "the",    "then",    "there",
        "this",      "though",   "to",      "today",  "under",   "unless",
        "unlike",    "until",    "was",     "what",   "when",    "where",
        "whether",   "while",    "why",     "with",   "without", "would",
        "yesterday", "yet",
    };
    return gz_str_one_of_nocase(word, words, sizeof(words) / sizeof(words[0]));
}

// "In August Roe sued", "on Monday Roe": when somebody did something.
static bool is_date(const struct where *w, uint32_t i)
{
    static const char *const words[] = {
        "monday",    "tuesday", "wednesday", "thursday", "friday",
        "saturday",  "sunday",  "january",   "february", "march",
        "april",     "may",     "june",      "july",     "august",
        "september", "october", "november",  "december",
    };
    static const char *const before[] = {
        "in", "on", "since", "until", "by", "last", "early", "late", "next",
    };
    return i > w->sentence->first_token &&
           gz_str_one_of_nocase(text_at(w, i), words,
                                sizeof(words) / sizeof(words[0])) &&
           gz_str_one_of_nocase(text_at(w, i - 1), before,
                                sizeof(before) / sizeof(before[0]));
}

static bool is_free(const struct where *w, uint32_t i)
{
    return !gz_draft_covers(w->draft, w->field, i, i + 1);
}

// A hyphen without space: "Roe-Smith", "anti-Roe".
static bool is_joined(const struct where *w)
{
    const uint32_t count = w->passage->tokens.count;
    const bool before =
        w->begin > 0 && gz_str_is(text_at(w, w->begin - 1), "-") &&
        (token_at(w, w->begin)->flags & GZ_TOKEN_SPACE_BEFORE) == 0;
    const bool behind =
        w->end < count && gz_str_is(text_at(w, w->end), "-") &&
        (token_at(w, w->end)->flags & GZ_TOKEN_SPACE_BEFORE) == 0;
    return before || behind;
}

static bool follows_name(const struct where *w)
{
    if (w->begin == w->sentence->first_token) {
        return false;
    }
    const uint32_t before = w->begin - 1;
    if (!is_capital(w, before) || is_honorific(text_at(w, before)) ||
        is_date(w, before) || !is_free(w, before)) {
        return false;
    }
    return before != w->sentence->first_token ||
           !is_opening(text_at(w, before));
}

static bool begins_name(const struct where *w)
{
    return w->end < w->sentence->end_token && is_capital(w, w->end) &&
           is_free(w, w->end);
}

// "Price said": what only a person or an organisation does.
static bool speaks(const struct where *w)
{
    static const char *const words[] = {
        "said",   "says",  "told",    "declined",  "denied",
        "denies", "hired", "refused", "agreed",    "reported",
        "bought", "sold",  "argued",  "announced",
    };
    return w->end < w->sentence->end_token &&
           gz_str_one_of_nocase(text_at(w, w->end), words,
                                sizeof(words) / sizeof(words[0]));
}

// Any word has a capital where a sentence begins, and in a title.
static bool may_be_a_word(const struct where *w, bool title_case)
{
    const bool first = w->begin == w->sentence->first_token;
    const bool possessive = w->end < w->passage->tokens.count &&
                            token_at(w, w->end)->kind == GZ_TOKEN_POSSESSIVE;
    return w->end - w->begin == 1 && (first || title_case) && !possessive &&
           !speaks(w) &&
           (token_at(w, w->begin)->flags & GZ_TOKEN_ALL_CAPS) == 0 &&
           gz_ordinary_words_have(text_at(w, w->begin));
}

bool gz_form_context_stands(const struct gz_draft *draft,
                            const struct gz_form *form, enum gz_field field,
                            uint32_t token)
{
    const struct gz_passage *passage = &draft->in.doc->fields[field];
    struct where w = {
        draft, form, passage, field, token, token + form->token_count, NULL};
    w.sentence = &passage->sentences
                      .items[gz_document_sentence(draft->in.doc, field, token)];
    if (w.end > w.sentence->end_token || !is_written_so(&w) || is_joined(&w)) {
        return false;
    }
    const bool title_case = is_title_case(&w);
    if (may_be_a_word(&w, title_case)) {
        return false;
    }
    return title_case || (!follows_name(&w) && !begins_name(&w));
}

bool gz_form_context_is_place(const struct gz_draft *draft,
                              const struct gz_draft_mention *m)
{
    static const char *const words[] = {
        "in", "at",   "near",    "outside", "into", "across", "around",
        "to", "from", "towards", "toward",  "via",  "inside", "through",
    };
    const struct gz_tokens *tokens = &draft->in.doc->fields[m->field].tokens;
    return m->begin_token > 0 &&
           tokens->items[m->begin_token - 1].kind == GZ_TOKEN_WORD &&
           gz_str_one_of_nocase(gz_draft_text(draft->in.doc, m->field,
                                              m->begin_token - 1,
                                              m->begin_token),
                                words, sizeof(words) / sizeof(words[0]));
}
