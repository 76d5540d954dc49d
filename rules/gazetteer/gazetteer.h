#ifndef GZ_GAZETTEER_H
#define GZ_GAZETTEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "rules/text/tokens.h"

/*
 * All names of all lists in one read-only image: the file is the memory, so
 * workers and processes share its pages.  Matching finds the longest name at
 * each place, on token boundaries, from left to right.
 *
 * A gazetteer is immutable; any number of threads may read it.
 */
struct gz_gazetteer;

// How a name must be written to count; from the policy column of its row.
enum gz_name_case {
    GZ_NAME_SMART,  // exactly so, or all in capitals
    GZ_NAME_EXACT,
    GZ_NAME_FREE,  // in any case
};

enum gz_name_flags {
    GZ_NAME_CONTEXT = 1 << 0,  // quiet without other evidence
    GZ_NAME_TICKER = 1 << 1,   // counts only in ticker forms
    GZ_NAME_STOP = 1 << 2,     // matches nothing and hides what it covers
    GZ_NAME_WORD = 1 << 3,     // waits for context among capitals
    GZ_NAME_ACCENTS = 1 << 4,  // in lists only: also without its accents
};

// How a name stands for its entity; the symbols of the event schema.
enum gz_how {
    GZ_HOW_NAME,
    GZ_HOW_ALIAS,
    GZ_HOW_ACRONYM,
    GZ_HOW_DERIVED,
    GZ_HOW_NOMINAL,
    GZ_HOW_PRONOUN,
    GZ_HOW_METONYM,
    GZ_HOW_PATTERN,
    GZ_HOW_COUNT,
};

// An entity of the lists.  id and name are in arena, the other views borrowed
// from the gazetteer.
struct gz_entry {
    struct gz_str id;          // "wd:Q30" or "gz:city/2643743"
    struct gz_str type;        // "Place/Country"
    struct gz_str name;        // the name it is known by
    struct gz_str xids;        // "wikidata=Q30;iso2=US", maybe empty
    struct gz_str attributes;  // "country=US;capital=1", maybe empty
};

// One reading of a matched name.
struct gz_reading {
    uint32_t entity;  // for gz_gazetteer_entry(), which alone knows its sense
    int16_t priority;
    uint8_t how;     // enum gz_how
    uint8_t flags;   // enum gz_name_flags
    uint32_t layer;  // number of the image that has the entity; see layers.h
};

struct gz_candidate {
    uint32_t begin_byte;  // half-open range of the text
    uint32_t end_byte;
    uint32_t begin_token;  // the same in tokens: gz_gazetteer_find() only
    uint32_t end_token;
    const struct gz_reading *readings;  // in arena; by priority
    uint32_t reading_count;             // at least 1
    struct gz_reading own;              // storage for readings, if it is one
};

struct gz_candidates {
    const struct gz_candidate *items;  // in arena, by begin_byte
    uint32_t count;
};

/**
 * Map an image file.  The image is checked (magic, version, checksum, every
 * offset) before use; a damaged one fails with GZ_INVALID and says what to do.
 * Release with gz_gazetteer_close().
 */
enum gz_status gz_gazetteer_open(const char *path, struct gz_gazetteer **out,
                                 struct gz_error *err) GZ_MUST_CHECK;

/**
 * Take over an image in memory.  takes: bytes, from malloc, also on failure.
 */
enum gz_status gz_gazetteer_adopt(uint8_t *bytes, size_t len,
                                  struct gz_gazetteer **out,
                                  struct gz_error *err) GZ_MUST_CHECK;

/** Release a gazetteer; NULL allowed. */
void gz_gazetteer_close(struct gz_gazetteer *g);

/**
 * The entity of a reading, with id and name in arena.  Fails with GZ_LIMIT
 * when the arena is full.  What a forged image lacks is empty.
 */
enum gz_status gz_gazetteer_entry(const struct gz_gazetteer *g, uint32_t entity,
                                  struct gz_arena *arena,
                                  struct gz_entry *out) GZ_MUST_CHECK;

// What is known of an entity besides its name; views into the gazetteer.
struct gz_details {
    struct gz_str xids;
    struct gz_str attributes;
};

struct gz_details gz_gazetteer_details(const struct gz_gazetteer *g,
                                       uint32_t entity);

/** Whether an entity is known by this name. */
bool gz_gazetteer_is_named(const struct gz_gazetteer *g, uint32_t entity,
                           struct gz_str name);

/** The type alone, as gz_gazetteer_entry() gives it. */
struct gz_str gz_gazetteer_type(const struct gz_gazetteer *g, uint32_t entity);

/** The id alone, as gz_gazetteer_entry() gives it. */
enum gz_status gz_gazetteer_id(const struct gz_gazetteer *g, uint32_t entity,
                               struct gz_arena *arena,
                               struct gz_str *out) GZ_MUST_CHECK;

/** The value of key in a "k=v;k=v" list, or the empty view; the key has
 * no "=". */
struct gz_str gz_gazetteer_value(struct gz_str list, const char *key);

/** How the fastest version of the matcher that runs here is called. */
const char *gz_gazetteer_simd(const struct gz_gazetteer *g);

/** Image size in bytes, number of entities, number of names. */
struct gz_gazetteer_size {
    uint64_t bytes;
    uint32_t entities;
    uint32_t names;
};

struct gz_gazetteer_size gz_gazetteer_size(const struct gz_gazetteer *g);

/** Checksum over the image: equal lists give equal digests. */
uint64_t gz_gazetteer_digest(const struct gz_gazetteer *g);

/**
 * Find the names in a text, in arena: leftmost, longest, not overlapping.
 * Case and stop policies are applied here; the other flags are left to the
 * caller, except that a name of which every reading has one, and so may not
 * count, does not hide a shorter one inside it: both are reported, the longer
 * first.
 *
 * text is valid UTF-8 and blocks are its words.
 */
enum gz_status gz_gazetteer_scan(const struct gz_gazetteer *g,
                                 struct gz_str text,
                                 const struct gz_word_blocks *blocks,
                                 struct gz_arena *arena,
                                 struct gz_candidates *out) GZ_MUST_CHECK;

/** The same with the places of candidates in tokens of the text. */
enum gz_status gz_gazetteer_find(const struct gz_gazetteer *g,
                                 struct gz_str text,
                                 const struct gz_tokens *tokens,
                                 struct gz_arena *arena,
                                 struct gz_candidates *out) GZ_MUST_CHECK;

#endif
