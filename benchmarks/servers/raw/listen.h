// A listening socket on the loopback; ends the process when there can be none.
#pragma once
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

static inline int listen_on(uint16_t port, int flags)
{
    int listener = socket(AF_INET, SOCK_STREAM | flags, 0), one = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 4096) != 0)
    {
        perror("listen");
        exit(1);
    }

    return listener;
}
