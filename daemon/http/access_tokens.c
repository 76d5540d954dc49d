#include "daemon/http/access_tokens.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/base/hash.h"
#include "daemon/config/secret.h"

struct token {
    enum gz_scope scope;
    uint8_t digest[GZ_SHA256_BYTES];
};

struct gz_access_tokens {
    size_t count;
    struct token items[GZ_ACCESS_TOKENS_MAX];
};

static bool digest(struct gz_str text, uint8_t out[GZ_SHA256_BYTES])
{
    struct gz_sha256 *h = gz_sha256_new();

    if (h == NULL) {
        return false;
    }
    gz_sha256_add(h, text.ptr, text.len_bytes);
    gz_sha256_finish(h, out);
    gz_sha256_free(h);
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

// Split at the first run of blanks.
static struct gz_str cut_word(struct gz_str *line)
{
    size_t len = 0;
    while (len < line->len_bytes && !is_blank(line->ptr[len])) {
        len++;
    }
    const struct gz_str word = gz_str_of(line->ptr, len);
    *line = gz_str_trim(gz_str_of(line->ptr + len, line->len_bytes - len));
    return word;
}

static bool is_token(struct gz_str text)
{
    for (size_t i = 0; i < text.len_bytes; i++) {
        if (text.ptr[i] <= ' ' || text.ptr[i] > '~') {
            return false;
        }
    }
    return text.len_bytes >= GZ_ACCESS_TOKEN_LEAST_BYTES;
}

static const char *add_line(struct gz_access_tokens *tokens, struct gz_str line,
                            enum gz_status *st)
{
    if (tokens->count == GZ_ACCESS_TOKENS_MAX) {
        return "is one too many, 256 are allowed";
    }
    struct token *t = &tokens->items[tokens->count];
    const struct gz_str scope = cut_word(&line);
    if (gz_str_is(scope, "read")) {
        t->scope = GZ_SCOPE_READ;
    } else if (gz_str_is(scope, "change")) {
        t->scope = GZ_SCOPE_CHANGE;
    } else {
        return "does not begin with read or change and a blank";
    }
    if (!is_token(line)) {
        return "has no token of at least 16 printable ASCII characters without "
               "blanks behind its scope";
    }
    if (!digest(line, t->digest)) {
        *st = GZ_NO_MEMORY;
        return "could not be hashed: out of memory";
    }
    tokens->count++;
    return NULL;
}

enum gz_status gz_access_tokens_parse(struct gz_str text, const char *name,
                                      struct gz_access_tokens **out,
                                      struct gz_error *err)
{
    struct gz_access_tokens *tokens = calloc(1, sizeof(*tokens));
    enum gz_status st = GZ_OK;

    *out = NULL;
    if (tokens == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    for (unsigned number = 1; text.ptr != NULL; number++) {
        const struct gz_str line = gz_str_trim(gz_str_cut(&text, '\n'));
        enum gz_status why = GZ_INVALID;
        const char *fault = line.len_bytes == 0 || line.ptr[0] == '#'
                                ? NULL
                                : add_line(tokens, line, &why);
        if (fault != NULL) {
            st = gz_error_set(err, why, "%s: line %u %s", name, number, fault);
        }
    }
    if (st == GZ_OK && tokens->count == 0) {
        st = gz_error_set(err, GZ_INVALID,
                          "%s: there is no token (write lines such as \"read "
                          "TOKEN\")",
                          name);
    }
    if (st != GZ_OK) {
        gz_access_tokens_free(tokens);
        return st;
    }
    *out = tokens;
    return GZ_OK;
}

enum gz_status gz_access_tokens_load(const char *file,
                                     const char *credentials_dir,
                                     struct gz_access_tokens **out,
                                     struct gz_error *err)
{
    struct gz_secret_fault fault;
    struct gz_buffer text;

    *out = NULL;
    gz_buffer_init(&text, 0);
    enum gz_status st = gz_secret_read(file, credentials_dir, &text, &fault);
    if (st == GZ_OK) {
        st = gz_access_tokens_parse(gz_buffer_str(&text), file, out, err);
    } else {
        st = gz_error_set(err, st, "http.tokens: %s", fault.text);
    }
    gz_secret_fini(&text);
    return st;
}

void gz_access_tokens_free(struct gz_access_tokens *tokens)
{
    if (tokens != NULL) {
        explicit_bzero(tokens, sizeof(*tokens));
        free(tokens);
    }
}

// 0 when equal, without a branch on what they hold.
static uint32_t differ(const uint8_t *a, const uint8_t *b)
{
    uint32_t bits = 0;
    for (size_t i = 0; i < GZ_SHA256_BYTES; i++) {
        bits |= (uint32_t)(a[i] ^ b[i]);
    }
    return bits;
}

enum gz_scope gz_access_tokens_scope(const struct gz_access_tokens *tokens,
                                     struct gz_str authorization)
{
    const struct gz_str scheme = gz_str_trim(cut_word(&authorization));
    uint8_t given[GZ_SHA256_BYTES];
    uint32_t scope = GZ_SCOPE_NONE;

    if (!gz_str_eq_nocase(scheme, GZ_STR_LIT("Bearer")) ||
        !digest(authorization, given)) {
        return GZ_SCOPE_NONE;
    }
    for (size_t i = 0; i < tokens->count; i++) {
        const struct token *t = &tokens->items[i];
        // All ones when the digests are equal, else all zeros.
        const uint32_t equal = ((differ(t->digest, given) - 1) >> 31) * ~0U;
        const uint32_t found = equal & (uint32_t)t->scope;
        scope = found > scope ? found : scope;
    }
    return (enum gz_scope)scope;
}
