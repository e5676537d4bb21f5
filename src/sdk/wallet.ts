// An account with those who sign for it: sends single messages and streams of them.
import type { Account } from "#src/core/account.ts";
import { accountOf } from "#src/transaction/account.ts";
import { type BatchOptions, type ItemResult, sendBatches } from "./batches.ts";
import type { MessageType } from "./definitions.ts";
import type { Http } from "./http.ts";
import type { Signer } from "./keys/signer.ts";
import type { Ledger } from "./ledger.ts";
import type { Message } from "./messages.ts";
import { newHead, type Outcome, requireAccount, settle, signDraft, type ValidityOptions } from "./transactions.ts";

/** An account, and as many of its keys as its policy asks for. */
export interface Party {
  readonly account: string;
  readonly signers: readonly Signer[];
}

export interface SendOptions extends ValidityOptions {
  readonly signal?: AbortSignal;
}

export interface WalletParts {
  readonly http: Http;
  readonly network: string;
  readonly now: () => number;
  requireKnown(message: Message): Promise<void>;
}

export class Wallet {
  readonly account: Account;
  readonly signers: readonly Signer[];
  readonly #ledger: Ledger;
  readonly #parts: WalletParts;

  constructor(ledger: Ledger, parts: WalletParts, owner: Signer | Party) {
    const { account, signers } = "signers" in owner ? owner : { account: soleAccountOf(owner), signers: [owner] };
    this.account = requireAccount(account);
    this.signers = signers;
    this.#ledger = ledger;
    this.#parts = parts;
  }

  /** Builds, signs, sends and waits: what a block made of it, or a RefusedError. */
  async send<Type extends MessageType>(
    message: Message<Type>,
    { signal, ...validity }: SendOptions = {},
  ): Promise<Outcome<Type>> {
    const draft = await this.#ledger.draft([{ actor: this.account, message }], validity);
    return this.#ledger.wait<Type>(await signDraft(draft, this.signers), signal);
  }

  /** Any number of messages of one type, or of a few in long runs; each is decided for itself. */
  sendAll<Type extends MessageType>(
    items: AsyncIterable<Message<Type>> | Iterable<Message<Type>>,
    options: BatchOptions = {},
  ): AsyncGenerator<ItemResult> {
    const { http, network, now, requireKnown } = this.#parts;
    const { validForMs } = options;
    return sendBatches(
      {
        actor: this.account,
        newHead: () => newHead(network, now(), { ...(validForMs !== undefined && { validForMs }) }),
        requireKnown,
        sign: (draft) => signDraft(draft, this.signers),
        settle: (signed, signal) => settle(http, signed, now, signal),
        pause: (ms, signal) => http.pause(1, signal, ms),
      },
      items,
      options,
    );
  }
}

/** The account whose first policy is this one key. */
export function soleAccountOf({ publicKey }: Pick<Signer, "publicKey">): Account {
  return accountOf({ threshold: 1, keys: [publicKey] }, new Uint8Array());
}
