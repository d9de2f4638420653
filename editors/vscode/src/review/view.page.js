// What can be clicked in the review of changes.
const vscode = acquireVsCodeApi();
document.addEventListener('click', (event) => {
  const { open, compare, case: number } = event.target.closest('[data-open], [data-compare], [data-case]')?.dataset ?? {};
  if (event.target.id === 'again') vscode.postMessage({ again: true });
  else if (open !== undefined) vscode.postMessage({ open: Number(open) });
  else if (compare !== undefined) vscode.postMessage({ compare: Number(compare) });
  else if (number !== undefined) vscode.postMessage({ case: number.split(',').map(Number) });
  else return;
  event.preventDefault();
});
const at = document.querySelector('main').dataset.at;
if (at !== undefined) {
  const change = document.getElementById(`change-${at}`);
  for (let part = change?.parentElement; part; part = part.parentElement) if (part.tagName === 'DETAILS') part.open = true;
  change?.scrollIntoView();
  change?.focus();
}
