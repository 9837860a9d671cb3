// Markdown of pages by npm's mdream and html-to-markdown-node: reads frames from stdin (a line with a length, then so many
// bytes) and prints, for each library that is installed, its name and the seconds of processor time that it took.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import path from 'node:path';

const folder = process.argv[2];
const require = createRequire(path.join(folder, 'x.js'));

async function load(name, pick) {
  try {
    return pick(await import(pathToFileURL(require.resolve(name))));
  } catch {
    return null;
  }
}

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const input = Buffer.concat(chunks);
const pages = [];
for (let at = 0; at < input.length;) {
  const end = input.indexOf(10, at);
  const length = Number(input.toString('latin1', at, end));
  pages.push(input.toString('utf8', end + 1, end + 1 + length));
  at = end + 1 + length;
}

const peers = {
  mdream: await load('mdream', (m) => m.htmlToMarkdown),
  'html-to-markdown-node': await load('html-to-markdown-node', (m) => m.convert),
};
for (const [name, convert] of Object.entries(peers)) {
  if (!convert) {
    console.log(`${name} skipped: not installed in ${folder}`);
    continue;
  }
  const seconds = [];
  for (let run = 0; run < 3; ++run) {
    const before = process.cpuUsage();
    for (const page of pages) {
      try {
        convert(page);
      } catch {
        // A page that a peer cannot read costs it what it costs.
      }
    }
    const used = process.cpuUsage(before);
    seconds.push((used.user + used.system) / 1e6);
  }
  console.log(`${name} ${seconds.sort((a, b) => a - b)[1]}`);
}
