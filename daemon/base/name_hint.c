// The remedy for a name that is not known.

#include "daemon/base/name_hint.h"

static void list(struct gz_buffer *out, const char *const *names, size_t count)
{
    const size_t shown =
        count < GZ_NAME_HINT_NAMES ? count : GZ_NAME_HINT_NAMES;
    for (size_t i = 0; i < shown; i++) {
        gz_buffer_append_fmt(out, "%s%s", i > 0 ? ", " : ", known are ",
                             names[i]);
    }
    if (shown < count) {
        gz_buffer_append_fmt(out, " and %zu more", count - shown);
    }
}

void gz_name_hint(struct gz_buffer *out, struct gz_str name,
                  const char *const *names, size_t count)
{
    const char *near = gz_str_suggest(name, names, count);
    if (near != NULL) {
        gz_buffer_append_fmt(out, " (did you mean \"%s\"?)", near);
    } else if (count > 0) {
        list(out, names, count);
    } else {
        gz_buffer_append_z(out, ", there are none");
    }
}
