// The matrix with Node's ws.

import { WebSocket } from 'ws';
import { matrix } from './matrix.mjs';

/** In frames cut anywhere, inside of characters too. */
function send(socket, { data, pieces }) {
  if (pieces === 1) {
    socket.send(data);
    return;
  }
  const binary = typeof data !== 'string';
  const bytes = binary ? data : new TextEncoder().encode(data);
  for (let i = 0; i < pieces; i++) {
    const piece = bytes.subarray(Math.floor(bytes.length * i / pieces), Math.floor(bytes.length * (i + 1) / pieces));
    socket.send(piece, { binary, fin: i === pieces - 1 });
  }
}

export async function wsMatrix(base, options) {
  const perMessageDeflate = { threshold: 64, ...options.windows && { serverMaxWindowBits: 10, clientMaxWindowBits: 11 } };
  const connect = url => {
    const socket = new WebSocket(url, { perMessageDeflate });
    socket.once('upgrade', response => console.log(`agreed: ${response.headers['sec-websocket-extensions'] ?? ''}`));
    return socket;
  };
  await matrix(base, options, connect, send);
}
