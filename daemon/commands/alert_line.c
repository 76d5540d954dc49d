#include "daemon/commands/alert_line.h"

#include "codecs/alert_symbol.h"
#include "daemon/base/civil_time.h"
#include "daemon/commands/terminal.h"

// What has no milliseconds is padded, so that columns stand.
enum { TIME_WIDTH = 24, STATE_WIDTH = 9, SEVERITY_WIDTH = 8 };

void gz_alert_line_append(const struct gz_alert_event *alert, bool colours,
                          struct gz_buffer *out)
{
    char when[GZ_CIVIL_TIME_BYTES];

    gz_civil_time_print(alert->raised_ms, when);
    gz_buffer_append_fmt(
        out, "%-*s %-*s %-*s  ", TIME_WIDTH, when, STATE_WIDTH,
        gz_alert_symbol_name(GZ_ALERT_ENUM_STATE, alert->state), SEVERITY_WIDTH,
        gz_alert_symbol_name(GZ_ALERT_ENUM_SEVERITY, alert->severity));
    gz_terminal_append_line(out, alert->subscription);
    gz_buffer_append_z(out, "  ");
    gz_terminal_append_typed(out, alert->entity_name, alert->entity_type,
                             colours);
    gz_buffer_append_z(out, "  |  ");
    gz_terminal_append_line(out, alert->why);
    if (alert->doubt.len_bytes > 0) {
        gz_buffer_append_z(out, "  ? ");
        gz_terminal_append_line(out, alert->doubt);
    }
    gz_buffer_append_byte(out, '\n');
}
