// What an event of the ledger moves on one account, by the rules of its type.
import { z } from "zod";
import { toldByEvents, toldInPart } from "./movementRules.ts";

export interface Movement {
  readonly currency: string;
  /** What the account gains, or loses if it is less than zero. */
  readonly units: bigint;
  readonly endToEndId?: string;
  readonly uetr?: string;
}

/** The ledger writes a UETR as digits alone. */
const uetrSchema = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .transform(dashed);
const referenceSchema = z.looseObject({ endToEndId: z.string().optional(), uetr: uetrSchema.optional() });

/** One for each currency: what the account gains less what it pays, in the order of the legs. */
export function movementsOf(
  { type, content }: { readonly type: string; readonly content: unknown },
  account: string,
): readonly Movement[] {
  const legs = (toldByEvents[type] ?? toldInPart[type])?.(content) ?? [];
  const sums = new Map<string, bigint>();
  for (const { currency, amount, to, from } of legs) {
    const units = (to === account ? amount : 0n) - (from === account ? amount : 0n);
    sums.set(currency, (sums.get(currency) ?? 0n) + units);
  }
  const moved = [...sums].filter(([, units]) => units !== 0n);
  if (moved.length === 0) return [];
  const { endToEndId, uetr } = referenceSchema.parse(content);
  return moved.map(([currency, units]) => ({
    ...{ currency, units },
    ...(endToEndId !== undefined && { endToEndId }),
    ...(uetr !== undefined && { uetr }),
  }));
}

/** As messages write it. */
export function dashed(uetr: string): string {
  return uetr.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
