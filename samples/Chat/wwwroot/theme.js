// Runs before the first paint, so that a chosen theme does not flash.
(() => {
  const saved = localStorage.getItem('chat.theme');
  if (saved) {
    document.documentElement.dataset.theme = saved;
  }
})();
