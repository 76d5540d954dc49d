// simdjson behind the C interface of json_reader.h; the only C++ file, built
// without exceptions.
//
// We chose the DOM over the faster on-demand interface because it checks the
// whole text and not only what is asked for, and because all of its work is
// inside the library, which picks the instructions of the processor at run
// time; on-demand would be fixed to those that this file is compiled for.

#include "codecs/json_reader.h"

#include <assert.h>
#include <new>
#include <string.h>

#include <simdjson.h>

namespace dom = simdjson::dom;

struct gz_json_reader {
    dom::parser parser{simdjson::SIMDJSON_MAXSIZE_BYTES};
    uint32_t limit_depth = 0;
    uint8_t *text = nullptr;  // owned; the padded copy of the last text
    size_t cap = 0;
};

static_assert(sizeof(dom::element) == sizeof(struct gz_json_value),
              "a value is an element in other clothes");
static_assert(sizeof(dom::object::iterator) == sizeof(struct gz_json_value),
              "a cursor holds iterators in other clothes");
static_assert(sizeof(dom::array::iterator) == sizeof(struct gz_json_value),
              "a cursor holds iterators in other clothes");
static_assert(__is_trivially_copyable(dom::element),
              "an element can be copied as bytes");

template <typename To, typename From> static To dress(const From &from)
{
    To to;
    static_assert(sizeof(to) == sizeof(from), "the same in other clothes");
    memcpy(static_cast<void *>(&to), static_cast<const void *>(&from),
           sizeof(to));
    return to;
}

static dom::element element_of(struct gz_json_value v)
{
    return dress<dom::element>(v);
}

struct gz_json_reader *gz_json_reader_new(uint32_t limit_depth)
{
    assert(limit_depth > 0);
    auto *r = new (std::nothrow) gz_json_reader;
    if (r != nullptr) {
        r->limit_depth = limit_depth;
    }
    return r;
}

void gz_json_reader_free(struct gz_json_reader *r)
{
    if (r != nullptr) {
        free(r->text);
        delete r;
    }
}

// Grows by doubling, so that a stream of articles soon needs no more.
static bool make_room(struct gz_json_reader *r, size_t len)
{
    if (len <= r->cap) {
        return true;
    }
    size_t cap = r->cap == 0 ? 4096 : r->cap;
    while (cap < len) {
        cap *= 2;
    }
    auto *text =
        static_cast<uint8_t *>(malloc(cap + simdjson::SIMDJSON_PADDING));
    if (text == nullptr) {
        return false;
    }
    free(r->text);
    r->text = text;
    r->cap = 0;
    // simdjson refuses as "too deep" what reaches the limit that it is given.
    if (r->parser.allocate(cap, size_t{r->limit_depth} + 1) !=
        simdjson::SUCCESS) {
        return false;
    }
    r->cap = cap;
    return true;
}

static enum gz_json_result result_of(simdjson::error_code code)
{
    switch (code) {
    case simdjson::SUCCESS:
        return GZ_JSON_OK;
    case simdjson::EMPTY:
        return GZ_JSON_EMPTY;
    case simdjson::UTF8_ERROR:
        return GZ_JSON_NOT_UTF8;
    case simdjson::DEPTH_ERROR:
        return GZ_JSON_TOO_DEEP;
    case simdjson::STRING_ERROR:
    case simdjson::UNCLOSED_STRING:
    case simdjson::UNESCAPED_CHARS:
        return GZ_JSON_BAD_STRING;
    case simdjson::NUMBER_ERROR:
        return GZ_JSON_BAD_NUMBER;
    case simdjson::CAPACITY:
        return GZ_JSON_TOO_LARGE;
    case simdjson::MEMALLOC:
        return GZ_JSON_NO_MEMORY;
    default:
        return GZ_JSON_BAD_SYNTAX;
    }
}

// The four digits of an escape, or more than 0xFFFF.
static uint32_t hex4(const uint8_t *p)
{
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        const uint32_t letter = (p[i] | 0x20U) - 'a';
        const uint32_t digit = p[i] - static_cast<uint32_t>('0');
        if (digit > 9 && letter > 5) {
            return UINT32_MAX;
        }
        value = value << 4 | (digit <= 9 ? digit : letter + 10);
    }
    return value;
}

// simdjson joins surrogate pairs and refuses a high half alone as a bad
// string, but lets a low half alone pass as three bytes that are no UTF-8.
// So all escapes are looked at here, where there are any; the padding holds
// no digits, so reading a little past the end is harmless.
static bool has_lone_surrogate(const uint8_t *text, size_t len)
{
    const uint8_t *const end = text + len;
    const uint8_t *p = text;
    while ((p = static_cast<const uint8_t *>(
                memchr(p, '\\', static_cast<size_t>(end - p)))) != nullptr) {
        const uint32_t unit = p[1] == 'u' ? hex4(p + 2) : UINT32_MAX;
        if (unit == UINT32_MAX || unit < 0xD800 || unit > 0xDFFF) {
            p += 2;
        } else if (unit < 0xDC00 && p[6] == '\\' && p[7] == 'u' &&
                   hex4(p + 8) >= 0xDC00 && hex4(p + 8) <= 0xDFFF) {
            p += 12;
        } else {
            return true;
        }
        if (p >= end) {
            break;
        }
    }
    return false;
}

static struct gz_str without_mark(struct gz_str text)
{
    const bool marked = gz_str_starts(text, gz_str_z("\xEF\xBB\xBF"));
    return marked ? gz_str_of(text.ptr + 3, text.len_bytes - 3) : text;
}

enum gz_json_result gz_json_reader_parse(struct gz_json_reader *r,
                                         struct gz_str text,
                                         struct gz_json_value *root)
{
    text = without_mark(text);
    if (text.len_bytes == 0) {
        return GZ_JSON_EMPTY;
    }
    if (text.len_bytes >= simdjson::SIMDJSON_MAXSIZE_BYTES / 2) {
        return GZ_JSON_TOO_LARGE;
    }
    if (!make_room(r, text.len_bytes)) {
        return GZ_JSON_NO_MEMORY;
    }
    memcpy(r->text, text.ptr, text.len_bytes);
    memset(r->text + text.len_bytes, ' ', simdjson::SIMDJSON_PADDING);

    dom::element found;
    const auto code =
        r->parser.parse(r->text, text.len_bytes, false).get(found);
    const bool suspect =
        code == simdjson::SUCCESS || code == simdjson::STRING_ERROR;
    if (suspect && has_lone_surrogate(r->text, text.len_bytes)) {
        return GZ_JSON_NOT_UTF8;
    }
    if (code == simdjson::SUCCESS) {
        *root = dress<struct gz_json_value>(found);
    }
    return result_of(code);
}

enum gz_json_kind gz_json_reader_kind(struct gz_json_value v)
{
    switch (element_of(v).type()) {
    case dom::element_type::BOOL:
        return GZ_JSON_BOOL;
    case dom::element_type::INT64:
        return GZ_JSON_INT;
    case dom::element_type::UINT64:
        return GZ_JSON_UINT;
    case dom::element_type::DOUBLE:
        return GZ_JSON_DOUBLE;
    case dom::element_type::STRING:
        return GZ_JSON_STRING;
    case dom::element_type::ARRAY:
        return GZ_JSON_ARRAY;
    case dom::element_type::OBJECT:
        return GZ_JSON_OBJECT;
    default:
        return GZ_JSON_NULL;
    }
}

const char *gz_json_reader_kind_name(enum gz_json_kind kind)
{
    switch (kind) {
    case GZ_JSON_NULL:
        return "null";
    case GZ_JSON_BOOL:
        return "true or false";
    case GZ_JSON_INT:
    case GZ_JSON_UINT:
    case GZ_JSON_DOUBLE:
        return "a number";
    case GZ_JSON_STRING:
        return "a text";
    case GZ_JSON_ARRAY:
        return "an array";
    case GZ_JSON_OBJECT:
        return "an object";
    }
    return "unknown";
}

template <typename T> static T get(struct gz_json_value v)
{
    T value{};
    const auto code = element_of(v).get(value);
    assert(code == simdjson::SUCCESS);
    return value;
}

struct gz_str gz_json_reader_str(struct gz_json_value v)
{
    const auto view = get<std::string_view>(v);
    return gz_str_of(view.data(), view.size());
}

int64_t gz_json_reader_int(struct gz_json_value v)
{
    return get<int64_t>(v);
}

uint64_t gz_json_reader_uint(struct gz_json_value v)
{
    return get<uint64_t>(v);
}

double gz_json_reader_double(struct gz_json_value v)
{
    return get<double>(v);
}

bool gz_json_reader_bool(struct gz_json_value v)
{
    return get<bool>(v);
}

struct gz_json_cursor gz_json_reader_begin(struct gz_json_value v)
{
    struct gz_json_cursor c;
    c.in_object = element_of(v).is_object();
    if (c.in_object) {
        const auto object = get<dom::object>(v);
        c.now = dress<struct gz_json_value>(object.begin());
        c.end = dress<struct gz_json_value>(object.end());
    } else {
        const auto array = get<dom::array>(v);
        c.now = dress<struct gz_json_value>(array.begin());
        c.end = dress<struct gz_json_value>(array.end());
    }
    return c;
}

static void next_member(struct gz_json_cursor *c, struct gz_str *key,
                        struct gz_json_value *value)
{
    auto at = dress<dom::object::iterator>(c->now);
    const std::string_view name = at.key();
    *key = gz_str_of(name.data(), name.size());
    *value = dress<struct gz_json_value>(at.value());
    ++at;
    c->now = dress<struct gz_json_value>(at);
}

bool gz_json_reader_next(struct gz_json_cursor *c, struct gz_str *key,
                         struct gz_json_value *value)
{
    if (c->now.at == c->end.at) {
        return false;
    }
    if (c->in_object) {
        next_member(c, key, value);
        return true;
    }
    auto at = dress<dom::array::iterator>(c->now);
    *key = gz_str_of(nullptr, 0);
    *value = dress<struct gz_json_value>(*at);
    ++at;
    c->now = dress<struct gz_json_value>(at);
    return true;
}

bool gz_json_reader_member(struct gz_json_value object, const char *key,
                           struct gz_json_value *value)
{
    struct gz_json_cursor c = gz_json_reader_begin(object);
    struct gz_str name;
    while (gz_json_reader_next(&c, &name, value)) {
        if (gz_str_is(name, key)) {
            return true;
        }
    }
    return false;
}

bool gz_json_reader_valid_utf8(struct gz_str text)
{
    return simdjson::validate_utf8(text.ptr, text.len_bytes);
}
