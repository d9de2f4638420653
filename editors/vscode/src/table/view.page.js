// The page of the table editor: shows what it is told and tells what is done in it.
(() => {
  const vscode = acquireVsCodeApi();
  const texts = JSON.parse(document.body.dataset.texts);
  const main = document.getElementById('main');
  const filter = document.getElementById('filter');
  const onlyBad = document.getElementById('bad');
  const said = document.getElementById('said');
  let tables = [];
  let shape = '';

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const button = (sign, title, does) => {
    const made = make('button', { type: 'button', title, textContent: sign });
    made.setAttribute('aria-label', title);
    made.addEventListener('click', does);
    return made;
  };
  const place = (cell) => ({ table: Number(cell.dataset.table), row: Number(cell.dataset.row), column: Number(cell.dataset.column) });
  const known = ({ table, row, column }) => tables[table]?.rows[row]?.cells[column];
  const cellAt = ({ table, row, column }) => main.querySelector(`td[data-table="${table}"][data-row="${row}"][data-column="${column}"]`);

  const mark = (element, { bad, error }) => {
    element.classList.toggle('bad', bad !== '');
    element.classList.toggle('error', error);
    element.title = bad;
    if (bad === '') element.removeAttribute('aria-invalid');
    else element.setAttribute('aria-invalid', 'true');
  };

  const build = () => {
    main.replaceChildren();
    if (tables.length === 0) main.append(make('p', { textContent: texts.none }));
    tables.forEach((table, t) => {
      const head = make('tr', {}, make('th', {}), ...table.head.map((name) => make('th', { scope: 'col', textContent: name })));
      const body = make('tbody', {});
      table.rows.forEach((row, r) => {
        const line = make('tr', {});
        const tools = make('th', { scope: 'row', className: 'tools' });
        const number = button(String(row.line + 1), texts.open, () => vscode.postMessage({ type: 'open', line: tables[t].rows[r].line }));
        number.className = 'line';
        tools.append(
          number,
          button('+', texts.add, () => vscode.postMessage({ type: 'add', table: t, row: r })),
          button('−', texts.remove, () => vscode.postMessage({ type: 'remove', table: t, row: r })),
        );
        line.append(tools);
        row.cells.forEach((cell, c) => {
          const td = make('td', {});
          Object.assign(td.dataset, { table: t, row: r, column: c });
          if (!cell.fixed) td.contentEditable = 'plaintext-only';
          td.setAttribute('role', 'textbox');
          td.setAttribute('aria-label', table.head[c]);
          td.spellcheck = false;
          line.append(td);
        });
        body.append(line);
      });
      const section = make('section', {}, make('h2', { textContent: table.title }), make('div', { className: 'scroll' }, make('table', {}, make('thead', {}, head), body)));
      if (table.rows.length === 0) section.append(button(texts.first, texts.first, () => vscode.postMessage({ type: 'add', table: t, row: -1 })));
      main.append(section);
    });
  };

  const fill = () => {
    const rows = [...main.querySelectorAll('tbody tr')];
    let at = 0;
    for (const table of tables) {
      for (const row of table.rows) {
        const line = rows[at++];
        const number = line.cells[0].querySelector('.line');
        number.textContent = String(row.line + 1);
        mark(line.cells[0], row);
        row.cells.forEach((cell, c) => {
          const td = line.cells[c + 1];
          // What is being typed is not overwritten.
          if (!(document.activeElement === td && td.dataset.dirty) && td.textContent !== cell.text) td.textContent = cell.text;
          mark(td, cell);
        });
      }
    }
    sift();
  };

  const sift = () => {
    const wanted = filter.value.trim().toLowerCase().split(/\s+/);
    let [shown, all] = [0, 0];
    for (const line of main.querySelectorAll('tbody tr')) {
      const text = line.textContent.toLowerCase();
      const fits = wanted.every((word) => text.includes(word)) && (!onlyBad.checked || line.querySelector('.bad') !== null);
      line.hidden = !fits;
      all += 1;
      shown += fits ? 1 : 0;
    }
    for (const section of main.querySelectorAll('section')) {
      const lines = [...section.querySelectorAll('tbody tr')];
      section.hidden = lines.length > 0 && lines.every((line) => line.hidden);
    }
    document.getElementById('count').textContent = texts.rows.replace('{0}', shown).replace('{1}', all);
  };

  const commit = (td) => {
    if (!td.dataset.dirty) return;
    delete td.dataset.dirty;
    const cell = known(place(td));
    if (!cell || td.textContent === cell.text) return;
    vscode.postMessage({ type: 'edit', ...place(td), before: cell.text, text: td.textContent });
  };

  main.addEventListener('input', (event) => {
    const td = event.target.closest('td');
    if (td) td.dataset.dirty = 'yes';
  });
  main.addEventListener('focusout', (event) => {
    const td = event.target.closest?.('td');
    if (td) commit(td);
  });
  main.addEventListener('keydown', (event) => {
    const td = event.target.closest('td');
    if (!td || event.isComposing) return;
    const step = { Enter: 1, ArrowDown: event.altKey ? 1 : 0, ArrowUp: event.altKey ? -1 : 0 }[event.key];
    if (step) {
      event.preventDefault();
      commit(td);
      const at = place(td);
      let next = cellAt({ ...at, row: (at.row += step) });
      while (next?.parentElement.hidden) next = cellAt({ ...at, row: (at.row += step) });
      next?.focus();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      delete td.dataset.dirty;
      td.textContent = known(place(td))?.text ?? '';
    }
  });
  filter.addEventListener('input', sift);
  onlyBad.addEventListener('change', sift);

  window.addEventListener('message', ({ data }) => {
    if (data.type === 'refused') said.textContent = data.text;
    if (data.type !== 'model') return;
    tables = data.tables;
    document.getElementById('others').textContent = data.others;
    const now = JSON.stringify(tables.map((table) => [table.title, table.head, table.rows.length, table.rows.map((row) => row.cells.map((cell) => cell.fixed))]));
    if (now !== shape) {
      const focused = document.activeElement?.closest?.('td');
      const at = focused && place(focused);
      const scroll = window.scrollY;
      build();
      shape = now;
      fill();
      window.scrollTo(0, scroll);
      if (at) cellAt(at)?.focus();
    } else {
      fill();
    }
  });
  main.addEventListener('focusin', () => (said.textContent = ''));
  vscode.postMessage({ type: 'ready' });
})();
