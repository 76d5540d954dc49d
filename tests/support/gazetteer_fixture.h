#ifndef GZ_TEST_GAZETTEER_FIXTURE_H
#define GZ_TEST_GAZETTEER_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>

#include "daemon/base/source.h"
#include "rules/gazetteer/compile.h"
#include "rules/gazetteer/gazetteer.h"

/*
 * Gazetteers out of name lists that stand in a test as text.  Such a list is
 * called "list.tsv" and its entities have ids "list:ROW-ID".
 */

/** Compile a list, keeping its good rows; the caller has initialised all. */
static inline enum gz_status test_compile(struct gz_str tsv,
                                          struct gz_buffer *out,
                                          struct gz_compile_report *report,
                                          struct gz_error *err)
{
    struct gz_source src;
    enum gz_status st = gz_source_init(&src, "list.tsv", tsv);
    if (st != GZ_OK) {
        return st;
    }
    struct gz_compiler *c = gz_compiler_new();
    enum gz_status added = GZ_OK;
    st = c == NULL ? GZ_NO_MEMORY : GZ_OK;
    if (st == GZ_OK) {
        added = gz_compiler_add_source(c, &src, GZ_STR_LIT("list"), err);
        st = added == GZ_INVALID ? GZ_OK : added;
    }
    if (st == GZ_OK) {
        st = gz_compiler_finish(c, out, report, err);
    }
    gz_compiler_free(c);
    gz_source_fini(&src);
    return st == GZ_OK ? added : st;
}

/** A gazetteer of a list without mistakes; ends the test when it has some. */
static inline struct gz_gazetteer *test_gazetteer(const char *tsv)
{
    struct gz_buffer image;
    struct gz_compile_report report;
    struct gz_error err;
    struct gz_gazetteer *g = NULL;
    gz_buffer_init(&image, 0);
    gz_error_init(&err);
    if (test_compile(gz_str_z(tsv), &image, &report, &err) != GZ_OK ||
        gz_gazetteer_adopt(image.data, image.len, &g, &err) != GZ_OK) {
        gz_error_print(&err, stderr);
        exit(1);
    }
    gz_error_fini(&err);
    return g;
}

#endif
