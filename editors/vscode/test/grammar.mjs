// The grammars, read by the library that VS Code reads them with: node grammar.mjs. Ends with `N passed, N failed`.

import fs from 'node:fs';
import path from 'node:path';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { VERSIONS } from './page.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '..', '..', '..');
const vs = VERSIONS.current.folder;
const require = createRequire(path.join(vs, 'package.json'));
const { Registry, INITIAL, parseRawGrammar } = require('vscode-textmate');
const onig = require('vscode-oniguruma');

await onig.loadWASM(fs.readFileSync(path.join(vs, 'node_modules', 'vscode-oniguruma', 'release', 'onig.wasm')).buffer);
const FILES = {
  'source.weir': path.join(here, '..', 'syntaxes', 'weir.tmLanguage.json'),
  'markdown.weir.codeblock': path.join(here, '..', 'syntaxes', 'weir.markdown.tmLanguage.json'),
  'text.html.markdown': path.join(vs, 'extensions', 'markdown-basics', 'syntaxes', 'markdown.tmLanguage.json'),
};
const registry = new Registry({
  onigLib: { createOnigScanner: (sources) => new onig.OnigScanner(sources), createOnigString: (text) => new onig.OnigString(text) },
  loadGrammar: async (scope) => (FILES[scope] ? parseRawGrammar(fs.readFileSync(FILES[scope], 'utf8'), FILES[scope]) : null),
  getInjections: (scope) => (scope === 'text.html.markdown' ? ['markdown.weir.codeblock'] : undefined),
});
const weir = await registry.loadGrammar('source.weir');
const markdown = await registry.loadGrammar('text.html.markdown');

/** The lines of a text as lists of [text, scopes]. */
function tokens(grammar, text) {
  let state = INITIAL;
  return text.split('\n').map((line) => {
    const read = grammar.tokenizeLine(line, state);
    state = read.ruleStack;
    return read.tokens.map((token) => [line.slice(token.startIndex, token.endIndex), token.scopes]);
  });
}

let [passed, failed] = [0, 0];
const test = (name, body) => {
  try {
    body();
    passed += 1;
    console.log(`  ok    ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`  FAIL  ${name}: ${error.message}`);
  }
};
/** Expects of a line that its parts have these scopes. */
const line = (text, expected) =>
  test(text, () => {
    const [found] = tokens(weir, text);
    for (const [part, scope] of expected) {
      const token = found.find(([word]) => word.trim() === part);
      assert.ok(token, `no token ${part} in ${JSON.stringify(found.map(([word]) => word))}`);
      assert.ok(token[1].some((one) => one.startsWith(scope)), `${part} is ${token[1].join(' ')}`);
    }
  });

line('fact exporter.operator: bool', [['fact', 'storage.type'], ['exporter.operator', 'entity.name'], ['bool', 'support.type']]);
line('  when people.general 10万人以上 and not unknown', [['when', 'keyword.control'], ['people.general', 'variable'], ['10万', 'constant.numeric'], ['人', 'keyword.other.unit'], ['以上', 'keyword.operator.bound'], ['and', 'keyword.operator.word'], ['unknown', 'constant.language']]);
line('  band people.general 不满10万 then pathway exempt', [['不满', 'keyword.operator.bound'], ['10万', 'constant.numeric'], ['then', 'keyword.control']]);
line('  from 2024-03-22: 100_000 people  cite order16 article 3', [['2024-03-22', 'constant.numeric.date'], ['100_000', 'constant.numeric'], ['people', 'keyword.other.unit'], ['article', 'keyword.other.provision'], ['3', 'constant.numeric']]);
line('  row BJ-2024/AUTO-ID-1', [['row', 'keyword.other.provision'], ['BJ-2024/AUTO-ID-1', 'constant.other.row']]);
line('  zh "说“是” \\" // 不是注释"  // 注释', [['zh', 'keyword.other'], ['\\"', 'constant.character.escape'], ['注释', 'comment.line']]);
line('deadline', [['deadline', 'invalid.illegal.reserved']]);
line('outcome.when 出口方.关基', [['outcome.when', 'variable'], ['出口方.关基', 'variable']]);
test('every word of the language has its scope', () => {
  const page = fs.readFileSync(path.join(root, 'docs', 'reference', 'words.md'), 'utf8');
  const words = [...page.matchAll(/^\| `([^`]+)` \| (hard|soft|reserved) \|/gm)];
  assert.ok(words.length > 100);
  for (const [, word, kind] of words) {
    const [[[, scopes]]] = tokens(weir, word);
    const scope = scopes.at(-1);
    assert.ok(kind === 'reserved' ? scope.startsWith('invalid.illegal') : /^(keyword|storage|constant|support)/.test(scope), `${word} is ${scope}`);
  }
});
test('documentation is Markdown, and ends with its lines', () => {
  const [one, two, three] = tokens(weir, '/// A **bold** word\n/// and `code`\nfact a: bool');
  assert.ok(one.some(([word, scopes]) => word === 'bold' && scopes.some((scope) => scope.startsWith('markup.bold'))), JSON.stringify(one));
  assert.ok(two.some(([word, scopes]) => word === 'code' && scopes.some((scope) => scope.startsWith('markup.inline.raw'))), JSON.stringify(two));
  assert.ok(three[0][1].includes('storage.type.declaration.weir'), JSON.stringify(three));
});
test('Weir in fences of Markdown', () => {
  const [, inside, , after] = tokens(markdown, '```weir\nfact a: bool\n```\nfact');
  assert.ok(inside.some(([word, scopes]) => word === 'fact' && scopes.includes('storage.type.declaration.weir')), JSON.stringify(inside));
  assert.ok(!after[0][1].some((scope) => scope.includes('weir')), JSON.stringify(after));
});
test('no line of the policies leaves anything open, and nothing in them is illegal', () => {
  const files = fs.readdirSync(path.join(root, 'policies'), { recursive: true }).filter((file) => file.endsWith('.weir'));
  assert.ok(files.length > 20);
  for (const file of files) {
    const text = fs.readFileSync(path.join(root, 'policies', file), 'utf8');
    text.split('\n').forEach((source, at) => {
      if (source.trimStart().startsWith('///')) return;
      const { ruleStack, tokens } = weir.tokenizeLine(source, INITIAL);
      assert.equal(ruleStack.depth, 1, `${file}:${at + 1}`);
      for (const token of tokens) assert.ok(!token.scopes.at(-1).startsWith('invalid'), `${file}:${at + 1}: ${source.slice(token.startIndex, token.endIndex)}`);
    });
  }
});

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
