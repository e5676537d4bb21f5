// A load of payments and payment files over HTTP that remembers every result the node acknowledged.
import { Pool } from "undici";
import { devnet, paymentBatchOf, paymentOf, transactionOf } from "./payments.ts";

/** What was answered of one decided transaction. */
export interface Acknowledged {
  readonly id: string;
  readonly height: number;
  readonly index: number;
  readonly code: number;
}

export interface LoadPlan {
  readonly url: string;
  readonly network: string;
  /** Requests for single payments under way at once. */
  readonly singles: number;
  /** Requests for payment files under way at once, and the payments in each. */
  readonly batches: number;
  readonly batchItems: number;
  /** Called at each acknowledgement, before anything else happens. */
  readonly onAcknowledged: (result: Acknowledged) => void;
}

const payees = ["alice", "bob", "carol"] as const;
/** Institutions have quotas that this load does not meet. */
const payer = "participant-bank";

/** Gives the payer money. */
export async function fundPayer({ url, network }: Pick<LoadPlan, "url" | "network">): Promise<void> {
  const content = { currency: "USD", to: devnet.account(payer), amount: 10n ** 15n };
  const body = transactionOf(network, [{ actor: "usd-issuer", type: "accounts/issueCurrency", content }]);
  const init = { method: "POST", headers: { "content-type": "application/cbor" }, body: Buffer.from(body) };
  const response = await fetch(`${url}/v1/transactions?wait=committed`, init);
  if (response.status !== 200) throw new Error(`the payer has no money: ${await response.text()}`);
}

/** Sends until the node is gone or `stop` is called; resolves when nothing is under way any more. */
export function startLoad(plan: LoadPlan): { readonly ended: Promise<void>; stop(): void } {
  const pool = new Pool(plan.url, { connections: plan.singles + plan.batches, pipelining: 1 });
  let isStopped = false;
  const run = async (path: string, bodyOf: (turn: number) => Uint8Array) => {
    for (let turn = 0; !isStopped; turn += 1) {
      try {
        const headers = { "content-type": "application/cbor" };
        const response = await pool.request({ path, method: "POST", headers, body: bodyOf(turn) });
        const answer = (await response.body.json()) as Partial<Acknowledged> & { readonly result?: Acknowledged };
        const result = answer.result ?? answer;
        if (isAcknowledged(result)) plan.onAcknowledged(result);
      } catch {
        // The node was killed: what was under way was not acknowledged.
        isStopped = true;
      }
    }
  };
  const singles = Array.from({ length: plan.singles }, (_, worker) =>
    run("/v1/transactions?wait=committed", (turn) => {
      const to = payees[(turn + worker) % payees.length] ?? "alice";
      // Now and then more than there is: a refusal is a result as well.
      const amount = turn % 20 === 19 ? 10n ** 18n : 1n;
      return paymentOf(plan.network, { from: payer, to, amount });
    }),
  );
  const batches = Array.from({ length: plan.batches }, (_, worker) =>
    run("/v1/batches?wait=committed", (turn) => {
      const to = payees[(turn + worker) % payees.length] ?? "alice";
      const payments = Array.from({ length: plan.batchItems }, () => ({ to, amount: 1n }));
      return paymentBatchOf(plan.network, payer, payments);
    }),
  );
  const ended = Promise.all([...singles, ...batches]).then(() => pool.destroy());
  return {
    ended,
    stop: () => {
      isStopped = true;
    },
  };
}

function isAcknowledged(result: Partial<Acknowledged>): result is Acknowledged {
  return result.id !== undefined && result.height !== undefined && result.code !== undefined;
}
