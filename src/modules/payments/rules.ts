// What states of a payment mean to banks, and which may follow which; no state of the ledger.
import type { Payment as Crossing } from "#src/modules/corridors/access.ts";
import type { Stored } from "#src/state/view.ts";
import type { AttestationKind, Payment, PaymentState, Terms } from "./schemas.ts";

export interface Status {
  /** ExternalPaymentTransactionStatus1Code of a status report (pacs.002). */
  readonly code: string;
  /** ExternalStatusReason1Code, where the state alone gives the reason. */
  readonly reason?: string;
  readonly isFinal: boolean;
}

export const statuses: { readonly [State in PaymentState]: Status } = {
  locked: { code: "ACSP", isFinal: false },
  pending: { code: "PDNG", isFinal: false },
  acceptedNotPosted: { code: "ACWP", isFinal: false },
  settled: { code: "ACCC", isFinal: true },
  // A return is a payment of its own (pacs.004): what was settled stays settled.
  returned: { code: "ACCC", isFinal: true },
  rejected: { code: "RJCT", isFinal: true },
  blocked: { code: "BLCK", isFinal: true },
  cancelled: { code: "RJCT", reason: "ED05", isFinal: true },
  expired: { code: "RJCT", reason: "AB03", isFinal: true },
};

/** How a recall (camt.056) stands, as an answer (camt.029) says it; a request without an answer has none. */
export const recallCodes: { readonly [State in NonNullable<Payment["recall"]>["state"]]: string | undefined } = {
  requested: undefined,
  pended: "PDCR",
  refused: "RJCR",
  granted: "CNCL",
  partlyGranted: "PECR",
};

const openStates: readonly PaymentState[] = ["locked", "pending", "acceptedNotPosted"];

/** Whether money is locked and the payment can still come to either end. */
export const isOpen = (state: PaymentState): boolean => openStates.includes(state);

/** What a payee says of an open payment only goes forward. */
export function isLater(state: PaymentState, than: PaymentState): boolean {
  return openStates.indexOf(state) > openStates.indexOf(than);
}

/** The first kind that is asked for and not there. */
export function missingAttestation(
  { attestations }: Pick<Stored<Terms>, "attestations">,
  kinds: readonly AttestationKind[],
): AttestationKind | undefined {
  return kinds.find((kind) => !attestations.some((each) => each.kind === kind));
}

/** The payment as a corridor judges it. */
export function crossingOf({
  payer,
  terms: { corridor, payee, kind, purpose },
  source,
  destination,
  hops,
}: Pick<Stored<Payment>, "payer" | "terms" | "source" | "destination" | "hops">): Crossing {
  const via = hops.length > 1 ? hops[0]?.delivered : undefined;
  return { corridor, kind, purpose, payer, payee, source, destination, via };
}
