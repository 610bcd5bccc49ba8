// Who is typing: told sparingly, shown for a moment.

const tellEvery = 2500;
const showFor = 4000;

export class Typing {
  #line = document.getElementById('typing');
  #people = new Map();
  #toldAt = 0;

  /** Calls `tell` unless it was called a moment ago. */
  keyPressed(tell) {
    const now = Date.now();
    if (now - this.#toldAt > tellEvery) {
      this.#toldAt = now;
      tell();
    }
  }

  /** The message is sent: the next key is news again. */
  sent() {
    this.#toldAt = 0;
  }

  show(person) {
    clearTimeout(this.#people.get(person.id)?.timer);
    this.#people.set(person.id, { name: person.name, timer: setTimeout(() => this.hide(person), showFor) });
    this.#render();
  }

  hide(person) {
    clearTimeout(this.#people.get(person.id)?.timer);
    if (this.#people.delete(person.id)) {
      this.#render();
    }
  }

  clear() {
    for (const { timer } of this.#people.values()) {
      clearTimeout(timer);
    }
    this.#people.clear();
    this.#render();
  }

  #render() {
    const names = [...this.#people.values()].map(person => person.name);
    this.#line.textContent =
      names.length === 0 ? ''
        : names.length === 1 ? `${names[0]} is typing`
          : names.length === 2 ? `${names[0]} and ${names[1]} are typing`
            : 'Several people are typing';
    this.#line.classList.toggle('active', names.length > 0);
  }
}
