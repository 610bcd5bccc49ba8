// The first connection publishes; every connection, it as well, gets every message. Counts deliveries; the latency is that of a
// whole publish, from its send to its last delivery.
#include "clock.h"
#include "fault.h"
#include "loads.h"
#include "transport.h"
#include "window.h"

#include <stdlib.h>
#include <unistd.h>

enum { MAX_DEPTH = 1024, SUBSCRIBED_AFTER = 300000 /* us */ };

static struct frames frames;
static struct window window;
static struct transport *transport;
static struct connection *connections;
static size_t count;
static uint64_t *delivered;          // messages that each connection got
static size_t missing[MAX_DEPTH];    // deliveries to come of publish n, at n modulo MAX_DEPTH
static uint64_t started[MAX_DEPTH];
static uint64_t published, completed;

static void arrived(struct connection *connection, size_t messages)
{
    uint64_t *mine = &delivered[connection - connections];
    if (*mine + messages > published)
    {
        server_fault("A subscriber got more messages than were published.");
    }

    if (window.state == WINDOW_MEASURING)
    {
        window.messages += messages;
    }

    for (; messages > 0; messages--)
    {
        missing[(*mine)++ % MAX_DEPTH]--;
    }

    while (completed < published && missing[completed % MAX_DEPTH] == 0)
    {
        if (window.state == WINDOW_MEASURING)
        {
            histogram_add(&window.latency, now_ns() - started[completed % MAX_DEPTH], 1);
        }

        completed++;
    }
}

static void publish(size_t depth)
{
    if (connections[0].output_left > 0)
    {
        return;
    }

    size_t wanted = depth - (size_t)(published - completed);
    if (wanted == 0)
    {
        return;
    }

    for (size_t i = 0; i < wanted; i++, published++)
    {
        missing[published % MAX_DEPTH] = count;
        started[published % MAX_DEPTH] = now_ns();
    }

    transport->send(&connections[0], frames.sent, wanted * frames.sent_one);
}

// Before the load, one publish that is compared byte by byte at every subscriber.
static void verify_first_publish(const struct options *options)
{
    uint8_t *got = malloc(frames.expected_length);
    struct frames first = build_frames(options, 1);
    if (got == NULL)
    {
        machine_fault("memory for the first publish");
    }

    // A server may be a moment behind its handshakes with the subscriptions.
    usleep(SUBSCRIBED_AFTER);
    send_all(connections[0].fd, first.sent, first.sent_length);
    for (size_t i = 0; i < count; i++)
    {
        struct reader reader = {.compares_all = true};
        receive_all(connections[i].fd, got, frames.expected_length);
        if (reader_take(&reader, &frames, got, frames.expected_length) != 1)
        {
            server_fault("The first publish did not reach subscriber %zu as it was sent.", i);
        }
    }

    free(got);
}

void load_broadcast(const struct options *options)
{
    count = options->connections;
    frames = build_frames(options, options->depth);
    delivered = calloc(count, sizeof *delivered);
    if (delivered == NULL)
    {
        machine_fault("memory for the subscribers");
    }

    connections = open_connections(options);
    verify_first_publish(options);
    make_nonblocking(connections, count);
    transport = start_transport(options, connections, &frames, arrived);
    window_start(&window, options);
    uint64_t last = now_ns();
    while (window_advance(&window, now_ns()) != WINDOW_OVER || completed < published)
    {
        if (window.state != WINDOW_OVER)
        {
            publish(options->depth);
        }

        turn_or_stall(transport, &last);
    }

    window_report(&window, transport->name);
    close_connections(connections, options);
}
