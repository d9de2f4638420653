// What prevails over what, drawn in lanes: a lane an instrument, and in each lane the clauses from left to right, a clause to the right
// of every clause that prevails over it.

import type { Place } from '../place';

export interface Clause {
  id: number;
  reference: string;
  citation: string;
  within: string;
  label?: string;
  instrument: string;
  place: Place;
}
export interface Precedence {
  winner: number;
  loser: number;
  disapplies: boolean;
  about: string[];
  by: { reference: string; citation: string };
  place: Place;
  from?: string;
  until?: string;
}
/** What `weir graph --format json` says. */
export interface Graph {
  instruments: { name: string; title: string }[];
  clauses: Clause[];
  precedences: Precedence[];
}

export interface Box {
  clause: Clause;
  x: number;
  y: number;
}
export interface Lane {
  title: string;
  y: number;
  height: number;
}
export interface Arrow {
  precedence: Precedence;
  path: string;
}
export interface Layout {
  width: number;
  height: number;
  boxes: Box[];
  lanes: Lane[];
  arrows: Arrow[];
}

export const BOX = { width: 210, height: 44 };
const GAP = { x: 70, y: 12 };
const LANE = { title: 24, gap: 14, left: 12 };

/** What of a graph has to do with a file, or all of it; of that, what holds these words, with what it prevails over or yields to. */
export function select(graph: Graph, file: string | undefined, words: string): Graph {
  const clauses = new Map(graph.clauses.map((clause) => [clause.id, clause]));
  const titles = new Map(graph.instruments.map(({ name, title }) => [name, title]));
  const inFile = (place: Place | undefined): boolean => file === undefined || place?.file === file;
  const holds = (id: number): boolean => {
    const clause = clauses.get(id);
    const text = clause ? [clause.reference, clause.citation, clause.label ?? '', titles.get(clause.instrument) ?? ''].join('\n').toLowerCase() : '';
    return words.toLowerCase().split(/\s+/).every((word) => text.includes(word));
  };
  const precedences = graph.precedences.filter(
    ({ winner, loser, place }) =>
      (inFile(place) || inFile(clauses.get(winner)?.place) || inFile(clauses.get(loser)?.place)) && (holds(winner) || holds(loser)),
  );
  const kept = new Set(precedences.flatMap(({ winner, loser }) => [winner, loser]));
  const shown = graph.clauses.filter(({ id }) => kept.has(id));
  const named = new Set(shown.map(({ instrument }) => instrument));
  return { instruments: graph.instruments.filter(({ name }) => named.has(name)), clauses: shown, precedences };
}

/** How many clauses at least prevail over one another before each. Where clauses prevail in a circle, one step of it does not count. */
export function ranks({ clauses, precedences }: Graph): Map<number, number> {
  const over = new Map<number, number[]>();
  for (const { winner, loser } of precedences) over.set(loser, [...(over.get(loser) ?? []), winner]);
  const known = new Map<number, number>();
  const under = new Set<number>();
  const rank = (id: number): number => {
    const before = known.get(id);
    if (before !== undefined) return before;
    under.add(id);
    const winners = (over.get(id) ?? []).filter((winner) => !under.has(winner));
    const found = Math.max(-1, ...winners.map(rank)) + 1;
    under.delete(id);
    known.set(id, found);
    return found;
  };
  for (const { id } of clauses) rank(id);
  return known;
}

/** Where everything stands. */
export function layout(graph: Graph): Layout {
  const columns = ranks(graph);
  const boxes: Box[] = [];
  const lanes: Lane[] = [];
  let y = 0;
  for (const { name, title } of graph.instruments) {
    const stacks = new Map<number, number>();
    for (const clause of graph.clauses.filter(({ instrument }) => instrument === name)) {
      const column = columns.get(clause.id) ?? 0;
      const above = stacks.get(column) ?? 0;
      stacks.set(column, above + 1);
      boxes.push({ clause, x: LANE.left + column * (BOX.width + GAP.x), y: y + LANE.title + above * (BOX.height + GAP.y) });
    }
    const height = LANE.title + Math.max(0, ...stacks.values()) * (BOX.height + GAP.y);
    lanes.push({ title, y, height });
    y += height + LANE.gap;
  }
  const at = new Map(boxes.map((box) => [box.clause.id, box]));
  const arrows = graph.precedences.flatMap((precedence) => {
    const [from, to] = [at.get(precedence.winner), at.get(precedence.loser)];
    return from && to ? [{ precedence, path: curve(from, to) }] : [];
  });
  const width = Math.max(0, ...boxes.map((box) => box.x + BOX.width)) + LANE.left;
  return { width, height: Math.max(0, y - LANE.gap), boxes, lanes, arrows };
}

/** From the right side of one box to the left side of another. */
function curve(from: Box, to: Box): string {
  const [x1, y1] = [from.x + BOX.width, from.y + BOX.height / 2];
  const [x2, y2] = [to.x, to.y + BOX.height / 2];
  const bend = Math.max(30, Math.min(90, Math.abs(x2 - x1) / 2));
  return `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
