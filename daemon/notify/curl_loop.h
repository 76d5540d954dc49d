#ifndef GZ_CURL_LOOP_H
#define GZ_CURL_LOOP_H

#include <curl/curl.h>
#include <ev.h>
#include <stdbool.h>

/*
 * One libcurl multi handle driven by a libev loop: its sockets are watched by
 * one ev_io each, its only timer is one ev_timer.  Loop thread only.
 */
struct gz_curl_loop;

/**
 * A transfer ended and was taken out; called from the loop, outside of
 * libcurl, so that transfers may be added and removed.
 */
typedef void gz_curl_loop_done(void *ctx, CURL *easy, CURLcode code);

/** An owned multi handle, or NULL; release with gz_curl_loop_free(). */
struct gz_curl_loop *gz_curl_loop_new(struct ev_loop *loop,
                                      gz_curl_loop_done *done, void *ctx);

/** Release; all transfers must be out.  NULL allowed. */
void gz_curl_loop_free(struct gz_curl_loop *c);

/** Start a transfer, which stays the caller's; false when out of memory. */
bool gz_curl_loop_add(struct gz_curl_loop *c, CURL *easy);

/** Give one up. */
void gz_curl_loop_remove(struct gz_curl_loop *c, CURL *easy);

#endif
