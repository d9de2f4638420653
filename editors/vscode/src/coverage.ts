// Which rules, rows and bands were in effect in some test, as VS Code shows coverage.

import * as vscode from 'vscode';
import { fileOf, type Place, rangeIn } from './place';

interface Clause {
  kind: 'rule' | 'row' | 'outside';
  citation: string;
  label?: string;
  cases: number;
  place: Place;
  bands?: { text: string; cases: number; place: Place }[];
}
/** What `weir test --coverage` says. */
export interface Coverage {
  files: { file: string; clauses: Clause[] }[];
}

/** The coverage of a file, with what it is made of: clauses as declarations and as statements, bands as branches. */
export class PolicyCoverage extends vscode.FileCoverage {
  private constructor(uri: vscode.Uri, readonly details: (vscode.StatementCoverage | vscode.DeclarationCoverage)[]) {
    const counted = vscode.FileCoverage.fromDetails(uri, details);
    super(uri, counted.statementCoverage, counted.branchCoverage, counted.declarationCoverage);
  }

  static async of(uri: vscode.Uri, clauses: Clause[]): Promise<PolicyCoverage> {
    const lines = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)).split(/\r?\n/);
    const details = clauses.flatMap((clause) => {
      const range = rangeIn(lines, clause.place);
      const bands = (clause.bands ?? []).map((band) => new vscode.BranchCoverage(band.cases, rangeIn(lines, band.place), band.text));
      const name = clause.label && clause.label !== clause.citation ? `${clause.citation}: ${clause.label}` : clause.citation;
      return [new vscode.DeclarationCoverage(name, clause.cases, range), new vscode.StatementCoverage(clause.cases, range, bands)];
    });
    return new PolicyCoverage(uri, details);
  }
}

/** The coverage of each file of which the program, run in a folder, said something. */
export function covered(coverage: Coverage, folder: string): Promise<PolicyCoverage[]> {
  const files = coverage.files.map(({ clauses }) => clauses).filter((clauses) => clauses.length > 0);
  return Promise.all(files.map((clauses) => PolicyCoverage.of(fileOf(clauses[0]!.place, folder), clauses)));
}
