// The list of messages. Whatever people typed goes in as text, never as markup.

import { avatar, hue } from './people.js';

const groupWithin = 5 * 60_000;
const nearBottom = 80;
const keep = 500;
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const fullDate = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const dayName = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

export class MessageLog {
  #list = document.getElementById('log');
  #scroller = document.getElementById('scroller');
  #empty = document.getElementById('empty');
  #newest = document.getElementById('newest');
  #newestText = document.getElementById('newest-text');
  #last = null;
  #day = '';
  #below = 0;
  #stuck = true;

  constructor() {
    this.#newest.addEventListener('click', () => this.scrollToEnd('smooth'));
    this.#scroller.addEventListener('scroll', () => {
      if (this.#isAtEnd) {
        this.#setBelow(0);
      }
    }, { passive: true });
    new ResizeObserver(() => {
      if (this.#stuck) {
        this.scrollToEnd();
      }
    }).observe(this.#scroller);
  }

  get #isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    return (this.#stuck = scrollHeight - scrollTop - clientHeight < nearBottom);
  }

  clear() {
    this.#list.replaceChildren();
    this.#last = null;
    this.#day = '';
    this.#setBelow(0);
    this.#empty.hidden = false;
  }

  /** A line about the room, such as who came. */
  notice(text, at = new Date()) {
    const item = document.createElement('li');
    item.className = 'notice';
    item.textContent = text;
    item.title = fullDate.format(at);
    this.#last = null;
    this.#append(item, at, false);
  }

  /** @returns {HTMLElement} the message, for {@link confirm} when it is pending */
  message({ person, text, at, own, pending = false }) {
    const item = document.createElement('li');
    item.className = 'message';
    item.classList.toggle('own', own);
    item.classList.toggle('pending', pending);
    const key = own ? 'own' : person.id;
    const follows = this.#last !== null && this.#last.key === key && at - this.#last.at < groupWithin && this.#dayOf(at) === this.#day;
    item.classList.toggle('follows', follows);
    item.style.setProperty('--hue', hue(person.name));

    const author = document.createElement('span');
    author.className = own || follows ? 'visually-hidden' : 'author';
    author.textContent = own ? 'You' : person.name;

    const words = document.createElement('span');
    words.className = 'words';
    words.append(...linked(text));
    words.dir = 'auto';

    const time = document.createElement('time');
    this.#setTime(time, at);

    const bubble = document.createElement('div');
    bubble.className = 'bubble';
    bubble.append(author, words, time);
    item.append(avatar(person.name), bubble);
    this.#empty.hidden = true;
    this.#append(item, at, own);
    this.#last = { key, at };
    return item;
  }

  /** The room has repeated a pending message. */
  confirm(item, at) {
    item.classList.remove('pending');
    this.#setTime(item.querySelector('time'), at);
  }

  scrollToEnd(behavior = 'instant') {
    this.#stuck = true;
    this.#scroller.scrollTo({ top: this.#scroller.scrollHeight, behavior });
    this.#setBelow(0);
  }

  #append(item, at, own) {
    const follow = this.#isAtEnd || own;
    const day = this.#dayOf(at);
    if (day !== this.#day) {
      this.#day = day;
      const line = document.createElement('li');
      line.className = 'day';
      line.textContent = day;
      this.#list.append(line);
    }

    this.#list.append(item);
    while (this.#list.childElementCount > keep) {
      this.#list.firstElementChild.remove();
    }

    if (follow) {
      this.scrollToEnd();
    } else if (item.classList.contains('message')) {
      this.#setBelow(this.#below + 1);
    }
  }

  #setBelow(count) {
    this.#below = count;
    this.#newest.hidden = count === 0;
    this.#newestText.textContent = count === 1 ? '1 new message' : `${count} new messages`;
  }

  #setTime(element, at) {
    element.dateTime = at.toISOString();
    element.textContent = clock.format(at);
    element.title = fullDate.format(at);
  }

  #dayOf(at) {
    const today = new Date();
    const midnight = new Date(today.getFullYear(), today.getMonth(), today.getDate());
    const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
    return at >= midnight ? 'Today' : at >= yesterday ? 'Yesterday' : dayName.format(at);
  }
}

/** Text nodes, with web addresses as links. */
function* linked(text) {
  let from = 0;
  for (const match of text.matchAll(/https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]]/gi)) {
    yield document.createTextNode(text.slice(from, match.index));
    const link = document.createElement('a');
    link.href = match[0];
    link.textContent = match[0];
    link.target = '_blank';
    link.rel = 'noopener noreferrer nofollow';
    yield link;
    from = match.index + match[0].length;
  }
  yield document.createTextNode(text.slice(from));
}
