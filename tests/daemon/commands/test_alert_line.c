#include "daemon/commands/alert_line.h"

#include "tests/support/check.h"

#define ESCAPE "\x1b[2J"

// Alerts come from a topic that others may write to.
static const struct row {
    int64_t raised_ms;
    uint8_t state;
    uint8_t severity;
    const char *subscription;
    const char *name;
    const char *why;
    const char *doubt;
    const char *line;
} rows[] = {
    {INT64_C(1795431600000), GZ_ALERT_FIRING, GZ_ALERT_WARNING, "rivals",
     "Zorblax", "5 stories within 1h (at least 5)", "1 source",
     "2026-11-23T11:00:00Z     FIRING    WARNING   rivals  Zorblax  |  "
     "5 stories within 1h (at least 5)  ? 1 source\n"},
    {INT64_C(1795431600042), GZ_ALERT_CONFIRMED, GZ_ALERT_CRITICAL, "rivals",
     "Zorblax", "2 sources", "",
     "2026-11-23T11:00:00.042Z CONFIRMED CRITICAL  rivals  Zorblax  |  "
     "2 sources\n"},
    {0, 200, 200, "ri" ESCAPE, "Zor\nblax", "wh" ESCAPE "y", "do\tubt",
     "1970-01-01T00:00:00Z     UNKNOWN   UNKNOWN   ri [2J  Zor blax  |  "
     "wh [2Jy  ? do ubt\n"},
};

static void test_row(const struct row *row)
{
    const struct gz_alert_event alert = {
        .state = row->state,
        .subscription = gz_str_z(row->subscription),
        .severity = row->severity,
        .entity_name = gz_str_z(row->name),
        .entity_type = GZ_STR_LIT("Org/Company"),
        .why = gz_str_z(row->why),
        .doubt = gz_str_z(row->doubt),
        .raised_ms = row->raised_ms,
    };
    struct gz_buffer out;

    gz_buffer_init(&out, 0);
    gz_alert_line_append(&alert, false, &out);
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
