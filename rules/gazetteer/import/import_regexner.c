// Mappings of Stanford's RegexNER
// (https://stanfordnlp.github.io/CoreNLP/regexner.html): a pattern of tokens
// with a space between them, its type, the types it may overwrite and its
// priority, with tabs between them.

#include <string.h>

#include "rules/gazetteer/import/import_words.h"
#include "rules/gazetteer/import/importer.h"
#include "rules/gazetteer/import/regex_words.h"

enum {
    TOKENS_MAX = 64,  // more than a name may have
    FIELD_PATTERN = 0,
    FIELD_TYPE,
    FIELD_OVERWRITES,
    FIELD_PRIORITY,
    FIELDS,
};

// A line and what its tokens may be; views of the line or in scratch.
struct mapping {
    struct gz_importer *im;
    const struct gz_import_place *place;
    struct gz_str fields[FIELDS];
    struct gz_regex_words *tokens;
    size_t count;
    int16_t priority;
};

static void split(struct gz_str line, struct mapping *m)
{
    struct gz_str rest = line;
    for (int i = 0; i < FIELDS; i++) {
        m->fields[i] = gz_str_trim(gz_str_cut(&rest, '\t'));
        rest =
            rest.ptr == NULL ? gz_str_of(line.ptr + line.len_bytes, 0) : rest;
    }
}

// What the tokenizer writes for brackets.
static struct gz_str unescape_bracket(struct gz_str token)
{
    static const struct {
        const char *token;
        const char *bracket;
    } rows[] = {
        {"-LRB-", "("}, {"-RRB-", ")"}, {"-LSB-", "["},
        {"-RSB-", "]"}, {"-LCB-", "{"}, {"-RCB-", "}"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (gz_str_is(token, rows[i].token)) {
            return gz_str_z(rows[i].bracket);
        }
    }
    return token;
}

static void lose(const struct mapping *m, const char *reason)
{
    gz_import_report_add(m->im->report, m->place, 1, "%s", reason);
}

static enum gz_status read_token(struct mapping *m, struct gz_str token)
{
    const char *reason = NULL;
    if (m->count == TOKENS_MAX) {
        lose(m, "a pattern of very many words");
        return GZ_INVALID;
    }
    struct gz_regex_words *words = &m->tokens[m->count++];
    const struct gz_str bracket = unescape_bracket(token);
    if (bracket.ptr != token.ptr) {
        words->items[0] = bracket;
        words->count = 1;
        return GZ_OK;
    }
    const enum gz_status st =
        gz_regex_words_list(token, m->im->scratch, words, &reason);
    if (st == GZ_INVALID) {
        lose(m, reason);
    }
    return st;
}

static enum gz_status read_tokens(struct mapping *m)
{
    struct gz_str rest = m->fields[FIELD_PATTERN];
    if (gz_str_starts(rest, GZ_STR_LIT("( "))) {
        lose(m, "a pattern of TokensRegex");
        return GZ_INVALID;
    }
    m->tokens = gz_arena_alloc(m->im->scratch, TOKENS_MAX * sizeof(*m->tokens));
    if (m->tokens == NULL) {
        return GZ_NO_MEMORY;
    }
    while (rest.len_bytes > 0) {
        const struct gz_str token = gz_str_cut(&rest, ' ');
        const enum gz_status st =
            token.len_bytes == 0 ? GZ_OK : read_token(m, token);
        if (st != GZ_OK) {
            return st;
        }
    }
    return GZ_OK;
}

static enum gz_status count_names(const struct mapping *m, size_t *count)
{
    *count = 1;
    for (size_t i = 0; i < m->count; i++) {
        *count *= m->tokens[i].count;
        if (*count > GZ_REGEX_WORDS_MAX) {
            lose(m, "a pattern of more than 32 names");
            return GZ_INVALID;
        }
    }
    return GZ_OK;
}

// The n-th name of the pattern; the last token turns fastest.
static enum gz_status add_name(const struct mapping *m, size_t n)
{
    struct gz_str words[TOKENS_MAX];
    for (size_t i = m->count; i > 0; i--) {
        words[i - 1] = m->tokens[i - 1].items[n % m->tokens[i - 1].count];
        n /= m->tokens[i - 1].count;
    }
    const struct gz_import_name name = {
        .label = m->fields[FIELD_TYPE],
        .name = gz_import_words_join(words, m->count, m->im->scratch),
        .name_case = m->im->options->name_case,
        .priority = m->priority,
    };
    return name.name.ptr == NULL ? GZ_NO_MEMORY
                                 : gz_importer_add(m->im, m->place, &name);
}

// A priority is a number such as 2 or 1.0; ours are whole.
static void read_priority(struct mapping *m)
{
    struct gz_str text = m->fields[FIELD_PRIORITY];
    int64_t value = 0;
    struct gz_str fraction = text;
    const struct gz_str whole = gz_str_cut(&fraction, '.');
    bool good = text.len_bytes == 0 || gz_str_to_int64(whole, &value);
    for (size_t i = 0; i < fraction.len_bytes; i++) {
        good = good && fraction.ptr[i] == '0';
    }
    if (!good || value < INT16_MIN || value > INT16_MAX) {
        lose(m, "a priority that is no whole number from -32768 to 32767; the "
                "name stays");
        value = 0;
    }
    m->priority = (int16_t)value;
}

static bool has_control(struct gz_str line)
{
    for (size_t i = 0; i < line.len_bytes; i++) {
        if ((unsigned char)line.ptr[i] < 0x20 && line.ptr[i] != '\t') {
            return true;
        }
    }
    return false;
}

static enum gz_status add_mapping(struct mapping *m)
{
    size_t count = 0;
    enum gz_status st = read_tokens(m);
    if (st == GZ_OK) {
        st = count_names(m, &count);
    }
    if (st == GZ_OK) {
        read_priority(m);
    }
    for (size_t n = 0; st == GZ_OK && n < count; n++) {
        st = add_name(m, n);
    }
    return st == GZ_INVALID ? GZ_OK : st;
}

static enum gz_status take(struct gz_importer *im,
                           const struct gz_import_lines *lines,
                           struct gz_str line, const void *context)
{
    (void)context;
    struct mapping m = {.im = im, .place = &lines->place};
    im->report->rows++;
    split(line, &m);
    if (m.fields[FIELD_PATTERN].len_bytes == 0 ||
        m.fields[FIELD_TYPE].len_bytes == 0) {
        const size_t begin = (size_t)(line.ptr - lines->src->text);
        return gz_error_span(im->err, lines->src, begin, begin + line.len_bytes,
                             "a line has a pattern and its type with a tab "
                             "between them");
    }
    if (has_control(line)) {
        lose(&m, "a control character");
        return GZ_OK;
    }
    return add_mapping(&m);
}

enum gz_status gz_import_regexner(struct gz_importer *im,
                                  const struct gz_source *src)
{
    return gz_importer_run(im, src, take, NULL);
}
