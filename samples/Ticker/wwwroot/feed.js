// The connection to the ticker, opened again whenever it is lost, and what is followed over it.

const firstPause = 500;
const longestPause = 15_000;

export class Feed {
  #followed = new Set();
  #socket = null;
  #failures = 0;
  #handlers;

  /** @param {{ onState: (name: string, until?: number) => void, onHello: (hello: object) => void, onQuote: (quote: object) => void }} handlers */
  constructor(handlers) {
    this.#handlers = handlers;
    this.#open();
  }

  follow(sector) {
    this.#followed.add(sector);
    this.#send({ type: 'follow', sector });
  }

  unfollow(sector) {
    this.#followed.delete(sector);
    this.#send({ type: 'unfollow', sector });
  }

  #send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(message));
    }
  }

  #open() {
    this.#handlers.onState('connecting');
    const url = new URL('ticker', document.baseURI);
    url.protocol = url.protocol.replace('http', 'ws');
    this.#socket = new WebSocket(url, 'ticker.v1');
    this.#socket.addEventListener('message', event => this.#received(JSON.parse(event.data)));
    this.#socket.addEventListener('close', event => this.#closed(event));
  }

  #received(message) {
    if (message.sectors) {
      this.#failures = 0;
      this.#handlers.onState('open');
      this.#handlers.onHello(message);
      this.#followed.forEach(sector => this.#send({ type: 'follow', sector }));
    } else {
      this.#handlers.onQuote(message);
    }
  }

  #closed(event) {
    // A server that goes away says when to come back. Otherwise half of the pause is chance, so that pages do not come back in one instant.
    const hint = /\[retry-after-ms=(\d+)\]$/.exec(event.reason);
    const pause = hint ? Number(hint[1]) : Math.min(longestPause, firstPause * 2 ** this.#failures++) * (0.5 + Math.random() / 2);
    this.#handlers.onState('waiting', Date.now() + pause);
    setTimeout(() => this.#open(), pause);
  }
}
