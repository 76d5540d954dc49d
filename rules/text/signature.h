#ifndef GZ_SIGNATURE_H
#define GZ_SIGNATURE_H

#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "rules/text/document.h"

/*
 * A short signature by which near-identical copies of a story are told: the
 * share of equal cells of two signatures estimates the Jaccard similarity of
 * the sets of runs of GZ_SIGNATURE_SHINGLE words of title and body.
 *
 * One-permutation hashing (Li, Owen, Zhang: One Permutation Hashing, NIPS
 * 2012): every run of words is hashed once and falls into one cell, which
 * keeps its smallest hash.  Cells that stay empty borrow from a full one
 * chosen by hashing (Shrivastava: Optimal Densification for Fast and Accurate
 * Minwise Hashing, ICML 2017).  Of each minimum 16 bits are kept, so unequal
 * cells agree by chance once in 65,536.
 *
 * Words are compared by their keys, that is without case and width; marks do
 * not count.
 */
enum {
    GZ_SIGNATURE_CELLS = 64,
    GZ_SIGNATURE_BYTES = 2 * GZ_SIGNATURE_CELLS,
    GZ_SIGNATURE_SHINGLE = 4,
};

/**
 * The signature of a document: cells as little-endian 16-bit numbers.  *out
 * is in arena; NULL for a document without words.  Fails with GZ_LIMIT when
 * the arena is full.
 */
enum gz_status gz_signature_of(const struct gz_document *doc,
                               struct gz_arena *arena,
                               const uint8_t **out) GZ_MUST_CHECK;

#endif
