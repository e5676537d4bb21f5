// Imports point one way, and only the folders that may reach a package do.
import { expect, test } from "vitest";
import * as modules from "#src/modules/registry.ts";
import { areaOf, sourcesUnder } from "#tests/support/sourceTree.ts";

const sources = sourcesUnder("src");
const registryPath = "src/modules/registry.ts";

/** What each area may import; a module may also import the access of the modules it names in `after`. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: ["core"],
  crypto: ["core", "crypto"],
  comet: ["core", "crypto", "comet"],
  weighting: ["core", "weighting"],
  proofs: ["core", "crypto", "proofs"],
  transaction: ["core", "crypto", "transaction"],
  state: ["core", "crypto", "proofs", "state"],
  machine: ["core", "crypto", "transaction", "state", "machine"],
  consensus: ["core", "crypto", "comet", "proofs", "transaction", "state", "machine", "consensus", "api"],
  api: ["core", "crypto", "comet", "proofs", "transaction", "state", "machine", "consensus", "api"],
  sdk: ["core", "crypto", "comet", "proofs", "transaction", "sdk"],
  // Commands on data directories, and the genesis of a testnet, are made where nodes are made; verifying shows bytes,
  // validators, and computes weights again.
  cli: ["core", "crypto", "comet", "transaction", "weighting", "sdk", "node", "iso20022", "cli"],
  // Messages between banks: values and text alone. Their hashes come from where all hashes do.
  iso20022: ["core", "crypto", "iso20022"],
};

/** Edges that the rule above allows in one place only, each with its reason. */
const exceptions: readonly string[] = [
  // Decided transactions are shaped as the API's seam describes them.
  "src/consensus/decided.ts -> src/api/service.ts",
];

test("imports point from the outer folders to the inner ones", () => {
  const wrong: string[] = [];
  for (const { path, imports } of sources) {
    const area = areaOf(path);
    const may = allowed[area];
    if (may === undefined) continue;
    for (const { file, isType } of imports) {
      if (file === undefined || may.includes(areaOf(file))) continue;
      // The client is made of the modules' types, and of the contract that was generated from them.
      if (area === "sdk" && ((isType && file === registryPath) || file.startsWith("contracts/"))) continue;
      wrong.push(`${path} -> ${file}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("consensus reaches the API's seam in the places listed, and nowhere else", () => {
  const edges = sources
    .filter(({ path }) => areaOf(path) === "consensus")
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ file }) => file !== undefined && areaOf(file) === "api")
        .map(({ file }) => `${path} -> ${file}`),
    );
  expect(edges).toEqual(exceptions);
});

test("a module reaches another only through its access, and only when it comes after it", () => {
  const afterOf = new Map(Object.values(modules).map(({ name, after }): [string, readonly string[]] => [name, after]));
  const wrong: string[] = [];
  for (const { path, imports } of sources) {
    const area = areaOf(path);
    if (!area.startsWith("modules/")) continue;
    const name = area.slice("modules/".length);
    for (const { file } of imports) {
      if (file === undefined) continue;
      const target = areaOf(file);
      if (["core", "crypto", "weighting", "transaction", "state", "machine"].includes(target) || target === area)
        continue;
      const other = target.slice("modules/".length);
      const isAccess =
        target.startsWith("modules/") && file.endsWith("/access.ts") && (afterOf.get(name) ?? []).includes(other);
      if (!isAccess) wrong.push(`${path} -> ${file}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("node alone imports the registry; the client computes its types from it, and takes nothing else along", () => {
  const importers = sources.filter(({ imports }) => imports.some(({ file }) => file === registryPath));
  const outside = importers.filter(({ path }) => areaOf(path) !== "node");
  expect(outside.map(({ path }) => path)).toEqual(["src/sdk/definitions.ts"]);
  expect(outside.flatMap(({ imports }) => imports).every(({ isType }) => isType)).toBe(true);
});

/** The places that may reach each package; one that is not listed may be reached from nowhere. */
const homes: readonly (readonly [packages: RegExp, home: RegExp])[] = [
  [/^@noble\//, /^src\/crypto\//],
  [/^@scure\/base$/, /^src\//],
  [/^level$/, /^src\/state\/store\//],
  [/^sodium-native$/, /^src\/node\//],
  [/^(fastify|@fastify\/|fastify-)/, /^src\/api\//],
  [/^(pino|prom-client)$/, /^src\/(api|node)\//],
  [/^tsx\//, /^src\/node\//],
  [/^zod$/, /^src\//],
  [/^cosmjs-types\//, /^src\/consensus\/abci\//],
  [/^eventsource-parser$/, /^src\/sdk\/events\.ts$/],
  [/^@hpke\//, /^src\/sdk\/sealing\//],
  [/^jose$/, /^src\/(sdk\/keys\/|api\/readerToken\.ts$)/],
  [/^saxes$/, /^src\/iso20022\/xml\.ts$/],
  [/^yargs(\/|$)/, /^src\/cli\//],
  [/^csv-parse$/, /^src\/cli\/(batch|importing)\//],
  [/^cli-progress$/, /^src\/cli\/progressBar\.ts$/],
];

test("each package is reached from the one place where it belongs", () => {
  const wrong = sources.flatMap(({ path, imports }) =>
    imports.flatMap(({ specifier, file }) => {
      if (file !== undefined || specifier.startsWith("node:")) return [];
      const home = homes.find(([packages]) => packages.test(specifier))?.[1];
      return home?.test(path) === true ? [] : [`${path} -> ${specifier}`];
    }),
  );
  expect(wrong).toEqual([]);
});

test("what is agreed on imports nothing of the platform", () => {
  const agreed = sources.filter(({ path }) =>
    /^src\/(core|crypto|weighting|transaction|iso20022|machine|modules|state\/(?!store\/))/.test(path),
  );
  const wrong = agreed.flatMap(({ path, imports }) =>
    imports.filter(({ specifier }) => specifier.startsWith("node:")).map(({ specifier }) => `${path} -> ${specifier}`),
  );
  expect(wrong).toEqual([]);
});

test("what browsers load imports nothing of the platform", () => {
  const loaded = sources.filter(({ path }) => /^src\/(core|crypto|comet|proofs|transaction|sdk)\//.test(path));
  const wrong = loaded.flatMap(({ path, imports }) =>
    imports.filter(({ specifier }) => specifier.startsWith("node:")).map(({ specifier }) => `${path} -> ${specifier}`),
  );
  expect(wrong).toEqual([]);
});

test("imports across folders use the project's own names", () => {
  const wrong = sources.flatMap(({ path, imports }) =>
    imports.filter(({ specifier }) => specifier.startsWith("../../")).map(({ specifier }) => `${path} -> ${specifier}`),
  );
  expect(wrong).toEqual([]);
});
