#ifndef GZ_JSON_SCANNER_H
#define GZ_JSON_SCANNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/str.h"

/*
 * Reads JSON (RFC 8259) token by token, strictly, without allocating: for
 * lines that people wrote, where each mistake must be shown at its column.
 * Articles are read by codecs/json_reader.h, which is many times faster and
 * only says that something is wrong.
 *
 * The text must be UTF-8.  Containers may nest GZ_JSON_SCANNER_DEPTH deep.
 */
#define GZ_JSON_SCANNER_DEPTH 32

enum gz_scan {
    GZ_SCAN_END,  // the value is complete and nothing stands behind it
    GZ_SCAN_BAD,  // fault and fault_at say what and where; nothing follows
    GZ_SCAN_OBJECT,
    GZ_SCAN_OBJECT_END,
    GZ_SCAN_ARRAY,
    GZ_SCAN_ARRAY_END,
    GZ_SCAN_KEY,  // its value follows
    GZ_SCAN_STRING,
    GZ_SCAN_NUMBER,
    GZ_SCAN_TRUE,
    GZ_SCAN_FALSE,
    GZ_SCAN_NULL,
};

struct gz_json_token {
    enum gz_scan kind;
    struct gz_str text;  // borrowed; of keys and strings between the quotes
    bool escaped;        // the text holds escapes
};

struct gz_json_scanner {
    struct gz_str text;      // borrowed
    size_t pos;              // not read yet
    uint32_t depth;          // open containers
    uint32_t objects;        // bit i: container i is an object
    uint8_t next;            // what may come, see json_scanner.c
    const char *fault;       // static; NULL while all is well
    struct gz_str fault_at;  // part of the text, or its end
};

/** Begin to read one value that fills the whole text. */
void gz_json_scanner_init(struct gz_json_scanner *s, struct gz_str text);

/** Read the next token, return its kind. */
enum gz_scan gz_json_scanner_next(struct gz_json_scanner *s,
                                  struct gz_json_token *token);

/**
 * Read what is left of the value that token begins: nothing, but for an object
 * or an array.  False when that is bad.
 */
bool gz_json_scanner_skip(struct gz_json_scanner *s,
                          const struct gz_json_token *token);

#endif
