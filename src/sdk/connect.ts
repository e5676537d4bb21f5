// The way in: one node's address becomes a ledger.
import { Http, type HttpOptions, parsed } from "./http.ts";
import { healthSchema, Ledger } from "./ledger.ts";

export interface ConnectOptions extends HttpOptions {
  /** Refuses a node of any other network. */
  readonly network?: string;
  /** The clock by which transactions expire, in milliseconds since 1970. */
  readonly now?: () => number;
}

/** A node of a network other than the one that was expected. */
export class WrongNetworkError extends Error {
  override readonly name = "WrongNetworkError";
}

/** Asks the node which network it belongs to, so an answer from it is the first thing that happens. */
export async function connect(url: string, options: ConnectOptions = {}): Promise<Ledger> {
  const { network: expected, now = Date.now, ...httpOptions } = options;
  const http = new Http(url, httpOptions);
  const { json } = await http.send({ path: "/health" });
  const { network } = parsed(http.baseUrl, healthSchema, json);
  if (expected !== undefined && network !== expected) {
    throw new WrongNetworkError(`${url} is a node of ${network}, not of ${expected}`);
  }
  return new Ledger({ http, network, now, httpOptions });
}
