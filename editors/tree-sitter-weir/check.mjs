// Holds the grammar against the language: the one table of words, every policy, and the outline that `weir lsp` sees.
//
//   node check.mjs TREE_SITTER WEIR
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [cli, weir] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const work = mkdtempSync(join(tmpdir(), 'weir-grammar-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));
let failed = 0;

function check(what, problems) {
  if (problems.length === 0) return console.log(`ok   ${what}`);
  failed += 1;
  console.error(`failed: ${what}\n  ${problems.slice(0, 20).join('\n  ')}`);
}

const read = (...path) => readFileSync(join(...path), 'utf8');

function files(folder) {
  return readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.weir')).sort()
    .map((name) => join(folder, name));
}

// The trees of files, as lines `  (kind [row, column] - [row, column]`.
function trees(paths) {
  const list = join(work, 'paths');
  writeFileSync(list, paths.map((path) => path + '\n').join(''));
  const ran = spawnSync(cli, ['parse', '--paths', list], { cwd: here, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (ran.error) throw ran.error;
  const found = ran.stdout.split(/^(?=\((?:file|ERROR) \[)/m).map((text) => text.trimEnd());
  if (found.length !== paths.length || !found.every((text) => text.startsWith('('))) {
    throw new Error(`${found.length} trees of ${paths.length} files: ${ran.stderr}`);
  }
  const broken = found.map((text) => /\((?:ERROR|MISSING)\b/.test(text));
  if (broken.some((one) => one) !== (ran.status !== 0)) throw new Error(`tree-sitter ended with ${ran.status}: ${ran.stderr}`);
  return found.map((text, at) => ({ text, broken: broken[at] }));
}

function where(text) {
  return text.match(/\((?:ERROR|MISSING)[^\n]*/)?.[0] ?? 'not read';
}

// The trees of texts.
function treesOf(texts) {
  return trees(texts.map((text, at) => {
    const file = join(work, `${at}.weir`);
    writeFileSync(file, text);
    return file;
  }));
}

// Words.
const table = read(root, 'crates/weir-syntax/src/token.rs').match(/pub const WORDS[^]*?\n\];/)[0];
const words = [...table.matchAll(/\b(hard|soft|reserved)\(\s*"([^"]+)"/g)].map(([, kind, word]) => ({ kind, word }));
const grammar = JSON.parse(read(here, 'src/grammar.json'));
const known = new Set();
(function strings(rule) {
  if (rule.type === 'STRING') known.add(rule.value);
  for (const part of [rule.content, ...(rule.members ?? [])]) if (part) strings(part);
})({ members: Object.entries(grammar.rules).filter(([name]) => name !== '_kept').map(([, rule]) => rule) });
const kept = new Set(grammar.reserved.global.map((word) => word.value));
if (words.length < 100) throw new Error('the table of words was not found');
check(`all ${words.length} words of the language are known`,
  words.filter(({ kind, word }) => kind !== 'reserved' && !known.has(word)).map(({ word }) => word));
const asNames = treesOf(words.map(({ word }) => `profile p { n = ${word}_ }\nzone ${word}\n`));
check('hard words are no names, and soft ones are',
  words.filter(({ kind }, at) => asNames[at].broken === (kind === 'soft')).map(({ word }) => word));
const all = new Set(words.map(({ word }) => word));
check('no other word is kept', [...kept].filter((word) => !all.has(word)));
for (const [editor, path] of [['Vim', 'vim/syntax/weir.vim'], ['Emacs', 'emacs/weir-mode.el']]) {
  const text = read(here, '..', path);
  const listed = new Set(text.match(/[\p{L}_]+/gu));
  check(`${editor} highlights every hard word`,
    words.filter(({ kind, word }) => kind === 'hard' && !listed.has(word)).map(({ word }) => word));
}
const units = [...read(root, 'crates/weir-syntax/src/token.rs').match(/impl Unit \{[^]*?\n\}\n/)[0].matchAll(/"([^"]+)"/g)]
  .map(([, unit]) => unit);
if (units.length < 20) throw new Error('the units were not found');
const spaced = treesOf(units.map((unit) => `define a means n > 3 ${unit}\n`));
const glued = treesOf(units.map((unit) => `define a means n 3${unit}以上不满4${unit}\n`));
check(`all ${units.length} units are known`, units.filter((unit, at) => {
  const reads = ({ text, broken }, times) => !broken && text.split('(unit ').length === times + 1;
  return !reads(spaced[at], 1) || (/[^a-z_]/.test(unit) && !reads(glued[at], 2));
}));

// Policies, and the examples of the documentation.
const policies = files(join(root, 'policies'));
const parsed = new Map();
trees(policies).forEach((one, at) => parsed.set(policies[at], one));
check(`all ${policies.length} files of policies are read without an error`,
  policies.filter((file) => parsed.get(file).broken).map((file) => `${relative(root, file)}: ${where(parsed.get(file).text)}`));
const examples = [...read(root, 'docs/reference/language.md').matchAll(/```weir\n([^]*?)```/g)].map(([, text]) => text);
check(`the ${examples.length} examples of the language's page likewise`,
  treesOf(examples).flatMap(({ text, broken }, at) => (broken ? [`example ${at + 1}: ${where(text)}`] : [])));
const samples = ['tests/corpus/every_construct.weir', 'crates/weir/src/cli/new/main.zh.weir',
  'crates/weir/src/cli/new/main.en.weir', ...files(join(root, 'tests/suite/shared')).map((file) => relative(root, file))];
check(`${samples.length} other texts likewise`,
  trees(samples.map((file) => join(root, file))).flatMap(({ text, broken }, at) => (broken ? [`${samples[at]}: ${where(text)}`] : [])));

// What was read is what the language server sees: the same declarations, provisions and rules at the same places.
const KINDS = ['use', 'outcome', 'category', 'fact', 'measure', 'threshold', 'zone', 'instrument', 'list', 'counter', 'reading',
  'assume', 'define', 'profile', 'test', 'provision', 'rule'];
const NODE = new RegExp(`\\((?:${KINDS.join('|')}) \\[(\\d+), (\\d+)\\] - \\[(\\d+), (\\d+)\\]`, 'g');

async function outlines() {
  const server = spawn(weir, ['lsp'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const waiting = new Map();
  let buffer = Buffer.alloc(0), last = 0;
  const send = (message) => {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    server.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    server.stdin.write(body);
  };
  const ask = (method, params) => new Promise((done, refuse) => {
    waiting.set(++last, (answer) => answer.error ? refuse(new Error(`${method}: ${answer.error.message}`)) : done(answer.result));
    send({ id: last, method, params });
  });
  server.stdout.on('data', (data) => {
    buffer = Buffer.concat([buffer, data]);
    for (;;) {
      const end = buffer.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(buffer.subarray(0, end).toString())[1]);
      if (buffer.length < end + 4 + length) return;
      const message = JSON.parse(buffer.subarray(end + 4, end + 4 + length).toString());
      buffer = buffer.subarray(end + 4 + length);
      if (message.method === undefined) waiting.get(message.id)?.(message);
      else if (message.id !== undefined) send({ id: message.id, result: null });
    }
  });
  const timer = setTimeout(() => { server.kill(); throw new Error('the language server gave no answer in 60 s'); }, 60000);
  await ask('initialize', { processId: process.pid, rootUri: pathToFileURL(root).href, capabilities: {
    general: { positionEncodings: ['utf-8'] },
    textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true } } } });
  send({ method: 'initialized', params: {} });
  const found = new Map();
  for (const file of policies) {
    const uri = pathToFileURL(file).href;
    send({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'weir', version: 1, text: read(file) } } });
    found.set(file, await ask('textDocument/documentSymbol', { textDocument: { uri } }));
  }
  await ask('shutdown', null);
  send({ method: 'exit', params: null });
  await new Promise((done) => server.on('exit', done));
  clearTimeout(timer);
  return found;
}

const seen = await outlines();
const differences = [];
let places = 0;
for (const file of policies) {
  const ours = new Set([...parsed.get(file).text.matchAll(NODE)].map(([, ...at]) => at.join(' ')));
  const theirs = new Set();
  (function walk(symbols) {
    for (const { range, children } of symbols ?? []) {
      theirs.add([range.start.line, range.start.character, range.end.line, range.end.character].join(' '));
      walk(children);
    }
  })(seen.get(file));
  const nodes = new Set([...parsed.get(file).text.matchAll(/\[(\d+), (\d+)\] - \[(\d+), (\d+)\]/g)].map(([, ...at]) => at.join(' ')));
  places += ours.size;
  for (const at of ours) if (!theirs.has(at)) differences.push(`${relative(root, file)}: no symbol at ${at}`);
  for (const at of theirs) if (!nodes.has(at)) differences.push(`${relative(root, file)}: no node at ${at}`);
}
check(`${places} declarations, provisions and rules stand where the language server sees them`, differences);

if (failed > 0) process.exit(1);
