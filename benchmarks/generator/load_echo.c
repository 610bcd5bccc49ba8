// Closed loop: a batch in flight on every connection, and the next one when all of it has come back.
#include "clock.h"
#include "fault.h"
#include "loads.h"
#include "transport.h"
#include "window.h"

static struct frames frames;
static struct window window;
static struct transport *transport;
static size_t depth, in_flight;

static void start_batch(struct connection *connection)
{
    if (window.state == WINDOW_OVER)
    {
        return;
    }

    connection->outstanding = depth;
    connection->started = now_ns();
    in_flight++;
    transport->send(connection, frames.sent, frames.sent_length);
}

static void arrived(struct connection *connection, size_t count)
{
    if (count > connection->outstanding)
    {
        server_fault("More messages came back than were sent.");
    }

    connection->outstanding -= count;
    if (connection->outstanding == 0)
    {
        in_flight--;
        window_count(&window, depth, now_ns() - connection->started);
        start_batch(connection);
    }
}

void load_echo(const struct options *options)
{
    depth = options->depth;
    frames = build_frames(options, depth);
    struct connection *connections = open_connections(options);
    verify_first_echo(connections, options, &frames);
    transport = start_transport(options, connections, &frames, arrived);
    window_start(&window, options);
    for (size_t i = 0; i < options->connections; i++)
    {
        start_batch(&connections[i]);
    }

    uint64_t last = now_ns();
    while (window_advance(&window, now_ns()) != WINDOW_OVER || in_flight > 0)
    {
        turn_or_stall(transport, &last);
    }

    window_report(&window, transport->name);
    close_connections(connections, options);
}
