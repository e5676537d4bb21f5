// Pure decisions of the module `corridors`: rule books, identifiers, what a payment counts for, and whose flow it is.
import { z } from "zod";
import { divideUp } from "#src/core/arithmetic.ts";
import { codecOf } from "#src/core/form.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import type { Stored } from "#src/state/view.ts";
import { corridorIdSchema, type RuleBook, revisionSchema, ruleBookSchema, type ZoneLimits } from "./schemas.ts";
import { type Sums, tighter, tighterCaps, wholeBp } from "./windows.ts";

const hashTag = new TextEncoder().encode("kedge/rule-book/1\n");
const hashed = codecOf(
  z.strictObject({ corridor: corridorIdSchema, revision: revisionSchema, ruleBook: ruleBookSchema }),
);

/** What payments are stamped with: whoever has the rule book can tell that it was this one. */
export function ruleBookHash(corridor: string, revision: number, ruleBook: Stored<RuleBook>): Uint8Array {
  return sha256(hashTag, hashed.encode({ corridor, revision, ruleBook: ruleBook as RuleBook }));
}

/** Why a rule book cannot be, if it cannot. */
export function ruleBookFlaw({ purposes, levels, rates }: Stored<RuleBook>): string | undefined {
  if (new Set(purposes).size < purposes.length) return "a purpose is named twice";
  if (new Set(rates.map(({ currency }) => currency)).size < rates.length) return "a currency has two rates";
  const { informBp, warnBp, slowBp, stopBp } = levels;
  const isRising = informBp <= warnBp && warnBp <= slowBp && slowBp <= stopBp;
  return isRising ? undefined : "the levels do not rise";
}

/** ISO 7064 MOD 97-10, as in ISO 17442: letters count from ten, and the whole leaves a remainder of one. */
export function isSoundLei(lei: string): boolean {
  let remainder = 0;
  for (const character of lei) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** What an amount counts for in a corridor, rounded up: the firewalls gain. */
export function worthNano(amount: bigint, decimals: number, unitNano: bigint): bigint {
  return divideUp(amount * unitNano, 10n ** BigInt(decimals));
}

/** A corridor's fee, rounded up: its operator gains. */
export function feeOf(amount: bigint, feeBp: number): bigint {
  return divideUp(amount * BigInt(feeBp), wholeBp);
}

/** A zone's money comes in when somebody from abroad pays it, and goes out when somebody abroad is paid. */
export function borderFlow(isPayerResident: boolean, isPayeeResident: boolean, amount: bigint): Sums {
  return { inflow: isPayerResident ? 0n : amount, outflow: isPayeeResident ? 0n : amount };
}

/** The tighter of two limits, number by number: what holds while a looser one waits for its notice. */
export function tighterLimits(left: Stored<ZoneLimits>, right: Stored<ZoneLimits>): ZoneLimits {
  const singleMost = tighter(left.singleMost, right.singleMost);
  return {
    ...(singleMost === undefined ? {} : { singleMost }),
    caps: tighterCaps(left.caps, right.caps),
    participantCaps: tighterCaps(left.participantCaps, right.participantCaps),
  };
}

const limitsCodecs = codecOf(z.strictObject({ book: ruleBookSchema.shape.caps }));

/** Whether two limits say the same. */
export function areSameLimits(left: Stored<ZoneLimits>, right: Stored<ZoneLimits>): boolean {
  const text = ({ singleMost, caps, participantCaps }: Stored<ZoneLimits>) =>
    [singleMost ?? "none", ...[caps, participantCaps].map((book) => limitsCodecs.encode({ book }).join())].join("|");
  return text(left) === text(right);
}
