// Module versions: which version of each module a chain runs at a height, so that old blocks replay under old rules.
import { z } from "zod";
import { assert, Fault } from "#src/core/assert.ts";
import { compareText } from "#src/core/order.ts";
import { countSchema, heightSchema, moduleNameSchema } from "#src/core/schemas.ts";
import { defineTable } from "#src/state/table.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import type { ModuleDefinition } from "./module.ts";
import { recordParameterSettings } from "./parameter.ts";
import { createRegistry, type Registry } from "./registry.ts";

/** Modules in force and planned: one row holds them all. */
export const modulesMax = 64;

const moduleVersionShape = { name: moduleNameSchema, version: countSchema };
export const moduleVersionSchema = z.strictObject(moduleVersionShape);
const activeModuleSchema = z.strictObject({ ...moduleVersionShape, sinceHeight: heightSchema });
const plannedModuleSchema = z.strictObject({ ...moduleVersionShape, fromHeight: heightSchema });

export const chainModulesSchema = z.strictObject({
  active: z.array(activeModuleSchema).max(modulesMax),
  planned: z.array(plannedModuleSchema).max(modulesMax),
});

/** The modules in force, by name, and those that will join or change at a later height. */
export const chainModules = defineTable("machine/modules", chainModulesSchema);

export type ModuleVersion = z.output<typeof moduleVersionSchema>;
export type ActiveModule = z.output<typeof activeModuleSchema>;
export type PlannedModule = z.output<typeof plannedModuleSchema>;

/** All versions of all modules that this program has, and the registry of any set of them. */
export class ModuleVersions {
  readonly #definitions = new Map<string, ModuleDefinition>();
  readonly #newest: readonly ModuleDefinition[];
  readonly #registries = new Map<string, Registry>();

  constructor(definitions: readonly ModuleDefinition[]) {
    const newest = new Map<string, ModuleDefinition>();
    for (const definition of definitions) {
      const key = versionKey(definition);
      assert(!this.#definitions.has(key), `${key} is registered once`);
      this.#definitions.set(key, definition);
      const other = newest.get(definition.name);
      if (other === undefined || other.version < definition.version) newest.set(definition.name, definition);
    }
    this.#newest = [...newest.values()];
  }

  /** The newest version of each module: what a new chain starts with. */
  newest(): Registry {
    return this.#registryOf(this.#newest);
  }

  has(name: string, version: number): boolean {
    return this.#definitions.has(versionKey({ name, version }));
  }

  /** The registry of exactly these versions; a fault when this program lacks one of them. */
  registryOf(modules: readonly Stored<ModuleVersion>[]): Registry {
    return this.#registryOf(this.#definitionsOf(modules));
  }

  /** The registry of the modules in force in this state; a fault when this program lacks one of them. */
  registryFor(state: StateReader): Registry {
    const row = chainModules.get(state);
    return row === undefined ? this.newest() : this.registryOf(row.active);
  }

  recordGenesis(state: State, registry: Registry): void {
    const active = registry.modules.map(({ name, version }) => ({ name, version, sinceHeight: 0 }));
    chainModules.put(state, { active, planned: [] });
    recordParameterSettings(state, registry.parameters.values());
  }

  /** Brings into force what is planned for this height; returns the modules that were not there before. */
  activateDue(state: State): readonly ModuleDefinition[] {
    const row = chainModules.get(state);
    const due = row?.planned.filter((planned) => planned.fromHeight <= state.height) ?? [];
    if (row === undefined || due.length === 0) return [];
    const changed = new Map(row.active.map((module) => [module.name, module]));
    const joined = due.filter(({ name }) => !changed.has(name));
    for (const { name, version } of due) changed.set(name, { name, version, sinceHeight: state.height });
    chainModules.put(state, {
      active: [...changed.values()],
      planned: row.planned.filter((planned) => planned.fromHeight > state.height),
    });
    for (const { parameters } of this.#definitionsOf(due))
      recordParameterSettings(state, Object.values(parameters ?? {}));
    return this.#definitionsOf(joined);
  }

  #definitionsOf(modules: readonly { readonly name: string; readonly version: number }[]): ModuleDefinition[] {
    return modules.map((module) => {
      const definition = this.#definitions.get(versionKey(module));
      if (definition === undefined)
        throw new Fault(`this program has no ${versionKey(module)}: it is too old for the chain`);
      return definition;
    });
  }

  #registryOf(definitions: readonly ModuleDefinition[]): Registry {
    const key = definitions.map(versionKey).sort(compareText).join(" ");
    const known = this.#registries.get(key);
    if (known !== undefined) return known;
    const registry = createRegistry(definitions);
    this.#registries.set(key, registry);
    return registry;
  }
}

/** Plans a version of a module from a height on; a later plan for the same module replaces it. */
export function planModule(state: State, planned: Stored<PlannedModule>): void {
  const row = chainModules.get(state);
  assert(row !== undefined, "genesis records the modules");
  const others = row.planned.filter(({ name }) => name !== planned.name);
  chainModules.put(state, { active: row.active, planned: [...others, planned] });
}

/** Withdraws what is planned for a module, if anything is. */
export function withdrawModulePlan(state: State, module: string): void {
  const row = chainModules.get(state);
  assert(row !== undefined, "genesis records the modules");
  chainModules.put(state, { active: row.active, planned: row.planned.filter(({ name }) => name !== module) });
}

function versionKey({ name, version }: { readonly name: string; readonly version: number }): string {
  return `${name}@${version}`;
}
