// Roles as the model keeps them.
import type { Grounds, Model } from "../model.ts";
import { type UndoLog, UndoMap } from "../undo.ts";

export interface Grant {
  readonly grantor: string;
  readonly grantedMs: number;
  readonly reference: string;
}

/** Each role with the role that grants it. */
export const grantorOf: Readonly<Record<string, string>> = {
  governor: "governor",
  issuer: "governor",
  regulator: "governor",
  custodian: "issuer",
  auditor: "regulator",
  "price-feeder": "issuer",
  "participant-bank": "issuer",
  "issuing-body": "regulator",
  "compute-certifier": "regulator",
  "compute-verifier": "regulator",
  statistician: "regulator",
};

const makeBook = (log: UndoLog) => ({
  /** By `role/account`. */
  grants: new UndoMap<string, Grant>(log),
  /** Roles that somebody ever held. */
  known: new UndoMap<string, true>(log),
});

export const authorityOf = (model: Model) => model.book(makeBook);

export const hasRole = (model: Model, account: string, role: string): boolean =>
  authorityOf(model).grants.has(`${role}/${account}`);

export function judgeRole(model: Model, account: string, roles: readonly string[], grounds: Grounds): boolean {
  return !grounds.when(!roles.some((role) => hasRole(model, account, role)), "authority/roleMissing");
}

export const holdersOf = (model: Model, role: string): string[] =>
  authorityOf(model)
    .grants.keys()
    .flatMap((key) => (key.startsWith(`${role}/`) ? [key.slice(role.length + 1)] : []));
