// Thousands of random messages there and back, and as many that the server makes up: run by Node's ws and, in a page, by Chromium.

import { check, checkEcho } from './cases.mjs';
import { randomMessages } from './messages.mjs';

/** How many messages are on their way at a time. */
const most = 64;

/** Runs until the socket is closed; what a handler throws ends it, too. */
function run(socket, handlers) {
  return new Promise((resolve, reject) => {
    const guard = handler => event => {
      try {
        handler(event);
      } catch (error) {
        reject(error);
        socket.close();
      }
    };
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', guard(handlers.open ?? (() => {})));
    socket.addEventListener('message', guard(handlers.message));
    socket.addEventListener('error', event => reject(new Error(`error: ${event.message ?? 'no details'}`)));
    socket.addEventListener('close', event => resolve({ code: event.code, reason: event.reason }));
  });
}

/** Checks that each message comes back as it was, in order. */
async function echo(socket, { seed, count }, send) {
  const outgoing = randomMessages(seed);
  const expected = randomMessages(seed);
  let sent = 0;
  let received = 0;
  const sendNext = () => {
    sent++;
    send(socket, outgoing());
  };
  const end = await run(socket, {
    open() {
      while (sent < Math.min(most, count)) {
        sendNext();
      }
    },
    message({ data }) {
      checkEcho(expected().data, data);
      received++;
      if (sent < count) {
        sendNext();
      } else if (received === count) {
        socket.close(1000, 'done');
      }
    },
  });
  check(received === count && end.code === 1000, `${received} messages of ${count}, then ${JSON.stringify(end)}`);
}

/** Checks that the server sends the messages of the seed. */
async function source(socket, { seed, count }) {
  const expected = randomMessages(seed);
  let received = 0;
  const end = await run(socket, {
    message({ data }) {
      checkEcho(expected().data, data);
      received++;
    },
  });
  check(received === count && end.code === 1000 && end.reason === 'sent', `${received} messages of ${count}, then ${JSON.stringify(end)}`);
}

/**
 * @param connect makes a WebSocket from an address
 * @param send sends a message of messages.mjs
 */
export async function matrix(base, options, connect, send) {
  await echo(connect(`${base}/matrix/echo`), options, send);
  await source(connect(`${base}/matrix/source/${options.seed + 1}/${options.count}`), { ...options, seed: options.seed + 1 });
}
