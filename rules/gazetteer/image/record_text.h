#ifndef GZ_RECORD_TEXT_H
#define GZ_RECORD_TEXT_H

#include "daemon/base/buffer.h"
#include "daemon/base/status.h"
#include "rules/gazetteer/compile/catalog.h"
#include "rules/gazetteer/image/symbol_table.h"

/*
 * The texts of records: names and ids, encoded with symbols that are learnt
 * from the catalog itself.
 */
struct gz_record_text {
    struct gz_symbol_encoder *names;  // owned
    struct gz_symbol_encoder *ids;    // owned
};

/**
 * Learn both tables from samples of the catalog and make encoders for them.
 * Fails with GZ_NO_MEMORY; gz_record_text_fini() is due either way.
 */
enum gz_status gz_record_text_init(struct gz_record_text *t,
                                   const struct gz_catalog *c,
                                   struct gz_symbol_table *names,
                                   struct gz_symbol_table *ids) GZ_MUST_CHECK;
void gz_record_text_fini(struct gz_record_text *t);

/** Append a record's head and its text; bits are without GZ_NAME_BITS_RAW.
 * Failure sticks in out. */
void gz_record_text_put_name(const struct gz_record_text *t, struct gz_str name,
                             unsigned bits, struct gz_buffer *out);

/** Append an id with its length before it.  Failure sticks in out. */
void gz_record_text_put_id(const struct gz_record_text *t, struct gz_str id,
                           struct gz_buffer *out);

#endif
