// build.mjs WEB BUILD: bundles WEB/src for browsers and writes BUILD/assets.cc, in which each file is a literal.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const [web, out] = process.argv.slice(2);
const common = { bundle: true, minify: true, write: false, target: "es2020", charset: "utf8", legalComments: "none",
  nodePaths: [join(out, "node_modules")], logLevel: "warning" };

async function bundled(entry, options) {
  const result = await build({ ...common, ...options, entryPoints: [join(web, "src", entry)] });
  return Buffer.from(result.outputFiles[0].contents);
}

const files = [
  ["app.js", "text/javascript; charset=utf-8", await bundled("app.ts", { format: "esm" })],
  ["plots.js", "text/javascript; charset=utf-8", await bundled("plots.ts", { format: "esm" })],
  ["app.css", "text/css; charset=utf-8", await bundled("app.css", {})],
  ["plots.css", "text/css; charset=utf-8", await bundled("plots.css", {})],
  ["favicon.svg", "image/svg+xml", readFileSync(join(web, "src", "favicon.svg"))],
];

// Octal escapes always have three digits, so what follows them cannot join in. Long literals are cut for the compiler.
function literal(bytes) {
  const lines = [];
  for (let i = 0; i < bytes.length; i += 100) {
    let line = "";
    for (const byte of bytes.subarray(i, i + 100)) {
      const plain = byte >= 32 && byte < 127 && byte !== 34 && byte !== 92 && byte !== 63;
      line += plain ? String.fromCharCode(byte) : "\\" + byte.toString(8).padStart(3, "0");
    }
    lines.push(`"${line}"`);
  }
  return lines.join("\n");
}

let source = '#include "web/assets.h"\n\n#include <array>\n\nnamespace lycosa::web {\nnamespace {\n\n';
const rows = [];
for (const [name, type, bytes] of files) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const path = `/assets/${name.replace(".", `-${hash}.`)}`;
  const id = `k${rows.length}`;
  source += `constexpr char ${id}[] =\n${literal(bytes)};\n\n`;
  rows.push(`    Asset{"${name}", "${path}", "${type}", {${id}, sizeof ${id} - 1}},`);
}
source += `constexpr std::array kAssets = {\n${rows.join("\n")}\n};\n\n}  // namespace\n\n`;
source += "std::span<const Asset> assets() {\n  return kAssets;\n}\n\n}  // namespace lycosa::web\n";
writeFileSync(join(out, "assets.cc"), source);
