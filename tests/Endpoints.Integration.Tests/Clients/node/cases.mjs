// What every peer with the browser's WebSocket interface does: run by Node's ws and, in a page, by Chromium.
// A case throws to fail; what it logged is in the test's message.

const timeout = 60_000;

function within(promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took more than ${timeout} ms`)), timeout);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

export function check(condition, message) {
  if (!condition) {
    throw new Error(message);
  }
}

/** A socket whose messages are awaited one after the other. */
export class Peer {
  #messages = [];
  #waiting = [];
  #end = null;

  constructor(WebSocket, url, protocols = []) {
    this.socket = new WebSocket(url, protocols);
    this.socket.binaryType = 'arraybuffer';
    this.opened = within(new Promise((resolve, reject) => {
      this.socket.addEventListener('open', () => resolve());
      this.socket.addEventListener('error', event => reject(new Error(`error: ${event.message ?? 'no details'}`)));
    }), 'the handshake');
    this.closed = within(new Promise(resolve => {
      this.socket.addEventListener('close', event => {
        this.#end = { code: event.code, reason: event.reason, wasClean: event.wasClean };
        this.#waiting.forEach(({ reject }) => reject(new Error(`closed with ${event.code} ${event.reason}`)));
        resolve(this.#end);
      });
    }), 'closing');
    this.opened.catch(() => {});
    this.closed.catch(() => {});
    this.socket.addEventListener('message', ({ data }) => {
      const waiting = this.#waiting.shift();
      if (waiting) {
        waiting.resolve(data);
      } else {
        this.#messages.push(data);
      }
    });
  }

  receive() {
    if (this.#messages.length > 0) {
      return Promise.resolve(this.#messages.shift());
    }
    if (this.#end) {
      return Promise.reject(new Error(`closed with ${this.#end.code} ${this.#end.reason}`));
    }
    return within(new Promise((resolve, reject) => this.#waiting.push({ resolve, reject })), 'a message');
  }

  async close(code = 1000, reason = 'done') {
    this.socket.close(code, reason);
    const end = await this.closed;
    check(end.wasClean && end.code === code, `expected a clean ${code}, got ${JSON.stringify(end)}`);
    return end;
  }
}

/** mulberry32: the same numbers on every machine. */
export function randomNumbers(seed) {
  let state = seed >>> 0;
  return below => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const alphabet = ['a', 'Z', '0', ' ', '\n', '"', '\u0000', '\u00e9', '\u20ac', '\uac00', '\u{1f600}', '\u{10ffff}'];

/** Text of exactly so many bytes of UTF-8, with characters of one to four bytes. */
export function makeText(size, random) {
  const encoder = new TextEncoder();
  const parts = [];
  for (let left = size; left > 0;) {
    const character = left < 4 ? 'x' : alphabet[random(alphabet.length)];
    parts.push(character);
    left -= encoder.encode(character).length;
  }
  return parts.join('');
}

export function makeBytes(size, random) {
  return Uint8Array.from({ length: size }, () => random(256));
}

export function sameBytes(left, right) {
  return left.length === right.length && left.every((value, index) => value === right[index]);
}

export function checkEcho(sent, received) {
  if (typeof sent === 'string') {
    check(typeof received === 'string', 'text came back as binary');
    check(sent === received, `text of ${sent.length} units came back as another of ${received.length}`);
  } else {
    check(typeof received !== 'string', 'binary came back as text');
    const bytes = new Uint8Array(received);
    check(sameBytes(sent, bytes), `${sent.length} bytes came back as other ${bytes.length}`);
  }
}

export const sizes = [0, 1, 125, 126, 65535, 65536, 1024 * 1024];

export const cases = {
  async text({ WebSocket, echo }) {
    const peer = new Peer(WebSocket, echo);
    await peer.opened;
    const random = randomNumbers(1);
    for (const size of sizes) {
      const text = makeText(size, random);
      peer.socket.send(text);
      checkEcho(text, await peer.receive());
    }
    await peer.close();
  },

  async binary({ WebSocket, echo }) {
    const peer = new Peer(WebSocket, echo);
    await peer.opened;
    const random = randomNumbers(2);
    for (const size of sizes) {
      const bytes = makeBytes(size, random);
      peer.socket.send(bytes);
      checkEcho(bytes, await peer.receive());
    }
    await peer.close();
  },

  /** All are sent before the first is read: order, and no waiting on either side. */
  async random({ WebSocket, echo }) {
    const peer = new Peer(WebSocket, echo);
    await peer.opened;
    const random = randomNumbers(6455);
    const sent = [];
    for (let i = 0; i < 400; i++) {
      const size = random(10) === 0 ? random(70_000) : random(300);
      const message = random(2) === 0 ? makeText(size, random) : makeBytes(size, random);
      sent.push(message);
      peer.socket.send(message);
    }
    for (const message of sent) {
      checkEcho(message, await peer.receive());
    }
    await peer.close();
  },

  /** The server answers a close frame with the same code, whichever may be sent. */
  async 'close codes'({ WebSocket, echo }) {
    for (const [code, reason] of [[1000, ''], [1000, 'done'], [3000, 'registered'], [4000, 'private'], [4999, '\u00e9'.repeat(61)]]) {
      const peer = new Peer(WebSocket, echo);
      await peer.opened;
      await peer.close(code, reason);
    }
    const peer = new Peer(WebSocket, echo);
    await peer.opened;
    peer.socket.close();
    const end = await peer.closed;
    check(end.wasClean && end.code === 1005, `expected a clean 1005, got ${JSON.stringify(end)}`);
  },

  /** The client's order decides; a name that nobody offers is passed over. */
  async 'sub-protocols'({ WebSocket, portfolio }) {
    for (const [offer, chosen] of [
      [['v10.stomp', 'v11.stomp'], 'v10.stomp'],
      [['v11.stomp', 'v10.stomp'], 'v11.stomp'],
      [['v12.stomp', 'v11.stomp'], 'v11.stomp'],
      [[], ''],
    ]) {
      const peer = new Peer(WebSocket, portfolio, offer);
      await peer.opened;
      check(peer.socket.protocol === chosen, `offered ${offer}: '${peer.socket.protocol}' was chosen instead of '${chosen}'`);
      peer.socket.send('hello');
      checkEcho('hello', await peer.receive());
      await peer.close();
    }
  },

  /** The seed path takes 1 MiB at most. */
  async 'too large'({ WebSocket, portfolio }) {
    const peer = new Peer(WebSocket, portfolio);
    await peer.opened;
    peer.socket.send(new Uint8Array(1024 * 1024 + 1));
    const end = await peer.closed;
    check(end.code === 1009, `expected 1009, got ${JSON.stringify(end)}`);
  },

  /** Says when it is ready; whoever runs it then stops the server. */
  async 'server stops'({ WebSocket, echo, ready }) {
    const peer = new Peer(WebSocket, echo);
    await peer.opened;
    peer.socket.send('here');
    checkEcho('here', await peer.receive());
    ready();
    const end = await peer.closed;
    check(end.wasClean && end.code === 1001, `expected a clean 1001, got ${JSON.stringify(end)}`);
  },
};
