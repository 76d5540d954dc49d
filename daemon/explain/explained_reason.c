#include "daemon/explain/explained_reason.h"

#include "daemon/commands/terminal.h"

static void append_quoted(struct gz_buffer *out, struct gz_str text)
{
    gz_buffer_append_byte(out, '"');
    gz_terminal_append_line(out, text);
    gz_buffer_append_byte(out, '"');
}

static void append_case(const struct gz_explained *e, struct gz_buffer *out)
{
    if (e->name_case == GZ_NAME_EXACT) {
        gz_buffer_append_z(out, "written otherwise than ");
        append_quoted(out, e->name);
        gz_buffer_append_z(out, ", and its policy is exact");
    } else {
        gz_buffer_append_z(out, "neither written like ");
        append_quoted(out, e->name);
        gz_buffer_append_z(out, " nor all in capitals");
    }
}

static void append_by(const char *before, const struct gz_explained *by,
                      const char *behind, struct gz_buffer *out)
{
    gz_buffer_append_z(out, before);
    if (by != NULL) {
        append_quoted(out, by->name);
        gz_buffer_append_z(out, ", ");
        gz_terminal_append_line(out, by->entry.id);
    }
    gz_buffer_append_z(out, behind);
}

static void append_lost(const struct gz_explained *e,
                        const struct gz_explained *by, struct gz_buffer *out)
{
    gz_buffer_append_z(out, "it is rather ");
    gz_terminal_append_line(out, by->entry.id);
    if (by->supported && !e->supported) {
        gz_buffer_append_z(out, ", for which the text speaks");
    } else if (by->reading.priority > e->reading.priority) {
        gz_buffer_append_fmt(out, ", which has priority %d and this %d",
                             by->reading.priority, e->reading.priority);
    } else {
        gz_buffer_append_z(out, ", which comes first");
    }
}

void gz_explained_reason_append(const struct gz_explained *e,
                                const struct gz_explained *by,
                                struct gz_buffer *out)
{
    switch (e->fate) {
    case GZ_EXPLAINED_CASE:
        append_case(e, out);
        return;
    case GZ_EXPLAINED_STOP:
        gz_buffer_append_z(out, "a stop name: nothing stands here");
        return;
    case GZ_EXPLAINED_STOPPED:
        append_by("a stop name is written so: ", by, "", out);
        return;
    case GZ_EXPLAINED_INSIDE:
        append_by("inside a longer name: ", by, "", out);
        return;
    case GZ_EXPLAINED_OVERLAP:
        append_by("it begins in an earlier name: ", by, "", out);
        return;
    case GZ_EXPLAINED_SAME:
        append_by("found here already: ", by, "", out);
        return;
    case GZ_EXPLAINED_MARKS:
        gz_buffer_append_z(out, "its marks are part of a longer mark");
        return;
    case GZ_EXPLAINED_NO_CONTEXT:
        gz_buffer_append_z(out, "policy context, and nothing else in the text "
                                "speaks for it");
        return;
    case GZ_EXPLAINED_SHOUTED:
        gz_buffer_append_z(out, "policy word, and the sentence is all in "
                                "capitals");
        return;
    case GZ_EXPLAINED_NO_TICKER:
        gz_buffer_append_z(out, "policy ticker, and not written as tickers "
                                "are");
        return;
    case GZ_EXPLAINED_LOST:
        append_lost(e, by, out);
        return;
    case GZ_EXPLAINED_REMOVED:
        gz_buffer_append_z(out, "a later image removes it, or an earlier one "
                                "has it for the same entity");
        return;
    default:
        return;
    }
}
