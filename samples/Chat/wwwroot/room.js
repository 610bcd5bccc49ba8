// What happens in a room: the messages of the sub-protocol chat.v1, and one's own until the room has repeated them.

import { RoomConnection } from './connection.js';
import { ownIds } from './people.js';

export class RoomSession {
  #connection;
  #view;
  #you;
  #people = new Map();
  #outbox = new Map();
  #life = null;
  #number = 0;

  /**
   * @param {string} room
   * @param {string} name
   * @param {object} view  what shows it: log, typing, showState, showPeople, heard
   */
  constructor(room, name, view) {
    this.#view = view;
    this.#you = { id: '', name };
    view.log.clear();
    this.#connection = new RoomConnection(room, name, {
      onState: state => this.#stateChanged(state),
      onMessage: message => this.#received(message),
    });
  }

  /** Shows the message at once; it leaves now, or as soon as there is a connection again. */
  say(text) {
    const say = { type: 'say', text, ref: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}` };
    const item = this.#view.log.message({ person: this.#you, text, at: new Date(), own: true, pending: true });
    this.#outbox.set(say.ref, { say, item });
    if (this.#you.id) {
      this.#connection.send(say);
    }
    this.#view.typing.sent();
  }

  type() {
    this.#view.typing.keyPressed(() => this.#connection.send({ type: 'typing' }));
  }

  retryNow() {
    this.#connection.retryNow();
  }

  leave() {
    this.#connection.close();
    this.#view.typing.clear();
  }

  #stateChanged(state) {
    if (state.name !== 'open') {
      this.#you.id = '';
      this.#view.typing.clear();
    }
    this.#view.showState(state);
  }

  #received(message) {
    const { log, typing } = this.#view;
    switch (message.type) {
      case 'welcome':
        this.#welcomed(message);
        break;
      case 'joined':
        this.#people.set(message.person.id, message.person);
        log.notice(`${message.person.name} joined`, new Date(message.at));
        this.#showPeople();
        break;
      case 'left':
        this.#people.delete(message.person.id);
        typing.hide(message.person);
        log.notice(`${message.person.name} left`, new Date(message.at));
        this.#showPeople();
        break;
      case 'said':
        this.#said(message, true);
        break;
      case 'typing':
        typing.show(message.person);
        break;
    }
  }

  #welcomed({ you, room, people, history }) {
    ownIds.add(you.id);
    this.#you = you;
    this.#people = new Map(people.map(person => [person.id, person]));
    const isFirst = this.#life === null;
    if (this.#life !== room) {
      this.#life = room;
      this.#number = 0;
    }

    history.filter(said => said.number > this.#number).forEach(said => this.#said(said, !isFirst));
    if (isFirst) {
      this.#view.log.notice('You joined');
    }
    this.#showPeople();

    // What was lost with the last connection; what the room had heard was in the history.
    for (const { say } of this.#outbox.values()) {
      this.#connection.send(say);
    }
    this.#connection.settled();
  }

  #said({ number, person, text, at, ref }, isNew) {
    this.#number = Math.max(this.#number, number);
    this.#view.typing.hide(person);
    const own = ownIds.has(person.id);
    const sent = own ? this.#outbox.get(ref) : undefined;
    if (sent) {
      this.#outbox.delete(ref);
      this.#view.log.confirm(sent.item, new Date(at));
      return;
    }

    this.#view.log.message({ person, text, at: new Date(at), own });
    if (isNew && !own) {
      this.#view.heard();
    }
  }

  #showPeople() {
    this.#view.showPeople([...this.#people.values()], this.#you.id);
  }
}
