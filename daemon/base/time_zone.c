#include "daemon/base/time_zone.h"

#include <glib.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum {
    HOURS_MAX = 14,      // farther from UTC there is no place
    PLACE_FIRST = 1000,  // zones from here on are places
    PLACES_MAX = 1024,   // the database has some 600
};

static const int64_t second_ms = 1000;
static const int64_t minute_ms = 60 * 1000;
static const int64_t day_ms = (int64_t)24 * 3600 * 1000;

// An entry does not change any more once its number is known to anybody.
static struct {
    pthread_mutex_t lock;
    uint32_t count;
    struct place {
        char name[GZ_TIME_ZONE_BYTES];
        GTimeZone *zone;
    } items[PLACES_MAX];
} places = {.lock = PTHREAD_MUTEX_INITIALIZER};

static bool read_digits(struct gz_str text, int64_t max, int64_t *out)
{
    return text.len_bytes == 2 && gz_str_to_int64(text, out) && *out >= 0 &&
           *out <= max;
}

static bool read_distance(struct gz_str text, int16_t *out)
{
    struct gz_str minutes = text;
    const struct gz_str hours = gz_str_cut(&minutes, ':');
    int64_t hour = 0;
    int64_t minute = 0;
    if (hours.len_bytes != 3 || (*hours.ptr != '+' && *hours.ptr != '-') ||
        minutes.ptr == NULL ||
        !read_digits(gz_str_of(hours.ptr + 1, 2), HOURS_MAX, &hour) ||
        !read_digits(minutes, 59, &minute)) {
        return false;
    }
    const int64_t all = hour * 60 + minute;
    *out = (int16_t)(*hours.ptr == '-' ? -all : all);
    return all <= (int64_t)HOURS_MAX * 60;
}

// "Area/Location", which never leads out of the database's folder.
static bool is_place(struct gz_str text)
{
    bool slash = false;
    if (text.len_bytes == 0 || text.len_bytes >= GZ_TIME_ZONE_BYTES ||
        !g_ascii_isalpha(text.ptr[0])) {
        return false;
    }
    for (size_t i = 0; i < text.len_bytes; i++) {
        const char c = text.ptr[i];
        slash = slash || c == '/';
        if (!g_ascii_isalnum(c) && c != '/' && c != '_' && c != '-' &&
            c != '+') {
            return false;
        }
    }
    return slash;
}

// Under the lock.
static uint32_t find_place(const char *name)
{
    uint32_t i = 0;
    while (i < places.count && strcmp(places.items[i].name, name) != 0) {
        i++;
    }
    return i;
}

static enum gz_status add_place(const char *name)
{
    if (places.count == PLACES_MAX) {
        return GZ_LIMIT;
    }
    struct place *p = &places.items[places.count];
    p->zone = g_time_zone_new_identifier(name);
    if (p->zone == NULL) {
        return GZ_NOT_FOUND;
    }
    memcpy(p->name, name, strlen(name) + 1);
    places.count++;
    return GZ_OK;
}

static enum gz_status read_place(struct gz_str text, int16_t *out)
{
    char name[GZ_TIME_ZONE_BYTES];
    memcpy(name, text.ptr, text.len_bytes);
    name[text.len_bytes] = '\0';

    (void)pthread_mutex_lock(&places.lock);
    const uint32_t i = find_place(name);
    const enum gz_status st = i < places.count ? GZ_OK : add_place(name);
    (void)pthread_mutex_unlock(&places.lock);
    *out = (int16_t)(PLACE_FIRST + i);
    return st;
}

enum gz_status gz_time_zone_read(struct gz_str text, int16_t *out)
{
    *out = GZ_TIME_ZONE_UTC;
    if (gz_str_is(text, "UTC") || read_distance(text, out)) {
        return GZ_OK;
    }
    return is_place(text) ? read_place(text, out) : GZ_INVALID;
}

void gz_time_zone_print(int16_t zone, char out[GZ_TIME_ZONE_BYTES])
{
    const unsigned size = (unsigned)(zone < 0 ? -zone : zone);
    if (zone >= PLACE_FIRST) {
        strcpy(out, places.items[zone - PLACE_FIRST].name);
    } else if (zone == GZ_TIME_ZONE_UTC) {
        strcpy(out, "UTC");
    } else {
        snprintf(out, GZ_TIME_ZONE_BYTES, "%c%02u:%02u", zone < 0 ? '-' : '+',
                 size / 60, size % 60);
    }
}

static int64_t distance_ms(int16_t zone, int64_t utc_ms)
{
    if (zone < PLACE_FIRST) {
        return zone * minute_ms;
    }
    GTimeZone *place = places.items[zone - PLACE_FIRST].zone;
    const int64_t second = utc_ms / second_ms - (utc_ms % second_ms < 0);
    const gint interval =
        g_time_zone_find_interval(place, G_TIME_TYPE_UNIVERSAL, second);
    return g_time_zone_get_offset(place, interval) * second_ms;
}

int64_t gz_time_zone_local_ms(int16_t zone, int64_t utc_ms)
{
    return utc_ms + distance_ms(zone, utc_ms);
}

int64_t gz_time_zone_utc_ms(int16_t zone, int64_t local_ms)
{
    // Clocks are not put twice within two days.
    const int64_t before = local_ms - distance_ms(zone, local_ms - day_ms);
    const int64_t after = local_ms - distance_ms(zone, local_ms + day_ms);
    if (gz_time_zone_local_ms(zone, before) == local_ms ||
        gz_time_zone_local_ms(zone, after) != local_ms) {
        return before;
    }
    return after;
}
