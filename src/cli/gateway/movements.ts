// What an event of the ledger moves on one account: payments, locked money, queued items, and money that is made or burnt.
import { z } from "zod";
import { positiveAmountSchema } from "#src/core/schemas.ts";

export interface Movement {
  readonly currency: string;
  /** What the account gains, or loses if it is less than zero. */
  readonly units: bigint;
  readonly endToEndId?: string;
}

const amountShape = { currency: z.string(), amount: positiveAmountSchema, endToEndId: z.string().optional() };
const paidSchema = z.looseObject({ ...amountShape, from: z.string(), to: z.string() });
const lockSchema = z.looseObject({ ...amountShape, payer: z.string(), payee: z.string() });
/** What queues settle moves nothing before, so legs are all there is. */
const settledSchema = z.looseObject({
  endToEndId: z.string().optional(),
  legs: z.array(
    z.looseObject({ currency: z.string(), amount: positiveAmountSchema, to: z.string(), from: z.string() }),
  ),
});
const madeSchema = z.looseObject({ ...amountShape, account: z.string() });

/** One for each currency that an event moves on the account. What other events move shows when a statement does not add up. */
export function movementsOf(
  event: { readonly type: string; readonly content: unknown },
  account: string,
): readonly Movement[] {
  if (event.type === "netting/itemSettled") {
    return movementsOfLegs(settledSchema.parse(event.content), account);
  }
  const single = movementOf(event, account);
  return single === undefined ? [] : [single];
}

/** What the account gains less what it pays, in each currency of the legs, in their order. */
function movementsOfLegs({ legs, endToEndId }: z.output<typeof settledSchema>, account: string): Movement[] {
  const sums = new Map<string, bigint>();
  for (const { currency, amount, to, from } of legs) {
    const units = (to === account ? amount : 0n) - (from === account ? amount : 0n);
    sums.set(currency, (sums.get(currency) ?? 0n) + units);
  }
  return [...sums].flatMap(([currency, units]) =>
    units === 0n ? [] : [{ currency, units, ...(endToEndId !== undefined && { endToEndId }) }],
  );
}

function movementOf(
  { type, content }: { readonly type: string; readonly content: unknown },
  account: string,
): Movement | undefined {
  switch (type) {
    case "settlement/paymentSettled": {
      const paid = paidSchema.parse(content);
      return movement(paid, account, { gains: paid.to, loses: paid.from });
    }
    case "settlement/fundsLocked": {
      const lock = lockSchema.parse(content);
      return movement(lock, account, { loses: lock.payer });
    }
    case "settlement/lockFulfilled": {
      const lock = lockSchema.parse(content);
      return movement(lock, account, { gains: lock.payee });
    }
    case "settlement/lockCancelled":
    case "settlement/lockExpired": {
      const lock = lockSchema.parse(content);
      return movement(lock, account, { gains: lock.payer });
    }
    case "accounts/currencyIssued": {
      const made = madeSchema.parse(content);
      return movement(made, account, { gains: made.account });
    }
    case "accounts/currencyBurnt": {
      const burnt = madeSchema.parse(content);
      return movement(burnt, account, { loses: burnt.account });
    }
    default:
      return undefined;
  }
}

interface Sides {
  readonly gains?: string;
  readonly loses?: string;
}

function movement(
  { currency, amount, endToEndId }: { currency: string; amount: bigint; endToEndId?: string | undefined },
  account: string,
  { gains, loses }: Sides,
): Movement | undefined {
  if (gains !== account && loses !== account) return undefined;
  const units = gains === account ? amount : -amount;
  return { currency, units, ...(endToEndId !== undefined && { endToEndId }) };
}
