// What `weir diff --format json` says, and that as a page: first in a line what is found, then what is written otherwise, then what it means.

import * as vscode from 'vscode';
import { escape } from '../context';
import type { Place } from '../place';

/** What is written otherwise. */
export interface Written {
  change: 'added' | 'removed' | 'reworded' | 'changed';
  text: string;
  /** Where it stands, in the old version if it was removed. */
  place: Place | null;
}
/** A case in which the interpreter confirmed a change. */
interface Case {
  new: Record<string, unknown>;
  turns_on: string[];
  text: string[];
}
/** What means something else. */
interface Meant {
  direction: 'looser' | 'stricter' | 'undetermined' | 'decided' | 'other';
  text: string;
  who: string;
  only_where: string[];
  /** The numbers of the changes that it follows from, from zero. */
  follows: number[];
  /** The numbers of what is written otherwise on which the cases rest, from zero, where that can be told. */
  rests_on: number[];
  confirmed: Case[];
}
/** Cases that one side only allows. */
interface OneSided {
  who: string;
}
export interface Report {
  new: { path: string; as_of: string };
  text: string;
  same_meaning: boolean;
  sources: Written[];
  layout: string[];
  changes: Meant[];
  not_compared: { text: string }[];
  no_longer_possible: OneSided | null;
  newly_possible: OneSided | null;
  /** Days on which the versions were not told apart in full. */
  other_days?: { stands: 'same' | 'same_changes' | 'other_changes' | 'not_compared'; text: string }[];
}

/** The numbers of the changes of meaning that come of something that is written otherwise, from zero. */
export function causes(report: Report, written: number): number[] {
  return report.changes.flatMap(({ rests_on }, at) => (rests_on.includes(written) ? [at] : []));
}

/** How many changes of meaning a page shows before the rest is folded away. */
const SHOWN = 12;

/** The report as HTML; what can be clicked carries `data-open`, `data-compare` or `data-case`. */
export function drawn(report: Report, base: string): string {
  const t = vscode.l10n.t;
  const sources = report.sources.map((one, at) => written(one, at, causes(report, at)));
  const layout = report.layout.map((file) => `<li>${escape(file)} <span class="note">${escape(t('only layout, comments or tests'))}</span></li>`);
  // What follows from another change comes after those that don't.
  const order = [...report.changes.keys()].sort((a, b) => Number(follows(report, a)) - Number(follows(report, b)));
  const shown = Math.min(SHOWN, order.filter((at) => !follows(report, at)).length || SHOWN);
  const changes = order.map((at) => meant(report.changes[at]!, at));
  const folded = changes.slice(shown);
  return [
    `<h1>${escape(t('Changes since {0}', base))}</h1><p class="${report.same_meaning ? 'same' : 'differs'}" role="status">${escape(report.text)}</p>`,
    part(t('What is written otherwise'), sources.length > 0 ? sources : layout),
    changes.length === 0 ? '' : `<h2>${escape(t('What it means'))}</h2>${changes.slice(0, shown).join('')}`,
    folded.length === 0 ? '' : `<details><summary>${escape(t('What follows from these, and further changes: {0}', folded.length))}</summary>${folded.join('')}</details>`,
    part(t('Not compared'), report.not_compared.map(({ text }) => `<li>${escape(text)}</li>`)),
    part(t('No longer possible'), [report.no_longer_possible].flatMap((one) => (one ? [`<li>${escape(one.who)}</li>`] : []))),
    part(t('Newly possible'), [report.newly_possible].flatMap((one) => (one ? [`<li>${escape(one.who)}</li>`] : []))),
    part(t('On other days'), (report.other_days ?? []).map(({ text }) => `<li>${escape(text)}</li>`)),
  ].join('');
}

const follows = (report: Report, at: number): boolean => (report.changes[at]?.follows.length ?? 0) > 0;
const part = (title: string, items: string[]): string => (items.length === 0 ? '' : `<h2>${escape(title)}</h2><ul>${items.join('')}</ul>`);

/** A text in which names stand between back-ticks. */
const coded = (text: string): string => text.split('`').map((piece, at) => (at % 2 === 1 ? `<code>${escape(piece)}</code>` : escape(piece))).join('');

function written(one: Written, at: number, caused: number[]): string {
  const t = vscode.l10n.t;
  const open = one.place ? `<a href="#" data-open="${at}">${coded(one.text)}</a>` : coded(one.text);
  const compare = one.place ? ` <a href="#" class="note" data-compare="${at}">${escape(t('side by side'))}</a>` : '';
  const links = caused.map((cause) => `<a href="#change-${cause}">${cause + 1}</a>`).join(t(', '));
  return `<li id="source-${at}">${open}${compare}${links === '' ? '' : ` <span class="note">${escape(t('changes'))} ${links}</span>`}</li>`;
}

function meant(one: Meant, at: number): string {
  const t = vscode.l10n.t;
  const cases = one.confirmed.map((each, number) => {
    const facts = each.text.map((line) => `<li>${escape(line)}</li>`).join('');
    return `<details><summary>${escape(t('For example: {0}', each.text.join(t('; '))))}</summary><ul>${facts}</ul><button type="button" data-case="${at},${number}">${escape(t('Open as scenario'))}</button></details>`;
  });
  const where = one.only_where.map((line) => `<li>${escape(line)}</li>`).join('');
  return `<section class="${one.direction}" id="change-${at}" tabindex="-1"><h3>${at + 1}. ${escape(one.text)}</h3><p>${escape(one.who)}</p>${where === '' ? '' : `<details><summary>${escape(t('In which cases'))}</summary><ul>${where}</ul></details>`}${cases.join('')}</section>`;
}

/** A case as a scenario file: first what it turns on, then all else. */
export function scenario(report: Report, change: number, number: number): string | undefined {
  const meant = report.changes[change];
  const found = meant?.confirmed[number];
  if (!meant || !found) return undefined;
  const line = (name: string): string => `  ${name}: ${yaml(found.new[name])}`;
  const turns = found.turns_on.filter((name) => name in found.new);
  const rest = Object.keys(found.new).filter((name) => !turns.includes(name));
  const lines = [`title: ${JSON.stringify(meant.text)}`, `on: ${report.new.as_of}`, 'facts:', ...turns.map(line)];
  if (rest.length > 0) lines.push(`  # ${vscode.l10n.t('What it does not turn on')}`, ...rest.map(line));
  return `${lines.join('\n')}\n`;
}

/** A value in one line: names, numbers, days and truths stand as they are. */
function yaml(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(yaml).join(', ')}]` : String(value);
}
