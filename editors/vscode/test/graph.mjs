// Where clauses stand in the drawing of what prevails over what. Ends with `N passed, N failed`.

import assert from 'node:assert/strict';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const own = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const bundle = await build({ entryPoints: [path.join(own, 'src', 'graph', 'layout.ts')], bundle: true, format: 'esm', write: false });
const { BOX, layout, ranks, select } = await import(`data:text/javascript,${encodeURIComponent(bundle.outputFiles[0].text)}`);

let [passed, failed] = [0, 0];
function test(name, body) {
  try {
    body();
    passed += 1;
    console.log(`  ok    ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`  FAIL  ${name}: ${error.stack}`);
  }
}

/** A graph of `a>b` for "a prevails over b"; the letter is the clause, and a capital one stands in another instrument and file. */
function graph(...pairs) {
  const names = [...new Set(pairs.flatMap((pair) => pair.split('>')))].sort();
  const other = (name) => name === name.toUpperCase();
  const place = (name) => ({ file: other(name) ? 'two.weir' : 'one.weir', start: { line: 1, column: 1 }, end: { line: 1, column: 2 } });
  const clauses = names.map((name, id) => ({ id, reference: name, citation: `article ${name}`, within: name, label: `says ${name}`, instrument: other(name) ? 'two' : 'one', place: place(name) }));
  const precedences = pairs.map((pair) => {
    const [winner, loser] = pair.split('>');
    return { winner: names.indexOf(winner), loser: names.indexOf(loser), disapplies: false, about: [], by: { reference: winner, citation: winner }, place: place(winner) };
  });
  const instruments = [{ name: 'one', title: 'First' }, { name: 'two', title: 'Second' }];
  return { instruments: instruments.filter(({ name }) => clauses.some((one) => one.instrument === name)), clauses, precedences };
}
const columns = (of) => Object.fromEntries([...ranks(of)].map(([id, rank]) => [of.clauses[id].reference, rank]));
const names = (of) => of.clauses.map((one) => one.reference).join('');

test('a clause stands to the right of all that prevail over it', () => {
  assert.deepEqual(columns(graph('a>b', 'b>c', 'a>c', 'd>c')), { a: 0, b: 1, c: 2, d: 0 });
});
test('a circle comes to an end, and what is below it is below it', () => {
  // The step from a to b does not count.
  assert.deepEqual(columns(graph('a>b', 'b>a', 'b>c', 'c>d')), { a: 1, b: 0, c: 1, d: 2 });
});
test('no box lies on another, each in the lane of its instrument', () => {
  const pairs = ['a', 'b', 'c', 'A', 'B'].flatMap((one) => ['x', 'y', 'Z'].map((other) => `${one}>${other}`));
  const { boxes, lanes, width, height, arrows } = layout(graph(...pairs));
  assert.deepEqual(lanes.map(({ title }) => title), ['First', 'Second']);
  assert.equal(arrows.length, pairs.length);
  for (const one of boxes) {
    const lane = lanes[one.clause.instrument === 'one' ? 0 : 1];
    assert.ok(one.y > lane.y && one.y + BOX.height <= lane.y + lane.height && one.x + BOX.width <= width && one.y < height);
    for (const other of boxes) {
      if (other !== one) assert.ok(Math.abs(one.x - other.x) >= BOX.width || Math.abs(one.y - other.y) >= BOX.height);
    }
  }
});
test('a file has what stands in it and what that prevails over or yields to', () => {
  const all = graph('a>b', 'b>C', 'C>D');
  assert.equal(names(select(all, 'one.weir', '')), 'Cab');
  assert.equal(names(select(all, undefined, '')), 'CDab');
  assert.equal(names(select(all, 'none.weir', '')), '');
});
test('words are looked for in references, labels and titles', () => {
  const all = graph('x>b', 'b>C', 'C>D');
  assert.equal(names(select(all, undefined, 'SAYS  X')), 'bx');
  assert.equal(names(select(all, undefined, 'second')), 'CDb');
  assert.equal(names(select(all, undefined, 'nothing')), '');
  assert.deepEqual(select(all, undefined, 'says x').instruments.map(({ name }) => name), ['one']);
});

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
