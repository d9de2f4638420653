// From a reference in a determination (`order16 article 5 paragraph 1 item 2`) to its place in a policy.

import * as vscode from 'vscode';

const NAME = String.raw`[\p{L}\p{N}_.]+`;
const HEAD = new RegExp(String.raw`^(${NAME})(?:\s+edition\s+"([^"]*)")?\s*`, 'u');
const STEP = /^(article|paragraph|item|question|section|annex|sector|scenario|row|rule)\s+("[^"]*"|\S+)\s*/;
const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The line of a reference in a text, or -1. A step that is not found leaves the line of the step before. */
export function lineOf(text: string, reference: string): number {
  const head = HEAD.exec(reference);
  if (!head) return -1;
  const lines = text.split(/\r?\n/);
  const edition = head[2] === undefined ? '' : String.raw`\s+edition\s+"${quoted(head[2])}"`;
  const start = new RegExp(String.raw`^\s*(?:instrument|list|general_list)\s+${quoted(head[1] ?? '')}(?![\p{L}\p{N}_.])${edition}`, 'u');
  let at = lines.findIndex((line) => start.test(line));
  if (at < 0) return -1;
  let rest = reference.slice(head[0].length);
  for (let step = STEP.exec(rest); step; step = STEP.exec(rest)) {
    rest = rest.slice(step[0].length);
    const [kind, id] = [step[1] ?? '', quoted(step[2] ?? '')];
    const starts = new RegExp(String.raw`^\s*${kind}\s+${id}(?![\p{L}\p{N}_./-])`, 'u');
    const cell = new RegExp(String.raw`^\s*\|\s*${id}\s*\|`);
    const depth = indent(lines[at] ?? '');
    let next = -1;
    for (let line = at + 1; line < lines.length; line++) {
      const text = lines[line] ?? '';
      if (text.trim() === '' || /^\s*\/\//.test(text)) continue;
      if (indent(text) <= depth) break;
      if (starts.test(text) || (kind === 'row' && cell.test(text))) {
        next = line;
        break;
      }
    }
    if (next < 0) break;
    at = next;
  }
  return at;
}

function indent(line: string): number {
  return line.length - line.trimStart().length;
}

/** The place of a reference in the policies of the workspace. */
export async function find(reference: string): Promise<vscode.Location | undefined> {
  const files = await vscode.workspace.findFiles('**/*.weir', '**/{node_modules,target}/**');
  for (const uri of files) {
    const document = await vscode.workspace.openTextDocument(uri);
    const line = lineOf(document.getText(), reference);
    if (line >= 0) {
      const { text } = document.lineAt(line);
      return new vscode.Location(uri, new vscode.Range(line, indent(text), line, text.length));
    }
  }
  return undefined;
}
