// Builds frontend/static/build/ from the npm packages and our own sources:
//   groundswell.css  Tabler with what no template uses taken out, then our tokens and components
//   groundswell.js   htmx and our modules in one file
//   icons.svg        the icons of icons.json and the brand, as one sprite
// The folder is replaced as a whole, so a failed build leaves the last good one.
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { PurgeCSS } from "purgecss";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");
const own = path.join(root, "frontend/static/frontend");
const target = path.join(root, "frontend/static/build");
const staging = `${target}.new`;

/** Files that may name a class: every room's templates, and the Python and JavaScript that name classes. */
const CONTENT = [
  "{api,config,frontend,ideas,workers}/templates/**/*.html",
  "frontend/design.py",
  "frontend/forms/**/*.py",
  "frontend/templatetags/**/*.py",
  "frontend/static/frontend/js/**/*.js",
];
/** State that only the server or the browser sets; no template spells it out next to the class. */
const KEPT = { standard: ["data-bs-theme", "html", "body"], greedy: [/^data-bs-theme/] };

async function tabler() {
  const raw = await readFile(path.join(root, "node_modules/@tabler/core/dist/css/tabler.min.css"), "utf8");
  const [result] = await new PurgeCSS().purge({
    content: CONTENT.map((glob) => path.join(root, glob)),
    css: [{ raw }],
    defaultExtractor: (text) => text.match(/[A-Za-z0-9_-]+/g) ?? [],
    safelist: KEPT,
    keyframes: true,
    fontFace: true,
    variables: false,
  });
  return result.css.replace(/\/\*# sourceMappingURL=.*?\*\//g, "");
}

async function styles() {
  const ours = await esbuild.build({
    entryPoints: [path.join(own, "css/groundswell.css")],
    bundle: true,
    minify: true,
    write: false,
    logLevel: "warning",
    target: ["es2022"],
  });
  const kit = await esbuild.transform(await tabler(), { loader: "css", minify: true });
  return `${kit.code}${ours.outputFiles[0].text}`;
}

async function scripts() {
  const built = await esbuild.build({
    entryPoints: [path.join(own, "js/groundswell.js")],
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2022"],
    nodePaths: [path.join(root, "node_modules")],
    write: false,
    logLevel: "warning",
    legalComments: "inline",
  });
  return built.outputFiles[0].text;
}

/** One <symbol> from one file of Tabler Icons (MIT licence, copyright Paweł Kuna). */
async function symbol(style, name) {
  const file = path.join(root, "node_modules/@tabler/icons/icons", style, `${name}.svg`);
  const svg = await readFile(file, "utf8");
  const shapes = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
  const drawn = shapes.replace(/\s*<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, "").replace(/\s*\n\s*/g, "").replace(/\s+\/>/g, "/>");
  const filled = style === "filled";
  const paint = filled ? ' fill="currentColor" stroke="none"' : "";
  return `<symbol id="i-${name}${filled ? "-filled" : ""}" viewBox="0 0 24 24"><g${paint}>${drawn}</g></symbol>`;
}

async function sprite() {
  const icons = JSON.parse(await readFile(path.join(here, "icons.json"), "utf8"));
  const brand = await readFile(path.join(here, "brand.svg"), "utf8");
  const symbols = await Promise.all(
    Object.entries(icons).flatMap(([style, names]) => names.map((name) => symbol(style, name))),
  );
  const credit = "<!-- Icons: Tabler Icons, MIT licence, copyright Paweł Kuna -->";
  return `<svg xmlns="http://www.w3.org/2000/svg">${credit}\n${brand}${symbols.join("\n")}\n</svg>\n`;
}

const files = {
  "groundswell.css": await styles(),
  "groundswell.js": await scripts(),
  "icons.svg": await sprite(),
};
await rm(staging, { recursive: true, force: true });
await mkdir(staging, { recursive: true });
for (const [name, text] of Object.entries(files)) await writeFile(path.join(staging, name), text);
await rm(target, { recursive: true, force: true });
await rename(staging, target);
for (const [name, text] of Object.entries(files)) {
  console.log(`${name}  ${(text.length / 1024).toFixed(1)} KB, ${(gzipSync(text).length / 1024).toFixed(1)} KB compressed`);
}
