// How soon does a server answer that is only just starting? Tries to connect every half millisecond, for as long as --seconds says,
// and reports the monotonic clock at the first verified echo. Whoever started the server knows when that was.
#include "clock.h"
#include "connection.h"
#include "fault.h"
#include "loads.h"

#include <stdio.h>
#include <unistd.h>

void load_first(const struct options *options)
{
    enum { PAUSE_US = 500 };
    struct frames frames = build_frames(options, 1);
    uint64_t deadline = now_ns() + (uint64_t)(options->seconds * 1e9);
    for (size_t attempt = 0;; attempt++)
    {
        int fd = open_socket(attempt, true);
        bool listens = connect_socket(fd, options->port);
        close(fd);
        if (listens)
        {
            break;
        }

        if (now_ns() > deadline)
        {
            server_fault("Nothing listened within %g s.", options->seconds);
        }

        usleep(PAUSE_US);
    }

    struct options one = *options;
    one.connections = 1;
    struct connection *connections = open_connections(&one);
    verify_first_echo(connections, &one, &frames);
    printf("{\"load\":\"first\",\"echo_at\":%.6f}\n", (double)now_ns() / 1e9);
    fflush(stdout);
    close_connections(connections, &one);
}
