// What full queues cost a block: items queued in state, the end of a block that settles them, and one in which nothing has changed.
import type { FileItem, ProblemFile } from "#scripts/resolve/problemFile.ts";
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { publicKeyOf } from "#src/crypto/ed25519.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { initialiseState } from "#src/machine/genesis.ts";
import { ModuleVersions } from "#src/machine/versions.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { intradayCredit } from "#src/modules/intraday-credit/module.ts";
import { blocks } from "#src/modules/netting/blocks.ts";
import { openItem, takeNumber } from "#src/modules/netting/items.ts";
import { netting } from "#src/modules/netting/module.ts";
import { oracle } from "#src/modules/oracle/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { swapLines } from "#src/modules/swap-lines/module.ts";
import { devnetGenesis } from "#src/node/devnet.ts";
import { Journal } from "#src/state/journal.ts";
import { accountOf } from "#src/transaction/account.ts";

export interface BlockEnd {
  readonly items: number;
  readonly queueMsPerItem: number;
  readonly settleMs: number;
  readonly settled: number;
  /** The next block, in which nothing has changed; and one that finds other money, and nothing to settle. */
  readonly idleMs: number;
  readonly againMs: number;
}

const genesisMs = 1_767_225_600_000;
const currencies = ["AED", "CNY", "EUR", "KZT", "RUB", "SGD", "THB", "USD"];
const text = new TextEncoder();

/** Rows in memory: what is timed is the ledger's own work, without the disk. */
function openState(problem: ProblemFile) {
  const rows = new Map<string, Uint8Array>();
  const journal = new Journal({ readRow: (key) => rows.get(key) });
  const versions = new ModuleVersions([
    ...[accounts, authority, oracle, parameters, settlement, swapLines, intradayCredit, netting],
  ]);
  const registry = versions.newest();
  const devnet = devnetGenesis(registry, genesisMs);
  const names = [...problem.balances.keys()];
  const policies = new Map(
    names.map((name) => [name, { threshold: 1, keys: [publicKeyOf(sha256(text.encode(`kedge bench ${name}`)))] }]),
  );
  const accountNamed = (name: string): Account =>
    accountOf(present(policies.get(name), "a bank of the problem"), new Uint8Array());
  const part = devnet.modules.accounts as {
    readonly accounts: readonly object[];
    readonly balances: readonly object[];
  };
  const balances = [...problem.balances].flatMap(([name, held]) =>
    [...held].flatMap(([code, amount]) =>
      amount === 0n ? [] : [{ currency: currencyOf(code), account: accountNamed(name), amount }],
    ),
  );
  const own = {
    ...part,
    accounts: [...part.accounts, ...[...policies.values()].map((policy) => ({ policy, salt: new Uint8Array() }))],
    balances: [...part.balances, ...balances],
  };
  journal.beginBlock(0, genesisMs);
  initialiseState(journal, registry, versions, { ...devnet, modules: { ...devnet.modules, accounts: own } });
  const nextBlock = () => {
    for (const { key, after } of journal.seal()) {
      if (after === undefined) rows.delete(key);
      else rows.set(key, after);
    }
    journal.beginBlock(journal.height + 1, journal.timeMs + 1_000);
  };
  nextBlock();
  return { journal, nextBlock, accountNamed };
}

const currencyOf = (code: string): string => present(currencies[Number(code.slice(1))], "a currency of the devnet");

export function measureBlockEnd(problem: ProblemFile): BlockEnd {
  const { journal, nextBlock, accountNamed } = openState(problem);
  const itemOf = ({ legs }: FileItem) => ({
    legs: legs.map(({ from, to, currency, amount }) => ({
      ...{ from: accountNamed(from), to: accountNamed(to), currency: currencyOf(currency), amount },
    })),
    priority: "normal" as const,
    expiresMs: genesisMs + 3_600_000,
    enteredMs: genesisMs,
  });
  const items = problem.items.map(itemOf);
  const queueMs = timed(() => {
    for (const item of items) openItem(journal, takeNumber(journal), item);
  });
  nextBlock();
  const before = journal.checkpoint();
  const settleMs = timed(() => blocks.end?.(journal, none));
  const settled = journal.eventsSince(before).length;
  nextBlock();
  while (blocks.isUnfinished?.(journal)) {
    blocks.end?.(journal, none);
    nextBlock();
  }
  const idleMs = timed(() => blocks.end?.(journal, none));
  nextBlock();
  // An item that leaves is a change: all others are looked at again.
  const lone = present(items[0], "there are items");
  openItem(journal, takeNumber(journal), { ...lone, legs: lone.legs.map((leg) => ({ ...leg, amount: 10n ** 20n })) });
  nextBlock();
  const againMs = timed(() => blocks.end?.(journal, none));
  return { items: items.length, queueMsPerItem: queueMs / items.length, settleMs, settled, idleMs, againMs };
}

const none = {
  ...{ height: 0, timeMs: 0, transactions: [], proposerAddress: new Uint8Array(20), misbehaviour: [], lastCommit: [] },
};

function timed(work: () => void): number {
  const begunMs = performance.now();
  work();
  return performance.now() - begunMs;
}
