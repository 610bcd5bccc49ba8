import { Chart, digits } from './chart.js';
import { Feed } from './feed.js';

const keptPoints = 600;
const frozenFor = 5_000;

const byId = id => document.getElementById(id);
const rows = new Map();
const chart = new Chart(byId('chart'));
let chosen = null;
let received = 0;
let lastAge = null;

const feed = new Feed({
  onState(name, until) {
    const state = byId('state');
    state.dataset.state = name;
    state.textContent = name === 'open' ? 'Live'
      : name === 'connecting' ? 'Connecting …'
        : `Lost; again in ${Math.max(1, Math.round((until - Date.now()) / 1000))} s`;
  },

  onHello(hello) {
    byId('node').textContent = hello.node;
    if (byId('sectors').childElementCount === 0) {
      hello.sectors.forEach(addSector);
    }
  },

  onQuote(quote) {
    received++;
    lastAge = Date.now() - Date.parse(quote.at);
    const row = rows.get(quote.symbol) ?? addRow(quote);

    // Numbers begin anew with the process that makes them.
    if (row.last && quote.number > row.last.number) {
      row.skipped += quote.number - row.last.number - 1;
    }
    row.last = quote;
    row.points.push({ at: Date.parse(quote.at), price: quote.price });
    if (row.points.length > keptPoints) {
      row.points.shift();
    }
    row.isStale = true;
  },
});

function addSector(sector) {
  const label = document.createElement('label');
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.checked = true;
  box.addEventListener('change', () => box.checked ? feed.follow(sector) : feed.unfollow(sector));
  label.append(box, sector);
  byId('sectors').append(label);
  feed.follow(sector);
}

function addRow(quote) {
  const element = document.createElement('tr');
  element.dataset.sector = quote.sector;
  const name = document.createElement('th');
  name.scope = 'row';
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = quote.symbol;
  button.addEventListener('click', () => choose(quote.symbol));
  name.append(button);
  const [price, change, skipped] = [0, 1, 2].map(() => Object.assign(document.createElement('td'), { className: 'number' }));
  element.append(name, price, change, skipped);
  byId('prices').append(element);
  const row = { element, price, change, skippedCell: skipped, skipped: 0, first: quote.price, last: null, points: [], isStale: true };
  rows.set(quote.symbol, row);
  if (!chosen) {
    choose(quote.symbol);
  }
  return row;
}

function choose(symbol) {
  rows.get(chosen)?.element.removeAttribute('aria-selected');
  chosen = symbol;
  rows.get(symbol).element.setAttribute('aria-selected', 'true');
  byId('title').textContent = symbol;
}

// Shown once a frame, however many quotes came since the last one.
function show() {
  for (const row of rows.values()) {
    if (row.isStale) {
      row.isStale = false;
      const change = (row.last.price / row.first - 1) * 100;
      row.price.textContent = row.last.price.toFixed(digits(row.last.price));
      row.change.textContent = `${change >= 0 ? '+' : '−'}${Math.abs(change).toFixed(2)} %`;
      row.change.dataset.sign = change >= 0 ? 'up' : 'down';
      row.skippedCell.textContent = row.skipped;
    }
  }
  const row = rows.get(chosen);
  if (row) {
    chart.draw(row.points);
    byId('maker').textContent = row.last.node;
  }
  requestAnimationFrame(show);
}

byId('freeze').addEventListener('click', () => {
  const end = performance.now() + frozenFor;
  while (performance.now() < end) {
    // A tab that does nothing else: its socket is not read.
  }
});

setInterval(() => {
  byId('rate').textContent = received;
  byId('age').textContent = lastAge === null ? '–' : `${Math.max(0, lastAge)} ms`;
  received = 0;
}, 1000);
requestAnimationFrame(show);
