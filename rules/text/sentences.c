// Sentence ends, decided at each stop from the words on both sides.  The
// tokens already keep decimals ("3.5") and abbreviations of letters ("U.S.")
// whole, so only free-standing stops and those abbreviations are looked at.

#include "rules/text/sentences.h"

#include "rules/text/abbreviations.h"
#include "rules/text/utf8.h"
#include "rules/text/word_break.h"

enum mark {
    MARK_NONE,
    MARK_DOT,
    MARK_ELLIPSIS,
    MARK_STRONG,  // question and exclamation marks
    MARK_CJK,     // ends a sentence without a space behind it
    MARK_CLOSER,  // closing quotation mark or bracket
    MARK_OPENER,
    MARK_QUOTE,  // opens or closes: ", ' and guillemets
    MARK_DASH,
};

// What follows a stop, as far as it matters.
enum start {
    START_NONE,    // a mark that starts nothing, such as a comma
    START_LOWER,   // a lower case word: the sentence goes on
    START_NUMBER,  // digits
    START_WORD,    // a capital, or a letter without case
};

struct splitter {
    struct gz_str text;
    const struct gz_token *items;
    uint32_t count;
    uint32_t first;  // token that the open sentence begins with
};

// What stands behind a stop: the first word and how it is introduced.
struct next {
    enum start start;
    uint32_t token;
    bool quoted;     // a quotation mark opens before it
    bool bracketed;  // a bracket does
};

static struct gz_str text_of(const struct splitter *s, uint32_t i)
{
    const struct gz_token *t = &s->items[i];
    return gz_str_of(s->text.ptr + t->begin_byte, t->end_byte - t->begin_byte);
}

static uint32_t first_cp(const struct splitter *s, uint32_t i)
{
    size_t pos = s->items[i].begin_byte;
    return gz_utf8_next(s->text, &pos);
}

static const uint8_t ascii_marks[0x80] = {
    ['.'] = MARK_DOT,    ['!'] = MARK_STRONG, ['?'] = MARK_STRONG,
    [')'] = MARK_CLOSER, [']'] = MARK_CLOSER, ['}'] = MARK_CLOSER,
    ['('] = MARK_OPENER, ['['] = MARK_OPENER, ['{'] = MARK_OPENER,
    ['"'] = MARK_QUOTE,  ['\''] = MARK_QUOTE, ['-'] = MARK_DASH,
    ['*'] = MARK_DASH,
};

static enum mark stop_mark(uint32_t cp)
{
    switch (cp) {
    case 0x2026:  // …
        return MARK_ELLIPSIS;
    case 0x203C:  // ‼
    case 0x2047:  // ⁇
    case 0x2048:  // ⁈
    case 0x2049:  // ⁉
    case 0x061F:  // ؟
    case 0x06D4:  // ۔
    case 0x0964:  // ।
    case 0x0965:  // ॥
        return MARK_STRONG;
    case 0x3002:  // 。
    case 0xFF01:  // ！
    case 0xFF0E:  // ．
    case 0xFF1F:  // ？
    case 0xFF61:  // ｡
        return MARK_CJK;
    default:
        return MARK_NONE;
    }
}

static enum mark quote_mark(uint32_t cp)
{
    switch (cp) {
    case 0x2019:  // ’
    case 0x201D:  // ”
    case 0x300B:  // 》
    case 0x300D:  // 」
    case 0x300F:  // 』
    case 0x3011:  // 】
    case 0xFF09:  // ）
        return MARK_CLOSER;
    case 0x00A1:  // ¡
    case 0x00BF:  // ¿
    case 0x2018:  // ‘
    case 0x201A:  // ‚
    case 0x201E:  // „
    case 0x300A:  // 《
    case 0x300C:  // 「
    case 0x300E:  // 『
    case 0x3010:  // 【
    case 0xFF08:  // （
        return MARK_OPENER;
    case 0x00AB:  // «
    case 0x00BB:  // »
    case 0x2039:  // ‹
    case 0x203A:  // ›
    case 0x201C:  // “ opens in English and closes in German
        return MARK_QUOTE;
    case 0x2013:  // –
    case 0x2014:  // —
    case 0x2015:  // ―
    case 0x2022:  // •
        return MARK_DASH;
    default:
        return MARK_NONE;
    }
}

static enum mark mark_of(const struct splitter *s, uint32_t i)
{
    const uint8_t kind = s->items[i].kind;
    if (kind == GZ_TOKEN_POSSESSIVE) {
        // A quotation mark behind a plural looks like a possessive.
        const uint32_t bytes = s->items[i].end_byte - s->items[i].begin_byte;
        return bytes == 1 || bytes == 3 ? MARK_CLOSER : MARK_NONE;
    }
    if (kind != GZ_TOKEN_MARK) {
        return MARK_NONE;
    }
    const uint32_t cp = first_cp(s, i);
    if (cp < 0x80) {
        return (enum mark)ascii_marks[cp];
    }
    const enum mark stop = stop_mark(cp);
    return stop != MARK_NONE ? stop : quote_mark(cp);
}

static bool is_stop(enum mark m)
{
    return m == MARK_DOT || m == MARK_ELLIPSIS || m == MARK_STRONG ||
           m == MARK_CJK;
}

static bool spaced(const struct splitter *s, uint32_t i)
{
    return i >= s->count || (s->items[i].flags & GZ_TOKEN_SPACE_BEFORE) != 0;
}

static bool new_paragraph(const struct splitter *s, uint32_t i)
{
    return i >= s->count ||
           (s->items[i].flags & GZ_TOKEN_PARAGRAPH_BEFORE) != 0;
}

// Whether a sentence ends before token i whatever stood there: at the end, a
// new paragraph, or a line that begins with the mark of a list.
static inline bool is_break(const struct splitter *s, uint32_t i)
{
    if (i >= s->count) {
        return true;
    }
    const unsigned flags = s->items[i].flags;
    if ((flags & (GZ_TOKEN_PARAGRAPH_BEFORE | GZ_TOKEN_LINE_BEFORE)) == 0) {
        return false;
    }
    return (flags & GZ_TOKEN_PARAGRAPH_BEFORE) != 0 ||
           (mark_of(s, i) == MARK_DASH && i + 1 < s->count && spaced(s, i + 1));
}

// Whether token i closes what stood before it: it touches that, or it is a
// quotation mark between spaces, as French sets it.
static bool closes(const struct splitter *s, uint32_t i)
{
    const enum mark m = mark_of(s, i);
    if (!spaced(s, i)) {
        return m == MARK_CLOSER || m == MARK_QUOTE;
    }
    return m == MARK_QUOTE && first_cp(s, i) > 0x7F && !new_paragraph(s, i) &&
           spaced(s, i + 1);
}

// An abbreviation of letters that brings its own stop.
static bool dotted(const struct splitter *s, uint32_t i)
{
    const struct gz_token *t = &s->items[i];
    return t->kind == GZ_TOKEN_WORD && s->text.ptr[t->end_byte - 1] == '.';
}

// The strongest mark of the run of stops and closers from token i on; *end
// becomes the token behind the run.
static enum mark take_run(const struct splitter *s, uint32_t i, uint32_t *end)
{
    enum mark run = dotted(s, i) ? MARK_DOT : mark_of(s, i);
    i++;
    while (i < s->count) {
        const enum mark m = mark_of(s, i);
        if (is_stop(m) && !spaced(s, i)) {
            const bool dots = m == MARK_DOT && run == MARK_DOT;
            run = dots ? MARK_ELLIPSIS : m > run ? m : run;
        } else if (!closes(s, i)) {
            break;
        }
        i++;
    }
    *end = i;
    return run;
}

static enum start start_of(const struct splitter *s, uint32_t i)
{
    switch (s->items[i].kind) {
    case GZ_TOKEN_NUMBER:
        return START_NUMBER;
    case GZ_TOKEN_IDEOGRAPH:
        return START_WORD;
    case GZ_TOKEN_WORD:
        break;
    default: {
        const uint32_t cp = first_cp(s, i);
        const bool none = cp == ',' || cp == ';' || cp == ':' || cp == '&' ||
                          cp == '/' || cp == '.';
        return none ? START_NONE : START_WORD;
    }
    }
    const enum gz_word_class first = gz_word_break_class(first_cp(s, i));
    if (first != GZ_WORD_LOWER) {
        return first == GZ_WORD_DIGIT ? START_NUMBER : START_WORD;
    }
    // A capital inside, as in "iPhone", makes a name that may start.
    const struct gz_str word = text_of(s, i);
    for (size_t b = 1; b < word.len_bytes; b++) {
        if (word.ptr[b] >= 'A' && word.ptr[b] <= 'Z') {
            return START_WORD;
        }
    }
    return START_LOWER;
}

static struct next look_ahead(const struct splitter *s, uint32_t i)
{
    struct next next = {START_NONE, i, false, false};
    for (; next.token < s->count; next.token++) {
        const enum mark m = mark_of(s, next.token);
        const uint32_t cp = first_cp(s, next.token);
        const bool bracket = cp == '(' || cp == '[' || cp == '{';
        if (m == MARK_QUOTE || (m == MARK_OPENER && !bracket)) {
            next.quoted = true;
        } else if (m == MARK_OPENER) {
            next.bracketed = true;
        } else if (m != MARK_DASH) {
            next.start = start_of(s, next.token);
            break;
        }
    }
    return next;
}

// Whether the word behind an abbreviation shows that a sentence starts.
static bool opens(const struct splitter *s, struct next next)
{
    if (next.start != START_WORD) {
        return false;
    }
    const struct gz_str word = text_of(s, next.token);
    const bool initial = word.len_bytes == 1 && next.token + 1 < s->count &&
                         mark_of(s, next.token + 1) == MARK_DOT &&
                         !spaced(s, next.token + 1);
    return next.quoted || (!initial && gz_abbreviation_opener(word));
}

static bool is_initial(const struct splitter *s, uint32_t i)
{
    const struct gz_token *t = &s->items[i];
    size_t pos = t->begin_byte;
    const uint32_t cp = gz_utf8_next(s->text, &pos);
    return t->kind == GZ_TOKEN_WORD && pos == t->end_byte &&
           gz_word_break_class(cp) == GZ_WORD_UPPER;
}

// Whether "3." is an ordinal: it opens the sentence as a list's number does,
// or a German month follows.
static bool is_ordinal(const struct splitter *s, uint32_t i, struct next next)
{
    return s->items[i].kind == GZ_TOKEN_NUMBER &&
           (i == s->first || (next.start == START_WORD &&
                              gz_abbreviation_month(text_of(s, next.token))));
}

// Whether the stop behind word i (or inside it, when dotted) ends a sentence.
static bool dot_ends(const struct splitter *s, uint32_t i, struct next next)
{
    if (next.start == START_LOWER || next.start == START_NONE ||
        is_ordinal(s, i, next)) {
        return false;
    }
    const struct gz_str word = text_of(s, i);
    switch (gz_abbreviation_of(word)) {
    case GZ_ABBREVIATION_INNER:
        return false;
    case GZ_ABBREVIATION_NAME:
        return opens(s, next);
    case GZ_ABBREVIATION_NUMBER:
        return next.start != START_NUMBER;
    case GZ_ABBREVIATION_TIME:
        return !next.bracketed && !gz_abbreviation_zone(text_of(s, next.token));
    default:
        break;
    }
    return is_initial(s, i) || dotted(s, i) ? opens(s, next) : true;
}

// Whether a sentence ends before token end, behind a run of stops from i on.
static bool ends(const struct splitter *s, uint32_t i, uint32_t end,
                 enum mark run)
{
    if (is_break(s, end)) {
        return true;
    }
    if (run == MARK_CJK) {
        // Japanese quotes a whole sentence inside another: 「…。」と述べた.
        return mark_of(s, end - 1) != MARK_CLOSER || first_cp(s, end) != 0x3068;
    }
    if (!spaced(s, end)) {
        return false;
    }
    const struct next next = look_ahead(s, end);
    if (run != MARK_DOT) {
        return next.start == START_WORD || next.start == START_NUMBER;
    }
    const bool own = dotted(s, i);
    if (!own && (i == s->first || spaced(s, i))) {
        return next.start != START_LOWER;  // a stop on its own
    }
    return dot_ends(s, own ? i : i - 1, next);
}

// The first token from i on that may be the last of a sentence, or that stands
// before a line break; few tokens need this closer look.
static uint32_t skip_inner(const struct splitter *s, uint32_t i)
{
    const char *const text = s->text.ptr;
    const struct gz_token *const end = s->items + s->count - 1;
    const struct gz_token *t = s->items + i;
    while (t < end && (t[1].flags & GZ_TOKEN_LINE_BEFORE) == 0) {
        const uint8_t last = (uint8_t)text[t->end_byte - 1];
        if (last == '.' || last == '?' || last == '!' || last >= 0x80) {
            break;
        }
        t++;
    }
    return (uint32_t)(t - s->items);
}

// The token behind the sentence that begins with s->first.
static uint32_t sentence_end(const struct splitter *s)
{
    uint32_t i = s->first;
    while (i < s->count) {
        i = skip_inner(s, i);
        const bool stop = dotted(s, i) || is_stop(mark_of(s, i));
        uint32_t end = i + 1;
        const enum mark run = stop ? take_run(s, i, &end) : MARK_NONE;
        if (stop ? ends(s, i, end, run) : is_break(s, end)) {
            return end;
        }
        i = end;
    }
    return s->count;
}

static enum gz_status number_tokens(struct gz_sentences *all, uint32_t tokens,
                                    struct gz_arena *arena)
{
    uint32_t *numbers = gz_arena_alloc(arena, tokens * sizeof(*numbers));
    if (numbers == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < all->count; i++) {
        for (uint32_t t = all->items[i].first_token;
             t < all->items[i].end_token; t++) {
            numbers[t] = i;
        }
    }
    all->of_tokens = numbers;
    return GZ_OK;
}

enum gz_status gz_sentences_split(struct gz_str text,
                                  const struct gz_tokens *tokens,
                                  struct gz_arena *arena,
                                  struct gz_sentences *out)
{
    struct splitter s = {text, tokens->items, tokens->count, 0};
    struct gz_sentence *items = NULL;
    uint32_t count = 0;
    uint32_t room = 0;
    while (s.first < s.count) {
        if (count == room) {
            const uint32_t more = room == 0 ? s.count / 16 + 4 : room * 2;
            void *grown = gz_arena_grow(arena, items, room * sizeof(*items),
                                        more * sizeof(*items));
            if (grown == NULL) {
                return GZ_LIMIT;
            }
            items = grown;
            room = more;
        }
        const uint32_t end = sentence_end(&s);
        items[count++] = (struct gz_sentence){s.first, end};
        s.first = end;
    }
    *out = (struct gz_sentences){.items = items, .count = count};
    return number_tokens(out, s.count, arena);
}
