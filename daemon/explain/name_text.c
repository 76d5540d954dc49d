#include "daemon/explain/name_text.h"

#include <stddef.h>

#include "rules/gazetteer/lists/name_list.h"

const char *gz_name_text_how(unsigned how)
{
    static const char *const hows[GZ_HOW_COUNT] = {
        [GZ_HOW_NAME] = "name",       [GZ_HOW_ALIAS] = "alias",
        [GZ_HOW_ACRONYM] = "acronym", [GZ_HOW_DERIVED] = "derived",
        [GZ_HOW_NOMINAL] = "nominal", [GZ_HOW_PRONOUN] = "pronoun",
        [GZ_HOW_METONYM] = "metonym", [GZ_HOW_PATTERN] = "pattern",
    };
    return how < GZ_HOW_COUNT ? hows[how] : "";
}

const char *gz_name_text_flag(unsigned bit)
{
    static const char *const flags[] = {"context", "ticker", "stop", "word"};
    return bit < sizeof(flags) / sizeof(flags[0]) ? flags[bit] : NULL;
}

void gz_name_text_policy(struct gz_buffer *out, enum gz_name_case name_case,
                         unsigned flags)
{
    gz_buffer_append_z(out, gz_name_case_name(name_case));
    const char *flag;
    for (unsigned i = 0; (flag = gz_name_text_flag(i)) != NULL; i++) {
        if ((flags >> i & 1) != 0) {
            gz_buffer_append_fmt(out, ",%s", flag);
        }
    }
}
