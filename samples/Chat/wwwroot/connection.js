// One room's WebSocket, opened again with growing pauses for as long as the person stays in the room.

const firstPause = 500;
const longestPause = 15_000;
const policyViolation = 1008;

export class RoomConnection {
  #url;
  #onState;
  #onMessage;
  #socket = null;
  #timer = 0;
  #failures = 0;
  #stopped = false;

  /**
   * @param {string} room
   * @param {string} name
   * @param {{ onState: (state: { name: 'connecting' | 'open' | 'waiting' | 'refused', until?: number, reason?: string }) => void,
   *           onMessage: (message: object) => void }} handlers
   */
  constructor(room, name, { onState, onMessage }) {
    const url = new URL(`rooms/${encodeURIComponent(room)}`, document.baseURI);
    url.protocol = url.protocol.replace('http', 'ws');
    url.hash = '';
    url.searchParams.set('name', name);
    this.#url = url;
    this.#onState = onState;
    this.#onMessage = onMessage;
    this.retryNow = this.retryNow.bind(this);
    addEventListener('online', this.retryNow);
    document.addEventListener('visibilitychange', this.#retryWhenSeen);
    this.#open();
  }

  get isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** False when there is no connection; the caller keeps the message. */
  send(message) {
    if (!this.isOpen) {
      return false;
    }
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** The room has greeted us, which more than an open socket is a connection; the next pause is a short one again. */
  settled() {
    this.#failures = 0;
    this.#onState({ name: 'open' });
  }

  retryNow() {
    if (!this.#stopped && !this.#socket) {
      clearTimeout(this.#timer);
      this.#open();
    }
  }

  close() {
    this.#stop();
    this.#socket?.close(1000);
  }

  #retryWhenSeen = () => {
    if (!document.hidden) {
      this.retryNow();
    }
  };

  #open() {
    this.#onState({ name: 'connecting' });
    const socket = new WebSocket(this.#url, 'chat.v1');
    this.#socket = socket;
    socket.addEventListener('message', event => {
      if (!this.#stopped) {
        this.#onMessage(JSON.parse(event.data));
      }
    });
    socket.addEventListener('close', event => this.#closed(event));
  }

  #closed(event) {
    this.#socket = null;
    if (this.#stopped) {
      return;
    }
    if (event.code === policyViolation) {
      this.#stop();
      this.#onState({ name: 'refused', reason: event.reason || 'The room did not let you in.' });
      return;
    }

    // Half of the pause is chance, so that a room full of people does not come back in the same instant.
    const pause = Math.min(longestPause, firstPause * 2 ** this.#failures++) * (0.5 + Math.random() / 2);
    this.#onState({ name: 'waiting', until: Date.now() + pause });
    this.#timer = setTimeout(() => this.#open(), pause);
  }

  #stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    removeEventListener('online', this.retryNow);
    document.removeEventListener('visibilitychange', this.#retryWhenSeen);
  }
}
