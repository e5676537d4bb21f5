// The client over HTTP against a ledger in memory, whose clock is the ledger's own, and devnet accounts that sign.
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { type ConnectOptions, connect } from "#src/sdk/connect.ts";
import { devnetSigner } from "#src/sdk/keys/signer.ts";
import type { Ledger } from "#src/sdk/ledger.ts";
import type { Wallet } from "#src/sdk/wallet.ts";
import { type HttpApi, type HttpApiOptions, startHttpApi } from "./httpApi.ts";

export interface SdkLedger {
  readonly api: HttpApi;
  readonly ledger: Ledger;
  /** Another connection to the same ledger. */
  connect(options?: ConnectOptions): Promise<Ledger>;
  wallet(alias: string, ledger?: Ledger): Wallet;
  close(): Promise<void>;
}

export async function startSdkLedger(options: HttpApiOptions = {}): Promise<SdkLedger> {
  const api = await startHttpApi({ modules: [accounts, authority, settlement], ...options });
  const connectTo = (more: ConnectOptions = {}) =>
    connect(api.baseUrl, { now: () => api.service.head().timeMs, pause: async () => undefined, ...more });
  const ledger = await connectTo();
  return {
    api,
    ledger,
    connect: connectTo,
    wallet: (alias, other = ledger) => other.wallet(devnetSigner(alias)),
    close: () => api.close(),
  };
}

/** Delivers every request, and loses the answers to the first few that send something. */
export function losingAnswers(count: number): { readonly fetch: typeof fetch; readonly bodies: Uint8Array[] } {
  const bodies: Uint8Array[] = [];
  const losing: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    if (init?.method !== "POST") return response;
    bodies.push(init.body as Uint8Array);
    if (bodies.length > count) return response;
    await response.arrayBuffer();
    throw new TypeError("the connection broke");
  };
  return { fetch: losing, bodies };
}
