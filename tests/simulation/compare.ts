// Compares what the ledger holds and answers with what the model expects, value by value.

import type { Codec } from "#src/core/form.ts";
import { codecOf } from "#src/core/form.ts";
import { breakers } from "#src/machine/breaker.ts";
import type { Registry } from "#src/machine/registry.ts";
import { rememberedBuckets } from "#src/machine/replayGuard.ts";
import { chainModules } from "#src/machine/versions.ts";
import type { RowChange } from "#src/state/journal.ts";
import type { StateScanner } from "#src/state/view.ts";
import { hex } from "./model/encoding.ts";
import type { ExpectedRow } from "./model/model.ts";

/** One text for each value: members in order, absent ones left out. */
export function textOf(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (value instanceof Uint8Array) return `0x${hex(value)}`;
  if (Array.isArray(value)) return `[${value.map(textOf).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "nothing";
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([name, member]) => `${name}:${textOf(member)}`).join(",")}}`;
}

const rememberedPrefix = "machine/remembered";

export class Comparison {
  readonly #codecs = new Map<string, Codec<unknown>>();
  readonly #unordered: readonly string[];

  /** `unordered` are prefixes under which a row may stand in another's place. */
  constructor(registry: Registry, unordered: readonly string[]) {
    this.#unordered = unordered;
    const tables = registry.modules.flatMap(({ tables }) => Object.values(tables));
    for (const { pattern, schema } of [...tables, chainModules, breakers]) {
      this.#codecs.set(pattern.replace(/\/\{.*$/, ""), codecOf(schema));
    }
  }

  #decode(key: string, bytes: Uint8Array): string {
    const parts = key.split("/");
    for (let length = parts.length; length > 0; length -= 1) {
      const codec = this.#codecs.get(parts.slice(0, length).join("/"));
      if (codec !== undefined) return textOf(codec.decode(bytes));
    }
    return `a row of no table: 0x${hex(bytes)}`;
  }

  #isUnordered(key: string): boolean {
    return this.#unordered.some((prefix) => key.startsWith(prefix));
  }

  /** Sentences for rows that a block changed otherwise than the model did. */
  changes(changes: readonly RowChange[], expected: readonly ExpectedRow[]): string[] {
    const values = new Map(expected);
    return changes.flatMap(({ key, after }) => {
      if (key.startsWith(rememberedPrefix) || this.#isUnordered(key)) return [];
      const found = after === undefined ? "no row" : this.#decode(key, after);
      const wanted = values.has(key) ? textOf(values.get(key)) : "no row";
      return found === wanted ? [] : [`${key}\n  is        ${found}\n  should be ${wanted}`];
    });
  }

  /** Sentences for all rows of a state that are not as the model has them. */
  async state(state: StateScanner, expected: readonly ExpectedRow[]): Promise<string[]> {
    const [ordered, loose] = [new Map<string, string>(), new Map<string, number>()];
    for (const [key, value] of expected) {
      if (this.#isUnordered(key)) count(loose, textOf(value), 1);
      else ordered.set(key, textOf(value));
    }
    const broken: string[] = [];
    for await (const { key, value } of state.scanRows({ prefix: "" })) {
      if (key.startsWith(rememberedPrefix)) continue;
      const found = this.#decode(key, value);
      if (this.#isUnordered(key)) {
        count(loose, found, -1);
        continue;
      }
      const wanted = ordered.get(key) ?? "no row";
      if (found !== wanted) broken.push(`${key}\n  is        ${found}\n  should be ${wanted}`);
      ordered.delete(key);
    }
    for (const [key, wanted] of ordered) broken.push(`${key}\n  is        no row\n  should be ${wanted}`);
    for (const [text, times] of loose) if (times !== 0) broken.push(`${text} stands ${-times} times too often`);
    return broken;
  }
}

function count(counts: Map<string, number>, text: string, by: number): void {
  counts.set(text, (counts.get(text) ?? 0) + by);
}

/** Sentences for minutes that remember more or fewer ids than they should. */
export function rememberedUnlike(state: StateScanner, expected: ReadonlyMap<number, number>): string[] {
  return [...expected].flatMap(([minute, wanted]) => {
    const found = rememberedBuckets.get(state, minute)?.count ?? 0;
    return found === wanted ? [] : [`minute ${minute} remembers ${found} ids, not ${wanted}`];
  });
}
