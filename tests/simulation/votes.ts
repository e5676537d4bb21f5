// What the engine reports with each block: who signed the one before, and who signed twice.
import type { BlockInput, Misbehaviour } from "#src/machine/block.ts";
import type { EngineReport, Model } from "./model/model.ts";
import { addressFor, membersWith, validatorsOf } from "./model/validators/book.ts";
import type { Random } from "./random.ts";

export type Reported = Pick<BlockInput, "lastCommit" | "misbehaviour">;

const bytesOf = (address: string): Uint8Array => Uint8Array.from(Buffer.from(address, "hex"));

/** Validators fall silent for some blocks, and now and then one signs twice. */
export class Votes {
  readonly #random: Random;
  readonly #model: Model;
  readonly #silent = new Set<string>();

  constructor(random: Random, model: Model) {
    this.#random = random;
    this.#model = model;
  }

  next(height: number): Reported {
    const random = this.#random;
    const addresses = membersWith(this.#model, "active").map(({ publicKey }) => addressFor(publicKey));
    if (random.percent(12)) this.#silent.add(random.pick(addresses));
    for (const address of this.#silent) if (random.percent(15)) this.#silent.delete(address);
    const stranger = random.percent(5) ? [Buffer.from(random.bytes(20)).toString("hex")] : [];
    const lastCommit = [...addresses, ...stranger].map((address) => ({
      validatorAddress: bytesOf(address),
      power: 1n,
      signed: !this.#silent.has(address) && !stranger.includes(address),
    }));
    const known = [...validatorsOf(this.#model).members.keys(), ...stranger];
    const kinds: readonly Misbehaviour["kind"][] = ["duplicate-vote", "light-client-attack"];
    const misbehaviour = random.percent(3)
      ? random.some(known, 2).map((address) => ({
          kind: random.pick(kinds),
          validatorAddress: bytesOf(address),
          power: 1n,
          height: Math.max(1, height - 1),
          timeMs: this.#model.timeMs,
        }))
      : [];
    return { lastCommit, misbehaviour };
  }
}

/** The same in the words of the model. */
export function reportOf({ lastCommit, misbehaviour }: Reported): EngineReport {
  const addressOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
  return {
    votes: lastCommit.map(({ validatorAddress, signed }) => ({ address: addressOf(validatorAddress), signed })),
    proofs: misbehaviour.map(({ validatorAddress }) => addressOf(validatorAddress)),
  };
}
