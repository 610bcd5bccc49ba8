// Opens the connections, each with one verified echo behind it, and waits until the server closes them all, as it does when it stops: answers
// each close frame, and writes when the first and the last came (seconds of the monotonic clock), with which codes, and how many connections ended without one.
#define _GNU_SOURCE
#include "clock.h"
#include "connection.h"
#include "fault.h"
#include "loads.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 256, FRAME = 256, GOING_AWAY = 1001 };

static const char hint[] = "[retry-after-ms=";

struct tally
{
    size_t ended, going_away, other_codes, without_close, hinted;
    uint64_t first, last;
};

// Takes what has come at once, which is one frame, and smaller than any segment. False when it was a ping, which is not answered: the server is to stop
// before it gives the connection up.
static bool take(int fd, struct tally *tally)
{
    uint8_t frame[FRAME];
    ssize_t length = recv(fd, frame, sizeof frame, MSG_DONTWAIT);
    if (length > 0 && frame[0] == 0x89)
    {
        return false;
    }

    if (length < 4 || frame[0] != 0x88)
    {
        tally->without_close++;
        return true;
    }

    uint64_t now = now_ns();
    tally->first = tally->first == 0 ? now : tally->first;
    tally->last = now;
    *(frame[2] * 256 + frame[3] == GOING_AWAY ? &tally->going_away : &tally->other_codes) += 1;
    tally->hinted += memmem(frame, (size_t)length, hint, sizeof hint - 1) != NULL;

    // The answer: the same code, masked with zeros.
    const uint8_t answer[] = {0x88, 0x82, 0, 0, 0, 0, frame[2], frame[3]};
    (void)!send(fd, answer, sizeof answer, MSG_NOSIGNAL | MSG_DONTWAIT);
    return true;
}

void load_drain(const struct options *options)
{
    struct frames frames = build_frames(options, 1);
    struct connection *connections = open_connections(options);
    verify_first_echo(connections, options, &frames);
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    for (size_t i = 0; i < options->connections; i++)
    {
        struct epoll_event interest = {.events = EPOLLIN, .data.fd = connections[i].fd};
        if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, connections[i].fd, &interest) != 0)
        {
            machine_fault("epoll");
        }
    }

    printf("ready {\"load\":\"drain\",\"connections\":%zu}\n", options->connections);
    fflush(stdout);
    struct tally tally = {0};
    while (tally.ended < options->connections)
    {
        struct epoll_event events[EVENTS];
        int count = epoll_wait(epoll, events, EVENTS, (int)(options->seconds * 1000));
        if (count <= 0)
        {
            server_fault("%zu of %zu connections were not closed within %.0f s.",
                options->connections - tally.ended, options->connections, options->seconds);
        }

        for (int i = 0; i < count; i++)
        {
            if (take(events[i].data.fd, &tally))
            {
                epoll_ctl(epoll, EPOLL_CTL_DEL, events[i].data.fd, NULL);
                tally.ended++;
            }
        }
    }

    printf("{\"load\":\"drain\",\"connections\":%zu,\"first\":%.3f,\"last\":%.3f,\"going_away\":%zu,\"other_codes\":%zu,\"without_close\":%zu,\"hinted\":%zu}\n",
        options->connections, (double)tally.first / 1e9, (double)tally.last / 1e9, tally.going_away, tally.other_codes, tally.without_close, tally.hinted);
    close(epoll);
    for (size_t i = 0; i < options->connections; i++)
    {
        close(connections[i].fd);
    }

    free(connections);
}
