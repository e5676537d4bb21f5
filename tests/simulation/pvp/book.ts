// The observer's own book: what every account must hold, by the terms of the bundles that settled; it asks the ledger nothing.

export class Book {
  readonly #accounts: ReadonlyMap<string, number>;
  readonly #currencies: ReadonlyMap<string, number>;
  readonly #amounts: Float64Array;

  constructor(accounts: readonly string[], currencies: readonly string[]) {
    this.#accounts = new Map(accounts.map((account, at) => [account, at]));
    this.#currencies = new Map(currencies.map((currency, at) => [currency, at]));
    this.#amounts = new Float64Array(accounts.length * currencies.length);
  }

  #place(account: string, currency: string): number {
    const [row, column] = [this.#accounts.get(account), this.#currencies.get(currency)];
    if (row === undefined || column === undefined) throw new Error(`${account} in ${currency} is not observed`);
    return row * this.#currencies.size + column;
  }

  of(account: string, currency: string): number {
    return this.#amounts[this.#place(account, currency)] ?? 0;
  }

  add(account: string, currency: string, amount: number): void {
    const place = this.#place(account, currency);
    this.#amounts[place] = (this.#amounts[place] ?? 0) + amount;
  }

  move(currency: string, from: string, to: string, amount: number): void {
    this.add(from, currency, -amount);
    this.add(to, currency, amount);
  }

  /** What all together hold, books of the ledger included. */
  sum(currency: string): number {
    let sum = 0;
    for (const account of this.#accounts.keys()) sum += this.of(account, currency);
    return sum;
  }
}
