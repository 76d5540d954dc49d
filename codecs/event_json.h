#ifndef GZ_EVENT_JSON_H
#define GZ_EVENT_JSON_H

#include "codecs/article.h"
#include "codecs/event.h"
#include "codecs/event_symbol.h"
#include "daemon/base/json_writer.h"

/*
 * One member of a JSON object, key and value: what the JSON forms of events
 * and alerts are made of.
 */
static inline void gz_event_json_str(struct gz_json_writer *w, const char *key,
                                     struct gz_str s)
{
    gz_json_key(w, key);
    gz_json_str(w, s);
}

static inline void gz_event_json_uint(struct gz_json_writer *w, const char *key,
                                      uint32_t value)
{
    gz_json_key(w, key);
    gz_json_uint(w, value);
}

static inline void gz_event_json_int(struct gz_json_writer *w, const char *key,
                                     int64_t value)
{
    gz_json_key(w, key);
    gz_json_int(w, value);
}

static inline void gz_event_json_double(struct gz_json_writer *w,
                                        const char *key, double value)
{
    gz_json_key(w, key);
    gz_json_double(w, value);
}

static inline void gz_event_json_bool(struct gz_json_writer *w, const char *key,
                                      bool value)
{
    gz_json_key(w, key);
    gz_json_bool(w, value);
}

static inline void gz_event_json_symbol(struct gz_json_writer *w,
                                        const char *key,
                                        enum gz_event_enum which,
                                        uint32_t number)
{
    gz_json_key(w, key);
    gz_json_z(w, gz_event_symbol_name(which, number));
}

static inline void gz_event_json_strs(struct gz_json_writer *w, const char *key,
                                      const struct gz_str *s, uint32_t count)
{
    gz_json_key(w, key);
    gz_json_array(w);
    for (uint32_t i = 0; i < count; i++) {
        gz_json_str(w, s[i]);
    }
    gz_json_array_end(w);
}

static inline void gz_event_json_pairs(struct gz_json_writer *w,
                                       const char *key,
                                       const struct gz_event_pair *pairs,
                                       uint32_t count)
{
    gz_json_key(w, key);
    gz_json_object(w);
    for (uint32_t i = 0; i < count; i++) {
        gz_json_key_str(w, pairs[i].key);
        gz_json_str(w, pairs[i].value);
    }
    gz_json_object_end(w);
}

/** Milliseconds, or null. */
static inline void gz_event_json_time(struct gz_json_writer *w, const char *key,
                                      int64_t ms)
{
    gz_json_key(w, key);
    if (ms == GZ_TIME_UNKNOWN) {
        gz_json_null(w);
    } else {
        gz_json_int(w, ms);
    }
}

#endif
