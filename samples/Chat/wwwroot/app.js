// The page: a door where one chooses a name and a room, and the room. The room's name is the address's fragment.

import { MessageLog } from './log.js';
import { avatar, roomSlug, saveName, savedName } from './people.js';
import { RoomSession } from './room.js';
import { Typing } from './typing.js';

const $ = id => document.getElementById(id);
const insideKey = 'chat.inside';
const themes = ['auto', 'light', 'dark'];
const log = new MessageLog();
const typing = new Typing();

let session = null;
let room = '';
let unread = 0;
let countdown = 0;

function addressedRoom() {
  try {
    return roomSlug(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return roomSlug(location.hash.slice(1));
  }
}

function showTitle() {
  document.title = session ? `${unread ? `(${unread}) ` : ''}#${room} · Chat` : 'Chat';
}

// --- Door ---------------------------------------------------------------------------------------

function showDoor(notice = '') {
  session?.leave();
  session = null;
  sessionStorage.removeItem(insideKey);
  $('room').hidden = true;
  $('door').hidden = false;
  $('door-notice').hidden = !notice;
  $('door-notice').textContent = notice;
  $('name').value = savedName();
  $('room-name').value = addressedRoom() || room;
  ($('name').value ? $('room-name').value ? $('join').querySelector('button') : $('room-name') : $('name')).focus();
  showTitle();
}

$('join').addEventListener('submit', event => {
  event.preventDefault();
  const name = $('name').value.trim();
  const slug = roomSlug($('room-name').value);
  if (!name || !slug) {
    (name ? $('room-name') : $('name')).focus();
    $('door-notice').hidden = false;
    $('door-notice').textContent = name ? 'A room name needs a letter or a digit.' : 'Please choose a name.';
    return;
  }
  saveName(name);
  enter(slug);
});

// --- Room ---------------------------------------------------------------------------------------

function enter(slug) {
  session?.leave();
  room = slug;
  unread = 0;
  sessionStorage.setItem(insideKey, '1');
  if (addressedRoom() !== slug || decodeURIComponent(location.hash.slice(1)) !== slug) {
    history.pushState(null, '', `#${encodeURIComponent(slug)}`);
  }
  $('door').hidden = true;
  $('room').hidden = false;
  $('room-title').textContent = slug;
  showPeople([], '');
  session = new RoomSession(slug, savedName(), { log, typing, showState, showPeople, heard });
  $('text').focus();
  showTitle();
}

function showState(state) {
  clearInterval(countdown);
  if (state.name === 'refused') {
    showDoor(state.reason);
    return;
  }
  $('connection').dataset.state = state.name;
  $('retry').hidden = state.name !== 'waiting';
  $('connection-text').textContent = { connecting: 'Connecting', open: 'Connected', waiting: 'Reconnecting' }[state.name];
  if (state.name === 'waiting') {
    const show = () => {
      const seconds = Math.ceil((state.until - Date.now()) / 1000);
      $('connection').title = seconds > 1 ? `Next try in ${seconds} s` : '';
    };
    show();
    countdown = setInterval(show, 1000);
  } else {
    $('connection').title = '';
  }
}

function showPeople(people, ownId) {
  $('people-count').textContent = people.length;
  $('people-badge').textContent = people.length;
  $('people-toggle').ariaLabel = people.length === 1 ? '1 person here' : `${people.length} people here`;
  $('people-list').replaceChildren(...people.map(person => {
    const item = document.createElement('li');
    const name = document.createElement('span');
    name.className = 'name';
    name.textContent = person.name;
    item.append(avatar(person.name), name);
    if (person.id === ownId) {
      const you = document.createElement('span');
      you.className = 'you';
      you.textContent = 'you';
      item.append(you);
    }
    return item;
  }));
}

function heard() {
  if (document.hidden || !document.hasFocus()) {
    unread++;
    showTitle();
  }
}

function seen() {
  if (unread && !document.hidden) {
    unread = 0;
    showTitle();
  }
}

addEventListener('focus', seen);
document.addEventListener('visibilitychange', seen);
$('leave').addEventListener('click', () => {
  history.pushState(null, '', location.pathname);
  showDoor();
});
$('retry').addEventListener('click', () => {
  session?.retryNow();
  $('text').focus();
});

// --- Composer -----------------------------------------------------------------------------------

const text = $('text');

function composerChanged() {
  const rest = text.maxLength - text.value.length;
  $('send').disabled = text.value.trim() === '';
  $('left').hidden = rest > 200;
  $('left').textContent = rest;
  if (!CSS.supports('field-sizing', 'content')) {
    text.style.height = 'auto';
    text.style.height = `${text.scrollHeight}px`;
  }
}

text.addEventListener('input', () => {
  composerChanged();
  if (text.value.trim()) {
    session?.type();
  }
});
text.addEventListener('keydown', event => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $('composer').requestSubmit();
  }
});
$('composer').addEventListener('submit', event => {
  event.preventDefault();
  const words = text.value.trim();
  if (words && session) {
    session.say(words);
    text.value = '';
    composerChanged();
  }
  text.focus();
});

// --- Tools --------------------------------------------------------------------------------------

function toast(words) {
  const element = $('toast');
  element.textContent = words;
  element.classList.remove('shown');
  void element.offsetWidth;
  element.classList.add('shown');
}

async function copyLink() {
  try {
    await navigator.clipboard.writeText(location.href);
    toast('The link is copied');
  } catch {
    toast(location.href);
  }
  text.focus();
}

$('copy-link').addEventListener('click', copyLink);
$('invite').addEventListener('click', copyLink);

function setPeopleShown(shown) {
  $('room').classList.toggle('people-shown', shown);
  $('people-toggle').ariaExpanded = String(shown);
}

$('people-toggle').addEventListener('click', () => setPeopleShown(!$('room').classList.contains('people-shown')));
$('veil').addEventListener('click', () => setPeopleShown(false));
addEventListener('keydown', event => {
  if (event.key === 'Escape' && $('room').classList.contains('people-shown')) {
    setPeopleShown(false);
    $('people-toggle').focus();
  }
});

function showTheme() {
  const theme = document.documentElement.dataset.theme ?? 'auto';
  $('theme').ariaLabel = $('theme').title = `Theme: ${theme === 'auto' ? 'as the system' : theme}`;
}

$('theme').addEventListener('click', () => {
  const next = themes[(themes.indexOf(document.documentElement.dataset.theme ?? 'auto') + 1) % themes.length];
  if (next === 'auto') {
    delete document.documentElement.dataset.theme;
    localStorage.removeItem('chat.theme');
  } else {
    document.documentElement.dataset.theme = next;
    localStorage.setItem('chat.theme', next);
  }
  showTheme();
});

// --- Start --------------------------------------------------------------------------------------

addEventListener('popstate', () => {
  const addressed = addressedRoom();
  if (addressed && savedName() && (session || sessionStorage.getItem(insideKey))) {
    if (addressed !== room || !session) {
      enter(addressed);
    }
  } else {
    showDoor();
  }
});

showTheme();
composerChanged();
if (addressedRoom() && savedName() && sessionStorage.getItem(insideKey)) {
  enter(addressedRoom());
} else {
  showDoor();
}
