#!/usr/bin/env node
// compare.mjs CHROMIUM [PLACE...]: runs tests in headless Chromium and in Weir, and prints a table of how many subtests each
// finds and which names only one of them finds. CHROMIUM is the program; a PLACE is what `weir wpt` takes, by default each of
// compared.txt. The exit code is 1 when the names differ.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const LIMIT = 70_000; // milliseconds; the suite's own longest is a minute
const here = import.meta.dirname;
const weir = join(here, '../../weir');

/** Runs in each new document: tells what the harness reports, once that has defined how to ask for it. */
function listen() {
  if (self !== top) {
    return;
  }
  const tell = self.__compareTell;
  delete self.__compareTell;
  Object.defineProperty(self, 'add_completion_callback', {
    configurable: true,
    set(value) {
      Object.defineProperty(self, 'add_completion_callback', { value, writable: true, enumerable: true });
      const ask = () => value((all) => tell(JSON.stringify(Array.from(all, (test) => test.name))));
      queueMicrotask(ask); // the harness is not complete before its script's end
    },
  });
}

/** Chromium, spoken to by its DevTools protocol over a pipe. */
class Chromium {
  #calls = new Map();
  #tellers = new Map();
  #last = 0;
  #rest = '';

  constructor(program) {
    this.folder = mkdtempSync(join(tmpdir(), 'weir-chromium-'));
    const hosts = ['web-platform.test', '*.web-platform.test', 'not-web-platform.test', '*.not-web-platform.test'];
    const rules = hosts.map((host) => `MAP ${host} 127.0.0.1`).join();
    this.process = spawn(program, [
      '--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
      '--disable-popup-blocking', '--ignore-certificate-errors', '--js-flags=--expose-gc', '--remote-debugging-pipe',
      `--user-data-dir=${this.folder}`, `--host-resolver-rules=${rules}`, 'about:blank',
    ], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    this.process.stdio[4].setEncoding('utf8').on('data', (text) => {
      const messages = (this.#rest + text).split('\0');
      this.#rest = messages.pop();
      messages.forEach((message) => this.#hear(JSON.parse(message)));
    });
  }

  #hear(message) {
    const call = this.#calls.get(message.id);
    this.#calls.delete(message.id);
    if (call) {
      message.error ? call.reject(new Error(message.error.message)) : call.resolve(message.result);
    } else if (message.method === 'Runtime.bindingCalled') {
      this.#tellers.get(message.sessionId)?.(JSON.parse(message.params.payload));
    }
  }

  call(method, params = {}, sessionId = undefined) {
    const id = ++this.#last;
    this.process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this.#calls.set(id, { resolve, reject }));
  }

  /** The names of the subtests that the page at the URL reports, or null when it is not over in time. */
  async names(url) {
    const { browserContextId } = await this.call('Target.createBrowserContext');
    const { targetId } = await this.call('Target.createTarget', { url: 'about:blank', browserContextId });
    const { sessionId } = await this.call('Target.attachToTarget', { targetId, flatten: true });
    await this.call('Page.enable', {}, sessionId);
    await this.call('Runtime.enable', {}, sessionId);
    await this.call('Runtime.addBinding', { name: '__compareTell' }, sessionId);
    await this.call('Page.addScriptToEvaluateOnNewDocument', { source: `(${listen})()` }, sessionId);
    const told = new Promise((resolve) => {
      this.#tellers.set(sessionId, resolve);
      setTimeout(resolve, LIMIT, null).unref();
    });
    await this.call('Page.navigate', { url }, sessionId);
    const names = await told;
    this.#tellers.delete(sessionId);
    await this.call('Target.disposeBrowserContext', { browserContextId });
    return names;
  }

  async close() {
    const ended = new Promise((resolve) => this.process.on('exit', resolve));
    await this.call('Browser.close');
    await ended;
    await rm(this.folder, { recursive: true, force: true, maxRetries: 20 }); // its other processes may write a little longer
  }
}

/** What a browser finds: names by test. */
async function inChromium(program, places) {
  const server = spawn(weir, ['wpt', '--serve', ...places], { stdio: ['pipe', 'pipe', 'inherit'] });
  const urls = [];
  for await (const line of createInterface(server.stdout)) {
    if (!line) {
      break;
    }
    urls.push(line);
  }
  const chromium = new Chromium(program);
  const found = new Map();
  try {
    for (const url of urls) {
      const { pathname, search } = new URL(url);
      found.set(pathname + search, await chromium.names(url));
    }
  } finally {
    await chromium.close();
    server.stdin.end();
  }
  return found;
}

/** What the runner finds: names by test. */
function inWeir(places) {
  const folder = mkdtempSync(join(tmpdir(), 'weir-report-'));
  const report = join(folder, 'wptreport.json');
  try {
    execFileSync(weir, ['wpt', '--report', report, ...places], { stdio: ['ignore', 'ignore', 'inherit'] });
  } catch {
    // failures are not what is compared
  }
  const { results } = JSON.parse(readFileSync(report, 'utf8'));
  rmSync(folder, { recursive: true });
  return new Map(results.map(({ test, subtests }) => [test, subtests.map(({ name }) => name)]));
}

/** The names with a number at each that comes again. */
function numbered(names) {
  const seen = new Map();
  return names.map((name) => {
    seen.set(name, (seen.get(name) ?? 0) + 1);
    return seen.get(name) === 1 ? name : `${name} (${seen.get(name)})`;
  });
}

const [program, ...given] = process.argv.slice(2);
const lines = readFileSync(join(here, 'compared.txt'), 'utf8').split('\n');
const places = given.length > 0 ? given : lines.filter((line) => line && !line.startsWith('#'));
const browser = await inChromium(program, places);
const runner = inWeir(places);
const cell = (text) => `\`${text.replaceAll('|', '\\|')}\``;
console.log('| test | Chromium | Weir | only in Chromium | only in Weir |\n|---|---:|---:|---|---|');
for (const [test, names] of browser) {
  const theirs = numbered(names ?? []);
  const ours = runner.get(test) ?? [];
  const without = (some, others) => some.filter((name) => !others.includes(name)).map(cell).join(', ');
  const [onlyTheirs, onlyOurs] = [without(theirs, ours), without(ours, theirs)];
  console.log(`| ${cell(test)} | ${names ? theirs.length : 'not over'} | ${ours.length} | ${onlyTheirs} | ${onlyOurs} |`);
  process.exitCode ||= onlyTheirs || onlyOurs || !names ? 1 : 0;
}
