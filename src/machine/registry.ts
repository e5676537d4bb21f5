// The registry: every module of this program, ordered, with what is looked up by name or number.
import { assert, present } from "#src/core/assert.ts";
import { type Codec, codecOf } from "#src/core/form.ts";
import { compareText } from "#src/core/order.ts";
import type { RefusalDefinition } from "#src/core/refusal.ts";
import { refusals as coreRefusals } from "#src/core/refusals.ts";
import { refusals as stateRefusals } from "#src/state/refusals.ts";
import { machineParameters } from "./admission.ts";
import { breakerEvents } from "./breaker.ts";
import type { EventFactory } from "./event.ts";
import type { MessageDefinition } from "./message.ts";
import type { Electorate, Gate, ModuleDefinition } from "./module.ts";
import type { Parameter } from "./parameter.ts";
import type { QueryDefinition } from "./query.ts";
import { refusals as machineRefusals } from "./refusals.ts";

/** A message with where it belongs and how its content is encoded. */
export interface RoutedMessage {
  /** `module/message`. */
  readonly type: string;
  readonly module: ModuleDefinition;
  readonly definition: MessageDefinition;
  readonly content: Codec<unknown>;
  readonly result: Codec<unknown> | undefined;
}

export interface RoutedQuery {
  readonly name: string;
  readonly module: ModuleDefinition;
  readonly definition: QueryDefinition;
}

export interface Registry {
  /** Sorted by `after`, then by name: the order of genesis, block work and export. */
  readonly modules: readonly ModuleDefinition[];
  readonly messages: ReadonlyMap<string, RoutedMessage>;
  readonly queries: ReadonlyMap<string, RoutedQuery>;
  readonly events: ReadonlyMap<string, EventFactory>;
  readonly parameters: ReadonlyMap<string, Parameter>;
  /** The error catalogue, by number. */
  readonly refusals: ReadonlyMap<number, RefusalDefinition>;
  readonly gate: Gate;
  /** Absent where the validators of genesis stay for ever. */
  readonly electorate: Electorate | undefined;
}

/** One version of each module, in order; a fault when names, numbers or key patterns collide. */
export function createRegistry(modules: readonly ModuleDefinition[]): Registry {
  const ordered = orderModules(modules);
  const gates = ordered.flatMap((module) => (module.gate === undefined ? [] : [module.gate]));
  assert(gates.length === 1, "exactly one module provides the gate");
  const electorates = ordered.flatMap(({ electorate }) => electorate ?? []);
  assert(electorates.length <= 1, "at most one module provides the electorate");
  assertTablesApart(ordered);
  return {
    modules: ordered,
    messages: indexBy(ordered, (module) =>
      Object.entries(module.messages ?? {}).map(([name, definition]) => {
        const result = definition.result === undefined ? undefined : codecOf(definition.result);
        const type = `${module.name}/${name}`;
        return [type, { type, module, definition, content: codecOf(definition.schema), result }];
      }),
    ),
    queries: indexBy(ordered, (module) =>
      Object.entries(module.queries ?? {}).map(([name, definition]) => {
        const route = `${module.name}/${name}`;
        return [route, { name: route, module, definition }];
      }),
    ),
    events: indexEvents(ordered),
    parameters: indexParameters(ordered),
    refusals: catalogue(ordered),
    gate: present(gates[0], "the gate was counted"),
    electorate: electorates[0],
  };
}

/** Modules sorted so that each comes after those it names, and by name where that leaves a choice. */
export function orderModules(modules: readonly ModuleDefinition[]): ModuleDefinition[] {
  const waiting = [...modules].sort((left, right) => compareText(left.name, right.name));
  const ordered: ModuleDefinition[] = [];
  const placed = new Set<string>();
  while (waiting.length > 0) {
    const at = waiting.findIndex((module) => module.after.every((name) => placed.has(name)));
    assert(
      at >= 0,
      `modules wait for each other or for one that is absent: ${waiting.map(({ name }) => name).join(", ")}`,
    );
    const [module] = waiting.splice(at, 1);
    if (module === undefined) break;
    assert(!placed.has(module.name), `the module ${module.name} is registered once`);
    placed.add(module.name);
    ordered.push(module);
  }
  return ordered;
}

function indexBy<Value>(
  modules: readonly ModuleDefinition[],
  entriesOf: (module: ModuleDefinition) => readonly (readonly [string, Value])[],
): ReadonlyMap<string, Value> {
  return indexOnce(modules.flatMap((module) => [...entriesOf(module)]));
}

function indexOnce<Value>(entries: readonly (readonly [string, Value])[]): ReadonlyMap<string, Value> {
  const index = new Map<string, Value>();
  for (const [name, value] of entries) {
    assert(!index.has(name), `${name} is defined once`);
    index.set(name, value);
  }
  return index;
}

function indexParameters(modules: readonly ModuleDefinition[]): ReadonlyMap<string, Parameter> {
  const own = Object.values(machineParameters);
  const theirs = modules.flatMap((module) => Object.values(module.parameters ?? {}));
  return indexOnce([...own, ...theirs].map((parameter) => [parameter.name, parameter]));
}

function indexEvents(modules: readonly ModuleDefinition[]): ReadonlyMap<string, EventFactory> {
  const theirs = modules.flatMap((module) => Object.values(module.events ?? {}));
  return indexOnce([...Object.values(breakerEvents), ...theirs].map((event) => [event.type, event]));
}

function catalogue(modules: readonly ModuleDefinition[]): ReadonlyMap<number, RefusalDefinition> {
  const groups = [coreRefusals, stateRefusals, machineRefusals, ...modules.map((module) => module.refusals ?? {})];
  const byNumber = new Map<number, RefusalDefinition>();
  for (const group of groups) {
    for (const { definition } of Object.values(group)) {
      const other = byNumber.get(definition.number);
      assert(
        other === undefined,
        `the refusals ${definition.code} and ${other?.code} share the number ${definition.number}`,
      );
      byNumber.set(definition.number, definition);
    }
  }
  return new Map([...byNumber].sort(([left], [right]) => left - right));
}

/** Two tables never share a key: neither root begins with the other, and each begins with its module's name. */
function assertTablesApart(modules: readonly ModuleDefinition[]): void {
  const roots = new Set<string>();
  for (const module of modules) {
    for (const { pattern } of Object.values(module.tables)) {
      const root = pattern.replace(/\/\{.*$/, "");
      assert(root.startsWith(`${module.name}/`), `the table ${pattern} belongs to ${module.name}`);
      assert(!roots.has(root), `the table root ${root} is used once`);
      roots.add(root);
    }
  }
  for (const root of roots) {
    for (const other of roots) assert(!other.startsWith(`${root}/`), `the tables ${root} and ${other} stay apart`);
  }
}
