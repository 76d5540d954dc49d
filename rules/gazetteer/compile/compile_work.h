#ifndef GZ_COMPILE_WORK_H
#define GZ_COMPILE_WORK_H

#include <stdlib.h>

#include "daemon/base/parallel.h"
#include "rules/gazetteer/compile/compile.h"
#include "rules/gazetteer/compile/list_chunk.h"
#include "rules/gazetteer/compile/list_intake.h"

// What a compiler is made of, for compile.c, which takes lists and images in,
// and compile_finish.c, which makes an image of them.

// A list or image that was loaded; its texts live as long as the compiler.
struct gz_compile_loaded {
    struct gz_compile_loaded *older;
    struct gz_source src;
    struct gz_gazetteer *image;  // NULL: it is a list
};

struct gz_compiler {
    struct gz_compile_options options;
    struct gz_list_intake intake;
    struct gz_arena *pack_arena;       // owned; namespaces live in it
    struct gz_compile_loaded *loaded;  // owned
    struct gz_list_chunk **chunks;     // owned, in the order of the lists
    size_t chunk_count;
    size_t chunk_cap;
    struct gz_text_pool texts[GZ_PARALLEL_MAX];  // of each thread
    bool finished;
};

/** Release the chunks; what the catalog points to is elsewhere. */
static inline void gz_compile_free_chunks(struct gz_compiler *c)
{
    for (size_t i = 0; i < c->chunk_count; i++) {
        gz_list_chunk_fini(c->chunks[i]);
        free(c->chunks[i]);
    }
    free(c->chunks);
    c->chunks = NULL;
    c->chunk_count = c->chunk_cap = 0;
}

/** Tell of the progress, if that is wanted. */
static inline void gz_compile_progress(const struct gz_compiler *c,
                                       enum gz_compile_phase phase,
                                       const char *what, uint64_t done,
                                       uint64_t total)
{
    if (c->options.on_progress != NULL) {
        c->options.on_progress(c->options.context, phase, what, done, total);
    }
}

#endif
