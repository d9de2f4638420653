// The page of the table editor: shows what it is told and tells what is done in it.
(() => {
  const vscode = acquireVsCodeApi();
  const texts = JSON.parse(document.body.dataset.texts);
  const main = document.getElementById('main');
  const filter = document.getElementById('filter');
  const onlyBad = document.getElementById('bad');
  const said = document.getElementById('said');
  /** What is shown, and what came while something was being typed and would have moved it. */
  let tables = [];
  let shape = '';
  let later;
  /**
   * The cells that are being typed in or were refused: what they held at the first key, what the text is known to hold, what it will hold
   * when all that was sent is done, and what was sent.
   */
  const typed = new Map();
  let turn = 0;

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
  const textsOf = (table, row) => tables[table].rows[row].cells.map((cell) => cell.text);
  /** What a row is known by. */
  const idOf = ({ table, row }) => textsOf(table, row)[Math.max(0, tables[table].head.findIndex((name) => name === 'row' || name === 'case'))];
  const clean = (td) => td.textContent.replace(/\s*[\r\n]+\s*/g, ' ').trim();
  const dirty = (td) => {
    const state = typed.get(td);
    return state !== undefined && (state.refused || state.sent.size > 0 || clean(td) !== state.before);
  };
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
          button('+', texts.add, () => vscode.postMessage({ type: 'add', table: t, row: r, cells: textsOf(t, r) })),
          button('−', texts.remove, () => vscode.postMessage({ type: 'remove', table: t, row: r, cells: textsOf(t, r) })),
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
      if (table.rows.length === 0) section.append(button(texts.first, texts.first, () => vscode.postMessage({ type: 'add', table: t, row: -1, cells: tables[t].head })));
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
          const same = document.activeElement === td ? clean(td) === cell.text : td.textContent === cell.text;
          if (!dirty(td) && !same) {
            typed.delete(td);
            td.textContent = cell.text;
          }
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

  /** Sends what is typed in a cell. An emptied one is sent when it is left: else what is typed next would be a clause anew. */
  const commit = (td, left) => {
    const state = typed.get(td);
    if (!state) return;
    clearTimeout(state.timer);
    const text = clean(td);
    if (text === state.before || (text === '' && !left)) return;
    state.sent.set(++turn, text);
    refuse(td, state, false);
    vscode.postMessage({ type: 'edit', turn, ...place(td), before: state.before, id: state.id, text });
    state.before = text;
    const cell = known(place(td));
    if (cell) cell.text = text;
  };
  const refuse = (td, state, refused) => {
    state.refused = refused;
    td.classList.toggle('refused', refused);
  };
  /** Forgets a cell that holds what the text holds, unless it is still being typed in. */
  const settle = (td) => {
    if (document.activeElement !== td && typed.has(td) && !dirty(td)) {
      td.textContent = known(place(td))?.text ?? '';
      typed.delete(td);
    }
    if (later && ![...typed.keys()].some(dirty)) take(later);
  };
  const commitAll = (left) => [...typed].forEach(([td, state]) => state.refused || commit(td, left));

  const input = (event) => {
    const td = event.target.closest('td');
    if (!td) return;
    let state = typed.get(td);
    if (!state) {
      const at = place(td);
      const { text } = known(at);
      state = { first: text, known: text, before: text, id: idOf(at), sent: new Map(), refused: false };
      typed.set(td, state);
    }
    refuse(td, state, false);
    clearTimeout(state.timer);
    if (!event.isComposing) state.timer = setTimeout(() => commit(td, false), 500);
  };
  main.addEventListener('input', input);
  main.addEventListener('compositionend', input);
  main.addEventListener('focusout', (event) => {
    const td = event.target.closest?.('td');
    if (!td) return;
    if (!typed.get(td)?.refused) commit(td, true);
    // Once the focus is elsewhere.
    setTimeout(() => settle(td));
  });
  main.addEventListener('keydown', (event) => {
    const td = event.target.closest('td');
    if (!td || event.isComposing) return;
    const step = { Enter: 1, ArrowDown: event.altKey ? 1 : 0, ArrowUp: event.altKey ? -1 : 0 }[event.key];
    if (step) {
      event.preventDefault();
      commit(td, true);
      const at = place(td);
      let next = cellAt({ ...at, row: (at.row += step) });
      while (next?.parentElement.hidden) next = cellAt({ ...at, row: (at.row += step) });
      next?.focus();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      const state = typed.get(td);
      if (!state) return;
      clearTimeout(state.timer);
      if (state.refused || state.first === state.before) {
        refuse(td, state, false);
        typed.delete(td);
        td.textContent = known(place(td))?.text ?? '';
      } else {
        td.textContent = state.first;
        commit(td, true);
      }
      settle(td);
    }
  });
  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.isComposing) return;
    // Another command may close or leave the editor.
    const key = event.key.toLowerCase();
    commitAll(key === 's' || key === 'w');
    if (key !== 's' || event.shiftKey || event.altKey) return;
    // VS Code itself would save before the text has what was typed.
    event.preventDefault();
    event.stopPropagation();
    vscode.postMessage({ type: 'save' });
  });
  filter.addEventListener('input', sift);
  onlyBad.addEventListener('change', sift);

  const take = (data) => {
    const now = JSON.stringify(data.tables.map((table) => [table.title, table.head, table.rows.length, table.rows.map((row) => row.cells.map((cell) => cell.fixed))]));
    if (now !== shape && [...typed.keys()].some(dirty)) {
      later = data;
      return;
    }
    later = undefined;
    tables = data.tables;
    document.getElementById('others').textContent = data.others;
    if (now !== shape) {
      const focused = document.activeElement?.closest?.('td');
      const at = focused && place(focused);
      const scroll = window.scrollY;
      typed.clear();
      build();
      shape = now;
      fill();
      window.scrollTo(0, scroll);
      if (at) cellAt(at)?.focus();
    } else {
      fill();
    }
  };
  /** An edit was made, or refused; then the cell keeps what was typed. */
  const answered = (data) => {
    for (const [td, state] of typed) {
      const text = state.sent.get(data.turn);
      if (text === undefined) continue;
      state.sent.delete(data.turn);
      if (data.type === 'done') {
        state.known = text;
      } else {
        state.before = state.known;
        const cell = known(place(td));
        if (cell?.text === text) cell.text = state.known;
        refuse(td, state, clean(td) === text);
      }
      settle(td);
    }
  };
  window.addEventListener('message', ({ data }) => {
    if (data.type === 'refused') said.textContent = data.text;
    if (data.type === 'refused' || data.type === 'done') answered(data);
    if (data.type === 'model') take(data);
  });
  main.addEventListener('focusin', () => (said.textContent = ''));
  vscode.postMessage({ type: 'ready' });
})();
