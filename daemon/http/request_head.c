#include "daemon/http/request_head.h"

#include <string.h>

enum { LENGTH_DIGITS = 18 };  // a longer one is too large for anything

enum mistake {
    NONE,
    BAD_LINE,
    BAD_VERSION,
    BAD_HEADER,
    BAD_REPEAT,
    NO_HOST,
    BAD_LENGTH,
    BAD_CODING,
    LONG_TARGET,
    LONG_HEAD,
    LONG_BODY,
};

static const struct gz_request_fault faults[] = {
    [BAD_LINE] = {400, "the first line of the request is malformed",
                  "send METHOD, target and HTTP/1.1 with one blank between"},
    [BAD_VERSION] = {505, "this version of HTTP is not spoken here",
                     "send HTTP/1.1"},
    [BAD_HEADER] = {400, "a header of the request is malformed",
                    "send each as one line, NAME: VALUE, without control "
                    "characters"},
    [BAD_REPEAT] = {400, "a header stands twice that may stand once",
                    "send Host, Authorization, Content-Type, If-Match, "
                    "If-None-Match, Last-Event-ID and Origin at most once"},
    [NO_HOST] = {400, "the request does not say which host it is for",
                 "send the header Host"},
    [BAD_LENGTH] = {400, "it is not clear where the body of the request ends",
                    "send either Content-Length, as one number, or "
                    "Transfer-Encoding: chunked"},
    [BAD_CODING] = {501, "this Transfer-Encoding is not understood here",
                    "send Content-Length or Transfer-Encoding: chunked"},
    [LONG_TARGET] = {414, "the address of the request is too long",
                     "send at most 8192 bytes up to the end of the headers"},
    [LONG_HEAD] = {431, "the headers of the request are too long",
                   "send at most 8192 bytes up to the end of the headers, and "
                   "128 headers, parameters and cookies"},
    [LONG_BODY] = {413, "the body is larger than anything that is taken here",
                   "send less"},
};

// What is read of these is one value.
static const char *const singles[] = {
    "Host",          "Authorization", "Content-Type", "If-Match",
    "If-None-Match", "Last-Event-ID", "Origin",
};

enum { HOST = 1 };  // its bit

struct head {
    int minor;  // of the version
    size_t parts;
    unsigned seen;  // bits of singles
    size_t codings;
    struct gz_str length;  // of the body; ptr NULL: not said
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// A token (RFC 9110, 5.6.2).
static bool is_token(struct gz_str s)
{
    for (size_t i = 0; i < s.len_bytes; i++) {
        const char c = s.ptr[i];
        const char lower = (char)(c | 0x20);
        if (!is_digit(c) && (lower < 'a' || lower > 'z') &&
            (c == '\0' || strchr("!#$%&'*+-.^_`|~", c) == NULL)) {
            return false;
        }
    }
    return s.len_bytes > 0;
}

static bool has_control(struct gz_str s, char allowed)
{
    for (size_t i = 0; i < s.len_bytes; i++) {
        const unsigned char c = (unsigned char)s.ptr[i];
        if ((c < ' ' || c == 0x7f) && s.ptr[i] != allowed) {
            return true;
        }
    }
    return false;
}

static size_t count_of(struct gz_str s, char wanted)
{
    size_t count = 0;

    for (size_t i = 0; i < s.len_bytes; i++) {
        count += s.ptr[i] == wanted;
    }
    return count;
}

static enum mistake read_version(struct head *h, struct gz_str s)
{
    const struct gz_str name = GZ_STR_LIT("HTTP/");

    if (s.len_bytes != name.len_bytes + 3 || !gz_str_starts(s, name) ||
        !is_digit(s.ptr[5]) || s.ptr[6] != '.' || !is_digit(s.ptr[7])) {
        return BAD_LINE;
    }
    h->minor = s.ptr[7] - '0';
    return s.ptr[5] == '1' ? NONE : BAD_VERSION;
}

static enum mistake read_first(struct head *h, struct gz_str line)
{
    struct gz_str rest = line;
    const struct gz_str method = gz_str_cut(&rest, ' ');
    const struct gz_str target = gz_str_cut(&rest, ' ');

    if (!is_token(method) || target.len_bytes == 0 ||
        has_control(target, ' ') || rest.ptr == NULL) {
        return BAD_LINE;
    }
    h->parts += count_of(target, '&') + 1;
    return read_version(h, rest);
}

static enum mistake read_length(struct head *h, struct gz_str value)
{
    for (size_t i = 0; i < value.len_bytes; i++) {
        if (!is_digit(value.ptr[i])) {
            return BAD_LENGTH;
        }
    }
    if (value.len_bytes == 0 ||
        (h->length.ptr != NULL && !gz_str_eq(h->length, value))) {
        return BAD_LENGTH;
    }
    h->length = value;
    return value.len_bytes > LENGTH_DIGITS ? LONG_BODY : NONE;
}

static enum mistake read_coding(struct head *h, struct gz_str value)
{
    h->codings++;
    return gz_str_eq_nocase(value, GZ_STR_LIT("chunked")) ? NONE : BAD_CODING;
}

static struct gz_str skip_blanks(struct gz_str s)
{
    while (s.len_bytes > 0 && (s.ptr[0] == ' ' || s.ptr[0] == '\t')) {
        s = gz_str_of(s.ptr + 1, s.len_bytes - 1);
    }
    return s;
}

static enum mistake read_single(struct head *h, struct gz_str name)
{
    for (size_t i = 0; i < sizeof(singles) / sizeof(singles[0]); i++) {
        if (gz_str_eq_nocase(name, gz_str_z(singles[i]))) {
            const bool again = (h->seen >> i & 1) != 0;
            h->seen |= 1U << i;
            return again ? BAD_REPEAT : NONE;
        }
    }
    return NONE;
}

static enum mistake read_header(struct head *h, struct gz_str line)
{
    struct gz_str rest = line;
    const struct gz_str name = gz_str_cut(&rest, ':');

    if (!is_token(name) || rest.ptr == NULL || has_control(rest, '\t')) {
        return BAD_HEADER;
    }
    // A blank behind it the library would take for a part of the value.
    const struct gz_str value = skip_blanks(rest);
    h->parts++;
    if (gz_str_eq_nocase(name, GZ_STR_LIT("Cookie"))) {
        h->parts += count_of(value, ';') + 1;
    } else if (gz_str_eq_nocase(name, GZ_STR_LIT("Content-Length"))) {
        return read_length(h, value);
    } else if (gz_str_eq_nocase(name, GZ_STR_LIT("Transfer-Encoding"))) {
        return read_coding(h, value);
    }
    return read_single(h, name);
}

// What only all headers together can tell.
static enum mistake judge(const struct head *h)
{
    if ((h->seen & HOST) == 0 && h->minor > 0) {
        return NO_HOST;
    }
    if (h->codings > 1 ||
        (h->codings > 0 && (h->length.ptr != NULL || h->minor == 0))) {
        return BAD_LENGTH;
    }
    return NONE;
}

// The next line without its end; false: it has not come to its end.
static bool cut_line(struct gz_str *rest, struct gz_str *line)
{
    if (memchr(rest->ptr, '\n', rest->len_bytes) == NULL) {
        return false;
    }
    *line = gz_str_cut(rest, '\n');
    if (line->len_bytes > 0 && line->ptr[line->len_bytes - 1] == '\r') {
        line->len_bytes--;
    }
    return true;
}

// *whole: the blank line has come that ends it.
static enum mistake read_head(struct gz_str bytes, bool *whole)
{
    struct head h = {.minor = 0};
    struct gz_str rest = bytes;
    struct gz_str line;
    bool begun = false;
    enum mistake found = NONE;

    *whole = false;
    while (found == NONE && !*whole && cut_line(&rest, &line)) {
        if (line.len_bytes > 0) {
            found = begun ? read_header(&h, line) : read_first(&h, line);
            begun = true;
        } else if (begun) {  // else what may stand before it (RFC 9112, 2.2)
            *whole = true;
            found = judge(&h);
        }
        if (found == NONE && h.parts > GZ_REQUEST_HEAD_PARTS) {
            found = LONG_HEAD;
        }
    }
    if (found == NONE && !*whole && bytes.len_bytes >= GZ_REQUEST_HEAD_BYTES) {
        found = begun ? LONG_HEAD : LONG_TARGET;
    }
    return found;
}

enum gz_request_head gz_request_head_check(struct gz_str bytes,
                                           struct gz_request_fault *fault)
{
    bool whole = false;
    const enum mistake found = read_head(bytes, &whole);

    if (found != NONE) {
        *fault = faults[found];
        return GZ_REQUEST_HEAD_BAD;
    }
    return whole ? GZ_REQUEST_HEAD_GOOD : GZ_REQUEST_HEAD_PART;
}
