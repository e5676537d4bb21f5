// Traffic of the module `parameters`: values wander within their ranges and mostly return to their defaults.
import type { Setting } from "../model/model.ts";
import { parametersOf } from "../model/parameters/book.ts";
import { overrides } from "../overrides.ts";
import type { Draft, Traffic, World } from "../world.ts";

/** Far beyond any run: a version that the program lacks would stop the chain there. */
export const farHeight = 1_000_000_000;

/** Who would announce a change: of what a council owns, some officer whom the ledger refuses, and seldom. */
function announcerOf(world: World, { owner }: Setting): string | undefined {
  if (!owner.startsWith("council:")) return world.officer(owner);
  return world.random.percent(10) ? world.officer("governor", "issuer") : undefined;
}

/** The values with which the run begins are those that it can sit out. */
const begun = new Map(overrides.map(({ parameter, value }) => [parameter, value]));

export function valueWithin({ random }: World, name: string, setting: Setting): bigint {
  const { least, most } = setting;
  const standard = begun.get(name) ?? setting.default;
  if (random.percent(55)) return standard;
  if (random.percent(10)) return random.pick([least - 1n, most + 1n]);
  if (random.percent(25)) return random.pick([least, most]);
  const near = standard * random.bigBetween(60n, 150n);
  const value = near / 100n;
  return value < least ? least : value > most ? most : value;
}

function propose(world: World): Draft | undefined {
  const { random, model } = world;
  const changed = parametersOf(model).values.keys();
  const { settings } = model;
  const telling = settings
    .keys()
    .filter((name) => name.startsWith("issuance.haircut") || name === "energy.certificateLifeMs");
  const name = random.pick(
    random.percent(50) && changed.length > 0 ? changed : random.percent(15) ? telling : settings.keys(),
  );
  const setting = model.settings.at(name);
  const actor = announcerOf(world, setting);
  if (actor === undefined) return undefined;
  // A long notice would put off the joining of modules beyond the run.
  const isNotice = name === "parameters.moduleNoticeBlocks";
  // Room that counts from the first blocks on would end all minting before anything can be proved.
  const isRoom = name === "issuance.roomActivationHeight";
  const late = random.percent(90) ? setting.most : BigInt(model.height) + 200n;
  const value = isNotice ? random.bigBetween(0n, 12n) : isRoom ? late : valueWithin(world, name, setting);
  const change = { parameter: name, value };
  const fromHeight = model.height + setting.noticeBlocks + random.between(-1, 5);
  return { actor, content: random.percent(60) || fromHeight < 0 ? change : { ...change, fromHeight } };
}

function cancel(world: World): Draft | undefined {
  const { random, model } = world;
  const pending = parametersOf(model)
    .values.entries()
    .filter(([, { next }]) => next !== undefined && next.fromHeight >= model.height);
  const due = pending.filter(([, { next }]) => next?.fromHeight === model.height);
  const name = random.pickMaybe(due.length > 0 ? due : pending)?.[0];
  const actor = name === undefined ? undefined : announcerOf(world, model.settings.at(name));
  return actor === undefined ? undefined : { actor, content: { parameter: name } };
}

/** A version that the program has and the chain does not run yet, or one that nobody has, for a far day. */
function plan(world: World): Draft | undefined {
  const { random, model } = world;
  const actor = world.officer("governor");
  if (actor === undefined) return undefined;
  const running = new Set(parametersOf(model).active.value.map(({ name, version }) => `${name}@${version}`));
  const ready = [...world.programs].filter((program) => !running.has(program) && !isOlder(program, running));
  const [module, version] = random.pickMaybe(ready)?.split("@") ?? [];
  if (module !== undefined && random.percent(85)) {
    const noticeBlocks = Number(parametersOf(model).values.get("parameters.moduleNoticeBlocks")?.value ?? 100n);
    const fromHeight = model.height + noticeBlocks + random.between(0, 3);
    const named = { module, version: Number(version) };
    return { actor, content: random.percent(70) ? named : { ...named, fromHeight } };
  }
  const named = { module: random.pick(["energy", "compute", "accounts", "fx"]), version: random.between(1, 3) };
  return { actor, content: { ...named, fromHeight: farHeight + random.below(1_000) } };
}

function isOlder(program: string, running: ReadonlySet<string>): boolean {
  const [module, version] = program.split("@");
  return [...running].some((other) => other.startsWith(`${module}@`) && Number(other.split("@")[1]) > Number(version));
}

export const traffic: Traffic = {
  proposeChange: { weight: 6, draft: propose },
  cancelChange: { weight: 2, draft: cancel },
  resetBreaker: {
    weight: 6,
    draft(world) {
      const module = world.random.pickMaybe(parametersOf(world.model).breakers.keys());
      const actor = module === undefined ? undefined : world.officer("governor");
      return actor === undefined ? undefined : { actor, content: { module, reference: world.text() } };
    },
  },
  planModule: { weight: 4, draft: plan },
  cancelModulePlan: {
    weight: 2,
    draft(world) {
      const planned = parametersOf(world.model).plans.value.filter(({ fromHeight }) => fromHeight >= farHeight);
      const module = world.random.pickMaybe(planned)?.name;
      const actor = module === undefined ? undefined : world.officer("governor");
      return actor === undefined ? undefined : { actor, content: { module } };
    },
  },
};
