// One round over the files that wait: read, paid or refused, answered, and only then put away.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describeFailure, Failure } from "#src/cli/failure.ts";
import { Refusal } from "#src/core/refusal.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import type { CurrencyDecimals } from "#src/iso20022/currencies.ts";
import { type PaymentMessage, paymentContents } from "#src/iso20022/duplicates.ts";
import { type Message, readMessage, writeMessage } from "#src/iso20022/message.ts";
import { saveFile } from "#src/node/durableFiles.ts";
import { MalformedAnswerError, RefusedError, UnreachableError } from "#src/sdk/errors.ts";
import type { Abroad } from "./abroad.ts";
import type { Bank } from "./bankFile.ts";
import { type GatewayFolders, putAway, readIfThere, stemOf, waitingFiles } from "./folders.ts";
import {
  type Instruction,
  type InstructionMessage,
  instructionReport,
  instructionsOf,
  isInstruction,
} from "./instructions.ts";
import type { PaymentAnswer } from "./paymentJournal.ts";
import { type LedgerOrder, type OrderRefused, orderOf } from "./paymentOrder.ts";
import type { Payments } from "./payments.ts";
import { rejection } from "./rejection.ts";
import { statusReport, textOf } from "./statusReport.ts";

export interface IncomingParts {
  readonly folders: GatewayFolders;
  readonly bank: Bank;
  readonly currencies: CurrencyDecimals;
  readonly payments: Payments;
  readonly abroad: () => Promise<Abroad>;
  /** In which currency a payment abroad was delivered, if the ledger has it. */
  readonly deliveredIn: (uetr: string) => Promise<string | undefined>;
  readonly ledgerMs: () => Promise<number>;
  readonly fileBytesMax: number;
  readonly filesPerRoundMax: number;
  readonly progress: (line: string) => void;
}

export interface RoundCounts {
  readonly done: number;
  readonly rejected: number;
  /** Not decided yet: they wait for the next round. */
  readonly waiting: number;
}

type Ending = keyof RoundCounts;

/** More in one file only holds up its answer. */
const paymentsPerFileMax = 1_000;
const filesAtOnce = 16;
const paymentsAtOnce = 16;

export async function takeRound(parts: IncomingParts): Promise<RoundCounts> {
  const counts = { done: 0, rejected: 0, waiting: 0 };
  const waiting = waitingFiles(parts.folders.in, parts.filesPerRoundMax);
  if (waiting.length === 0) return counts;
  const now = { ledgerMs: await parts.ledgerMs(), abroad: await parts.abroad() };
  await eachAtOnce(waiting, filesAtOnce, async (name) => {
    counts[await takeFile(parts, name, now)] += 1;
  });
  return counts;
}

/** As the ledger was when a round began. */
interface Now {
  readonly ledgerMs: number;
  readonly abroad: Abroad;
}

async function takeFile(parts: IncomingParts, name: string, now: Now): Promise<Ending> {
  const bytes = readIfThere(join(parts.folders.in, name), parts.fileBytesMax + 1);
  if (bytes === undefined) return "waiting";
  // Of a file that is too large, only of its beginning.
  const hash = bytesToHex(sha256(bytes));
  let message: TakenMessage;
  try {
    message = takenOf(readMessage(bytes, { currencies: parts.currencies, bytesMax: parts.fileBytesMax }));
  } catch (reason) {
    if (reason instanceof Refusal || reason instanceof Failure)
      return reject(parts, { name, hash, ledgerMs: now.ledgerMs }, reason);
    throw reason;
  }
  let answers: readonly PaymentAnswer[];
  try {
    answers = await answersOf(parts, message, now);
  } catch (reason) {
    if (!isUndecided(reason)) throw reason;
    parts.progress(`${name}: not decided yet, ${describeFailure(reason).message}`);
    return "waiting";
  }
  const out = join(parts.folders.out, `${stemOf(name)}.${hash.slice(0, 16)}.pacs.002.xml`);
  const report = writeMessage(reportOf(message, answers, hash), { currencies: parts.currencies });
  if (!existsSync(out)) saveFile(out, new TextDecoder().decode(report));
  // The bank may have put another file in its place meanwhile: that one is read in the next round.
  const again = readIfThere(join(parts.folders.in, name), parts.fileBytesMax + 1);
  if (again === undefined || bytesToHex(sha256(again)) !== hash) return "waiting";
  const ending = answers.some(({ state }) => state !== "refused") ? "done" : "rejected";
  putAway(join(parts.folders.in, name), parts.folders[ending], name, hash);
  for (const answer of answers) parts.progress(`${name}: ${lineOf(answer)}`);
  return ending;
}

type TakenMessage = PaymentMessage | InstructionMessage;

function takenOf(message: Message): TakenMessage {
  if (isInstruction(message)) {
    const { length } = instructionsOf(message);
    if (length === 0) throw new Failure("refused", "cli/notAPayment", `${message.name} names no transaction`);
    if (length > paymentsPerFileMax) throw tooManyPayments();
    return message;
  }
  if (message.name !== "pacs.008.001.08" && message.name !== "pacs.009.001.08") {
    throw new Failure(
      "refused",
      "cli/notAPayment",
      `${message.name} is not taken here: pacs.008, pacs.009, pacs.002, pacs.004, camt.029 and camt.056 are`,
    );
  }
  if (message.content.CdtTrfTxInf.length > paymentsPerFileMax) throw tooManyPayments();
  return message;
}

function tooManyPayments(): Failure {
  return new Failure("refused", "cli/tooManyPayments", `at most ${paymentsPerFileMax} payments stand in one file`);
}

function reportOf(message: TakenMessage, answers: readonly PaymentAnswer[], fileHash: string) {
  return isInstruction(message)
    ? instructionReport(message, answers, { fileHash, textOf })
    : statusReport(message, answers, fileHash);
}

async function answersOf(parts: IncomingParts, message: TakenMessage, now: Now): Promise<readonly PaymentAnswer[]> {
  const { bank, currencies, payments } = parts;
  const answers: PaymentAnswer[] = [];
  if (isInstruction(message)) {
    // One after the other: a later one may follow from an earlier one.
    for (const each of instructionsOf(message)) answers.push(await follow(parts, each, now));
    return answers;
  }
  const contents = [...paymentContents(message, currencies).entries()];
  await eachAtOnce(contents, paymentsAtOnce, async ([at, { key, contentHash }]) => {
    const order = orderOf(message, at, { bank, currencies, ...now });
    if (key !== undefined) answers[at] = await payments.make({ key, contentHash, order, ledgerMs: now.ledgerMs });
    // Without a UETR it cannot be told from another, so it is never paid.
    else answers[at] = { state: "refused", reason: "CH21", text: "PmtId/UETR is missing", timeMs: now.ledgerMs };
  });
  return answers;
}

async function follow(
  parts: IncomingParts,
  instruction: Instruction,
  { ledgerMs: timeMs }: Now,
): Promise<PaymentAnswer> {
  const { key, contentHash, order } = instruction;
  if ("noted" in order) return { state: "noted", text: order.noted, timeMs };
  const missing = { reason: "CH21", text: "OrgnlUETR, or RtrId of a return, is missing" };
  if (key === undefined) return { state: "refused", ...missing, timeMs };
  const checked = (await otherCurrency(parts, instruction)) ?? order;
  return parts.payments.make({ key, contentHash, order: checked, ledgerMs: timeMs });
}

/** The ledger returns what was delivered: an amount of another currency would be taken for one of that. */
async function otherCurrency(
  { deliveredIn }: IncomingParts,
  { uetr, currency }: Instruction,
): Promise<LedgerOrder | OrderRefused | undefined> {
  if (currency === undefined || uetr === undefined) return undefined;
  const delivered = await deliveredIn(uetr);
  if (delivered === undefined) return { reason: "NOOR", text: "the ledger has no payment of this UETR" };
  return delivered === currency ? undefined : { reason: "AM03", text: `it was delivered in ${delivered}` };
}

/** What refuses at the door decides nothing: the same bytes may have been taken before. */
function isUndecided(reason: unknown): boolean {
  return (
    reason instanceof UnreachableError ||
    reason instanceof MalformedAnswerError ||
    reason instanceof RefusedError ||
    (reason instanceof Failure && reason.code === "cli/paymentUndecided")
  );
}

/** The refusal is on disk before the file has moved, so that no rejected file lies there unexplained. */
function reject(
  { folders, currencies, progress }: IncomingParts,
  file: { readonly name: string; readonly hash: string; readonly ledgerMs: number },
  reason: Refusal | Failure,
): Ending {
  const { name, hash } = file;
  const { code, message, details } = describeFailure(reason);
  const out = join(folders.out, `${stemOf(name)}.${hash.slice(0, 16)}.admi.002.xml`);
  if (!existsSync(out)) saveFile(out, writeMessage(rejection(file, { code, message }), { currencies }));
  const beside = join(folders.rejected, `${stemOf(name)}.${hash.slice(0, 16)}.json`);
  saveFile(beside, `${JSON.stringify({ file: name, code, message, details })}\n`);
  putAway(join(folders.in, name), folders.rejected, name, hash);
  progress(`${name}: ${message}`);
  return "rejected";
}

function lineOf(answer: PaymentAnswer): string {
  if (answer.state === "noted") return answer.text;
  if (answer.state !== "refused") {
    const code = answer.state === "prepared" ? "ACSP" : "ACSC";
    return `${code} in block ${answer.height}, transaction ${answer.transaction}`;
  }
  return `RJCT ${answer.reason}, ${answer.text}`;
}

async function eachAtOnce<Item>(items: readonly Item[], most: number, work: (item: Item) => Promise<void>) {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(most, items.length) }, worker));
  for (const end of ended) if (end.status === "rejected") throw end.reason;
}
