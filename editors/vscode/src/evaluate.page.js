// What can be clicked in a determination.
const vscode = acquireVsCodeApi();
document.getElementById('again').addEventListener('click', () => vscode.postMessage({ again: true }));
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-reference]');
  if (!link) return;
  event.preventDefault();
  vscode.postMessage({ reference: link.dataset.reference });
});
