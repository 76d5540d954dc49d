#include "tests/sim/sim_oracle.h"

#include "tests/sim/sim_log.h"
#include "tests/sim/sim_proc.h"

// Crashes that a record must have been part of before it may be set aside.
enum { CRASHES_MIN = 2 };

// Those over this record alone count.  At least once a late commit can take an
// offset back, and then nobody knows what was alone.
bool sim_oracle_may_set_aside(const struct sim *s, const struct sim_truth *t)
{
    return (s->plan->exactly_once ? t->alone : t->crashes) >= CRASHES_MIN;
}

static unsigned all_of(const struct sim_truth *t)
{
    return (1U << t->outputs) - 1;
}

bool sim_oracle_complete(const struct sim *s, const struct sim_truth *t,
                         unsigned bits)
{
    const unsigned letter = SIM_LETTER_BIT;
    const bool aside = bits == letter && sim_oracle_may_set_aside(s, t);

    switch (t->kind) {
    case SIM_NORMAL:
        return bits == all_of(t) || aside;
    case SIM_LARGE_AT_ONCE:
        return bits == (letter | (all_of(t) & ~(1U << t->large))) || aside ||
               bits == letter;
    case SIM_POISON:
        return aside;
    case SIM_UNREADABLE:
    case SIM_LARGE_AT_REPORT:
    default:
        return bits == letter;
    }
}

// Copies are allowed then, and parts of what was given up.
static bool complete_once(const struct sim *s, const struct sim_truth *t)
{
    return sim_oracle_complete(s, t, t->stored) ||
           ((t->stored & SIM_LETTER_BIT) != 0 &&
            (t->kind != SIM_NORMAL || sim_oracle_may_set_aside(s, t))) ||
           (t->kind == SIM_NORMAL && (t->stored & all_of(t)) == all_of(t));
}

void sim_oracle_stored(struct sim *s, const struct sim_msg *m, unsigned log,
                       bool transactional)
{
    struct sim_truth *t = &s->truth[m->in][m->record];
    const unsigned bit = 1U << m->output;

    s->totals.letters += log == SIM_LETTER_LOG;
    if (transactional) {
        return;
    }
    // What a dead producer left on its way may come when a dead letter has
    // taken its place.
    if ((t->stored & (bit | SIM_LETTER_BIT)) == 0) {
        for (unsigned i = m->record + 1U; i < s->plan->records; i++) {
            const struct sim_truth *later = &s->truth[m->in][i];
            for (unsigned k = 0; k < later->outputs; k++) {
                if ((later->stored & 1U << k) != 0 && m->output != SIM_LETTER &&
                    later->logs[k] == log) {
                    sim_fail(s, "output %u:%u.%u is stored behind one of %u:%u",
                             m->in, m->record, m->output, m->in, i);
                }
            }
        }
    }
    t->stored |= (uint8_t)bit;
}

static void decide_log(struct sim *s, unsigned index, int32_t pid)
{
    const struct sim_log *log = &s->logs[index];

    if ((size_t)pid >= log->producer_count || log->producers[pid].first < 0) {
        return;
    }
    for (size_t i = (size_t)log->producers[pid].first; i < log->count; i++) {
        const struct sim_entry *e = &log->entries[i];
        if (e->pid != pid || e->fate != SIM_UNDECIDED) {
            continue;
        }
        struct sim_truth *t = &s->truth[e->in][e->record];
        const unsigned bit = 1U << e->output;
        if ((t->decided & bit) != 0) {
            sim_fail(s, "output %u:%u.%u is committed twice", e->in, e->record,
                     e->output);
        }
        t->decided |= (uint8_t)bit;
    }
}

// Behind the offset nothing is visible, before it everything is.
static void check_partition(struct sim *s, unsigned in)
{
    for (unsigned i = 0; i < s->plan->records; i++) {
        const struct sim_truth *t = &s->truth[in][i];
        if (t->offset < s->decided[in]) {
            if (!sim_oracle_complete(s, t, t->decided)) {
                sim_fail(s,
                         "offset %lld of partition %u is committed, but of "
                         "record %u:%u outputs %#x are",
                         (long long)s->decided[in], in, in, i, t->decided);
            }
        } else if (t->decided != 0) {
            sim_fail(s,
                     "outputs %#x of record %u:%u are committed, but the "
                     "offset is %lld",
                     t->decided, in, i, (long long)s->decided[in]);
        }
    }
}

static uint32_t left_of(uint32_t count, uint32_t done)
{
    return count > done ? count - done : 0;
}

// A zone shrinks by the records that are done.  Where none is it begins or
// narrows, which is taken back when no record was taken.
static void check_zone(struct sim *s, unsigned in, const struct sim_offset *to)
{
    const struct gz_attempts was = s->attempts[in];
    const struct gz_attempts is = to->attempts;
    uint32_t done = 0;

    for (unsigned i = 0; i < s->plan->records; i++) {
        const int64_t offset = s->truth[in][i].offset;
        done += offset >= s->decided[in] && offset < to->offset;
    }
    const bool begins = done == 0 && was.zone == 0 && is.alone == 0 &&
                        is.zone == GZ_ATTEMPTS_ZONE;
    const bool narrows =
        done == 0 && is.zone == was.zone && was.alone == 0 &&
        is.alone ==
            (is.zone < GZ_ATTEMPTS_NARROW ? is.zone : GZ_ATTEMPTS_NARROW);
    const bool back = done == 0 && gz_attempts_same(is, s->before[in]);
    if (!begins && !narrows && !back &&
        (is.zone != left_of(was.zone, done) ||
         is.alone != left_of(was.alone, done))) {
        sim_fail(s,
                 "of the zone of partition %u, %u records and %u of them "
                 "alone, %u are done, and %u and %u are left",
                 in, was.zone, was.alone, done, is.zone, is.alone);
    }
}

static void note_attempts(struct sim *s, unsigned in, struct gz_attempts a)
{
    if (!gz_attempts_same(s->attempts[in], a)) {
        s->before[in] = s->attempts[in];
        s->attempts[in] = a;
    }
}

void sim_oracle_decided(struct sim *s, int32_t pid, unsigned logs,
                        int offsets_of)
{
    for (unsigned i = 0; i < SIM_LOGS; i++) {
        if ((logs & 1U << i) != 0) {
            decide_log(s, i, pid);
        }
    }
    if (offsets_of >= 0) {
        for (unsigned in = 0; in < s->plan->ins; in++) {
            if ((s->group.pending_ins[offsets_of] & 1U << in) != 0) {
                const struct sim_offset *to = &s->group.pending[offsets_of][in];
                check_zone(s, in, to);
                s->decided[in] = to->offset;
                note_attempts(s, in, to->attempts);
            }
        }
    }
    for (unsigned in = 0; in < s->plan->ins; in++) {
        check_partition(s, in);
    }
}

void sim_oracle_committed(struct sim *s, unsigned ins,
                          const struct sim_offset *offsets)
{
    for (unsigned in = 0; in < s->plan->ins; in++) {
        if ((ins & 1U << in) == 0) {
            continue;
        }
        s->decided[in] = offsets[in].offset;
        if (s->highest[in] < offsets[in].offset) {
            s->highest[in] = offsets[in].offset;
        }
        for (unsigned i = 0; i < s->plan->records; i++) {
            const struct sim_truth *t = &s->truth[in][i];
            if (t->offset < offsets[in].offset && !complete_once(s, t)) {
                sim_fail(s,
                         "offset %lld of partition %u is committed, but of "
                         "record %u:%u outputs %#x are stored",
                         (long long)offsets[in].offset, in, in, i, t->stored);
            }
        }
    }
}

void sim_oracle_read(struct sim *s, unsigned log, const struct sim_entry *e)
{
    unsigned *at = &s->read_at[log][e->in];
    const unsigned place = e->record * 8U + e->output + 1;

    if (!s->plan->exactly_once) {
        return;
    }
    if (place <= *at) {
        sim_fail(s, "output %u:%u.%u is read behind %u:%u.%u", e->in, e->record,
                 e->output, e->in, (*at - 1) / 8, (*at - 1) % 8);
    }
    *at = place;
}

static unsigned begun_of(const struct sim *s, const struct sim_proc *p,
                         unsigned in)
{
    unsigned begun = 0;

    for (unsigned i = 0; i < p->consumer.flies[in]; i++) {
        begun += s->truth[in][i].offset >= s->decided[in];
    }
    return begun;
}

unsigned sim_oracle_begun(const struct sim *s, const struct sim_proc *p)
{
    unsigned begun = 0;

    for (unsigned in = 0; in < s->plan->ins; in++) {
        begun += begun_of(s, p, in);
    }
    return begun;
}

void sim_oracle_took(struct sim *s, const struct sim_proc *p, unsigned in)
{
    const unsigned all = sim_oracle_begun(s, p);

    for (unsigned k = 0; s->plan->exactly_once && k < s->plan->ins; k++) {
        const struct gz_attempts a = s->attempts[k];
        const unsigned begun = begun_of(s, p, k);
        const unsigned most = a.alone > 0 ? 1 : GZ_ATTEMPTS_NARROW;
        // Who does not know yet that it lost the partition commits nothing.
        if (a.zone == 0 || a.by != sim_proc_self(p) || begun == 0) {
            continue;
        }
        if (k == in && a.begun == 0) {
            sim_fail(s, "a record of partition %u is taken without a mark", k);
        }
        if (begun != all || begun > most) {
            sim_fail(s,
                     "process %u is at %u records of the zone of partition "
                     "%u, of at most %u, and at %u others",
                     p->index, begun, k, most, all - begun);
        }
    }
}

void sim_oracle_interrupted(struct sim *s, struct sim_proc *p)
{
    const bool alone = sim_oracle_begun(s, p) <= 1;

    for (unsigned in = 0; in < s->plan->ins; in++) {
        for (unsigned i = 0; i < p->consumer.taken[in]; i++) {
            struct sim_truth *t = &s->truth[in][i];
            if (t->offset >= s->decided[in] && t->crashes < UINT16_MAX) {
                t->crashes++;
                // What was begun and given up counts as well: the engine
                // does not take its mark back.
                if (alone || i >= p->consumer.flies[in]) {
                    t->alone++;
                }
            }
        }
        p->consumer.taken[in] = p->consumer.flies[in] = 0;
    }
}

// Without transactions a commit that comes late takes an offset back; that
// costs copies, if a process dies before its next commit, and no more.
static int64_t progress(const struct sim *s, unsigned in)
{
    return s->plan->exactly_once ? s->group.committed[in].offset
                                 : s->highest[in];
}

bool sim_oracle_all_done(const struct sim *s)
{
    for (unsigned in = 0; in < s->plan->ins; in++) {
        const struct sim_truth *last = &s->truth[in][s->plan->records - 1];
        if (progress(s, in) <= last->offset) {
            return false;
        }
    }
    for (unsigned name = 0; name < SIM_NAMES; name++) {
        if (s->txns[name].unmarked != 0 || s->group.pending_ins[name] != 0) {
            return false;
        }
    }
    // What a dead process left open ends with its time, at the latest.
    for (unsigned i = 0; i < SIM_LOGS; i++) {
        if (s->logs[i].read != s->logs[i].count) {
            return false;
        }
    }
    return true;
}

static void check_idle(struct sim *s, const struct sim_proc *p)
{
    const struct gz_delivery_stats stats = gz_delivery_stats(p->d);

    if (stats.records_in_flight != 0 || stats.bytes_in_flight != 0 ||
        stats.outputs_in_flight != 0) {
        sim_fail(s,
                 "process %u is idle with %u records, %llu outputs and %llu "
                 "bytes in flight",
                 p->index, stats.records_in_flight,
                 (unsigned long long)stats.outputs_in_flight,
                 (unsigned long long)stats.bytes_in_flight);
    }
}

void sim_oracle_end(struct sim *s)
{
    for (unsigned in = 0; in < s->plan->ins; in++) {
        for (unsigned i = 0; i < s->plan->records; i++) {
            const struct sim_truth *t = &s->truth[in][i];
            if (s->plan->exactly_once ? !sim_oracle_complete(s, t, t->decided)
                                      : !complete_once(s, t)) {
                sim_fail(s, "in the end outputs %#x of record %u:%u are there",
                         s->plan->exactly_once ? t->decided : t->stored, in, i);
            }
        }
    }
    for (unsigned i = 0; i < SIM_PROCS; i++) {
        if (s->procs[i].alive) {
            check_idle(s, &s->procs[i]);
        }
    }
}
