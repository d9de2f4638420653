// A page of our own in a panel: nothing is loaded, and no script runs but the one given here.

import { escape, language, nonce } from './context';

/** A whole page. */
export function page({ title = '', style, body, script }: { title?: string; style: string; body: string; script: string }): string {
  const key = nonce();
  const policy = `default-src 'none'; style-src 'nonce-${key}'; script-src 'nonce-${key}'`;
  return `<!DOCTYPE html>
<html lang="${language()}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escape(title)}</title>
<style nonce="${key}">${style}</style>
</head>
<body>
${body}
<script nonce="${key}">${script}</script>
</body>
</html>`;
}
