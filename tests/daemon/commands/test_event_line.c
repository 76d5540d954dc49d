#include "daemon/commands/event_line.h"

#include "tests/support/check.h"

#define ESCAPE "\x1b[2J"
#define C1 "\xC2\x9B"

// Events come from a topic that others may write to.
static const struct row {
    const char *id;
    const char *type;
    const char *name;
    const char *title;
    const char *line;
} rows[] = {
    {"wd:Q1", "Org/Company", "Zorblax", "Zorblax grows",
     "0.50   2  wd:Q1                            Org/Company     Zorblax  |  "
     "Zorblax grows\n"},
    {"wd:Q1" ESCAPE, "Org" ESCAPE, "Zor\nblax", "Zor\tblax" C1 "2J",
     "0.50   2  wd:Q1 [2J                        Org [2J         Zor blax  |  "
     "Zor blax 2J\n"},
    {"gz:a-name-of-more-than-thirty-two-bytes", "Place", "\xC2\xA0\xC2", "",
     "0.50   2  gz:a-name-of-more-than-thirty-two-bytes Place           "
     "\xC2\xA0\xC2  |  article\n"},
};

static void test_row(const struct row *row)
{
    const struct gz_event_article article = {
        .id = GZ_STR_LIT("article"),
        .title = gz_str_z(row->title),
    };
    const struct gz_event event = {
        .article = &article,
        .entity_id = gz_str_z(row->id),
        .entity_type = gz_str_z(row->type),
        .entity_name = gz_str_z(row->name),
        .salience = 0.5,
        .mention_count = 2,
    };
    struct gz_buffer out;

    gz_buffer_init(&out, 0);
    gz_event_line_append(&event, false, &out);
    CHECK_STR(gz_buffer_str(&out), row->line);
    gz_buffer_fini(&out);
}

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        test_row(&rows[i]);
    }
    return 0;
}
