// usage: node peer.mjs <address of the echo server> <case>
//        node peer.mjs <address of the matrix host> matrix <options in JSON>
// Prints "ready" when a case waits for the server to act, and what went wrong; exits with 0 when the case passed.

import { once } from 'node:events';
import { WebSocket } from 'ws';
import { compressionCases } from './compression.mjs';
import { wsMatrix } from './ws-matrix.mjs';
import { cases as shared, check, checkEcho, makeBytes, makeText, Peer, randomNumbers, sameBytes } from './cases.mjs';

const cases = {
  ...shared,
  ...compressionCases,

  /** Cut anywhere, inside of characters too, with pings between the fragments. */
  async fragments({ echo }) {
    const peer = new Peer(WebSocket, echo);
    await peer.opened;
    const random = randomNumbers(3);
    for (const pieces of [2, 3, 10, 500]) {
      for (const binary of [false, true]) {
        const text = makeText(3000, random);
        const bytes = binary ? makeBytes(3000, random) : new TextEncoder().encode(text);
        const cuts = Array.from({ length: pieces - 1 }, () => random(bytes.length + 1)).sort((a, b) => a - b);
        [0, ...cuts].forEach((from, index) => {
          const to = cuts[index] ?? bytes.length;
          peer.socket.send(bytes.subarray(from, to), { fin: index === cuts.length, binary });
          if (index % 7 === 0) {
            peer.socket.ping();
          }
        });
        checkEcho(binary ? bytes : text, await peer.receive());
      }
    }
    await peer.close();
  },

  async pings({ echo }) {
    const peer = new Peer(WebSocket, echo);
    await peer.opened;
    for (const size of [0, 1, 125]) {
      const payload = makeBytes(size, randomNumbers(size));
      const pong = once(peer.socket, 'pong');
      peer.socket.ping(payload);
      const [answer] = await pong;
      check(sameBytes(payload, new Uint8Array(answer)), `the pong to a ping of ${size} bytes differs`);
    }

    // A pong that answers nothing is let pass.
    peer.socket.pong('unasked');
    peer.socket.send('still here');
    checkEcho('still here', await peer.receive());
    await peer.close();
  },

  matrix: () => wsMatrix(base, JSON.parse(options)),

  async 'bad text'({ echo }) {
    const peer = new Peer(WebSocket, echo);
    await peer.opened;
    peer.socket.send(Uint8Array.of(0x68, 0xc3, 0x28), { binary: false });
    const end = await peer.closed;
    check(end.code === 1007, `expected 1007, got ${JSON.stringify(end)}`);
  },
};

const [address, name, options] = process.argv.slice(2);
const base = address.replace(/^http/, 'ws').replace(/\/$/, '');
try {
  check(name in cases, `there is no case '${name}'`);
  await cases[name]({
    WebSocket,
    echo: `${base}/echo`,
    portfolio: `${base}/spring-websocket-portfolio/portfolio`,
    ready: () => console.log('ready'),
  });
  console.log('passed');
  process.exit(0);
} catch (error) {
  console.error(error);
  process.exit(1);
}
