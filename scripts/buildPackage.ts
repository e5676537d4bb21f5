// Makes dist/, what `import ... from "kedge"` loads: one file of JavaScript, and the declarations behind it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const entry = "src/sdk/public.ts";

rmSync(dist, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: [entry],
  outfile: "dist/kedge.js",
  bundle: true,
  packages: "external",
  format: "esm",
  platform: "neutral",
  target: "es2022",
  // The bundle takes #src/... and #contracts/... in, and leaves names of packages alone.
  alias: { "#src": join(root, "src"), "#contracts": join(root, "contracts") },
  logLevel: "warning",
});
emitDeclarations();
for (const name of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
  if (name.endsWith(".d.ts")) useRelativeSpecifiers(name);
}

/** The compiler writes the declarations of everything that the entry reaches. */
function emitDeclarations(): void {
  const folder = mkdtempSync(join(tmpdir(), "kedge-declarations-"));
  const settings = join(folder, "tsconfig.json");
  writeFileSync(
    settings,
    JSON.stringify({
      extends: join(root, "tsconfig.json"),
      compilerOptions: {
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        rootDir: join(root, "src"),
        outDir: join(dist, "types"),
        typeRoots: [join(root, "node_modules/@types")],
      },
      include: [],
      files: [join(root, entry)],
    }),
  );
  try {
    execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", settings], {
      stdio: "inherit",
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A program's compiler reads `#src/core/limits.ts` as its own; a relative name of JavaScript leads to the declaration. */
function useRelativeSpecifiers(name: string): void {
  const path = join(dist, name);
  const written = readFileSync(path, "utf8").replace(
    /(["'])(#src\/|\.{1,2}\/)([^"']+)\.ts\1/g,
    (_, quote: string, start: string, rest: string) => {
      if (start !== "#src/") return `${quote}${start}${rest}.js${quote}`;
      const target = relative(dirname(path), join(dist, "types", rest));
      return `${quote}${target.startsWith(".") ? target : `./${target}`}.js${quote}`;
    },
  );
  writeFileSync(path, written);
}
