"""Rules of the delivery engine, each broken once.

A mutant is one rule, the file it stands in and a change of its text that
breaks it.  The simulator must find a violation in every one of them.
"""

from typing import NamedTuple


class Mutant(NamedTuple):
    name: str
    rule: str
    file: str
    old: str
    new: str
    schedules: int = 20000  # at most: any seed is to find it in these


FLOW = "daemon/flow/"

MUTANTS = [
    Mutant("no-guard", "records that were seen before are dropped",
           FLOW + "delivery.c",
           "if (lane == NULL || offset < lane->next) {",
           "if (lane == NULL) {"),
    Mutant("commit-next", "what is committed is published",
           FLOW + "in_flight.c",
           "                .offset = lane->prefix,\n"
           "                .attempts = lane->asked_attempts,",
           "                .offset = lane->next,\n"
           "                .attempts = lane->asked_attempts,"),
    Mutant("no-rewind", "after an abort the engine goes back",
           FLOW + "delivery_steps.c",
           "d->phase = GZ_DELIVERY_OPEN;\n"
           "        d->abort_due = d->rewind_due = true;",
           "d->phase = GZ_DELIVERY_OPEN;\n"
           "        d->abort_due = true;"),
    Mutant("own-memory", "where to go back to is asked, not remembered",
           FLOW + "delivery_steps.c",
           "    if (gz_delivery_exactly(d)) {\n"
           "        start_locating(d);\n"
           "        return;\n"
           "    }\n",
           ""),
    Mutant("stale-locate", "answers from before a rebalance are dropped",
           FLOW + "delivery_steps.c",
           "if (ok && !d->located_stale) {",
           "if (ok) {"),
    Mutant("no-renewal", "who may be late gets a new epoch (KIP-890)",
           FLOW + "delivery_steps.c",
           "d->renew_due = d->renew_due || d->suspect;",
           "(void)d->suspect;"),
    Mutant("suspect-open-only", "trouble while a transaction ends counts",
           FLOW + "delivery.c",
           "d->phase == GZ_DELIVERY_OPEN || d->phase == GZ_DELIVERY_ENDING ||",
           "d->phase == GZ_DELIVERY_OPEN ||"),
    Mutant("publish-while-ending", "nothing is published while it ends",
           FLOW + "delivery_publish.c",
           "return gz_delivery_free_hands(d) && !d->failed &&",
           "return !d->failed &&"),
    Mutant("begin-while-renewing", "nothing begins before it is renewed",
           FLOW + "delivery_steps.c",
           "d->phase = GZ_DELIVERY_RENEWING;",
           "d->phase = GZ_DELIVERY_IDLE;"),
    Mutant("take-while-renewing", "at least once, nothing is taken meanwhile",
           FLOW + "delivery.c",
           ": gz_delivery_free_hands(d);",
           ": true;", schedules=400000),  # one in 13,000 shows it
    Mutant("commit-lost", "what was published for lost partitions is aborted",
           FLOW + "delivery_close.c",
           "d->abort_due = d->phase == GZ_DELIVERY_OPEN;",
           "d->abort_due = false;"),
    Mutant("half-published", "a record is in a transaction as a whole",
           FLOW + "delivery_steps.c",
           "return d->phase == GZ_DELIVERY_OPEN && "
           "!gz_delivery_half_published(d) &&",
           "return d->phase == GZ_DELIVERY_OPEN &&"),
    Mutant("overtake-outbox", "nothing overtakes the outbox",
           FLOW + "delivery_publish.c",
           "if (!can_publish(d) || d->outbox.first != NULL) {",
           "if (!can_publish(d)) {"),
    Mutant("overtake-blocked", "not even while it is blocked",
           FLOW + "delivery_publish.c",
           "if (gz_delivery_exactly(d) && !is_begun(p)) {",
           "if (gz_delivery_exactly(d) && !gz_delivery_half_published(d)) {"),
    Mutant("letter-overtakes", "a dead letter keeps its place",
           FLOW + "delivery_publish.c",
           "if (!can_publish(d) || d->outbox.first != NULL) {",
           "if (!can_publish(d) ||\n"
           "            (d->outbox.first != NULL && "
           "p->outputs[0].to != GZ_TO_DEAD_LETTERS)) {"),
    Mutant("no-attempts", "whoever takes over counts an attempt",
           FLOW + "in_flight.c",
           "lane->attempts = gz_attempts_take_over(stored, self);",
           "lane->attempts = stored;\n    lane->attempts.by = self;"),
    Mutant("count-untouched", "an attempt is counted where a record is taken",
           FLOW + "in_flight.c",
           "i = 0; lane->attempts.zone == 0 && i < f->lane_count; i++) {\n"
           "        struct gz_in_flight_lane *other = &f->lanes[i];\n"
           "        if (other->owned && other->attempts.zone == 0) {",
           "i = 0; i < f->lane_count; i++) {\n"
           "        struct gz_in_flight_lane *other = &f->lanes[i];\n"
           "        if (other->owned) {"),
    Mutant("count-the-next", "what follows a batch of a zone was not begun",
           FLOW + "attempts.c",
           "a.begun = a.zone == 0 || more ? 1 : 0;",
           "a.begun = 1;"),
    Mutant("forget-the-rest", "but what was taken behind a commit was",
           FLOW + "in_flight.c",
           "lane->next != lane->prefix);",
           "false);"),
    Mutant("begin-while-ending", "and none is taken while it is committed",
           FLOW + "delivery.c",
           "(zone != GZ_DELIVERY_NO_ZONE && lane->asked >= 0);",
           "false;"),
    Mutant("no-zone", "two crashes make a zone",
           FLOW + "attempts.c",
           "a.zone = GZ_ATTEMPTS_ZONE;",
           "a.begun = BATCHES;"),
    Mutant("never-narrows", "a crash in a narrow batch narrows further",
           FLOW + "attempts.c",
           "a.alone = least(a.zone, GZ_ATTEMPTS_NARROW);",
           "a.alone = 0;"),
    Mutant("narrow-too-short", "to all that such a batch can hold",
           FLOW + "attempts.c",
           "a.alone = least(a.zone, GZ_ATTEMPTS_NARROW);",
           "a.alone = 1;"),
    Mutant("endless-zone", "the zone shrinks by what is done",
           FLOW + "attempts.c",
           "a.zone -= least(a.zone, records);",
           "a.zone -= 0;"),
    Mutant("count-batches", "record by record",
           FLOW + "in_flight.c",
           "a = gz_attempts_after(a, lane->covered,",
           "a = gz_attempts_after(a, 1,"),
    Mutant("count-offsets", "and not by offsets, which have gaps",
           FLOW + "in_flight.c",
           "a = gz_attempts_after(a, lane->covered,",
           "a = gz_attempts_after(a, (uint32_t)(lane->prefix - "
           "lane->committed),"),
    Mutant("count-twice", "each counts once",
           FLOW + "in_flight.c",
           "    lane->covered -= lane->asked_covered;\n",
           ""),
    Mutant("count-aborted", "what is aborted does not",
           FLOW + "in_flight.c",
           "        lane->covered = 0;\n",
           ""),
    Mutant("not-narrow", "records of a zone are taken few at a time",
           FLOW + "attempts.c",
           "return least(a.zone, GZ_ATTEMPTS_NARROW);",
           "return GZ_ATTEMPTS_FEW;"),
    Mutant("mixed-zone", "and with none of other partitions",
           FLOW + "delivery.c",
           "return (d->since > 0 && d->zone != zone) ||",
           "return (d->since > 0 && d->zone != zone && "
           "lane->attempts.alone > 0) ||"),
    Mutant("not-alone", "after a crash in it each is taken alone",
           FLOW + "attempts.c",
           "        return 1;\n",
           "        return GZ_ATTEMPTS_NARROW;\n"),
    Mutant("alone-too-early", "and only when all before it is committed",
           FLOW + "delivery.c",
           "return (d->since > 0 && d->zone != zone) ||",
           "return (d->since > 0 && d->zone != zone && "
           "lane->attempts.alone == 0) ||"),
    Mutant("no-mark", "an attempt is counted before the record is taken",
           FLOW + "delivery.c",
           "if (!lane->marked) {",
           "if (false) {"),
    Mutant("never-set-aside", "the third attempt is the last",
           FLOW + "delivery.c",
           "if (gz_attempts_used_up(lane->attempts)) {",
           "if (false) {"),
    Mutant("set-aside-early", "the second is not",
           FLOW + "attempts.c",
           "a.begun >= TRIES;",
           "a.begun + 1 >= TRIES;"),
    Mutant("forget-refusal", "a refused record becomes a dead letter",
           FLOW + "delivery.c",
           "return refused ? GZ_DELIVERY_REFUSED : GZ_DELIVERY_TAKEN;",
           "return GZ_DELIVERY_TAKEN;"),
    Mutant("refusal-without-abort", "a refused output aborts",
           FLOW + "delivery.c",
           "d->abort_due = gz_delivery_exactly(d);",
           "d->abort_due = false;"),
    Mutant("dead-producer-goes-on", "a dead producer's records come again",
           FLOW + "delivery.c",
           "    d->rewind_due = true;\n    if (d->renew_due) {",
           "    if (d->renew_due) {"),
    Mutant("assume-committed", "a commit without an answer may have failed",
           FLOW + "delivery_steps.c",
           "    } else {\n        gz_delivery_lost_producer(d);\n    }\n}",
           "    } else {\n        d->renew_due = true;\n"
           "        gz_in_flight_answer(&d->flight, true);\n    }\n}"),
    Mutant("ignore-abort-needed", "a transaction that cannot be ended is "
           "aborted",
           FLOW + "delivery_steps.c",
           "        d->phase = GZ_DELIVERY_OPEN;\n"
           "        d->abort_due = d->rewind_due = true;",
           "        d->rewind_due = true;"),
    Mutant("same-tag", "a report of forgotten work finds nobody",
           FLOW + "in_flight.c",
           "    slot->generation++;\n",
           ""),
    Mutant("commit-unacked", "at least once, only what is stored is committed",
           FLOW + "in_flight.c",
           "if (!slot->complete || slot->unacked > 0) {",
           "if (!slot->complete) {"),
    Mutant("believe-commit", "at least once, a failed commit is repeated",
           FLOW + "delivery_steps.c",
           "gz_in_flight_answer(&d->flight, ok);",
           "gz_in_flight_answer(&d->flight, true);"),
    Mutant("keep-next", "going back lowers what is accepted",
           FLOW + "in_flight.c",
           "        lane->next = lane->prefix < 0 ? 0 : lane->prefix;\n"
           "        begin_from",
           "        begin_from"),
    Mutant("count-old-reports", "a new producer owes no reports",
           FLOW + "delivery_steps.c",
           "    d->outputs_in_flight = 0;",
           "    d->outputs_in_flight += 0;"),
    Mutant("outbox-backwards", "the outbox keeps the order",
           FLOW + "outbox.c",
           "    } else {\n        o->last->next = r;\n    }\n"
           "    o->last = r;\n",
           "        o->last = r;\n    } else {\n"
           "        r->next = o->first->next;\n"
           "        o->first->next = r;\n"
           "        o->last = o->last == o->first ? r : o->last;\n    }\n"),
    Mutant("outbox-borrows", "the outbox holds copies",
           FLOW + "outbox.c",
           "    out->value = copy_text(to, from->value);\n",
           ""),
    Mutant("too-many-bytes", "bytes in flight are bounded",
           FLOW + "delivery.c",
           "d->bytes_in_flight + d->outbox.bytes < d->options.max_bytes;",
           "true;"),
    Mutant("endless-outbox", "records in flight are bounded",
           FLOW + "delivery.c",
           "d->flight.used < d->flight.slot_count &&",
           "true &&"),
    Mutant("busy-loop", "nothing is due while a commit is under way",
           FLOW + "delivery_steps.c",
           "return d->committing  ? INT64_MAX\n"
           "               : d->marks_due ? now",
           "return d->marks_due   ? now\n"
           "               : d->marks_due ? now"),
    Mutant("endless-step", "a renewal that nobody needs is put off",
           FLOW + "delivery_steps.c",
           "(d->renew_due && wants_producer(d))) {\n        return true;",
           "d->renew_due) {\n        return true;"),
]
