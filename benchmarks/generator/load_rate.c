// Open loop: message n is due at start + n / rate, on connection n modulo their number, whatever came back before.
// Latency counts from when a message was due, so a server that stalls is charged for all that waited (no coordinated omission).
#include "clock.h"
#include "fault.h"
#include "loads.h"
#include "transport.h"
#include "window.h"

#include <stdlib.h>

enum { QUEUE = 4096 };  // messages in flight on one connection, a power of two

static struct frames frames;
static struct window window;
static struct transport *transport;
static struct connection *connections;
static uint64_t (*due)[QUEUE];      // for each connection, when its messages in flight were due
static uint64_t *sent, *received;  // how many, for each connection
static size_t in_flight;

static void arrived(struct connection *connection, size_t count)
{
    size_t index = (size_t)(connection - connections);
    uint64_t now = now_ns();
    for (; count > 0; count--, received[index]++)
    {
        if (received[index] == sent[index])
        {
            server_fault("More messages came back than were sent.");
        }

        in_flight--;
        window_count(&window, 1, now - due[index][received[index] % QUEUE]);
    }
}

static void send_due(size_t index, uint64_t when)
{
    if (sent[index] - received[index] == QUEUE || connections[index].output_left > 0)
    {
        server_fault("The server does not hold the rate: %llu messages wait on one connection.", (unsigned long long)(sent[index] - received[index]));
    }

    due[index][sent[index]++ % QUEUE] = when;
    in_flight++;
    transport->send(&connections[index], frames.sent, frames.sent_length);
}

void load_rate(const struct options *options)
{
    frames = build_frames(options, 1);
    connections = open_connections(options);
    verify_first_echo(connections, options, &frames);
    due = malloc(options->connections * sizeof *due);
    sent = calloc(options->connections, sizeof *sent);
    received = calloc(options->connections, sizeof *received);
    if (due == NULL || sent == NULL || received == NULL)
    {
        machine_fault("memory for the messages in flight");
    }

    // A ring finishes a send only in a later turn; this load needs to know at once whether the socket took it.
    transport = start_epoll(connections, options->connections, &frames, arrived);
    window_start(&window, options);
    double interval = 1e9 / options->rate;
    uint64_t start = now_ns(), messages = 0, last = start;
    for (;;)
    {
        uint64_t now = now_ns();
        bool over = window_advance(&window, now) == WINDOW_OVER;
        if (over && (in_flight == 0 || now > window.ended + NANOSECONDS))
        {
            break;
        }

        uint64_t next = start + (uint64_t)((double)messages * interval);
        while (!over && next <= now)
        {
            send_due(messages % options->connections, next);
            next = start + (uint64_t)((double)++messages * interval);
        }

        if (transport->turn(over ? NANOSECONDS : next - now))
        {
            last = now;
        }
        else if (in_flight > 0 && now - last > STALLED_AFTER)
        {
            server_fault("Nothing came back for %llu s.", STALLED_AFTER / NANOSECONDS);
        }
    }

    window_report(&window, transport->name);
    close_connections(connections, options);
}
