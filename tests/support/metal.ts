// Metal for tests: a ledger with vaults, bars and lots to deposit in them, and a module that plays the reserve.
import { z } from "zod";
import { accountSchema, countSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { defineMessage } from "#src/machine/message.ts";
import { defineGenesis, defineModule } from "#src/machine/module.ts";
import { moduleAccount } from "#src/machine/moduleAccount.ts";
import { read as accountsRead, create } from "#src/modules/accounts/access.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { move, schemas } from "#src/modules/metal-reserve/access.ts";
import { countsOf } from "#src/modules/metal-reserve/books.ts";
import { metalReserve } from "#src/modules/metal-reserve/module.ts";
import { barLists } from "#src/modules/metal-reserve/tables.ts";
import { createTestLedger, type Outcome, type TestLedger } from "./ledger.ts";

/** The account of the reserve, as `issuance` will have one. */
export const reserveAccount = moduleAccount("reserve-player/reserve");

const passToReserve = defineMessage({
  summary: "Passes title to the reserve.",
  actors: "anyone",
  schema: z.strictObject({ certificateIds: schemas.certificateIds }),
  work: 1,
  handle: ({ state, actor }, { certificateIds }) =>
    move.passToReserve(state, { certificateIds, from: actor, to: reserveAccount }),
});

const releaseFromReserve = defineMessage({
  summary: "Releases a certificate or a piece of it.",
  actors: "anyone",
  schema: z.strictObject({
    certificateId: schemas.certificateId,
    to: accountSchema,
    fineWeightMg: positiveAmountSchema.optional(),
  }),
  result: z.strictObject({ certificateId: schemas.certificateId }),
  work: 1,
  handle: ({ state }, { certificateId, to, fineWeightMg }) => {
    const part = fineWeightMg === undefined ? { certificateId, to } : { certificateId, to, fineWeightMg };
    return { certificateId: move.releaseFromReserve(state, part) };
  },
});

const payFromReserve = defineMessage({
  summary: "Pays metal in kind to the sender.",
  actors: "anyone",
  schema: z.strictObject({
    metal: schemas.metal,
    fineWeightMgMost: positiveAmountSchema,
    certificatesMost: countSchema,
  }),
  result: z.strictObject({
    parts: z
      .array(z.strictObject({ certificateId: schemas.certificateId, fineWeightMg: positiveAmountSchema }))
      .max(64),
  }),
  work: 1,
  handle({ state, actor }, payment) {
    accountsRead.requireAccount(state, actor);
    return { parts: [...move.payFromReserve(state, { ...payment, to: actor }).parts] };
  },
});

/** The book to which the player has metal pledged. */
export const pledgeAccount = moduleAccount("reserve-player/pledges");

const pledge = defineMessage({
  summary: "Pledges metal.",
  actors: "anyone",
  schema: z.strictObject({ certificateIds: schemas.certificateIds }),
  work: 1,
  handle: ({ state, actor }, { certificateIds }) =>
    move.pledge(state, { certificateIds, from: actor, pledgee: pledgeAccount }),
});

const endPledge = defineMessage({
  summary: "Ends pledges: back to the owner, to another, or to the reserve.",
  actors: "anyone",
  schema: z.strictObject({
    certificateIds: schemas.certificateIds,
    how: z.enum(["release", "seize", "reserve"]),
    to: accountSchema.optional(),
  }),
  work: 1,
  handle({ state, actor }, { certificateIds, how, to = actor }) {
    const pledged = { certificateIds, pledgee: pledgeAccount };
    if (how === "release") move.releasePledge(state, pledged);
    else if (how === "seize") move.seizePledge(state, { ...pledged, to });
    else move.passPledgeToReserve(state, { ...pledged, to: reserveAccount });
  },
});

const reservePlayer = defineModule({
  name: "reserve-player",
  version: 1,
  summary: "Plays the module that owns the reserve.",
  after: ["accounts", "metal-reserve"],
  tables: {},
  messages: { passToReserve, releaseFromReserve, payFromReserve, pledge, endPledge },
  genesis: defineGenesis({
    schema: z.strictObject({}),
    initialise(state) {
      for (const account of [reserveAccount, pledgeAccount]) create.openModuleAccount(state, account);
    },
    devnet: () => ({}),
  }),
});

export function createMetalLedger(): TestLedger {
  return createTestLedger({ modules: [accounts, authority, metalReserve, reservePlayer] });
}

/** Who runs and who audits each vault of a devnet. */
export const keepers = {
  zurich: { custodian: "custodian", auditor: "auditor" },
  shanghai: { custodian: "custodian-2", auditor: "auditor-2" },
} as const;
export type VaultName = keyof typeof keepers;

/** A silver bar of about a thousand ounces; the serial tells bars apart. */
export function silverBar(serial: string, fineWeightMg = 31_000_000n) {
  const grossWeightMg = fineWeightMg + 100_000n;
  return { refiner: "KGHM", serial, year: 2024, assayPpm: 999_000, grossWeightMg, fineWeightMg };
}

/** A copper lot of about 25 tonnes. */
export function copperLot(serial: string, fineWeightMg = 25_000_000_000n) {
  const grossWeightMg = fineWeightMg + 1_500_000n;
  return { refiner: "CODELCO", serial, year: 2025, assayPpm: 999_950, grossWeightMg, fineWeightMg };
}

export interface Deposit {
  readonly vault?: VaultName;
  readonly depositor?: string;
  readonly metal?: string;
  readonly bars: readonly ReturnType<typeof silverBar>[];
}

/** Records a deposit, alice's silver in zurich unless said otherwise. */
export function sendDeposit(ledger: TestLedger, deposit: Deposit): Outcome {
  const { vault = "zurich", depositor = "alice", metal = "AG", bars } = deposit;
  const content = { vault, depositor: ledger.account(depositor), metal, bars };
  return ledger.send(keepers[vault].custodian, "metal-reserve/depositBars", content);
}

/** The numbers of the certificates for a deposit. */
export function depositBars(ledger: TestLedger, deposit: Deposit): number[] {
  return (sendDeposit(ledger, deposit).answer as { certificateIds: number[] }).certificateIds;
}

export const documentHash = sha256(new Uint8Array([1]));

/** What an auditor who finds everything in place attests. */
export function attestationOf(ledger: TestLedger, vault: VaultName) {
  const listHash = barLists.get(ledger.state, vault)?.listHash ?? new Uint8Array(32);
  return { vault, listHash, documentHash, counts: countsOf(ledger.state, vault) };
}

export function attest(ledger: TestLedger, vault: VaultName = "zurich"): Outcome {
  return ledger.send(keepers[vault].auditor, "metal-reserve/attestVault", attestationOf(ledger, vault));
}

/** Alice's metal, attested and passed to the reserve. */
export function depositForReserve(ledger: TestLedger, deposit: Omit<Deposit, "depositor">): number[] {
  const certificateIds = depositBars(ledger, deposit);
  attest(ledger, deposit.vault ?? "zurich");
  ledger.send("alice", "reserve-player/passToReserve", { certificateIds });
  return certificateIds;
}
