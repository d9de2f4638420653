// The page that shows what prevails over what: tells what is wanted, and lights up what the clause under hand has to do with.
(() => {
  const vscode = acquireVsCodeApi();
  const main = document.getElementById('main');
  const all = document.getElementById('all');
  const words = document.getElementById('words');
  const count = document.getElementById('count');

  const ask = () => vscode.postMessage({ type: 'show', all: all.checked, words: words.value });
  all.addEventListener('change', ask);
  words.addEventListener('input', ask);
  window.addEventListener('message', ({ data }) => {
    main.innerHTML = data.html;
    count.textContent = data.count;
  });

  const open = (target) => {
    const found = target.closest('[data-clause], [data-statement]');
    if (!found) return false;
    const { clause, statement } = found.dataset;
    vscode.postMessage(clause === undefined ? { type: 'statement', at: Number(statement) } : { type: 'clause', at: Number(clause) });
    return true;
  };
  main.addEventListener('click', (event) => {
    if (open(event.target)) event.preventDefault();
  });
  main.addEventListener('keydown', (event) => {
    const box = event.target.closest('g.clause');
    if (!box) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      open(box);
      return;
    }
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const boxes = [...main.querySelectorAll('g.clause')];
    const next = boxes[boxes.indexOf(box) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  /** Lights up a clause with the arrows at it and what is at their other ends; nothing, where there is none. */
  const light = (box) => {
    const drawing = main.querySelector('svg');
    if (!drawing) return;
    drawing.classList.toggle('chosen', box !== null);
    for (const one of drawing.querySelectorAll('.on')) one.classList.remove('on');
    if (!box) return;
    const ids = new Set([box.dataset.id]);
    for (const arrow of drawing.querySelectorAll('path.arrow')) {
      const { from, to } = arrow.dataset;
      if (from !== box.dataset.id && to !== box.dataset.id) continue;
      arrow.classList.add('on');
      ids.add(from).add(to);
    }
    for (const one of drawing.querySelectorAll('g.clause')) one.classList.toggle('on', ids.has(one.dataset.id));
  };
  const boxOf = (target) => (target instanceof Element ? target.closest('g.clause') : null);
  main.addEventListener('focusin', (event) => {
    const box = boxOf(event.target);
    box?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    light(box);
  });
  main.addEventListener('focusout', () => light(null));
  main.addEventListener('mouseover', (event) => light(boxOf(event.target) ?? boxOf(document.activeElement)));
  main.addEventListener('mouseleave', () => light(boxOf(document.activeElement)));
  ask();
})();
