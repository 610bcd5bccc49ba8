// One function a load, each in a file of its own. Each ends by writing its line.
#pragma once
#include "options.h"

// A server that says nothing for so long has stalled.
#define STALLED_AFTER (10 * 1000000000ull)

void load_echo(const struct options *options);
void load_rate(const struct options *options);
void load_broadcast(const struct options *options);
void load_churn(const struct options *options);
void load_idle(const struct options *options);
void load_drain(const struct options *options);
void load_first(const struct options *options);
