#ifndef GZ_RECEIVER_READER_H
#define GZ_RECEIVER_READER_H

#include "daemon/base/yaml.h"
#include "daemon/notify/receiver_setup.h"

/*
 * Reads a file of receivers.  Mistakes are placed in the file, remembered and
 * read past; only GZ_NO_MEMORY ends the work.
 */
struct gz_receiver_reader {
    const struct gz_config *config;
    struct gz_receivers *out;
    struct gz_error *err;
    enum gz_status mistake;  // GZ_OK, or what the last one was
};

/** Report a mistake at node and go on. */
void gz_receiver_refuse(struct gz_receiver_reader *r,
                        const struct gz_yaml_node *node, const char *fmt, ...)
    GZ_PRINTF(3, 4);

/** Set all fields that the mapping of one receiver names. */
enum gz_status
gz_receiver_read_fields(struct gz_receiver_reader *r,
                        const struct gz_yaml_node *mapping,
                        struct gz_receiver_setup *s) GZ_MUST_CHECK;

/** Judge what was read as a whole, and make plans, ranges and secrets. */
enum gz_status gz_receiver_complete(struct gz_receiver_reader *r,
                                    const struct gz_yaml_node *mapping,
                                    struct gz_receiver_setup *s) GZ_MUST_CHECK;

#endif
