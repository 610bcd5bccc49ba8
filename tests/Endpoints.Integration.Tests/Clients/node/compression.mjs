// Node's ws with permessage-deflate, against an echo server that has it on with its defaults: no takeover in either direction.

import { WebSocket } from 'ws';
import { check, checkEcho, makeBytes, makeText, Peer, randomNumbers } from './cases.mjs';

const noTakeover = 'permessage-deflate; server_no_context_takeover; client_no_context_takeover';

/** A peer, once its handshake has had this answer; null for no compression. */
async function connect(url, options, answer) {
  let header;
  class Offering extends WebSocket {
    constructor(address, protocols) {
      super(address, protocols, { perMessageDeflate: options });
      this.once('upgrade', response => { header = response.headers['sec-websocket-extensions'] ?? null; });
    }
  }
  const peer = new Peer(Offering, url);
  await peer.opened;
  check(header === answer, `the server answered '${header}' instead of '${answer}'`);
  check(peer.socket.extensions === (answer === null ? '' : 'permessage-deflate'), `in use: '${peer.socket.extensions}'`);
  return peer;
}

/** Text with much to refer to. */
function makeQuotes(size, random) {
  let text = '';
  while (text.length < size) {
    text += `{"symbol":"\u20ac${random(30)}","bid":${random(1000)},"ask":${random(1000)}},`;
  }
  return text.slice(0, size);
}

function makeMessage(random) {
  const size = random(20) === 0 ? 0 : random(10) === 0 ? random(70_000) : random(600);
  return [makeText, makeBytes, makeQuotes][random(3)](size, random);
}

/** All are sent before the first is read. */
async function exchange(peer, count, seed) {
  const random = randomNumbers(seed);
  const sent = Array.from({ length: count }, () => makeMessage(random));
  sent.push('', new Uint8Array(0), makeText(1024 * 1024, random), makeBytes(1024 * 1024, random), 'after');
  sent.forEach(message => peer.socket.send(message));
  for (const message of sent) {
    checkEcho(message, await peer.receive());
  }
}

/** A megabyte there and back again is far less on the wire. */
async function checkSavings(peer) {
  const { _socket: wire } = peer.socket;
  const [read, written] = [wire.bytesRead, wire.bytesWritten];
  const text = makeQuotes(1024 * 1024, randomNumbers(7692));
  peer.socket.send(text);
  checkEcho(text, await peer.receive());
  const [received, sent] = [wire.bytesRead - read, wire.bytesWritten - written];
  check(sent > 1000 && sent < 512 * 1024, `${sent} bytes were sent`);
  check(received > 1000 && received < 512 * 1024, `${received} bytes were received`);
}

export const compressionCases = {
  async compression({ echo }) {
    const peer = await connect(echo, { threshold: 0 }, noTakeover);
    await exchange(peer, 300, 1);
    await checkSavings(peer);
    await peer.close();
  },

  async 'compression with small windows'({ echo }) {
    for (const [server, client] of [[9, 9], [10, 15], [15, 10]]) {
      const peer = await connect(
        echo,
        { threshold: 0, serverMaxWindowBits: server, clientMaxWindowBits: client },
        `${noTakeover}; server_max_window_bits=${server}${client < 15 ? `; client_max_window_bits=${client}` : ''}`);
      await exchange(peer, 100, server);
      await checkSavings(peer);
      await peer.close();
    }
  },

  /** Cut anywhere, with pings and messages that are not compressed between them. */
  async 'compressed fragments'({ echo }) {
    const peer = await connect(echo, { threshold: 0 }, noTakeover);
    const random = randomNumbers(3);
    for (let i = 0; i < 100; i++) {
      const text = makeQuotes(1 + random(3000), random);
      const bytes = new TextEncoder().encode(text);
      const cuts = Array.from({ length: 1 + random(10) }, () => random(bytes.length + 1)).sort((a, b) => a - b);
      [0, ...cuts].forEach((from, index) => {
        peer.socket.send(bytes.subarray(from, cuts[index] ?? bytes.length), { fin: index === cuts.length, binary: false, compress: true });
        peer.socket.ping();
      });
      peer.socket.send('plain', { compress: false });
      checkEcho(text, await peer.receive());
      checkEcho('plain', await peer.receive());
    }
    await peer.close();
  },

  /** Without an offer, and with one that this server cannot meet: a window of 256 bytes. */
  async 'compression declined'({ echo }) {
    for (const options of [false, { threshold: 0, serverMaxWindowBits: 8 }]) {
      const peer = await connect(echo, options, null);
      await exchange(peer, 50, 4);
      await peer.close();
    }
  },

  /** The limit of this path, 1 MiB, counts what comes out. */
  async bomb({ portfolio }) {
    const peer = await connect(portfolio, { threshold: 0 }, noTakeover);
    const largest = new Uint8Array(1024 * 1024);
    peer.socket.send(largest);
    checkEcho(largest, await peer.receive());
    peer.socket.send(new Uint8Array(1024 * 1024 + 1));
    const end = await peer.closed;
    check(end.code === 1009, `expected 1009, got ${JSON.stringify(end)}`);
  },
};
