// Records of every kind, byte by byte, in blocks of just their size: a
// sanitizer sees every read behind one that is cut short.

#include "rules/gazetteer/image/name_record.h"

#include <stdlib.h>

#include "tests/support/check.h"

#define BYTES(literal)                                                         \
    {                                                                          \
        (literal), sizeof(literal) - 1                                         \
    }

// Bits of a record: "\x08" the last of its group, "\x80" plain text.
static const struct row {
    struct gz_str bytes;
    enum gz_name_kind kind;
    const char *text;
    uint32_t readings;
    struct gz_reading first;
    const char *id;  // of a record that has an entity
    const char *xids;
    const char *attributes;
} rows[] = {
    {BYTES("\x04\x88"
           "Acme"
           "\x03\x00\x02\x00id"),
     GZ_NAME_KIND_HOME,
     "Acme",
     1,
     {0, 0, GZ_HOW_NAME, 0, 0},
     "id",
     "",
     ""},
    {BYTES("\x01\x08\x00\x83\x01\x01\x02\x00\x03\x00k=abc"),
     GZ_NAME_KIND_HOME,
     "Acme",
     1,
     {0, 0, GZ_HOW_NAME, 0, 0},
     "Corp",
     "k=",
     "abc"},
    {BYTES("\x02\x2c\x00\x01\xfb\xff\x02\x04\x00\x02\x00\x00"),
     GZ_NAME_KIND_MARKED,
     "AcmeCorp",
     1,
     {0, -5, GZ_HOW_ACRONYM, GZ_NAME_STOP, 0},
     "AcmeAcme",
     "",
     ""},
    {BYTES("\x00\x08\x05\x00\x00\x00"),
     GZ_NAME_KIND_HOME,
     "",
     1,
     {0, 0, GZ_HOW_NAME, 0, 0},
     "",
     "",
     ""},
    {BYTES("\x01\x48\x01\x07\x01\x00\x00"),
     GZ_NAME_KIND_ALIAS,
     "Corp",
     1,
     {0x107, 0, GZ_HOW_ALIAS, 0, 0},
     NULL,
     NULL,
     NULL},
    {BYTES("\x01\x68\x01\x02\x00"
           "\x09\x00\x00\x00\x01\x00\x03\x01"
           "\x08\x00\x00\x00\x00\x00\x00\x00"),
     GZ_NAME_KIND_READINGS,
     "Corp",
     2,
     {9, 1, GZ_HOW_DERIVED, GZ_NAME_CONTEXT, 0},
     NULL,
     NULL,
     NULL},
};

struct section {
    struct gz_symbol_table symbols;
    struct gz_image_header header;
    struct gz_image image;
    uint8_t *bytes;  // owned
};

static void section_init(struct section *s, struct gz_str bytes, size_t len)
{
    memset(s, 0, sizeof(*s));
    s->bytes = malloc(len + (len == 0));
    CHECK(s->bytes != NULL);
    memcpy(s->bytes, bytes.ptr, len);
    memcpy(&s->symbols.symbols[0], "Acme", 4);
    memcpy(&s->symbols.symbols[1], "Corp", 4);
    s->symbols.lengths[0] = 4;
    s->symbols.lengths[1] = 4;
    s->symbols.count = 2;
    CHECK(gz_symbol_table_check(&s->symbols));
    s->image = (struct gz_image){
        .header = &s->header,
        .names = s->bytes,
        .names_bytes = len,
        .name_symbols = &s->symbols,
        .id_symbols = &s->symbols,
    };
}

static void check_entity(const struct section *s,
                         const struct gz_name_record *r, const struct row *want)
{
    char id[64];
    const struct gz_name_entity e = gz_name_record_entity(r);
    struct gz_str plain = e.id;
    if (!e.id_raw) {
        const size_t len =
            gz_symbol_decode(&s->symbols, (const uint8_t *)e.id.ptr,
                             e.id.len_bytes, id, sizeof(id) - GZ_SYMBOL_SPARE);
        plain = gz_str_of(id, len);
    }
    CHECK_STR(plain, want->id);
    CHECK_STR(e.xids, want->xids);
    CHECK_STR(e.attributes, want->attributes);
}

static void check_row(const struct row *want)
{
    struct section s;
    struct gz_name_record r;
    struct gz_reading reading;
    struct gz_str text;
    char buffer[GZ_NAME_TEXT_ROOM];
    section_init(&s, want->bytes, want->bytes.len_bytes);
    CHECK(gz_name_record_read(&s.image, 0, &r));
    CHECK_EQ(r.kind, want->kind);
    CHECK_EQ(r.offset, 0);
    CHECK_EQ(r.next, want->bytes.len_bytes);
    CHECK((r.bits & GZ_NAME_BITS_LAST) != 0);
    CHECK(gz_name_record_text(&s.image, &r, buffer, &text));
    CHECK_STR(text, want->text);
    CHECK_EQ(r.reading_count, want->readings);
    CHECK(gz_name_record_reading(&r, 0, &reading));
    CHECK_EQ(reading.entity, want->first.entity);
    CHECK_EQ(reading.priority, want->first.priority);
    CHECK_EQ(reading.how, want->first.how);
    CHECK_EQ(reading.flags, want->first.flags);
    if (want->id != NULL) {
        check_entity(&s, &r, want);
    }
    free(s.bytes);
}

static void check_cut(struct gz_str bytes)
{
    for (size_t len = 0; len < bytes.len_bytes; len++) {
        struct section s;
        struct gz_name_record r;
        section_init(&s, bytes, len);
        CHECK(!gz_name_record_read(&s.image, 0, &r));
        CHECK(!gz_name_record_read(&s.image, len, &r));
        CHECK(!gz_name_record_read(&s.image, UINT32_MAX, &r));
        free(s.bytes);
    }
}

// What gz_name_record_read() lets pass and the next step refuses.
static void check_forged(void)
{
    static const struct {
        struct gz_str bytes;
        bool text;
        bool reading;
    } forged[] = {
        // A way of standing for an entity that there is not.
        {BYTES("\x01\x28\x00\x00\x00\x08\x00\x00\x02\x00\x00"), true, false},
        {BYTES("\x01\x68\x00\x01\x00\x00\x00\x00\x00\x00\x00\x08\x00"), true,
         false},
        // A bare escape.
        {BYTES("\x02\x08\x00\xff\x00\x02\x00\x00"), false, true},
        // A code without a symbol.
        {BYTES("\x02\x08\x00\xfe\x00\x02\x00\x00"), true, true},
    };
    for (size_t i = 0; i < sizeof(forged) / sizeof(forged[0]); i++) {
        struct section s;
        struct gz_name_record r;
        struct gz_reading reading;
        struct gz_str text;
        char buffer[GZ_NAME_TEXT_ROOM];
        section_init(&s, forged[i].bytes, forged[i].bytes.len_bytes);
        CHECK(gz_name_record_read(&s.image, 0, &r));
        CHECK_EQ(gz_name_record_text(&s.image, &r, buffer, &text),
                 forged[i].text);
        CHECK_EQ(gz_name_record_reading(&r, 0, &reading), forged[i].reading);
        free(s.bytes);
    }
}

// Texts as long as they may be, and longer, plain and encoded.
static void check_long(void)
{
    for (unsigned raw = 0; raw < 2; raw++) {
        for (uint32_t len = 0; len <= 255; len++) {
            struct section s;
            uint8_t bytes[GZ_NAME_HEAD_BYTES + 255 + 4] = {(uint8_t)len};
            bytes[1] = (uint8_t)(GZ_NAME_BITS_LAST |
                                 (raw != 0 ? (unsigned)GZ_NAME_BITS_RAW : 0));
            memset(bytes + GZ_NAME_HEAD_BYTES, raw != 0 ? 'x' : 1, len);
            section_init(&s, gz_str_of((const char *)bytes, sizeof(bytes)),
                         GZ_NAME_HEAD_BYTES + len + 4);
            struct gz_name_record r;
            struct gz_str text;
            char *buffer = malloc(GZ_NAME_TEXT_ROOM);
            CHECK(buffer != NULL);
            CHECK(gz_name_record_read(&s.image, 0, &r));
            const uint32_t want = raw != 0 ? len : 4 * len;
            CHECK_EQ(gz_name_record_text(&s.image, &r, buffer, &text),
                     want <= GZ_NAME_BYTES_MAX);
            CHECK(want > GZ_NAME_BYTES_MAX || text.len_bytes == want);
            free(buffer);
            free(s.bytes);
        }
    }
}

// Nothing can be read of no readings.
static void check_none(void)
{
    const struct gz_str bytes = GZ_STR_LIT("\x01\x68\x00\x00\x00\x00\x00");
    struct section s;
    struct gz_name_record r;
    section_init(&s, bytes, bytes.len_bytes);
    CHECK(!gz_name_record_read(&s.image, 0, &r));
    free(s.bytes);
}

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_row(&rows[i]);
        check_cut(rows[i].bytes);
    }
    check_forged();
    check_long();
    check_none();
    return 0;
}
