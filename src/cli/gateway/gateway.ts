// One gateway over its folder: opened once, used round after round, by one process at a time.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { Failure, usageFailure } from "#src/cli/failure.ts";
import { getParsed, httpOf, isProblem } from "#src/cli/http.ts";
import {
  decide,
  type LedgerLink,
  linkTo,
  newestBlock,
  refillsWithTime,
  requireSameSchema,
} from "#src/cli/ledger/link.ts";
import { type Signers, signersOf } from "#src/cli/ledger/signers.ts";
import { newHead, seal } from "#src/cli/ledger/signing.ts";
import type { Terminal } from "#src/cli/terminal.ts";
import { claimFile } from "#src/cli/testnet/processes.ts";
import { amountSchema, timeMsSchema } from "#src/core/schemas.ts";
import { type CurrencyDecimals, currencyDecimals } from "#src/iso20022/currencies.ts";
import { messageOf } from "#src/sdk/messages.ts";
import { draftTransaction } from "#src/sdk/transactions.ts";
import { type Abroad, abroadOf, readAbroad } from "./abroad.ts";
import { type AdviceParts, type EnterParts, followAccount } from "./advices.ts";
import { type Bank, type BankFile, bankOf, readBankFile } from "./bankFile.ts";
import { EntryBook } from "./entryBook.ts";
import { type GatewayFolders, openFolders } from "./folders.ts";
import { Notices } from "./notices.ts";
import { PaymentJournal } from "./paymentJournal.ts";
import { uetrDigits } from "./paymentOrder.ts";
import { type PaymentSender, Payments } from "./payments.ts";

export interface GatewayOptions {
  readonly url: string;
  readonly bankPath: string;
  readonly folder: string;
  readonly validForMs: number;
  readonly preparedForMs: number;
  readonly corridor: string | undefined;
  readonly terminal: Terminal;
  readonly progress: (line: string) => void;
}

export interface Gateway {
  readonly link: LedgerLink;
  readonly bank: Bank;
  readonly folders: GatewayFolders;
  readonly currencies: CurrencyDecimals;
  readonly payments: Payments;
  readonly abroad: () => Promise<Abroad>;
  readonly deliveredIn: (uetr: string) => Promise<string | undefined>;
  readonly book: EntryBook;
  readonly advices: EnterParts;
  readonly timeOf: (height: number) => Promise<number>;
  readonly follow: (signal: AbortSignal, onEntry: () => void) => Promise<void>;
  close(): void;
}

const blockTimeSchema = z.looseObject({ timeMs: timeMsSchema });
const balanceSchema = z.looseObject({ value: amountSchema });
const currencyPageSchema = z.looseObject({
  items: z.array(
    z.looseObject({ currency: z.string(), settings: z.looseObject({ decimals: z.int().min(0).max(18) }) }),
  ),
  next: z.string().optional(),
});
/** A ledger has few; this only ends a node's endless answers. */
const currenciesMax = 10_000;
const refillPauseMs = 2_000;

export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const { url, progress } = options;
  const file = readBankFile(options.bankPath);
  const folders = openFolders(options.folder);
  const lock = join(folders.journal, "lock");
  if (!claimFile(lock)) throw usageFailure(`another gateway works in ${options.folder}: stop it first`);
  try {
    const link = await linkTo(url);
    const bank = bankOf(file, link.aliases);
    const { as, from, keys } = file;
    const signers = await signersOf({ as, from, keys, actor: bank.account }, link, options.terminal);
    await requireSameSchema(link, { ...messageOf("settlement/pay", samplePay(bank)), type: "settlement/pay" });
    const onLedger = await readCurrencies(url);
    const currencies = new Map([...currencyDecimals, ...onLedger]);
    const journal = new PaymentJournal(folders.journal);
    const { network } = link;
    const book = await EntryBook.open(folders.journal, { network, account: bank.account }, () =>
      beginningOf(url, bank.account, [...onLedger.keys()]),
    );
    const timeOf = blockTimes(url);
    const abroad = waysOf(url, bank, file, options);
    const notices = new Notices({
      ...{ journal: folders.journal, out: folders.out, account: bank.account, currencies, timeOf, progress },
      originalOf: (uetr) => journal.originalOf(uetr),
      recallCodeAt: (uetr, height) => recallCodeAt(url, uetr, height),
      bicOf: async (account) => (await abroad()).bicOf(account),
    });
    const advices: Omit<AdviceParts, "onEntry"> = {
      notices,
      ...{
        http: httpOf(url),
        book,
        account: bank.account,
        shownAs: bank.shownAs,
        currencies,
        out: folders.out,
        timeOf,
      },
      uetrOf: (id) => journal.uetrOf(id),
      progress,
    };
    return {
      ...{ link, bank, folders, currencies, book, advices, timeOf, abroad },
      deliveredIn: (uetr) => deliveredIn(url, uetr),
      payments: new Payments(journal, senderOf(link, signers, options.validForMs, timeOf)),
      follow: (signal, onEntry) => followAccount({ ...advices, onEntry }, signal),
      close() {
        book.close();
        rmSync(lock, { force: true });
      },
    };
  } catch (reason) {
    rmSync(lock, { force: true });
    throw reason;
  }
}

/** Any payment: only the hash of its schema is looked at. */
function samplePay({ account }: Bank) {
  return { to: account, currency: "XXX", amount: "1" };
}

function senderOf(
  link: LedgerLink,
  { actor, signers }: Signers,
  validForMs: number,
  timeOf: PaymentSender["timeOf"],
): PaymentSender {
  return {
    async sign(order) {
      const head = newHead(link, await newestBlock(link), validForMs);
      const message = "type" in order ? messageOf(order.type, order.content) : messageOf("settlement/pay", order);
      // A ledger need not have the module of payments abroad until one is made.
      if ("type" in order) await requireSameSchema(link, { ...message, type: order.type });
      return seal(draftTransaction(head, [{ actor, message }]), head, signers);
    },
    decide: (sealed) => decide(link, sealed),
    timeOf,
    passesWithTime: refillsWithTime,
    pause: () => new Promise((done) => setTimeout(done, refillPauseMs)),
  };
}

/** Read once in a while: corridors, members and zones change by announcements. */
const abroadKeptMs = 60_000;

function waysOf(url: string, bank: Bank, { abroad }: BankFile, options: GatewayOptions): () => Promise<Abroad> {
  const { corridor: chosen, preparedForMs } = options;
  let kept: { readonly ways: Abroad; readonly untilMs: number } | undefined;
  return async () => {
    if (kept !== undefined && Date.now() < kept.untilMs) return kept.ways;
    const ways = abroadOf(bank, await listedAbroad(url, bank), { terms: { ...abroad, preparedForMs }, chosen });
    kept = { ways, untilMs: Date.now() + abroadKeptMs };
    return ways;
  };
}

/** A ledger without corridors leads nowhere; whatever else is refused is no answer. */
async function listedAbroad(url: string, bank: Bank): ReturnType<typeof readAbroad> {
  try {
    return await readAbroad(url, bank);
  } catch (reason) {
    if (isProblem(reason, "api/notInForce") || isProblem(reason, "api/unknownPath")) {
      return { corridors: [], residents: [] };
    }
    throw reason;
  }
}

const paymentRowSchema = z.looseObject({ destination: z.looseObject({ currency: z.string() }) });
const recallSchema = z.looseObject({ recallCode: z.string().optional() });

async function deliveredIn(url: string, uetr: string): Promise<string | undefined> {
  try {
    const path = `/v1/payments/payment?${new URLSearchParams({ uetr: uetrDigits(uetr) })}`;
    return (await getParsed(url, path, paymentRowSchema)).destination.currency;
  } catch (reason) {
    if (isProblem(reason, "payments/unknownPayment")) return undefined;
    throw reason;
  }
}

async function recallCodeAt(url: string, uetr: string, height: number): Promise<string | undefined> {
  const search = new URLSearchParams({ uetr, height: String(height) });
  return (await getParsed(url, `/v1/payments/status?${search}`, recallSchema)).recallCode;
}

async function readCurrencies(url: string): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (let after: string | undefined = ""; after !== undefined; ) {
    const search: string = after === "" ? "" : `?${new URLSearchParams({ after })}`;
    const page: z.output<typeof currencyPageSchema> = await getParsed(
      url,
      `/v1/accounts/currencies${search}`,
      currencyPageSchema,
    );
    for (const { currency, settings } of page.items) found.set(currency, settings.decimals);
    if (found.size > currenciesMax)
      throw new Failure("unreachable", "cli/noNode", "the node lists currencies without end");
    after = page.next;
  }
  return found;
}

async function beginningOf(url: string, account: string, currencies: readonly string[]) {
  const { height, timeMs } = await newestBlock({ url });
  const balances: Record<string, bigint> = {};
  for (const currency of currencies) balances[currency] = await balanceAt(url, account, currency, height);
  return { height, timeMs, balances };
}

export async function balanceAt(url: string, account: string, currency: string, height: number): Promise<bigint> {
  const search = new URLSearchParams({ account, currency, height: String(height) });
  return (await getParsed(url, `/v1/accounts/balance?${search}`, balanceSchema)).value;
}

/** Asks for the time of a block once while its events come. */
function blockTimes(url: string): (height: number) => Promise<number> {
  let known: { height: number; timeMs: number } | undefined;
  return async (height) => {
    if (known?.height === height) return known.timeMs;
    const { timeMs } = await getParsed(url, `/v1/blocks/${height}`, blockTimeSchema);
    known = { height, timeMs };
    return timeMs;
  };
}
