// Finds the model and the traffic of every module: one file of each, named after the module.
import { existsSync, readdirSync } from "node:fs";
import type { ModuleModel } from "./model/model.ts";
import type { Driver, Traffic } from "./world.ts";

/** The module names that have a file in a folder. */
function filesIn(folder: string): string[] {
  const names = readdirSync(new URL(`./${folder}/`, import.meta.url));
  return names.filter((name) => name.endsWith(".ts")).map((name) => name.slice(0, -3));
}

export async function loadModels(modules: readonly string[]): Promise<ReadonlyMap<string, ModuleModel>> {
  const models = new Map<string, ModuleModel>();
  for (const name of modules) {
    const { model } = (await import(`./model/${name}.ts`)) as { readonly model: ModuleModel };
    models.set(name, model);
  }
  return models;
}

/** Drivers by `module/message`. */
export async function loadDrivers(modules: readonly string[]): Promise<ReadonlyMap<string, Driver>> {
  const drivers = new Map<string, Driver>();
  for (const module of modules) {
    const { traffic } = (await import(`./traffic/${module}.ts`)) as { readonly traffic: Traffic };
    for (const [name, driver] of Object.entries(traffic)) drivers.set(`${module}/${name}`, driver);
  }
  return drivers;
}

export const hasModel = (module: string): boolean => existsSync(new URL(`./model/${module}.ts`, import.meta.url));
export const trafficFiles = (): string[] => filesIn("traffic");
