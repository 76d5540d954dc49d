#include "rules/cast.h"

#include "rules/types.h"

// Cut the last part off: "Org/Company" gives "Org"; the top stays.
static struct gz_str known_type(struct gz_str type)
{
    while (!gz_type_known(type)) {
        size_t len = type.len_bytes;
        while (len > 0 && type.ptr[len - 1] != '/') {
            len--;
        }
        if (len == 0) {
            return type;
        }
        type.len_bytes = len - 1;
    }
    return type;
}

// Letters and digits of ASCII and all else beyond it; runs of the rest are one
// hyphen.
static void append_id(struct gz_str name, struct gz_buffer *out)
{
    bool pending = false;
    bool any = false;
    for (size_t i = 0; i < name.len_bytes; i++) {
        const unsigned char c = (unsigned char)name.ptr[i];
        const bool upper = c >= 'A' && c <= 'Z';
        if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
            c >= 0x80) {
            gz_buffer_append_z(out, pending && any ? "-" : "");
            gz_buffer_append_byte(out, upper ? (uint8_t)(c + 'a' - 'A') : c);
            any = true;
            pending = false;
        } else {
            pending = true;
        }
    }
}

void gz_cast_list(const struct gz_rule_set *set, struct gz_buffer *out)
{
    gz_buffer_append_z(out, "id\ttype\tname\tpriority\tattributes\n");
    for (uint32_t i = 0; i < set->cast_count; i++) {
        const struct gz_cast_name *name = &set->cast[i];
        append_id(name->name, out);
        gz_buffer_append_fmt(
            out, "\t" GZ_STR_FMT "\t" GZ_STR_FMT "\t32767\t" GZ_STR_FMT "\n",
            GZ_STR_ARG(known_type(gz_type_tree_path(set->types, name->type))),
            GZ_STR_ARG(name->name), GZ_STR_ARG(name->attributes));
    }
}
