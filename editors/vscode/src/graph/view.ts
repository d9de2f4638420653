// The drawing of what prevails over what, and the same in words.

import * as vscode from 'vscode';
import { escape } from '../context';
import { type Box, BOX, type Clause, type Graph, layout, type Precedence } from './layout';

/** The most arrows that are drawn in full. */
const MANY = 60;

/** The graph as a drawing with a list of the same below it. */
export function drawn(graph: Graph): string {
  if (graph.precedences.length === 0) return `<p>${escape(vscode.l10n.t('No clause prevails over another here.'))}</p>`;
  return `<div class="drawing">${drawing(graph)}</div><section><h2>${escape(vscode.l10n.t('The same in words'))}</h2>${list(graph)}</section>`;
}

function drawing(graph: Graph): string {
  const { width, height, boxes, lanes, arrows } = layout(graph);
  const bands = lanes.map(
    (lane) => `<g><rect class="lane" x="0" y="${lane.y}" width="${width}" height="${lane.height}" rx="4"/><text class="lane" x="12" y="${lane.y + 16}">${escape(lane.title)}</text></g>`,
  );
  const lines = arrows.map(
    ({ precedence, path }) =>
      `<path class="arrow${precedence.disapplies ? ' off' : ''}" d="${path}" marker-end="url(#head)" data-from="${precedence.winner}" data-to="${precedence.loser}"/>`,
  );
  const label = escape(vscode.l10n.t('What prevails over what, from left to right'));
  const head = '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="9" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>';
  // So many arrows are told apart only at the clause that is under hand.
  const many = arrows.length > MANY ? ' class="many"' : '';
  const all = [head, ...bands, ...lines, ...boxes.map((one) => box(graph, one))].join('');
  return `<svg${many} width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="group" aria-label="${label}">${all}</svg>`;
}

function box(graph: Graph, { clause, x, y }: Box): string {
  const over = graph.precedences.filter(({ winner }) => winner === clause.id).length;
  const under = graph.precedences.filter(({ loser }) => loser === clause.id).length;
  const says = vscode.l10n.t('{0}. prevails over {1}, yields to {2}', titled(clause), over, under);
  const lines = [clipped(clause.within, 30), clipped(clause.label === clause.within ? '' : clause.label ?? '', 32)];
  return `<g class="clause" tabindex="0" role="link" aria-label="${escape(says)}" data-id="${clause.id}" data-clause="${clause.id}" transform="translate(${x} ${y})"><title>${escape(says)}</title><rect width="${BOX.width}" height="${BOX.height}" rx="3"/><text x="9" y="18">${escape(lines[0] ?? '')}</text><text class="label" x="9" y="35">${escape(lines[1] ?? '')}</text></g>`;
}

/** Every clause that prevails over others, with those and with the provision that says so. */
function list(graph: Graph): string {
  const clauses = new Map(graph.clauses.map((clause) => [clause.id, clause]));
  const link = (clause: Clause): string => `<a href="#" data-clause="${clause.id}" title="${escape(clause.label ?? '')}">${escape(clause.citation)}</a>`;
  const item = (one: Precedence): string => {
    const loser = clauses.get(one.loser);
    const verb = one.disapplies ? vscode.l10n.t('disapplies') : vscode.l10n.t('prevails over');
    const where = `<a href="#" class="note" data-statement="${graph.precedences.indexOf(one)}">${escape(vscode.l10n.t('said in {0}', one.by.citation))}</a>`;
    return loser ? `<li>${escape(verb)} ${link(loser)} ${where}</li>` : '';
  };
  const winners = graph.clauses.map((clause) => {
    const own = graph.precedences.filter(({ winner }) => winner === clause.id);
    return own.length === 0 ? '' : `<li>${link(clause)} <span class="note">${escape(clause.label ?? '')}</span><ul>${own.map(item).join('')}</ul></li>`;
  });
  return `<ul>${winners.join('')}</ul>`;
}

const titled = (clause: Clause): string => (clause.label && clause.label !== clause.citation ? `${clause.citation}: ${clause.label}` : clause.citation);

/** A text cut to a width; Chinese characters are two wide. */
function clipped(text: string, width: number): string {
  let used = 0;
  let kept = '';
  for (const sign of text) {
    used += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(sign) ? 2 : 1;
    if (used > width) return `${kept}…`;
    kept += sign;
  }
  return kept;
}
