// The demo's people: each a devnet account that signs for itself, all over one connection to one node.

import type { MessageType } from "#src/sdk/definitions.ts";
import { RefusedError } from "#src/sdk/errors.ts";
import { devnetSigner } from "#src/sdk/keys/signer.ts";
import type { Ledger } from "#src/sdk/ledger.ts";
import type { Message } from "#src/sdk/messages.ts";
import type { Outcome } from "#src/sdk/transactions.ts";
import { soleAccountOf } from "#src/sdk/wallet.ts";

export class Cast {
  readonly ledger: Ledger;

  constructor(ledger: Ledger) {
    this.ledger = ledger;
  }

  account(alias: string): string {
    return soleAccountOf(devnetSigner(alias));
  }

  /** Signs, sends and waits; throws when the ledger refuses. */
  send<Type extends MessageType>(alias: string, message: Message<Type>): Promise<Outcome<Type>> {
    return this.ledger.wallet(devnetSigner(alias)).send(message);
  }

  /** The code with which the ledger refuses, where the story expects it to. */
  async refusalOf(sent: Promise<unknown>): Promise<string> {
    try {
      await sent;
      return "nothing";
    } catch (reason) {
      if (reason instanceof RefusedError) return reason.code;
      throw reason;
    }
  }

  /** The amount an account holds, in the currency's smallest unit. */
  async balance(alias: string, currency: string): Promise<bigint> {
    const { value } = await this.ledger.query("accounts/balance", { account: this.account(alias), currency });
    return BigInt(value);
  }
}
