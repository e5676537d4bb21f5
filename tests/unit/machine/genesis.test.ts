// Genesis: a readable file whose every character counts, and whose mistakes are named by their place.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Genesis, genesisSchemaOf, initialiseState, networkOf, parseGenesis } from "#src/machine/genesis.ts";
import { parameterSettings } from "#src/machine/parameter.ts";
import { chainModules, ModuleVersions } from "#src/machine/versions.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { devnetGenesis } from "#src/node/devnet.ts";
import { memoryState } from "#tests/support/memoryState.ts";
import { workshop } from "#tests/support/workshop.ts";

const versions = new ModuleVersions([authority, accounts, workshop()]);
const registry = versions.newest();
const schema = genesisSchemaOf(registry);
const genesis = devnetGenesis(registry, Date.UTC(2026, 0, 1));
type Json = Record<string, never>;
const file = () => JSON.parse(JSON.stringify(schema.encode(genesis as never))) as Json;
const network = networkOf(registry, genesis);

/** The places that a wrong file is told about. */
function placesOf(json: unknown): string[] {
  try {
    parseGenesis(versions, json);
    return [];
  } catch (reason) {
    if (reason instanceof z.ZodError) return [...new Set(reason.issues.map(({ path }) => path.join(".")))];
    throw reason;
  }
}

/** Every place of a file, down to single values. */
function placesWithin(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([name, member]) => placesWithin(member, [...path, name]));
}
function changedAt(json: Json, path: readonly (string | number)[], change: (value: never) => unknown): Json {
  const [name, ...rest] = path;
  if (name === undefined) return change(json as never) as Json;
  const copy = (Array.isArray(json) ? [...json] : { ...json }) as Json;
  copy[name] = changedAt(copy[name] ?? ({} as never), rest, change) as never;
  return copy;
}

describe("a genesis file", () => {
  it("is read as it was written", () => {
    expect(parseGenesis(versions, file())).toEqual(genesis);
  });

  it("names the place of every mistake", () => {
    const wrong: readonly [string, (json: Json) => unknown][] = [
      ["timeMs", (json) => ({ ...json, timeMs: -1 })],
      ["name", (json) => ({ ...json, name: "Kedge" })],
      ["numeraire", (json) => ({ ...json, numeraire: "DOLLAR" })],
      ["validators", (json) => ({ ...json, validators: [] })],
      ["validators.0.power", (json) => changedAt(json, ["validators", 0, "power"], () => "0")],
      ["validators.0.publicKey", (json) => changedAt(json, ["validators", 0, "publicKey"], () => "ab")],
      ["aliases.2.account", (json) => changedAt(json, ["aliases", 2, "account"], () => "kdg1nobody")],
      [
        "modules.accounts.balances.1.amount",
        (json) => changedAt(json, ["modules", "accounts", "balances", 1, "amount"], () => "1.5"),
      ],
      [
        "modules.authority.grants.0.role",
        (json) => changedAt(json, ["modules", "authority", "grants", 0, "role"], () => "king"),
      ],
      ["moduleVersions", ({ moduleVersions: _, ...json }) => json],
      ["", (json) => ({ ...json, surprise: 1 })],
      ["modules", (json) => changedAt(json, ["modules", "surprise"], () => ({}))],
      [
        "modules.accounts",
        (json) => ({
          ...json,
          modules: { authority: (json.modules as Record<string, unknown> | undefined)?.authority },
        }),
      ],
      ["modules", (json) => ({ ...json, modules: null })],
    ];
    for (const [place, change] of wrong) expect(placesOf(change(file()))).toEqual([place]);
    expect(placesOf({ ...file(), timeMs: -1, name: "" })).toEqual(["name", "timeMs"]);
  });

  it("that names a version this program lacks is refused as too new for it", () => {
    const json = changedAt(file(), ["moduleVersions", 0, "version"], () => 99);
    expect(() => parseGenesis(versions, json)).toThrow("too old for the chain");
  });

  it("that leaves a needed module out, or names one twice, is refused", () => {
    const versionsIn = file().moduleVersions as unknown as readonly { readonly name: string }[];
    const without = versionsIn.filter(({ name }) => name !== "authority");
    expect(() => parseGenesis(versions, { ...file(), moduleVersions: without })).toThrow("absent");
    expect(() => parseGenesis(versions, { ...file(), moduleVersions: [...versionsIn, versionsIn[0]] })).toThrow("once");
  });
});

describe("a network's id", () => {
  it("is its name and sixteen digits, which fit the fifty characters of a chain id", () => {
    expect(network).toMatch(/^kedge-devnet-[0-9a-f]{16}$/);
    const longest = { ...genesis, name: "a".repeat(32) };
    expect(networkOf(registry, longest).length).toBeLessThanOrEqual(50);
    expect(schema.shape.name.safeParse("a".repeat(33)).success).toBe(false);
  });

  it("does not depend on the order of members, or on how the file is laid out", () => {
    const turned = Object.fromEntries(Object.entries(file()).reverse());
    expect(networkOf(registry, parseGenesis(versions, JSON.parse(JSON.stringify(turned, null, 8))))).toBe(network);
  });

  it("changes with any value of the file", () => {
    const places = placesWithin(file());
    expect(places.length).toBeGreaterThan(150);
    const seen = new Set([network]);
    let changed = 0;
    for (const path of places) {
      const json = changedAt(file(), path, differently);
      let other: Genesis;
      try {
        other = parseGenesis(versions, json);
      } catch {
        continue;
      }
      changed += 1;
      const id = networkOf(registry, other);
      expect([path.join("."), seen.has(id)]).toEqual([path.join("."), false]);
      seen.add(id);
    }
    expect(changed).toBeGreaterThan(100);
  });

  it("changes when an entry is left out or two change places", () => {
    const lists = ["aliases", "modules.accounts.accounts", "modules.accounts.balances", "modules.authority.grants"];
    for (const list of lists) {
      const path = list.split(".");
      const shorter = changedAt(file(), path, (value: readonly unknown[]) => value.slice(1));
      const turned = changedAt(file(), path, (value: readonly unknown[]) => [...value].reverse());
      for (const json of [shorter, turned]) expect(networkOf(registry, parseGenesis(versions, json))).not.toBe(network);
    }
  });

  it("keeps its name readable whatever the rest is", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_000_000_000 }),
        fc.constantFrom("EUR", "XDR", "CNY"),
        (timeMs, numeraire) => {
          expect(networkOf(registry, { ...genesis, timeMs, numeraire })).toMatch(/^kedge-devnet-/);
        },
      ),
    );
  });
});

describe("the first state", () => {
  it("records modules, versions and parameters before any module makes its part", () => {
    const { journal } = memoryState(0, genesis.timeMs);
    initialiseState(journal, registry, versions, genesis);
    expect(chainModules.get(journal)).toEqual({
      active: [
        { name: "authority", version: 1, sinceHeight: 0 },
        { name: "accounts", version: 1, sinceHeight: 0 },
        { name: "workshop", version: 1, sinceHeight: 0 },
      ],
      planned: [],
    });
    expect(parameterSettings.get(journal, "accounts.burstWork")?.owner).toBe("governor");
    expect(parameterSettings.get(journal, "machine.validityMs")?.unit).toBe("ms");
  });
});

/** Another value of the same kind, which may or may not be allowed where it stands. */
function differently(value: unknown): unknown {
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + 1;
  const text = String(value);
  if (/^kdg1/.test(text))
    return text === String(genesis.aliases[0]?.account) ? genesis.aliases[1]?.account : genesis.aliases[0]?.account;
  if (/^[0-9]+$/.test(text)) return `${BigInt(text) + 1n}`;
  if (/^[0-9a-f]+$/.test(text)) return text.replace(/^./, (digit) => (digit === "a" ? "b" : "a"));
  if (/^[A-Z]+$/.test(text)) return `${text.slice(0, -1)}Z`;
  return `${text}z`;
}
