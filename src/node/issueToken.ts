// Tokens as an operator issues them: from the words of a command and the file of a key.
import { readFileSync, statSync } from "node:fs";
import { readerSchema } from "#src/api/readerRegister.ts";
import { issueReaderToken, operatorKeyId, operatorKeyOf } from "#src/api/readerToken.ts";
import { OperatorMistake } from "./operatorMistake.ts";

export interface TokenWish {
  readonly role: string;
  readonly account: string | undefined;
  readonly currency: string | undefined;
  readonly network: string;
  /** A moment as ISO 8601 writes it. */
  readonly until: string;
  readonly keyFile: string;
}

export async function issueToken({ role, account, currency, network, until, keyFile }: TokenWish) {
  const wish = { role, ...(account !== undefined && { account }), ...(currency !== undefined && { currency }) };
  const reader = readerSchema.safeParse(wish).data;
  if (reader === undefined)
    throw new OperatorMistake("a bank has an --account, a central-bank a --currency, a supervisor has neither");
  const untilMs = Date.parse(until);
  if (!Number.isFinite(untilMs)) throw new OperatorMistake(`${until} is no moment: write 2027-01-31T00:00:00Z`);
  if ((statSync(keyFile).mode & 0o077) !== 0)
    throw new OperatorMistake(`${keyFile} can be read by others: its mode must be 600`);
  const secret = operatorKeyOf(readFileSync(keyFile, "utf8"));
  return { token: await issueReaderToken(secret, { reader, network, untilMs }), operatorKey: operatorKeyId(secret) };
}
