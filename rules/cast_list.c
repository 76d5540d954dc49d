#include "rules/cast_list.h"

#include "daemon/base/source.h"
#include "rules/gazetteer/compile/compile.h"

static void append_id(struct gz_buffer *out, struct gz_str name)
{
    for (size_t i = 0; i < name.len_bytes; i++) {
        const char c = name.ptr[i];
        if (c == ' ') {
            gz_buffer_append_byte(out, '-');
        } else {
            gz_buffer_append_byte(
                out, (uint8_t)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c));
        }
    }
}

static void append_row(struct gz_buffer *out, const struct gz_rule_set *rules,
                       const struct gz_cast_name *name)
{
    // The type first: a line that began with "#" would be left out.
    gz_buffer_append_str(out, gz_type_tree_path(rules->types, name->type));
    gz_buffer_append_byte(out, '\t');
    append_id(out, name->name);
    gz_buffer_append_byte(out, '\t');
    gz_buffer_append_str(out, name->name);
    gz_buffer_append_z(out, "\texact\t1000\t");
    gz_buffer_append_str(out, name->attributes);
    gz_buffer_append_byte(out, '\n');
}

static enum gz_status compile(const struct gz_source *src,
                              struct gz_buffer *image, struct gz_error *err)
{
    struct gz_compile_report report;
    struct gz_compiler *compiler = gz_compiler_new();
    if (compiler == NULL) {
        return GZ_NO_MEMORY;
    }
    // The types of the rules are theirs, not those of lists.
    gz_compiler_set(compiler, &(struct gz_compile_options){.any_type = true});
    enum gz_status st = gz_compiler_add_source(
        compiler, src, GZ_STR_LIT(GZ_CAST_LIST_NAMESPACE), err);
    if (st == GZ_OK) {
        st = gz_compiler_finish(compiler, image, &report, err);
    }
    gz_compiler_free(compiler);
    return st;
}

static enum gz_status adopt(struct gz_str tsv, struct gz_gazetteer **out,
                            struct gz_error *err)
{
    struct gz_source src;
    struct gz_buffer image;
    enum gz_status st = gz_source_init(&src, "cast", tsv);
    if (st != GZ_OK) {
        return st;
    }
    gz_buffer_init(&image, 0);
    st = compile(&src, &image, err);
    if (st == GZ_OK) {
        uint8_t *bytes = image.data;
        const size_t len = image.len;
        gz_buffer_init(&image, 0);
        st = gz_gazetteer_adopt(bytes, len, out, err);
    }
    gz_buffer_fini(&image);
    gz_source_fini(&src);
    return st;
}

enum gz_status gz_cast_list_compile(const struct gz_rule_set *rules,
                                    struct gz_gazetteer **out,
                                    struct gz_error *err)
{
    struct gz_buffer tsv;
    *out = NULL;
    if (rules == NULL || rules->cast_count == 0) {
        return GZ_OK;
    }
    gz_buffer_init(&tsv, 0);
    gz_buffer_append_z(&tsv, "type\tid\tname\tpolicy\tpriority\tattributes\n");
    for (uint32_t i = 0; i < rules->cast_count; i++) {
        append_row(&tsv, rules, &rules->cast[i]);
    }
    enum gz_status st = gz_buffer_status(&tsv);
    if (st == GZ_OK) {
        st = adopt(gz_buffer_str(&tsv), out, err);
    }
    gz_buffer_fini(&tsv);
    return st;
}
