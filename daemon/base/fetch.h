#ifndef GZ_FETCH_H
#define GZ_FETCH_H

/*
 * A function that does nothing but bring memory into the caches before it is
 * needed.  Compilers know of no effect that fetching has, so they leave calls
 * of such functions away; these are no calls.
 */
#define GZ_FETCH static inline __attribute__((always_inline)) void

#endif
