// Places as the program gives them in JSON, as VS Code takes them.

import * as path from 'node:path';
import * as vscode from 'vscode';

/** Lines and columns start at one; columns count characters. */
export interface Place {
  file: string;
  start: { line: number; column: number };
  end: { line: number; column: number };
}

/** The file of a place that the program gave when run in a folder. */
export function fileOf(place: Place, folder: string): vscode.Uri {
  return vscode.Uri.file(path.resolve(folder, place.file));
}

/** The range of a place in a text that was cut into lines. */
export function rangeIn(lines: string[], { start, end }: Place): vscode.Range {
  const at = ({ line, column }: Place['start']): vscode.Position =>
    new vscode.Position(line - 1, [...(lines[line - 1] ?? '')].slice(0, column - 1).join('').length);
  return new vscode.Range(at(start), at(end));
}
