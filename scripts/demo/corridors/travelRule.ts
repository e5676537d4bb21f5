// Who pays whom, sealed to both banks: they exchange the file, and the ledger carries its hash alone.
import { isDeepStrictEqual } from "node:util";
import type { Account } from "#src/core/account.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { devnetSigner } from "#src/sdk/keys/signer.ts";
import { messages } from "#src/sdk/messages.ts";
import { disclosurePairOf } from "#src/sdk/sealing/hpke.ts";
import { openPayload, type Recipient, sealedHash, sealPayload } from "#src/sdk/sealing/sealedFile.ts";
import type { TravelRulePayload } from "#src/sdk/sealing/travelRule.ts";
import type { Cast } from "../cast.ts";
import { blockTimeMs } from "../clock.ts";
import type { Asking } from "./exchange.ts";

const named = (name: string) => ({
  legalPerson: {
    name: { nameIdentifier: [{ legalPersonName: name, legalPersonNameIdentifierType: "LEGL" as const }] },
  },
});

function payloadOf({ corridor, source, destination, amount }: Asking, delivered: bigint): TravelRulePayload {
  return {
    originator: { originatorPersons: [named("Apple Orchards (made up)")] },
    beneficiary: { beneficiaryPersons: [named("Cotton Mill (made up)")] },
    transfer: {
      corridor,
      source: { currency: source, amount: amount.toString() },
      destination: { currency: destination, amount: delivered.toString() },
    },
  };
}

export interface Sealed {
  readonly bytes: number;
  readonly hash: Uint8Array;
  readonly hashText: string;
  readonly isRead: boolean;
}

/** Both banks publish keys; the payload is sealed to them as the ledger states them, and each opens it with its own. */
export async function sealForBoth(cast: Cast, asking: Asking, delivered: bigint): Promise<Sealed> {
  const ends = [
    [asking.payer, asking.source],
    [asking.payee, asking.destination],
  ] as const;
  const timeMs = await blockTimeMs(cast.ledger.url);
  const pairs = await Promise.all(ends.map(([bank]) => disclosurePairOf(devnetSigner(bank))));
  await Promise.all(
    ends.map(([bank, currency], at) => {
      const publicKey = pairs[at]?.publicKey ?? new Uint8Array();
      const times = { fromMs: timeMs, untilMs: timeMs + 86_400_000 };
      return cast.send(bank, messages.directory.publishDisclosureKey({ currency, publicKey, ...times }));
    }),
  );
  const recipients = await Promise.all(ends.map(([bank]) => recipient(cast, bank)));
  const payload = payloadOf(asking, delivered);
  const file = await sealPayload(payload, recipients, cast.ledger);
  const opened = await Promise.all(pairs.map((pair) => openPayload(file, pair)));
  const hash = sealedHash(file);
  const isRead = opened.every((each) => isDeepStrictEqual(each, payload));
  return { bytes: file.length, hash, hashText: bytesToHex(hash), isRead };
}

async function recipient(cast: Cast, bank: string): Promise<Recipient> {
  const account = cast.account(bank) as Account;
  const { keys } = await cast.ledger.query("directory/disclosureKeys", { account });
  const valid = keys.find(({ isValid }) => isValid);
  if (valid === undefined) throw new Error(`wrong: ${bank} has published no key`);
  return { account, number: valid.number, publicKey: Buffer.from(valid.publicKey, "hex") };
}
