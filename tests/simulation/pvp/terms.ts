// What a payment-versus-payment bundle of the simulation is: its legs, its way through the ledger, and what goes wrong on it.

/** One movement of money, by aliases; amounts are small enough for exact numbers. */
export interface Leg {
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly amount: number;
}

/** The ways in which the ledger settles several currencies together. */
export const paths = [
  "pay",
  "settleLegs",
  "agentLocks",
  "hashLocks",
  "bundle",
  "jointBundle",
  "oneHopQuote",
  "twoHopQuote",
] as const;
export type Path = (typeof paths)[number];

/** What is done to one bundle on purpose, and what happens to the ledger while the bundle is open. */
export const faults = [
  "none",
  "short",
  "replayed",
  "tampered",
  "early",
  "atExpiry",
  "late",
  "jumped",
  "cancelled",
  "doubled",
  "dropped",
  "reordered",
  "frozen",
  "paused",
  "stopped",
  "tripped",
  "restarted",
] as const;
export type Fault = (typeof faults)[number];

/** How a bundle ends: exactly one of these. */
export type Outcome =
  | "settled"
  | "settled from the queue alone"
  | "settled from the queue with others"
  | "settled past others"
  | "expired"
  | "cancelled"
  | "withdrawn"
  | "refused";

export interface Bundle {
  readonly index: number;
  readonly path: Path;
  readonly legs: readonly Leg[];
  /** Everybody who signs, pays, or is paid, but the providers of a quote. */
  readonly parties: readonly string[];
  readonly currencies: readonly string[];
  fault: Fault;
  /** From this block time on it must not settle; of a quote, known once it is taken. */
  expiresMs: number | undefined;
  /** What the ledger calls its parts, once it has said so. */
  locks: readonly number[];
  bundleId: string | undefined;
  item: number | undefined;
  quote: number | undefined;
  outcome: Outcome | undefined;
}

/** A step's part in its bundle: what the judge expects of the transaction that carries it. */
export type Role =
  /** Begins the bundle, and for some paths settles it. */
  | "open"
  /** May be accepted or refused, as the bundle's state then is. */
  | "step"
  /** Must be refused, whatever the state. */
  | "forbidden"
  /** Not part of any bundle: what happens to the ledger. */
  | "disturbance";

export interface Sent {
  readonly bytes: Uint8Array;
  readonly role: Role;
  readonly bundle?: Bundle;
}
