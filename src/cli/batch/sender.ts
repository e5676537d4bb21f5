// Signs the chunks of a batch and brings them to a ledger.
import { decide, type LedgerLink, newestBlock } from "#src/cli/ledger/link.ts";
import { refusedFailure } from "#src/cli/ledger/refusalText.ts";
import type { Signers } from "#src/cli/ledger/signers.ts";
import { newHead, seal } from "#src/cli/ledger/signing.ts";
import { bytesToHex, hexToBytes } from "#src/crypto/hex.ts";
import { draftBatch } from "#src/sdk/transactions.ts";
import type { ChunkSender } from "./submit.ts";

export function chunkSender(
  link: LedgerLink,
  type: string,
  { actor, signers }: Signers,
  validForMs: number,
): ChunkSender {
  return {
    async newHead() {
      const { salt, validUntilMs, sinceHeight } = newHead(link, await newestBlock(link), validForMs);
      return { salt: bytesToHex(salt), validUntilMs, sinceHeight };
    },
    seal(contents, { salt, validUntilMs, sinceHeight }) {
      const head = { network: link.network, salt: hexToBytes(salt), validUntilMs, sinceHeight };
      return seal(draftBatch(head, actor, type, contents), head, signers);
    },
    async decide(sealed) {
      const decided = await decide(link, sealed);
      if (decided === undefined) return undefined;
      const { height, code, itemCodes = [], itemRefusals = [] } = decided;
      const refusals = new Map(itemRefusals.map(({ index, refusal }) => [index, refusal]));
      return { height, codes: itemCodes, refusals, ...(code !== 0 && { refused: refusedFailure(decided) }) };
    },
  };
}
