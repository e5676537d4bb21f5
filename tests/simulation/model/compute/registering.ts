// Registering what compute is measured by, where it is done, and who signs for it, as the model judges it.
import { createPublicKey } from "node:crypto";
import { ceiling, floor, sum } from "../arithmetic.ts";
import { judgeRole } from "../authority/book.ts";
import { judgeStake, type Stake, stake } from "../bonds/book.ts";
import { hex } from "../encoding.ts";
import { energyOf } from "../energy/book.ts";
import { isSound } from "../energy/messages.ts";
import { type Grounds, type Model, modelMessage } from "../model.ts";
import { type Ability, computeOf, type Hardware, type NewSite, type Reference, workloads } from "./book.ts";

export function putReference(
  model: Model,
  { reference, ...content }: Reference & { readonly reference: string },
): void {
  computeOf(model).references.set(reference, content);
}

const registerReference = modelMessage<Reference & { readonly reference: string }>({
  judge(model, actor, { reference, results }, grounds) {
    judgeRole(model, actor, ["compute-certifier"], grounds);
    grounds.when(computeOf(model).references.has(reference), "compute/nameTaken");
    grounds.when(Object.keys(results).length === 0, "compute/noResult");
  },
  apply: (model, _actor, content) => putReference(model, content),
});

type NewHardware = Omit<Hardware, "name"> & { readonly name: string; readonly hardware: string };

export function putHardware(model: Model, { hardware, ...content }: NewHardware): void {
  computeOf(model).hardware.set(hardware, content);
}

const registerHardware = modelMessage<NewHardware>({
  judge(model, actor, { hardware, reference, results }, grounds) {
    judgeRole(model, actor, ["compute-certifier"], grounds);
    grounds.when(computeOf(model).hardware.has(hardware), "compute/nameTaken");
    const unit = computeOf(model).references.get(reference);
    if (grounds.when(unit === undefined, "compute/unknownReference") || unit === undefined) return;
    const measured = workloads.filter((workload) => results[workload] !== undefined);
    const isMeasured = measured.length > 0 && measured.every((workload) => unit.results[workload] !== undefined);
    grounds.when(!isMeasured, "compute/noResult");
  },
  apply: (model, _actor, content) => putHardware(model, content),
});

/** What a list of hardware can do, for each class of work that any of it can. */
function abilities(model: Model, installed: NewSite["installed"]): Map<string, Ability> {
  const { hardware, references } = computeOf(model);
  const found = new Map<string, Ability>();
  for (const workload of workloads) {
    const rates = installed.flatMap(({ hardware: name, count }) => {
      const { reference, results } = hardware.at(name);
      const own = results[workload];
      const unit = references.at(reference).results[workload];
      if (own === undefined || unit === undefined) return [];
      const perHour = floor(own.resultMilli * 1_000_000n, unit.resultMilli);
      return [{ all: BigInt(count) * perHour, perKwh: ceiling(perHour * 1_000_000n, own.powerMilliW) }];
    });
    const capacityMicroScu = sum(rates.map(({ all }) => all));
    const [best = 0n] = rates.map(({ perKwh }) => perKwh).sort((left, right) => (left < right ? 1 : -1));
    if (capacityMicroScu > 0n && best > 0n) found.set(workload, { capacityMicroScu, bestMicroScuPerKwh: best });
  }
  return found;
}

function judgeKey(model: Model, key: Uint8Array, grounds: Grounds): void {
  grounds.when(!isSound(key), "compute/keyUnsound");
  grounds.when(computeOf(model).keys.has(hex(key)), "compute/keyTaken");
}

export function putSite(model: Model, { site, ...content }: NewSite): void {
  const { sites, keys, hardware } = computeOf(model);
  const { zone, holder: provider } = energyOf(model).devices.at(content.load);
  const embodied = content.installed.map(({ hardware: name, count }) => {
    const { embodiedGrams, lifeHours } = hardware.at(name);
    return ceiling(BigInt(count) * embodiedGrams * 1_000n, BigInt(lifeHours));
  });
  sites.set(site, {
    ...content,
    zone,
    provider,
    abilities: Object.fromEntries(abilities(model, content.installed)),
    embodiedMilligramsPerHour: sum(embodied),
    registeredMs: model.timeMs,
  });
  keys.set(hex(content.deliveryKey), provider);
}

const registerSite = modelMessage<NewSite>({
  judge(model, actor, { site, load, deliveryKey, installed }, grounds) {
    const { sites, hardware } = computeOf(model);
    judgeRole(model, actor, ["compute-certifier"], grounds);
    grounds.when(sites.has(site), "compute/nameTaken");
    const device = energyOf(model).devices.get(load);
    if (!grounds.when(device === undefined, "energy/unknownDevice")) {
      const isTaken = sites.values().some((other) => other.load === load);
      grounds.when(device?.kind !== "load" || isTaken, "compute/loadUnfit");
    }
    judgeKey(model, deliveryKey, grounds);
    const names = installed.map(({ hardware: name }) => name);
    grounds.when(new Set(names).size < names.length, "compute/hardwareRepeated");
    if (
      grounds.when(
        names.some((name) => !hardware.has(name)),
        "compute/unknownHardware",
      )
    )
      return;
    const references = new Set(names.map((name) => hardware.at(name).reference));
    grounds.when(references.size > 1 || abilities(model, installed).size === 0, "compute/abilityNone");
  },
  apply: (model, _actor, content) => putSite(model, content),
});

const registerConsumer = modelMessage<{ readonly key: Uint8Array }>({
  judge: (model, _actor, { key }, grounds) => judgeKey(model, key, grounds),
  apply(model, actor, { key }) {
    const { consumers, keys } = computeOf(model);
    const before = consumers.get(actor);
    if (before !== undefined) keys.delete(hex(before));
    consumers.set(actor, key);
    keys.set(hex(key), actor);
  },
});

const bondSite = modelMessage<Stake & { readonly site: string }>({
  judge(model, actor, { site, ...staked }, grounds) {
    const row = computeOf(model).sites.get(site);
    if (grounds.when(row === undefined, "compute/unknownSite")) return;
    grounds.when(row?.provider !== actor, "compute/notProvider");
    grounds.when(row?.bond !== undefined, "compute/bondKnown");
    judgeStake(model, actor, staked, grounds);
  },
  apply(model, actor, { site, ...staked }) {
    const { sites } = computeOf(model);
    const bond = stake(model, actor, staked, "compute-site");
    sites.set(site, { ...sites.at(site), bond });
    return { bond };
  },
});

const keyHead = Buffer.from("302a300506032b6570032100", "hex");
export const publicKeyOf = (key: Uint8Array) =>
  createPublicKey({ key: Buffer.concat([keyHead, key]), format: "der", type: "spki" });

export const messages = { registerReference, registerHardware, registerSite, registerConsumer, bondSite };
