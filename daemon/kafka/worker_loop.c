// What wakes a worker: its clients' descriptors, its companion, timers, a call
// from outside.
//
// A wake-up of librdkafka is an edge: whoever stops reading with records left
// must come back by himself.  on_more does that, at the highest priority,
// because an idle watcher of a lower one starves while reports keep coming.

#include "daemon/kafka/worker_state.h"

static const double PULSE_S = 0.5;

static void end_if_asked(struct gz_worker *w)
{
    if (w->failed || atomic_load(&w->stop)) {
        ev_break(w->loop, EVBREAK_ALL);
    }
}

// The engine says when it has to act, and is to be late by no more than the
// loop is: how long events wait for their readers hangs on it.
static void set_due(struct gz_worker *w)
{
    const int64_t due_us = gz_worker_flow_due(w);

    if (due_us == w->due_us) {
        return;
    }
    w->due_us = due_us;
    ev_timer_stop(w->loop, &w->on_due);
    if (due_us != INT64_MAX) {
        const int64_t left_us = due_us - gz_worker_now_us();
        ev_now_update(w->loop);
        ev_timer_set(&w->on_due, left_us > 0 ? (double)left_us / 1e6 : 0., 0.);
        ev_timer_start(w->loop, &w->on_due);
    }
}

static void read_more(struct gz_worker *w)
{
    if (gz_worker_flow_read(w)) {
        ev_idle_start(w->loop, &w->on_more);
    } else {
        ev_idle_stop(w->loop, &w->on_more);
    }
    set_due(w);
    gz_worker_alive(w);
    end_if_asked(w);
}

static void serve(struct gz_worker *w)
{
    gz_worker_flow_reports(w);
    gz_worker_flow_wake(w);
    if (gz_delivery_ready(w->delivery)) {
        ev_idle_start(w->loop, &w->on_more);
    }
    set_due(w);
    end_if_asked(w);
}

static void on_consumer(struct ev_loop *loop, ev_io *watcher, int events)
{
    struct gz_worker *w = watcher->data;
    (void)loop;
    (void)events;

    gz_consumer_clear_fd(w->consumer);
    serve(w);
    read_more(w);
}

static void on_producer(struct ev_loop *loop, ev_io *watcher, int events)
{
    struct gz_worker *w = watcher->data;
    (void)loop;
    (void)events;

    gz_producer_clear_fd(w->producer);
    serve(w);
}

static void on_more(struct ev_loop *loop, ev_idle *watcher, int events)
{
    (void)loop;
    (void)events;
    read_more(watcher->data);
}

static void on_answer(struct ev_loop *loop, ev_io *watcher, int events)
{
    (void)loop;
    (void)events;
    serve(watcher->data);
}

static void on_due(struct ev_loop *loop, ev_timer *watcher, int events)
{
    struct gz_worker *w = watcher->data;
    (void)loop;
    (void)events;

    w->due_us = INT64_MAX;
    serve(w);
}

static void look_at_brokers(struct gz_worker *w)
{
    const bool away = gz_consumer_unreachable(w->consumer) ||
                      gz_producer_unreachable(w->producer);

    atomic_store(&w->unreachable, away);
    // Patience is with work that could go on: it begins when there is some,
    // so that neither a quiet night nor an outage looks like a stall.
    if (away || !atomic_load(&w->has_work)) {
        atomic_store(&w->progress_us, gz_worker_now_us());
    }
}

// An idle topic gives no wake-ups, yet the group wants to be polled.
static void on_pulse(struct ev_loop *loop, ev_timer *watcher, int events)
{
    struct gz_worker *w = watcher->data;
    (void)loop;
    (void)events;

    gz_worker_flow_stalled(w);
    serve(w);
    read_more(w);
    look_at_brokers(w);
    gz_metrics_put(w->options.metrics, GZ_METRIC_LAG,
                   gz_consumer_lag(w->consumer, w->delivery));
}

static void on_call(struct ev_loop *loop, ev_async *watcher, int events)
{
    (void)loop;
    (void)events;
    end_if_asked(watcher->data);
}

void gz_worker_loop(struct gz_worker *w)
{
    w->on_consumer.data = w->on_producer.data = w->on_more.data = w;
    w->on_answer.data = w->on_due.data = w->on_pulse.data = w;
    ev_io_init(&w->on_consumer, on_consumer, gz_consumer_fd(w->consumer),
               EV_READ);
    ev_io_init(&w->on_producer, on_producer, gz_producer_fd(w->producer),
               EV_READ);
    ev_idle_init(&w->on_more, on_more);
    ev_set_priority(&w->on_more, EV_MAXPRI);
    ev_io_init(&w->on_answer, on_answer, gz_transaction_fd(w->transaction),
               EV_READ);
    ev_timer_init(&w->on_due, on_due, 0., 0.);
    w->due_us = INT64_MAX;
    ev_timer_init(&w->on_pulse, on_pulse, 0., PULSE_S);
    ev_io_start(w->loop, &w->on_consumer);
    ev_io_start(w->loop, &w->on_producer);
    ev_io_start(w->loop, &w->on_answer);
    ev_timer_start(w->loop, &w->on_pulse);
    end_if_asked(w);
    ev_run(w->loop, 0);
}

void gz_worker_loop_init(struct gz_worker *w)
{
    w->on_call.data = w;
    ev_async_init(&w->on_call, on_call);
    ev_async_start(w->loop, &w->on_call);
}
