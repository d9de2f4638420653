// A scenario evaluated, and its explanation in a panel beside it.

import * as path from 'node:path';
import * as vscode from 'vscode';
import { escape, folderOf, reveal, target } from './context';
import { type Cited, type Labels, type Ladder, type Needed, outcomeLabel, valueLabel, type ValueSet } from './determined';
import { run, said, saveAll } from './program';
import { find } from './reference';
import { page } from './page';
import style from './page.css';
import script from './evaluate.page.js';

interface Report {
  labels: Labels;
  determinations: Entry[];
}
interface Entry {
  title?: string;
  on: string;
  outcomes: (Ladder | ValueSet)[];
  lists: { list: string; title: string; usable: string }[];
  rests_on: { reading: string; option: string; otherwise: { option: string; outcomes: { outcome: string; text: string }[] }[] }[];
  contradicts: string[];
}

export function registerEvaluation(context: vscode.ExtensionContext): void {
  let panel: vscode.WebviewPanel | undefined;
  let shown: vscode.Uri | undefined;
  let turn = 0;

  const evaluate = async (): Promise<void> => {
    const uri = shown;
    if (!uri || !panel) return;
    const mine = ++turn;
    await saveAll(uri);
    const folder = folderOf(uri) ?? path.dirname(uri.fsPath);
    let body: string;
    try {
      const ran = await run(context, ['eval', path.relative(folder, uri.fsPath), '--format', 'json'], folder);
      const report = ran.stdout === '' ? undefined : (JSON.parse(ran.stdout) as Report);
      const entry = report?.determinations[0];
      body = report && entry ? determination(entry, report.labels) : failure(said(ran));
    } catch (error) {
      body = failure((error as Error).message);
    }
    // A later evaluation is not overwritten by an earlier one that took longer.
    if (mine === turn && panel) {
      const again = `<p><button type="button" id="again">${escape(vscode.l10n.t('Evaluate again'))}</button></p>`;
      panel.webview.html = page({ title: path.basename(uri.fsPath), style, script, body: body + again });
    }
  };

  context.subscriptions.push(
    vscode.commands.registerCommand('weir.evaluate', async (asked?: unknown) => {
      const uri = target(asked);
      if (!uri || !/\.(ya?ml|json)$/i.test(uri.path)) {
        void vscode.window.showWarningMessage(vscode.l10n.t('Open a scenario file (YAML or JSON) to evaluate it.'));
        return undefined;
      }
      shown = uri;
      if (!panel) {
        panel = vscode.window.createWebviewPanel(
          'weir.evaluation',
          '',
          { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
          { enableScripts: true, localResourceRoots: [], enableFindWidget: true },
        );
        panel.onDidDispose(() => (panel = undefined));
        panel.webview.onDidReceiveMessage(async (message: { reference?: string; again?: boolean }) => {
          if (message.again) return evaluate();
          if (typeof message.reference !== 'string') return;
          if (!(await openReference(message.reference))) void vscode.window.showInformationMessage(vscode.l10n.t('{0} is not in the policies of this workspace.', message.reference));
        });
      } else {
        panel.reveal(undefined, true);
      }
      panel.title = vscode.l10n.t('Determination: {0}', path.basename(uri.fsPath));
      await evaluate();
      return panel?.webview.html;
    }),
    vscode.workspace.onDidSaveTextDocument((document) => {
      const matters = document.languageId === 'weir' || document.uri.toString() === shown?.toString();
      if (panel?.visible && matters && vscode.workspace.getConfiguration('weir').get('evaluate.onSave', true)) void evaluate();
    }),
  );
}

/** Opens the place of a reference, if it is in the policies of the workspace. */
export async function openReference(reference: string): Promise<vscode.Location | undefined> {
  const place = await find(reference);
  if (place) await reveal(place.uri, place.range);
  return place;
}

const failure = (text: string): string => `<section class="bad" role="alert"><pre>${escape(text)}</pre></section>`;

const link = (reference: string, text: string): string =>
  `<a href="#" data-reference="${escape(reference)}">${escape(text)}</a>`;

const questions = (needs: Needed[]): string =>
  needs.map((need) => `<li>${escape(need.question)} <code>${escape(need.fact + (need.member ? ` has ${need.member}` : ''))}</code></li>`).join('');

function determination(entry: Entry, labels: Labels): string {
  const t = vscode.l10n.t;
  const ladders = entry.outcomes.filter((one) => one.kind === 'ladder');
  const cited = new Map(ladders.flatMap((one) => [...one.why, ...one.set_aside]).map((rule) => [rule.reference, rule.citation]));
  const clause = (reference: string): string => link(reference, cited.get(reference) ?? reference);
  /** What an outcome is called, with its name in policies for who writes them. */
  const heading = (outcome: string): string => `<span class="name" title="${escape(outcome)}">${escape(outcomeLabel(labels, outcome))}</span>`;
  const part = (title: string, items: string[]): string => (items.length === 0 ? '' : `<h3>${escape(title)}</h3><ul>${items.join('')}</ul>`);
  const ladder = (one: Ladder): string => {
    const mood = one.answer === 'value' ? 'good' : 'bad';
    const stated = (rule: Cited): string => {
      const second = rule.source === 'secondary' ? ` <span class="note">${escape(t('from a secondary source'))}</span>` : '';
      return `${link(rule.reference, rule.citation)}${rule.label ? ` ${escape(rule.label)}` : ''}${second}`;
    };
    const why = one.why.map(
      (rule) =>
        `<li>${stated(rule)}<details><summary>${escape(t('what meets it'))}</summary><ul>${rule.met.map((met) => `<li>${escape(met)}</li>`).join('')}</ul></details></li>`,
    );
    const aside = one.set_aside.map(
      (rule) => `<li>${stated(rule)} <span class="note">${escape(t('by'))} ${clause(rule.by)}</span></li>`,
    );
    const near = one.near.map(
      (near) =>
        `<li>${escape(near.label)} <code>${escape(near.fact)}</code> = ${near.value}; ${escape(t('at {0} it becomes {1}', near.limit, valueLabel(labels, one.outcome, near.becomes)))} (${clause(near.reference)})</li>`,
    );
    const holes = one.holes.map((hole) => `<li>${clause(hole.reference)} ${escape(hole.missing)}</li>`);
    return `<section class="${mood}"><h2>${heading(one.outcome)} ${escape(one.text)}</h2>${part(
      one.by_cases ? t('Why, case by case') : t('Why'),
      why,
    )}${one.needs.length === 0 ? '' : `<h3>${escape(t('What would decide'))}</h3><ul>${questions(one.needs)}</ul>`}${part(t('Not transcribed'), holes)}${part(
      t('Set aside'),
      aside,
    )}${part(t('Near a limit'), near)}</section>`;
  };
  const set = (one: ValueSet): string => {
    if (one.present.length + one.open.length === 0) return '';
    const present = one.present.map((value) => `<li>${escape(value.label)} <span class="note">${value.by.map((by) => clause(by)).join(', ')}</span></li>`);
    const open = one.open.map(
      (value) => `<li>${escape(value.label)}<details><summary>${escape(t('What would decide'))}</summary><ul>${questions(value.needs)}</ul></details></li>`,
    );
    return `<section><h2>${heading(one.outcome)}</h2>${present.length === 0 ? '' : `<ul>${present.join('')}</ul>`}${part(t('Not decided'), open)}</section>`;
  };
  const lists = entry.lists.map((list) => `<li>${link(list.list, list.title)} <span class="note">${escape(usable(list.usable))}</span></li>`);
  const rests = entry.rests_on.map((rest) => {
    const otherwise = rest.otherwise.flatMap((other) => other.outcomes.map((outcome) => `<li>${escape(`${other.option}: ${outcomeLabel(labels, outcome.outcome)} ${outcome.text}`)}</li>`));
    return `<li><code>${escape(rest.reading)}</code> = <code>${escape(rest.option)}</code>${otherwise.length === 0 ? '' : `<ul>${otherwise.join('')}</ul>`}</li>`;
  });
  const contradicts = entry.contradicts.map((name) => `<li><code>${escape(name)}</code></li>`);
  return [
    `<h1>${escape(entry.title ?? '')}</h1><p class="note">${escape(t('as of {0}', entry.on))}</p>`,
    contradicts.length === 0 ? '' : `<section class="bad">${part(t('The facts contradict these assumptions'), contradicts)}</section>`,
    ...entry.outcomes.map((one) => (one.kind === 'ladder' ? ladder(one) : set(one))),
    lists.length + rests.length === 0 ? '' : `<section>${part(t('Lists'), lists)}${part(t('Open questions of law on which it rests'), rests)}</section>`,
  ].join('');
}

function usable(word: string): string {
  if (word === 'yes') return vscode.l10n.t('can be used');
  if (word === 'no') return vscode.l10n.t('cannot be used');
  return vscode.l10n.t('open whether it can be used');
}
