// CheckTx: what CometBFT's mempool may take, with every signature checked off the event loop and once.
import { Refusal } from "#src/core/refusal.ts";
import type { Machine } from "#src/machine/machine.ts";
import { refusals } from "#src/machine/refusals.ts";
import type { PreparedEnvelope } from "#src/machine/transaction.ts";
import { attempt, type BundleMemory } from "./bundleMemory.ts";

export interface MempoolDoorParts {
  readonly machine: Machine;
  readonly memory: BundleMemory;
  /** Checks the signatures of an envelope that were not checked before; throws a Refusal when one is wrong. */
  readonly requireSignatures: (envelope: PreparedEnvelope) => Promise<void>;
}

/** What the engine hears: zero to take the bundle, with the work that stands for gas. */
export interface CheckReply {
  readonly code: number;
  readonly codespace: string;
  readonly log: string;
  readonly gasWanted: bigint;
}

export class MempoolDoor {
  readonly #parts: MempoolDoorParts;

  constructor(parts: MempoolDoorParts) {
    this.#parts = parts;
  }

  /** A bundle is taken when all of it can be read, all signatures are good, and the next block would take some of it. */
  async check(bytes: Uint8Array): Promise<CheckReply> {
    const { memory, requireSignatures } = this.#parts;
    try {
      const bundle = memory.read(bytes);
      const envelopes = this.#requireAnyAcceptable(bundle.envelopes);
      // The engine refuses what asks for more than a block may do, by this number.
      const work = envelopes.reduce((sum, envelope) => sum + envelope.work, 0);
      try {
        await Promise.all(envelopes.filter(({ signaturesAccepted }) => !signaturesAccepted).map(requireSignatures));
      } catch (reason) {
        memory.forget(bundle);
        throw reason;
      }
      return { code: 0, codespace: "", log: "", gasWanted: BigInt(work) };
    } catch (reason) {
      if (!(reason instanceof Refusal)) throw reason;
      const { number, code } = reason.definition;
      return { code: number, codespace: "kedge", log: code, gasWanted: 0n };
    }
  }

  /** Verifies before a block what did not come by this door; what is wrong there is refused when it is executed. */
  async verifyAhead(bundles: readonly Uint8Array[]): Promise<void> {
    const { machine, memory, requireSignatures } = this.#parts;
    const checks = bundles.flatMap((bytes) => {
      const bundle = attempt(() => memory.read(bytes));
      const envelopes = bundle instanceof Refusal ? [] : bundle.envelopes;
      return envelopes.map(async (each) => {
        const envelope = attempt(() => machine.prepare(each));
        if (envelope instanceof Refusal || envelope.signaturesAccepted) return;
        await requireSignatures(envelope).catch((reason) => {
          if (!(reason instanceof Refusal)) throw reason;
        });
      });
    });
    await Promise.all(checks);
  }

  #requireAnyAcceptable(bytes: readonly Uint8Array[]): PreparedEnvelope[] {
    const { machine } = this.#parts;
    const envelopes = bytes.map((each) => machine.prepare(each));
    const isForeign = envelopes.some(({ network }) => network !== machine.network);
    if (isForeign) throw refusals.wrongNetwork({ expected: machine.network });
    let first: Refusal | undefined;
    for (const envelope of envelopes) {
      const outcome = attempt(() => machine.check(envelope));
      if (!(outcome instanceof Refusal)) return envelopes;
      first ??= outcome;
    }
    throw first ?? refusals.malformedBundle({ reason: "it is empty" });
  }
}
