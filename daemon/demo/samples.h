#ifndef GZ_SAMPLES_H
#define GZ_SAMPLES_H

#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * The sample articles of the demonstration, in the order of their names.
 * Plain text is wrapped into JSON, because a topic holds one format.
 */
struct gz_samples;

struct gz_sample {
    struct gz_str name;   // of its file
    struct gz_str bytes;  // what is fed
};

/**
 * Read all NN-*.json and NN-*.txt of a folder.
 * Fails with GZ_NOT_FOUND, GZ_IO or GZ_NO_MEMORY.
 * Release with gz_samples_free().
 */
enum gz_status gz_samples_load(const char *folder, struct gz_samples **out,
                               struct gz_error *err) GZ_MUST_CHECK;
void gz_samples_free(struct gz_samples *s);

uint32_t gz_samples_count(const struct gz_samples *s);

/** index below the count (asserted); borrowed. */
struct gz_sample gz_samples_at(const struct gz_samples *s, uint32_t index);

#endif
