// The file that says which bank this gateway speaks for: its BIC, its account and keys, and whom it pays under which names.
import { readFileSync, statSync } from "node:fs";
import { z } from "zod";
import { usageFailure } from "#src/cli/failure.ts";
import { parseJson } from "#src/cli/jsonText.ts";
import { accountNamed } from "#src/cli/ledger/signers.ts";
import type { Account } from "#src/core/account.ts";
import { limits } from "#src/core/limits.ts";

/** Each is a row in memory; a bank with more has a gateway for each part of them. */
const counterpartiesMax = 10_000;
const customersMax = 100_000;
const fileBytesMax = 32 * 1024 * 1024;

const bicSchema = z.string().regex(/^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/, "not a BIC");
/** An IBAN, or any other name of an account that the standard can carry. */
const accountIdSchema = z.string().min(1).max(34);
/** An account of the ledger, or on a devnet its name. */
const ledgerAccountSchema = z.string().min(1).max(64);

const bankSchema = z.strictObject({
  bic: bicSchema,
  account: ledgerAccountSchema,
  /** How statements and advices call that account: its IBAN, or another name. */
  shownAs: accountIdSchema,
  /** On a devnet: the name that it signs as. */
  as: z.string().optional(),
  /** Keys of this machine, all of which sign. */
  from: z.array(z.string()).min(1).optional(),
  keys: z.string().optional(),
  counterparties: z.array(z.strictObject({ bic: bicSchema, account: ledgerAccountSchema })).max(counterpartiesMax),
  /** Customers of this bank who have an account of their own on the ledger. */
  customers: z
    .array(z.strictObject({ id: accountIdSchema, account: ledgerAccountSchema }))
    .max(customersMax)
    .default([]),
  /** What payments to banks of other zones say beside their messages. */
  abroad: z
    .strictObject({
      /** For messages that give no purpose. */
      purpose: z
        .string()
        .regex(/^[A-Z][A-Z0-9]{3}$/)
        .default("OTHR"),
      /** Of the records that say what this bank checks of every payment. */
      attestations: z
        .array(z.strictObject({ kind: z.string(), hash: z.string().regex(/^[0-9a-f]{64}$/) }))
        .max(limits.paymentAttestationsMax)
        .default([]),
    })
    .prefault({}),
});
export type BankFile = z.output<typeof bankSchema>;

export interface Bank {
  readonly bic: string;
  readonly account: Account;
  readonly shownAs: string;
  /** By BIC of eleven characters. */
  readonly counterparties: ReadonlyMap<string, Account>;
  readonly customers: ReadonlyMap<string, Account>;
}

/** Eight characters name the head office, as `XXX` does. */
export function fullBic(bic: string): string {
  return bic.length === 8 ? `${bic}XXX` : bic;
}

export function readBankFile(path: string): BankFile {
  if (statSync(path).size > fileBytesMax) throw usageFailure(`${path} is larger than ${fileBytesMax} bytes`);
  const file = bankSchema.parse(parseJson(readFileSync(path, "utf8"), path));
  if ((file.as === undefined) === (file.from === undefined)) {
    throw usageFailure(
      `${path} says who signs in one way: "from" names keys of this machine, or "as" a name of a devnet`,
    );
  }
  return file;
}

/** Puts accounts in place of a devnet's names, and refuses a name that leads to two accounts. */
export function bankOf(file: Omit<BankFile, "abroad">, aliases: ReadonlyMap<string, string>): Bank {
  const link = { aliases };
  return {
    bic: fullBic(file.bic),
    account: accountNamed(file.account, link),
    shownAs: file.shownAs,
    counterparties: mapOf(file.counterparties.map(({ bic, account }) => [fullBic(bic), accountNamed(account, link)])),
    customers: mapOf(file.customers.map(({ id, account }) => [id, accountNamed(account, link)])),
  };
}

function mapOf(pairs: readonly (readonly [string, Account])[]): ReadonlyMap<string, Account> {
  const map = new Map<string, Account>();
  for (const [name, account] of pairs) {
    if (map.has(name)) throw usageFailure(`the bank file names ${name} twice`);
    map.set(name, account);
  }
  return map;
}
