#ifndef GZ_DEAD_LETTER_H
#define GZ_DEAD_LETTER_H

#include <stddef.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "daemon/flow/record.h"

/*
 * A record that could not become events, as it goes to the dead letter topic:
 * value, key and headers byte for byte, and behind them headers of ours that
 * say why and where it came from.  Repairing and replaying it needs nothing
 * else.
 *
 * Names: ours begin with "gazetted-"; CONNECT and SPRING give the names and
 * value encodings of Kafka Connect and Spring Kafka instead, so that their
 * replay tools work.
 */
enum gz_dead_letter_style {
    GZ_DEAD_LETTER_GAZETTED,
    GZ_DEAD_LETTER_CONNECT,
    GZ_DEAD_LETTER_SPRING,
    GZ_DEAD_LETTER_STYLE_COUNT,
};

#define GZ_DEAD_LETTER_MESSAGE_BYTES 512

// Codes beside those of gz_decode_code_name().
#define GZ_DEAD_LETTER_OUTPUT_TOO_LARGE "output_too_large"
#define GZ_DEAD_LETTER_ARENA_FULL "memory_limit"
#define GZ_DEAD_LETTER_CRASH_LOOP "crash_loop"

// What is the same for all dead letters of a worker; borrowed.
struct gz_dead_letter_options {
    struct gz_str topic;
    enum gz_dead_letter_style style;
    size_t limit_bytes;  // key, value and headers together; 0: 900 kB
};

struct gz_dead_letter_reason {
    struct gz_str code;     // such as "not_json"
    struct gz_str stage;    // such as "decode"
    struct gz_str message;  // one line without text of the article; cut
    struct gz_str ruleset;  // hash of the rules in use
};

/**
 * Build the dead letter of in.  *out is in arena, and borrows from in and
 * from options.
 *
 * Too large for limit_bytes: the value is left out (Kafka's null) and two
 * headers hold its length and its SHA-256; if that is not enough, the headers
 * of the record are left out too and one more says how many there were; if
 * even that is not enough, the key.
 *
 * Fails with GZ_NO_MEMORY or GZ_LIMIT when the arena is full; 4 KiB beside
 * 32 bytes per header of the record are enough.
 */
enum gz_status gz_dead_letter_build(
    const struct gz_dead_letter_options *options, const struct gz_record *in,
    const struct gz_dead_letter_reason *reason, struct gz_arena *arena,
    struct gz_output *out) GZ_MUST_CHECK;

#endif
