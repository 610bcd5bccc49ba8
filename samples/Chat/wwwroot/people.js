// Names: what is remembered of one's own, and how anybody's is shown.

const nameKey = 'chat.name';
const idsKey = 'chat.ids';

export const savedName = () => localStorage.getItem(nameKey) ?? '';
export const saveName = name => localStorage.setItem(nameKey, name);

/** Every connection of this tab had an id of its own; what any of them said is one's own. */
export const ownIds = {
  _ids: new Set(JSON.parse(sessionStorage.getItem(idsKey) ?? '[]')),
  has(id) {
    return this._ids.has(id);
  },
  add(id) {
    this._ids.add(id);
    sessionStorage.setItem(idsKey, JSON.stringify([...this._ids].slice(-50)));
  },
};

/** The room that an address names, or what a person typed, as it stands in addresses. */
export function roomSlug(text) {
  const slug = text.normalize('NFC').toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, '-').replace(/^-+/, '');
  let end = '';
  for (const character of slug) {
    if (end.length + character.length > 40) {
      break;
    }
    end += character;
  }
  return end.replace(/-+$/, '');
}

export function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  const first = [...(words[0] ?? '?')][0];
  const last = words.length > 1 ? [...words.at(-1)][0] : '';
  return (first + last).toUpperCase();
}

/** The same name has the same colour on every screen. */
export function hue(name) {
  let hash = 2166136261;
  for (const character of name.toLowerCase()) {
    hash = Math.imul(hash ^ character.codePointAt(0), 16777619);
  }
  return (hash >>> 0) % 360;
}

export function avatar(name) {
  const element = document.createElement('span');
  element.className = 'avatar';
  element.ariaHidden = 'true';
  element.textContent = initials(name);
  element.style.setProperty('--hue', hue(name));
  return element;
}
