#include "rules/text/finite_verb.h"

#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

bool gz_finite_verb(struct gz_str word, bool strict)
{
    static const char *const auxiliaries[] = {
        "has", "have", "had",  "is",  "are",   "was", "were",  "does",
        "do",  "did",  "will", "can", "would", "may", "could", "might"};
    // Those that do not end with "ed".
    static const char *const pasts[] = {
        "became", "began", "bought", "built", "chose", "fell",     "gave",
        "got",    "grew",  "held",   "laid",  "led",   "left",     "lost",
        "made",   "met",   "paid",   "ran",   "rose",  "said",     "sent",
        "sold",   "spent", "struck", "took",  "went",  "withdrew", "won"};
    return gz_str_one_of_nocase(word, auxiliaries, COUNT(auxiliaries)) ||
           (!strict && (gz_str_one_of_nocase(word, pasts, COUNT(pasts)) ||
                        (word.len_bytes > 3 &&
                         memcmp(word.ptr + word.len_bytes - 2, "ed", 2) == 0)));
}

// Whether a clause may follow a verb without "that".
static bool takes_clause(struct gz_str word)
{
    static const char *const verbs[] = {
        "said",      "added",     "admitted",  "agreed",   "alleged",
        "announced", "argued",    "believed",  "claimed",  "concluded",
        "confirmed", "decided",   "declared",  "denied",   "disclosed",
        "estimated", "expected",  "explained", "feared",   "forecasted",
        "hoped",     "indicated", "insisted",  "learned",  "noted",
        "predicted", "promised",  "reckoned",  "reported", "revealed",
        "showed",    "signaled",  "signalled", "stated",   "stressed",
        "suggested", "testified", "warned",    "wished"};
    return gz_str_one_of_nocase(word, verbs, COUNT(verbs));
}

static struct gz_str word_at(struct gz_str text, const struct gz_token *tokens,
                             uint32_t token)
{
    const struct gz_token *t = &tokens[token];
    return gz_str_of(text.ptr + t->begin_byte, t->end_byte - t->begin_byte);
}

static bool is_article(struct gz_str word)
{
    static const char *const articles[] = {"the", "a", "an"};
    return gz_str_one_of_nocase(word, articles, COUNT(articles));
}

// Whether a verb with a subject of its own ends before a token: not "the
// embattled", "U.S.-based".
static bool is_deed(struct gz_str text, const struct gz_token *tokens,
                    uint32_t end)
{
    uint32_t t = end;
    t -= t > 0 && is_article(word_at(text, tokens, t - 1));
    if (t < 2) {
        return false;
    }
    const struct gz_str verb = word_at(text, tokens, t - 1);
    return gz_finite_verb(verb, false) && !gz_finite_verb(verb, true) &&
           !takes_clause(verb) && tokens[t - 2].kind != GZ_TOKEN_MARK &&
           !is_article(word_at(text, tokens, t - 2));
}

// Whether a word that a name stands before is its verb.
static bool is_verb(struct gz_str word)
{
    static const char *const words[] = {"says", "beat", "cut", "hit",
                                        "quit", "shed", "shut"};
    return gz_finite_verb(word, false) ||
           gz_str_one_of_nocase(word, words, COUNT(words));
}

bool gz_finite_verb_parts(struct gz_str text, const struct gz_token *tokens,
                          uint32_t count, uint32_t begin, uint32_t end)
{
    return end < count && is_deed(text, tokens, begin) &&
           is_verb(word_at(text, tokens, end));
}
