// Reference systems, hardware, sites and keys: finding them, and what a site can do.
import type { Account } from "#src/core/account.ts";
import { divideUp } from "#src/core/arithmetic.ts";
import { isSoundPublicKey } from "#src/crypto/ed25519.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { read as energy } from "#src/modules/energy/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { refusals } from "./refusals.ts";
import { microScuPerHour, microScuPerKwh } from "./rules.ts";
import { type Ability, type Hardware, type Reference, type Site, workloadSchema } from "./schemas.ts";
import { hardwareClasses, loadSites, references, signingKeys, sites } from "./tables.ts";

export function requireReference(state: StateReader, reference: string): Stored<Reference> {
  const row = references.get(state, reference);
  if (row === undefined) throw refusals.unknownReference({ reference });
  return row;
}

export function requireHardware(state: StateReader, hardware: string): Stored<Hardware> {
  const row = hardwareClasses.get(state, hardware);
  if (row === undefined) throw refusals.unknownHardware({ hardware });
  return row;
}

export function requireSite(state: StateReader, site: string): Stored<Site> {
  const row = sites.get(state, site);
  if (row === undefined) throw refusals.unknownSite({ site });
  return row;
}

export function registerNewReference(state: State, reference: string, content: Stored<Reference>): void {
  if (references.has(state, reference)) throw refusals.nameTaken({ name: reference });
  if (workloadSchema.options.every((workload) => content.results[workload] === undefined)) {
    throw refusals.noResult({ name: reference });
  }
  references.put(state, reference, content);
}

export function registerNewHardware(state: State, hardware: string, content: Stored<Hardware>): void {
  if (hardwareClasses.has(state, hardware)) throw refusals.nameTaken({ name: hardware });
  const { results } = requireReference(state, content.reference);
  const measured = workloadSchema.options.filter((workload) => content.results[workload] !== undefined);
  if (measured.length === 0 || measured.some((workload) => results[workload] === undefined)) {
    throw refusals.noResult({ name: hardware });
  }
  hardwareClasses.put(state, hardware, content);
}

/** A key that signs for nobody yet. */
export function putSigningKey(state: State, key: Uint8Array, account: Account): void {
  if (!isSoundPublicKey(key)) throw refusals.keyUnsound({});
  if (signingKeys.has(state, bytesToHex(key))) throw refusals.keyTaken({});
  signingKeys.put(state, bytesToHex(key), { account });
}

/** What a site is registered with. */
export interface NewSite {
  readonly site: string;
  readonly load: string;
  readonly deliveryKey: Uint8Array;
  readonly installed: Stored<Site>["installed"];
}

export function registerNewSite(state: State, { site, load, deliveryKey, installed }: NewSite): void {
  if (sites.has(state, site)) throw refusals.nameTaken({ name: site });
  const { kind, zone, holder: provider } = energy.requireDevice(state, load);
  if (kind !== "load" || loadSites.has(state, load)) throw refusals.loadUnfit({ load });
  const abilities = abilitiesOf(state, site, installed);
  putSigningKey(state, deliveryKey, provider);
  const embodiedMilligramsPerHour = embodiedOf(state, installed);
  const registeredMs = state.timeMs;
  sites.put(state, site, {
    load,
    zone,
    provider,
    deliveryKey,
    installed,
    abilities,
    embodiedMilligramsPerHour,
    registeredMs,
  });
  loadSites.put(state, load, { site });
}

/** Capacities add up; for efficiency the best of the hardware counts, since a delivery does not say which did it. */
export function abilitiesOf(state: StateReader, site: string, installed: Stored<Site>["installed"]): Site["abilities"] {
  const names = installed.map(({ hardware }) => hardware);
  const repeated = names.find((name, at) => names.indexOf(name) !== at);
  if (repeated !== undefined) throw refusals.hardwareRepeated({ hardware: repeated });
  const classes = installed.map(({ hardware, count }) => ({
    count: BigInt(count),
    ...requireHardware(state, hardware),
  }));
  const [first] = classes;
  if (first === undefined || classes.some(({ reference }) => reference !== first.reference)) {
    throw refusals.abilityNone({ site });
  }
  const { results: references } = requireReference(state, first.reference);
  const abilities: Site["abilities"] = {};
  for (const workload of workloadSchema.options) {
    const unit = references[workload];
    let [capacityMicroScu, bestMicroScuPerKwh] = [0n, 0n];
    for (const { count, results } of classes) {
      const result = results[workload];
      if (unit === undefined || result === undefined) continue;
      const perHour = microScuPerHour(result.resultMilli, unit.resultMilli);
      const perKwh = microScuPerKwh(perHour, result.powerMilliW);
      capacityMicroScu += count * perHour;
      if (perKwh > bestMicroScuPerKwh) bestMicroScuPerKwh = perKwh;
    }
    const ability: Ability = { capacityMicroScu, bestMicroScuPerKwh };
    if (capacityMicroScu > 0n && bestMicroScuPerKwh > 0n) abilities[workload] = ability;
  }
  if (Object.keys(abilities).length === 0) throw refusals.abilityNone({ site });
  return abilities;
}

/** Rounded up: the making of hardware is never understated. */
function embodiedOf(state: StateReader, installed: Stored<Site>["installed"]): bigint {
  return installed.reduce((sum, { hardware, count }) => {
    const { embodiedGrams, lifeHours } = requireHardware(state, hardware);
    return sum + divideUp(BigInt(count) * embodiedGrams * 1_000n, BigInt(lifeHours));
  }, 0n);
}
