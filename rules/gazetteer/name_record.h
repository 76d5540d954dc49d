#ifndef GZ_NAME_RECORD_H
#define GZ_NAME_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/str.h"
#include "rules/gazetteer/gazetteer.h"
#include "rules/gazetteer/image.h"
#include "rules/text/tokens.h"

/*
 * A name as the image keeps it: 32 bits of head, its readings, its spelling,
 * and zeros up to a multiple of 4 bytes.  Names with equal keys stand one
 * behind the other, and the last of them says so.
 *
 * The spelling is folded by width, in Normalization Form C, with one space
 * for a gap that counts and nothing for one that does not.  A full stop at
 * the end ("Inc.") is not part of it: the name then matches with and without.
 */
struct gz_name_record {
    struct gz_str spelling;
    const struct gz_reading *readings;
    uint32_t reading_count;
    uint32_t token_count;
    enum gz_name_case name_case;
    bool final_dot;  // a stop right behind the match belongs to it
    bool last;       // of the names with this key
    uint64_t next;   // where the one behind it begins, in names
};

enum { GZ_NAME_READINGS_MAX = 0x7fff };

/** The head of a record as it is stored. */
uint32_t gz_name_record_head(const struct gz_name_record *r);

/**
 * Read the record at an offset of the names section.  False when it does not
 * lie inside the section or names entities that do not exist, which only a
 * forged image brings about.
 */
bool gz_name_record_read(const struct gz_image *image, uint64_t offset,
                         struct gz_name_record *out);

/** Whether tokens first..first+record.token_count spell the name. */
bool gz_name_record_matches(const struct gz_name_record *r, struct gz_str text,
                            const struct gz_token *first);

#endif
