// Traffic of the module `validators`: governors who admit and remove, while the engine reports absences and double signing.
import { publicKeyOf } from "#src/crypto/ed25519.ts";
import { parameterNumber } from "../model/parameters/book.ts";
import { membersWith, seated, validatorsOf } from "../model/validators/book.ts";
import type { Draft, Traffic, World } from "../world.ts";

/** As many as come and go within a run without filling every block with them. */
const seatsWanted = 9;

function timing(world: World): object {
  const { random, model } = world;
  const fromHeight = model.height + parameterNumber(model, "validators.noticeBlocks") + random.between(-1, 6);
  return { reference: world.text(), ...(random.percent(60) ? {} : { fromHeight: Math.max(0, fromHeight) }) };
}

function power({ random }: World): bigint {
  return random.percent(4) ? random.pick([(2n ** 63n - 1n) / 8n, 2n ** 59n]) : random.bigBetween(1n, 20n);
}

function governed(world: World, content: object | undefined): Draft | undefined {
  const actor = world.officer("governor");
  return actor === undefined || content === undefined ? undefined : { actor, content };
}

function admit(world: World): Draft | undefined {
  const { random, model } = world;
  if (membersWith(model, ...seated).length >= seatsWanted && random.percent(90)) return undefined;
  const known = validatorsOf(model)
    .members.values()
    .map(({ publicKey }) => publicKey);
  const fresh = random.percent(90) ? publicKeyOf(random.bytes(32)) : random.bytes(32);
  const publicKey = random.percent(6) ? random.pick(known) : fresh;
  const operator = random.percent(30) ? { operator: world.anybody() } : {};
  return governed(world, {
    name: `node-${random.below(1_000)}`,
    publicKey,
    power: power(world),
    ...operator,
    ...timing(world),
  });
}

/** Some validator, most often one of those for whom the message is meant. */
function address({ random, model }: World, ...statuses: readonly string[]): string | undefined {
  const all = validatorsOf(model).members.entries();
  const meant = all.filter(([, { status, plan }]) => plan === undefined && statuses.includes(status));
  return random.pickMaybe(meant.length > 0 && random.percent(85) ? meant : all)?.[0];
}

export const traffic: Traffic = {
  admitValidator: { weight: 3, draft: admit },
  changeValidatorPower: {
    weight: 2,
    draft: (world) =>
      governed(world, { validator: address(world, "active", "suspended"), power: power(world), ...timing(world) }),
  },
  removeValidator: {
    weight: 1,
    draft(world) {
      const isFew = membersWith(world.model, "active").length < 5 && world.random.percent(80);
      return isFew ? undefined : governed(world, { validator: address(world, "active"), ...timing(world) });
    },
  },
  reinstateValidator: {
    weight: 2,
    draft: (world) => governed(world, { validator: address(world, "suspended"), ...timing(world) }),
  },
  cancelValidatorChange: {
    weight: 1,
    draft(world) {
      const planned = validatorsOf(world.model)
        .members.entries()
        .filter(([, { plan }]) => plan !== undefined);
      const validator = world.random.pickMaybe(planned)?.[0] ?? address(world, "active");
      return governed(world, { validator });
    },
  },
};
