// What the program says in JSON of what was determined, and that in lines of text.

import * as vscode from 'vscode';
import { language } from './context';

export interface Cited {
  reference: string;
  citation: string;
  label?: string;
  url?: string;
  source?: string;
}
export interface Needed {
  fact: string;
  member?: string;
  question: string;
}
export interface Ladder {
  kind: 'ladder';
  outcome: string;
  answer: string;
  value?: string;
  text: string;
  why: (Cited & { met: string[] })[];
  by_cases: boolean;
  set_aside: (Cited & { by: string; authority: string; disapplied: boolean })[];
  near: { fact: string; label: string; value: number; limit: number; becomes: string; reference: string }[];
  needs: Needed[];
  holes: { reference: string; missing: string }[];
}
export interface ValueSet {
  kind: 'set';
  outcome: string;
  present: { value: string; label: string; by: string[] }[];
  open: { value: string; label: string; needs: Needed[] }[];
}
export interface Explanation {
  determined: (Ladder | ValueSet)[];
  left_out?: number;
}
interface Named {
  zh?: string;
  en?: string;
}
/** What outcomes and their values are called. */
export type Labels = (Named & { outcome: string; values: (Named & { value: string })[] })[];

const called = (named: Named | undefined, name: string): string =>
  (language() === 'zh' ? named?.zh ?? named?.en : named?.en ?? named?.zh) ?? name;

/** What an outcome is called in the language of words. */
export function outcomeLabel(labels: Labels, outcome: string): string {
  return called(labels.find((one) => one.outcome === outcome), outcome);
}

/** What a value of an outcome is called in the language of words. */
export function valueLabel(labels: Labels, outcome: string, value: string): string {
  const values = labels.find((one) => one.outcome === outcome)?.values ?? [];
  return called(values.find((one) => one.value === value), value);
}

/** An explanation in lines: the answer, the rules that make it so with what met them, what was set aside, what would decide. */
export function explained({ determined, left_out }: Explanation, labels: Labels): string {
  const lines = determined.flatMap((one) => (one.kind === 'ladder' ? ladder(one, labels) : set(one, labels)));
  if (left_out) lines.push(vscode.l10n.t('and {0} more', left_out));
  return lines.join('\n');
}

function ladder(one: Ladder, labels: Labels): string[] {
  const t = vscode.l10n.t;
  const stated = (rule: Cited): string => (rule.label ? `${rule.citation}: ${rule.label}` : rule.citation);
  const cited = new Map([...one.why, ...one.set_aside].map((rule) => [rule.reference, rule.citation]));
  return [
    `${outcomeLabel(labels, one.outcome)}: ${one.text}`,
    ...part(one.by_cases ? t('Why, case by case') : t('Why'), one.why.flatMap((rule) => [`- ${stated(rule)}`, ...rule.met.map((met) => `    · ${met}`)])),
    ...part(t('Set aside'), one.set_aside.map((rule) => `- ${stated(rule)} (${t('by')} ${cited.get(rule.by) ?? rule.by})`)),
    ...part(t('Near a limit'), one.near.map((near) => `- ${near.label} = ${near.value}; ${t('at {0} it becomes {1}', near.limit, valueLabel(labels, one.outcome, near.becomes))}`)),
    ...part(t('What would decide'), one.needs.map(question)),
    ...part(t('Not transcribed'), one.holes.map((hole) => `- ${hole.reference}: ${hole.missing}`)),
  ];
}

function set(one: ValueSet, labels: Labels): string[] {
  return [
    `${outcomeLabel(labels, one.outcome)}: ${one.present.map((value) => value.label).join(', ') || '{ }'}`,
    ...one.present.map((value) => `- ${value.label}: ${value.by.join(', ')}`),
    ...part(vscode.l10n.t('Not decided'), one.open.flatMap((value) => [`- ${value.label}`, ...value.needs.map((need) => `  ${question(need)}`)])),
  ];
}

const question = (need: Needed): string => `- ${need.question} [${need.fact}${need.member ? ` has ${need.member}` : ''}]`;
const part = (title: string, lines: string[]): string[] => (lines.length === 0 ? [] : [title, ...lines]);
