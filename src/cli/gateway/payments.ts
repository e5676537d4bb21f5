// Makes each payment once: what is sent is in the journal first, and is sent again, to the byte, until the ledger has decided.
import { Failure } from "#src/cli/failure.ts";
import type { Decided, SealedEnvelope } from "#src/cli/ledger/link.ts";
import { bytesToHex, hexToBytes } from "#src/crypto/hex.ts";
import { judgeDuplicate } from "#src/iso20022/duplicates.ts";
import { attemptOf, type PaymentAnswer, type PaymentJournal, type PaymentRecord, sealedOf } from "./paymentJournal.ts";
import { isRefused, type LedgerOrder, type OrderRefused } from "./paymentOrder.ts";
import { reasonCodeOf } from "./reasonCodes.ts";

/** Signs payments and brings them to the ledger. */
export interface PaymentSender {
  sign(order: LedgerOrder): Promise<SealedEnvelope>;
  /** Sends until it is decided, always the same bytes; undefined when it provably expired. Throws while nothing is definite. */
  decide(sealed: SealedEnvelope): Promise<Decided | undefined>;
  /** When a block was made, by the ledger's clock. */
  timeOf(height: number): Promise<number>;
  /** Whether a refusal passes by itself. */
  passesWithTime(code: string): boolean;
  pause(): Promise<void>;
}

export interface KeyedPayment {
  readonly key: string;
  readonly contentHash: Uint8Array;
  readonly order: LedgerOrder | OrderRefused;
  readonly ledgerMs: number;
}

/** Transactions signed for one payment in one round; the next round goes on. */
const attemptsMax = 5;

export class Payments {
  readonly #journal: PaymentJournal;
  readonly #sender: PaymentSender;
  /** By key, so that two files with one payment wait for each other. */
  readonly #underWay = new Map<string, Promise<unknown>>();

  constructor(journal: PaymentJournal, sender: PaymentSender) {
    this.#journal = journal;
    this.#sender = sender;
  }

  async make(payment: KeyedPayment): Promise<PaymentAnswer> {
    const { key } = payment;
    for (let other = this.#underWay.get(key); other !== undefined; other = this.#underWay.get(key)) {
      await other.catch(() => undefined);
    }
    const making = this.#make(payment).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, making);
    return making;
  }

  async #make({ key, contentHash, order, ledgerMs }: KeyedPayment): Promise<PaymentAnswer> {
    const known = this.#journal.read(key);
    const remembered = known && { contentHash: hexToBytes(known.contentHash), answer: known.answer };
    const verdict = judgeDuplicate(remembered, { contentHash });
    if (verdict.kind === "reject") {
      const text = "another payment has this UETR";
      return { state: "refused", reason: verdict.status.reason ?? "DUPL", text, timeMs: ledgerMs };
    }
    if (verdict.kind === "replay" && verdict.answer !== undefined) return verdict.answer;
    const record = known ?? { kind: "kedge payment 1" as const, key, contentHash: bytesToHex(contentHash) };
    if (record.order !== undefined) return this.#settle(record, record.order);
    if (!isRefused(order)) return this.#settle(record, order);
    return this.#answer(record, { state: "refused", ...order, timeMs: ledgerMs });
  }

  async #settle(known: PaymentRecord, order: LedgerOrder): Promise<PaymentAnswer> {
    let record: PaymentRecord = { ...known, order: order as PaymentRecord["order"] };
    for (let count = 0; count < attemptsMax; count += 1) {
      const attempt = record.attempt ?? attemptOf(await this.#sender.sign(order));
      if (record.attempt === undefined) {
        record = { ...record, attempt };
        this.#journal.write(record);
      }
      const decided = await this.#sender.decide(sealedOf(attempt));
      if (decided !== undefined && !this.#isOfMoment(decided))
        return this.#answer(record, await this.#answerOf(decided, order));
      if (decided !== undefined) await this.#sender.pause();
      // It had no effect and never can have: another one may be signed.
      record = { ...record, attempt: undefined };
    }
    throw new Failure("unreachable", "cli/paymentUndecided", `the ledger does not decide ${record.key}`);
  }

  #isOfMoment({ code, refusal }: Decided): boolean {
    return code !== 0 && refusal !== undefined && this.#sender.passesWithTime(refusal.code);
  }

  async #answerOf({ id, height, code, refusal }: Decided, order: LedgerOrder): Promise<PaymentAnswer> {
    const timeMs = await this.#sender.timeOf(height);
    const state = "type" in order && order.type === "payments/preparePayment" ? "prepared" : "settled";
    if (code === 0) return { state, transaction: id, height, timeMs };
    const name = refusal?.code ?? `code ${code}`;
    return { state: "refused", reason: reasonCodeOf(name), text: `${name} in block ${height}`, timeMs };
  }

  #answer(record: PaymentRecord, answer: PaymentAnswer): PaymentAnswer {
    this.#journal.write({ ...record, answer });
    return answer;
  }
}
