// What the demo knows of the ledger: its HTTP interface, and nothing else.

export interface Result {
  readonly status: number;
  readonly id?: string;
  readonly height?: number;
  readonly code?: number;
  /** The first message's answer. */
  readonly answer: Record<string, unknown>;
  readonly events: readonly { readonly type: string; readonly content: Record<string, unknown> }[];
  /** `module/condition` where the ledger said no. */
  readonly refused?: string;
}

export interface ProvedAnswer extends Record<string, unknown> {
  readonly proof: {
    readonly height: number;
    readonly present: boolean;
    readonly key: string;
    readonly keyHex: string;
    readonly valueHex: string;
    readonly rootHex: string;
    readonly ics23Base64: string;
    readonly header: { readonly height: string; readonly app_hash: string };
  };
}

export class Client {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** Sends one message in the name of a devnet account and waits until it is decided. */
  async send(alias: string, message: string, content: unknown): Promise<Result> {
    const response = await fetch(`${this.url}/v1/${message}?signAs=${alias}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(content, (_name, value) => (typeof value === "bigint" ? value.toString() : value)),
    });
    return resultOf(response);
  }

  /** The same, and a failure of the demo when the ledger refuses. */
  async must(alias: string, message: string, content: unknown): Promise<Result["answer"]> {
    return (await this.mustSend(alias, message, content)).answer;
  }

  async mustSend(alias: string, message: string, content: unknown): Promise<Result> {
    const result = await this.send(alias, message, content);
    if (result.code === 0) return result;
    throw new Error(`${message} by ${alias} was refused: ${result.refused} (${result.status})`);
  }

  /** Bytes that were signed elsewhere. */
  async submit(bytes: Uint8Array): Promise<Result> {
    const response = await fetch(`${this.url}/v1/transactions?wait=committed`, {
      method: "POST",
      headers: { "content-type": "application/cbor" },
      body: new Uint8Array(bytes),
    });
    return resultOf(response);
  }

  async ask<Answer = Record<string, unknown>>(
    query: string,
    params: Record<string, string | number> = {},
  ): Promise<Answer> {
    const search = new URLSearchParams(
      Object.entries(params).map(([name, value]): [string, string] => [name, String(value)]),
    );
    const response = await fetch(`${this.url}/v1/${query}?${search}`);
    const answer = (await response.json()) as Answer & { code?: string };
    if (!response.ok) throw new Error(`${query} answered ${response.status} ${answer.code}`);
    return answer;
  }

  prove(query: string, params: Record<string, string | number>): Promise<ProvedAnswer> {
    return this.ask<ProvedAnswer>(query, { ...params, prove: "true" });
  }

  async health(): Promise<{ network: string; height: number; root: string }> {
    return (await (await fetch(`${this.url}/health`)).json()) as { network: string; height: number; root: string };
  }

  /** The amount an account holds, in the currency's smallest unit. */
  async balance(account: string, currency: string): Promise<bigint> {
    const { value } = await this.ask<{ value: string }>("accounts/balance", { account, currency });
    return BigInt(value);
  }
}

async function resultOf(response: Response): Promise<Result> {
  const body = (await response.json()) as Record<string, unknown>;
  const result = (body.result ?? body) as Record<string, unknown>;
  const answers = (result.answers ?? []) as (Record<string, unknown> | null)[];
  const events = (result.events ?? []) as Result["events"];
  const base = { status: response.status, answer: answers[0] ?? {}, events };
  if (!response.ok) return { ...base, refused: String(body.code), code: Number(body.number) };
  return { ...base, id: String(result.id), height: Number(result.height), code: Number(result.code) };
}
