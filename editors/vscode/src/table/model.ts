// A policy read as tables: `table { … }` and test tables line by line, and the rows of a list clause by clause. Every cell knows
// its place in the text, so that an edit touches that place and nothing else.

export interface Cell {
  /** What is shown: a text without its quotation marks, anything else as written. */
  text: string;
  /** The part of the source that an edit replaces. */
  start: number;
  end: number;
  /** Whether it is a text, which is written in quotation marks. */
  quoted: boolean;
  /** Whether there is something in it that an edit would lose, such as a remark, or nothing in it that could be edited. */
  fixed: boolean;
}

export interface Row {
  /** All of it, from the first character to the last. */
  start: number;
  end: number;
  line: number;
  cells: (Cell | undefined)[];
}

export interface Table {
  /** Lines with `|`, or rows with clauses. */
  kind: 'lines' | 'clauses';
  title: string;
  line: number;
  head: string[];
  rows: Row[];
  /** Where the cells of the first row stand, in a table of lines. */
  indent: string;
}

export interface Edit {
  start: number;
  end: number;
  text: string;
}

interface Line {
  text: string;
  start: number;
  at: number;
}

const CONTAINER = /^(instrument|list|general_list|section|annex|article|sector|scenario|test(?:\s+table)?)\s+("(?:[^"\\]|\\.)*"|[^\s{]+)(?:\s+edition\s+"([^"]*)")?/;
const TEXTS = 'note|missing|ask|short|issuer|number|because|approved|filed|triggered';
const KEY = new RegExp(String.raw`^((?:${TEXTS})\s+(?:zh|en)|(?:in\s+force)|(?:available\s+when)|[a-z_]+)(?:\s+|$)`);
const LABEL = { zh: /^zh\s+("(?:[^"\\]|\\.)*")/, en: /^(?:zh\s+"(?:[^"\\]|\\.)*"\s+)?en\s+("(?:[^"\\]|\\.)*")/ };
const STRING = /^"(?:[^"\\]|\\.)*"/;
const ORDER = ['row', 'zh', 'en', 'fields', 'when', 'band', 'except', 'unless', 'then'];
const QUOTED_COLUMNS = new Set(['zh', 'en', 'case', 'url']);

const indentOf = (text: string): number => text.length - text.trimStart().length;
const remark = (text: string): boolean => /^\s*\/\//.test(text);

/** Where a remark begins in a line, or -1: two strokes outside texts. */
function remarkAt(text: string): number {
  for (const found of text.matchAll(/"(?:[^"\\]|\\.)*"?|\/\//g)) if (found[0] === '//') return found.index;
  return -1;
}

/** Whether a text has an escape that its cell does not show and an edit would lose. */
const escapes = (text: string): boolean => /^(?:[^\\]|\\["\\])*\\[^"\\]/.test(text);

export function unquote(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/g, (_, c: string) => (c === 'n' ? ' ' : c));
}

export function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, (c) => `\\${c}`)}"`;
}

/** The tables of a text, in order, with titles in a language where there are labels in it. */
export function tablesOf(text: string, language: 'zh' | 'en' = 'en'): Table[] {
  const lines: Line[] = [];
  let start = 0;
  for (const [at, raw] of text.split('\n').entries()) {
    lines.push({ text: raw.replace(/\r$/, ''), start, at });
    start += raw.length + 1;
  }
  const tables: Table[] = [];
  const around: { indent: number; title: string; labelled: boolean }[] = [];
  const title = (): string => around.map((one) => one.title).join(' › ');
  let open: Table | undefined;
  let rows: Table | undefined;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (!line || line.text.trim() === '' || remark(line.text)) continue;
    const trimmed = line.text.trimStart();
    const indent = indentOf(line.text);
    if (trimmed.startsWith('|')) {
      const cells = cellsOf(line);
      if (!open) {
        const head = cells.map((cell) => cell.text);
        open = { kind: 'lines', title: title(), line: at, head, rows: [], indent: ' '.repeat(indent) };
        tables.push(open);
      } else {
        open.rows.push({ start: line.start + indent, end: line.start + line.text.trimEnd().length, line: at, cells: typed(open.head, cells) });
      }
      continue;
    }
    open = undefined;
    while (around.length > 0 && (around.at(-1)?.indent ?? 0) >= indent) around.pop();
    if (/^row\s/.test(trimmed)) {
      const [row, next] = clausesOf(lines, at);
      if (!rows || rows.title !== title()) {
        rows = { kind: 'clauses', title: title(), line: at, head: [], rows: [], indent: ' '.repeat(indent) };
        tables.push(rows);
      }
      place(rows, row);
      at = next - 1;
      continue;
    }
    const label = LABEL[language].exec(trimmed);
    const inside = around.at(-1);
    if (label && inside && !inside.labelled) {
      inside.title = `${unquote(label[1] ?? '')} (${inside.title})`;
      inside.labelled = true;
      continue;
    }
    const container = CONTAINER.exec(trimmed);
    if (container) {
      const name = container[2] ?? '';
      const shown = name.startsWith('"') ? unquote(name) : `${container[1]} ${name}`;
      const title = container[3] === undefined ? shown : `${shown} ${container[3]}`;
      around.push({ indent, title, labelled: name.startsWith('"') });
    }
  }
  for (const table of tables) order(table);
  return tables;
}

/** The cells of a line with `|`. */
function cellsOf(line: Line): Cell[] {
  const cells: Cell[] = [];
  const part = /\|((?:[^|"]|"(?:[^"\\]|\\.)*")*)(?=\|)/gy;
  part.lastIndex = indentOf(line.text);
  const mark = remarkAt(line.text);
  const text = mark < 0 ? line.text : line.text.slice(0, mark);
  for (let found = part.exec(text); found; found = part.exec(text)) {
    const raw = found[1] ?? '';
    const inner = raw.trim();
    const quoted = STRING.exec(inner)?.[0] === inner && inner !== '';
    const start = line.start + found.index + 1;
    cells.push({ text: quoted ? unquote(inner) : inner, start, end: start + raw.length, quoted, fixed: quoted && escapes(inner) });
  }
  return cells;
}

function typed(head: string[], cells: Cell[]): (Cell | undefined)[] {
  return head.map((name, at) => {
    const cell = cells[at];
    return cell && cell.text === '' ? { ...cell, quoted: QUOTED_COLUMNS.has(name) } : cell;
  });
}

interface Clauses {
  row: Row;
  keys: string[];
}

/** A row written as clauses, and the line after it. */
function clausesOf(lines: Line[], first: number): [Clauses, number] {
  const line = lines[first] as Line;
  const depth = indentOf(line.text);
  const row: Row = { start: line.start + depth, end: line.start + line.text.trimEnd().length, line: first, cells: [] };
  const keys: string[] = [];
  const add = (key: string, cell: Cell): void => {
    let name = key;
    for (let count = 2; keys.includes(name); count++) name = `${key} ${count}`;
    keys.push(name);
    row.cells.push(cell);
    row.end = Math.max(row.end, cell.end);
  };
  // `remark` says that there was one since the last of its text.
  let pending: { key: string; start: number; end: number; remark: boolean; fixed: boolean } | undefined;
  const source: string[] = [];
  const finish = (): void => {
    if (!pending) return;
    const text = source.join(' ').trim();
    const quoted = STRING.exec(text)?.[0] === text && text !== '';
    const { key, start, end } = pending;
    // A word that stands alone is all there is of its clause.
    if (text === '') add(key, { text: key, start: end - key.length, end, quoted: false, fixed: true });
    else add(key, { text: quoted ? unquote(text) : text, start, end, quoted, fixed: pending.fixed || (quoted && escapes(text)) });
    pending = undefined;
    source.length = 0;
  };
  /** Takes the clauses of a line, from a column on. */
  const take = (part: Line, from: number): void => {
    let column = from;
    for (;;) {
      const rest = part.text.slice(column);
      column += indentOf(rest);
      const here = part.text.slice(column);
      if (here.trim() === '' || here.startsWith('//')) return;
      const key = KEY.exec(here);
      if (!key) return;
      const name = (key[1] ?? '').replace(/\s+/g, ' ');
      const word = column + (key[1] ?? '').length;
      column += key[0].length;
      const value = part.text.slice(column);
      const string = /^(?:.*\s)?(?:zh|en)$|^url$/.test(name) ? STRING.exec(value)?.[0] : undefined;
      if (string !== undefined) {
        const start = part.start + column;
        add(name, { text: unquote(string), start, end: start + string.length, quoted: true, fixed: escapes(string) });
        column += string.length;
        continue;
      }
      const mark = remarkAt(value);
      const text = (mark < 0 ? value : value.slice(0, mark)).trimEnd();
      if (text === '') column = word;
      pending = { key: name, start: part.start + column, end: part.start + column + text.length, remark: mark >= 0, fixed: false };
      source.push(text.trim());
      return;
    }
  };
  const id = /^row\s+("(?:[^"\\]|\\.)*"|[^\s{]+)/.exec(line.text.trimStart());
  const name = id?.[1] ?? '';
  const idStart = line.start + depth + (id?.[0].length ?? 4) - name.length;
  const quoted = name.startsWith('"');
  add('row', { text: quoted ? unquote(name) : name, start: idStart, end: idStart + name.length, quoted, fixed: false });
  take(line, depth + (id?.[0].length ?? line.text.length));
  let at = first + 1;
  let clauseDepth = -1;
  for (; at < lines.length; at++) {
    const next = lines[at] as Line;
    if (next.text.trim() === '') continue;
    const indent = indentOf(next.text);
    if (remark(next.text)) {
      if (pending) pending.remark = true;
      continue;
    }
    if (indent <= depth) break;
    const goesOn = /^\s*(?:and|or)(?![\w.])/.test(next.text);
    if (clauseDepth < 0 && !goesOn) clauseDepth = indent;
    if (pending && (goesOn || indent > clauseDepth)) {
      const mark = remarkAt(next.text);
      const text = (mark < 0 ? next.text : next.text.slice(0, mark)).trimEnd();
      if (source.join('') === '') pending.start = next.start + indent;
      source.push(text.trim());
      // A remark in the middle of a clause would be lost, one after it stays where it is.
      if (pending.remark) pending.fixed = true;
      pending.remark = mark >= 0;
      pending.end = next.start + text.length;
      continue;
    }
    finish();
    take(next, indent);
  }
  finish();
  return [{ row, keys }, at];
}

/** Puts a row into its table, whose columns are those of all its rows. */
function place(table: Table, { row, keys }: Clauses): void {
  for (const key of keys) {
    if (!table.head.includes(key)) {
      table.head.push(key);
      for (const other of table.rows) other.cells.push(undefined);
    }
  }
  const cells = table.head.map((name) => row.cells[keys.indexOf(name)]);
  table.rows.push({ ...row, cells });
}

/** The usual columns first, the rest in the order of appearance. */
function order(table: Table): void {
  if (table.kind === 'lines') return;
  const rank = (name: string): number => {
    const at = ORDER.indexOf(name.replace(/ \d+$/, ''));
    return at < 0 ? ORDER.length : at;
  };
  const sorted = table.head.map((name, at) => ({ name, at })).sort((a, b) => rank(a.name) - rank(b.name) || a.at - b.at);
  table.head = sorted.map(({ name }) => name);
  for (const row of table.rows) row.cells = sorted.map(({ at }) => row.cells[at]);
}

/** How wide a text is in columns: Chinese characters are two. */
function width(text: string): number {
  return [...text].reduce((sum, c) => sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(c) ? 2 : 1), 0);
}

const padded = (text: string, to: number): string => text + ' '.repeat(Math.max(0, to - width(text)));

/** The edit that gives a cell this text; a string says why there is none. */
export function editCell(source: string, table: Table, at: number, column: number, value: string): Edit | 'fixed' | 'bar' | 'remark' | 'empty' {
  const row = table.rows[at];
  const name = table.head[column];
  if (!row || name === undefined) return 'fixed';
  const cell = row.cells[column];
  const text = value.replace(/\s*[\r\n]+\s*/g, ' ').trim();
  if (cell?.fixed) return 'fixed';
  const key = name.replace(/ \d+$/, '');
  const quoted = cell?.quoted ?? QUOTED_COLUMNS.has(key.split(' ').at(-1) ?? '');
  if (!quoted && remarkAt(text) >= 0) return 'remark';
  if (table.kind === 'lines') {
    if (!cell) return 'fixed';
    if (!quoted && text.replace(/"(?:[^"\\]|\\.)*"/g, '').includes('|')) return 'bar';
    const written = quoted && text !== '' ? quote(text) : text;
    const old = source.slice(cell.start, cell.end);
    // Numbers stand to the right, and stay there.
    const right = /^\s\s+\S/.test(old) && /\S\s$/.test(old);
    const room = Math.max(width(old) - 2, 0);
    const filled = right ? ' '.repeat(Math.max(0, room - width(written))) + written : padded(written, room);
    return { start: cell.start, end: cell.end, text: ` ${filled} ` };
  }
  if (cell) {
    if (text !== '') return { start: cell.start, end: cell.end, text: quoted ? quote(text) : text };
    if (key === 'row') return 'empty';
    return withoutClause(source, cell, key);
  }
  if (text === '') return { start: row.end, end: row.end, text: '' };
  // Where other rows have a word that stands alone, that word is all that can be added.
  const alone = table.rows.some(({ cells }) => cells[column]?.fixed && cells[column].text === key);
  if (alone && text !== key) return 'fixed';
  const before = row.cells.slice(0, column).filter((one) => one !== undefined).at(-1);
  const anchor = lineEnd(source, before?.end ?? row.end);
  const clause = alone ? key : `${key} ${quoted ? quote(text) : text}`;
  return { start: anchor, end: anchor, text: `${eol(source)}${table.indent}  ${clause}` };
}

/** A clause taken out, with its line if nothing else stands in it. */
function withoutClause(source: string, cell: Cell, key: string): Edit {
  const words = new RegExp(String.raw`(?:^|\s)(${key.replaceAll(' ', String.raw`\s+`)})\s*$`).exec(source.slice(0, cell.start));
  const start = words ? cell.start - words[0].trimStart().length : cell.start;
  const lineStart = source.lastIndexOf('\n', start - 1) + 1;
  const end = lineEnd(source, cell.end);
  const before = source.slice(lineStart, start);
  const after = source.slice(cell.end, end);
  if (before.trim() === '' && after.trim() === '') return { start: lineStart, end: Math.min(source.length, source.indexOf('\n', end) + 1 || source.length), text: '' };
  // Of the blanks around it those stay that stood before it, unless nothing follows.
  if (after.trim() === '') return { start: lineStart + before.trimEnd().length, end, text: '' };
  return { start, end: cell.end + indentOf(after), text: '' };
}

function lineEnd(source: string, from: number): number {
  const at = source.indexOf('\n', from);
  if (at < 0) return source.length;
  return source[at - 1] === '\r' ? at - 1 : at;
}

const eol = (source: string): string => (source.includes('\r\n') ? '\r\n' : '\n');

/** The id after this one that no row of the text has. */
export function nextId(source: string, id: string): string {
  const digits = /\d+$/.exec(id)?.[0];
  const stem = digits === undefined ? `${id}-` : id.slice(0, -digits.length);
  for (let number = Number(digits ?? 1) + 1; ; number++) {
    const next = `${stem}${String(number).padStart(digits?.length ?? 1, '0')}`;
    if (!new RegExp(String.raw`(?:row\s+|\|\s*"?)${next.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')}(?![\w/-])`).test(source)) return next;
  }
}

/** The edit that adds a row after this one; -1 means before the first. */
export function addRow(source: string, table: Table, after: number): Edit {
  const above = table.rows[after];
  if (table.kind === 'lines') {
    const headLine = source.split('\n')[table.line] ?? '';
    const widths = cellsOf({ text: headLine.replace(/\r$/, ''), start: 0, at: 0 }).map((cell) => width(headLine.slice(cell.start, cell.end)) - 2);
    const id = table.head.indexOf('row');
    const cells = table.head.map((_, at) => {
      const old = above?.cells[at]?.text ?? '';
      return padded(at === id && old !== '' ? nextId(source, old) : '', widths[at] ?? 1);
    });
    const anchor = above ? above.end : lineEnd(source, source.split('\n').slice(0, table.line).join('\n').length + 1);
    return { start: anchor, end: anchor, text: `${eol(source)}${table.indent}| ${cells.join(' | ')} |` };
  }
  const clause = (name: string): string | undefined => {
    const cell = above?.cells[table.head.indexOf(name)];
    return cell && `${table.indent}  ${name} ${source.slice(cell.start, cell.end)}`;
  };
  const id = above?.cells[table.head.indexOf('row')]?.text ?? 'NEW-0';
  const lines = [`${table.indent}row ${nextId(source, id)}`, `${table.indent}  zh "新条目"`, `${table.indent}  en "new row"`];
  for (const name of ['when', 'fields', 'then']) {
    const copied = clause(name);
    if (copied !== undefined) lines.push(copied);
  }
  const anchor = lineEnd(source, above?.end ?? source.length);
  return { start: anchor, end: anchor, text: eol(source) + eol(source) + lines.join(eol(source)) };
}

/** The edit that takes a row out, with the empty line before it where another or a brace follows; remarks above it stay. */
export function removeRow(source: string, row: Row): Edit {
  let start = source.lastIndexOf('\n', row.start - 1) + 1;
  const next = source.indexOf('\n', lineEnd(source, row.end));
  const end = next < 0 ? source.length : next + 1;
  const gap = /\r?\n(\r?\n)$/.exec(source.slice(0, start));
  if (gap && /^[ \t]*(\}|\r?\n|$)/.test(source.slice(end))) start -= gap[1]?.length ?? 0;
  return { start, end, text: '' };
}
