// Messages from a seed: the same as those of Matrix/RandomMessages.cs, draw by draw.

import { randomNumbers } from './cases.mjs';

const poolSize = 131_072;
const edges = [1, 2, 124, 125, 126, 127, 128, 255, 256];
const large = [65_534, 65_535, 65_536];
const alphabet = ['a', 'Z', '0', ' ', '\n', '"', '\u0000', '\u00e9', '\u20ac', '\uac00', '\u{1f600}', '\u{10ffff}'];
const pools = makePools();

function makePools() {
  const random = randomNumbers(7692);
  const noise = Uint8Array.from({ length: poolSize }, () => random(256));

  const patterns = new Uint8Array(poolSize);
  for (let at = 0; at < poolSize;) {
    const from = random(1024);
    const piece = noise.subarray(from, from + 3 + random(200)).subarray(0, poolSize - at);
    patterns.set(piece, at);
    at += piece.length;
  }

  let quotes = '';
  while (quotes.length < poolSize) {
    quotes += `{"symbol":"S${random(30)}","bid":${random(1000)},"ask":${random(1000)}},`;
  }

  const characters = [];
  const offsets = [0];
  for (let i = 0; i < poolSize; i++) {
    characters.push(alphabet[random(alphabet.length)]);
    offsets.push(offsets[i] + characters[i].length);
  }
  return { noise, patterns, quotes: quotes.slice(0, poolSize), text: characters.join(''), offsets };
}

/** Gives the next message with each call: its data, a string or bytes, and in how many frames it is to be sent. */
export function randomMessages(seed) {
  const random = randomNumbers(seed);

  function nextSize() {
    const choice = random(32);
    if (choice === 0) return 0;
    if (choice < 4) return edges[random(edges.length)];
    if (choice < 28) return random(300);
    if (choice < 31) return random(4_000);
    return random(4) === 0 ? large[random(large.length)] : random(16_384);
  }

  return () => {
    const kind = random(4);
    const size = nextSize();
    const start = random(poolSize - size + 1);
    const pieces = random(8) === 0 ? 2 + random(4) : 1;
    switch (kind) {
      case 0: return { data: pools.noise.subarray(start, start + size), pieces };
      case 1: return { data: pools.patterns.subarray(start, start + size), pieces };
      case 2: return { data: pools.quotes.slice(start, start + size), pieces };
      default: return { data: pools.text.slice(pools.offsets[start], pools.offsets[start + size]), pieces };
    }
  };
}
