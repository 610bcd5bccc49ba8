#include "transport.h"

#include "clock.h"
#include "fault.h"
#include "loads.h"
#include "ring.h"

enum { SMALL = 4096 };

struct transport *start_transport(const struct options *options, struct connection *connections, const struct frames *frames, messages_arrived arrived)
{
    bool small = frames->expected_length <= SMALL;
    if (options->engine == ENGINE_URING || (options->engine == ENGINE_AUTO && small && ring_is_available()))
    {
        return start_uring(connections, options->connections, frames, arrived);
    }

    return start_epoll(connections, options->connections, frames, arrived);
}

void turn_or_stall(struct transport *transport, uint64_t *last)
{
    if (transport->turn(NANOSECONDS))
    {
        *last = now_ns();
    }
    else if (now_ns() - *last > STALLED_AFTER)
    {
        server_fault("Nothing came back for %llu s.", STALLED_AFTER / NANOSECONDS);
    }
}
