// A stored row as people read it: the table it belongs to, and its value as that table's schema decodes it.
import { type Json, jsonFormOf } from "#src/api/jsonForm.ts";
import { codecOf } from "#src/core/form.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { breakers } from "#src/machine/breaker.ts";
import type { DefinedTable, ModuleDefinition } from "#src/machine/module.ts";
import { parameterSettings, parameterValues } from "#src/machine/parameter.ts";
import { rememberedBuckets, rememberedFrom } from "#src/machine/replayGuard.ts";
import { chainModules } from "#src/machine/versions.ts";

/** What the machine itself keeps, beside the tables of modules. */
const machineTables = [chainModules, rememberedBuckets, rememberedFrom, breakers, parameterValues, parameterSettings];

export interface ReadableValue {
  /** The pattern of the table's keys; absent when no table of this program has such a key. */
  readonly table?: string;
  /** Absent when the bytes are no value of that table. */
  readonly value?: Json;
  readonly hex: string;
}

/** The module that a key belongs to. */
export function moduleOfKey(key: string): string {
  return key.split("/")[0] ?? key;
}

/** Reads rows by the tables of these modules. */
export function rowReader(modules: readonly ModuleDefinition[]): (key: string, bytes: Uint8Array) => ReadableValue {
  const tables = new Map<string, DefinedTable>();
  for (const table of [...machineTables, ...modules.flatMap((module) => Object.values(module.tables))]) {
    tables.set(shapeOf(table.pattern), table);
  }
  return (key, bytes) => {
    const hex = bytesToHex(bytes);
    const table = tableOf(tables, key);
    if (table === undefined) return { hex };
    try {
      return { table: table.pattern, value: jsonFormOf(codecOf(table.schema).decode(bytes)), hex };
    } catch {
      // A row that differs may be one that was damaged.
      return { table: table.pattern, hex };
    }
  };
}

/** The literal beginning of a pattern and the number of its parts: no two tables share both. */
function shapeOf(pattern: string): string {
  const parts = pattern.split("/");
  const literal = parts.filter((part) => !part.startsWith("{"));
  return `${literal.join("/")} ${parts.length}`;
}

/** A key's literal beginning may be followed by parts that look like more of it, so the longest that fits counts. */
function tableOf(tables: ReadonlyMap<string, DefinedTable>, key: string): DefinedTable | undefined {
  const parts = key.split("/");
  for (let literal = parts.length; literal > 0; literal -= 1) {
    const found = tables.get(`${parts.slice(0, literal).join("/")} ${parts.length}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
