// Readers of a node for tests: an operator's key, tokens by it, and an API that asks who reads.
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { readerRegisterSchema } from "#src/api/readerRegister.ts";
import { issueReaderToken, operatorKeyId } from "#src/api/readerToken.ts";
import type { Reader } from "#src/machine/readers.ts";
import { type ApiAnswer, type HttpApi, type HttpApiOptions, startHttpApi } from "./httpApi.ts";

export const operator: KeyObject = generateKeyPairSync("ed25519").privateKey;
/** The next key of the same operator. */
export const nextOperator: KeyObject = generateKeyPairSync("ed25519").privateKey;

export const supervisor: Reader = { role: "supervisor" };
export const bank = (account: string): Reader => ({ role: "bank", account });
export const centralBank = (currency: string): Reader => ({ role: "central-bank", currency });

export interface ScopedApi extends HttpApi {
  /** The account of a devnet's name. */
  account(alias: string): string;
  headersOf(reader: Reader | undefined, untilMs?: number): Promise<Record<string, string>>;
  readAs(reader: Reader | undefined, path: string): Promise<ApiAnswer>;
}

/** Two keys sign tokens for it, and each is good for an hour. */
export async function startScopedApi(options: HttpApiOptions = {}): Promise<ScopedApi> {
  const readers = readerRegisterSchema.parse({ operatorKeys: [operator, nextOperator].map(operatorKeyId) });
  const api = await startHttpApi({ ...options, server: { ...options.server, readers } });
  const { network } = api.service;
  const headersOf = async (reader: Reader | undefined, untilMs = Date.now() + 3_600_000) => {
    if (reader === undefined) return {};
    return { authorization: `Bearer ${await issueReaderToken(operator, { reader, network, untilMs })}` };
  };
  return {
    ...api,
    account: (alias) => api.service.genesis.aliases.find((entry) => entry.alias === alias)?.account ?? "",
    headersOf: headersOf as ScopedApi["headersOf"],
    readAs: async (reader, path) => api.get(path, await headersOf(reader)),
  };
}
